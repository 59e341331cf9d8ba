"""Directories of services in the Human Services Data Specification (HSDS), 1.0 to 3.1: `read` a folder of
CSV files.

The rules are in ``docs/reference/formats.md``.
"""

from throughline.formats.hsds.model import Directory, HsdsRow
from throughline.formats.hsds.nested import Grouped, nested_records
from throughline.formats.hsds.opened import OpenDirectory, open_directory
from throughline.formats.hsds.profile import profile
from throughline.formats.hsds.reader import read
from throughline.formats.hsds.record_files import write_records
from throughline.formats.hsds.records import gaps, record_of
from throughline.formats.hsds.report import FieldUse, Freshness, ProblemCount, Report
from throughline.formats.hsds.spellings import source_of
from throughline.formats.hsds.spreadsheet import OpenSpreadsheet, columns_of, open_spreadsheet, sheets_of
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.tabular import write_tables
from throughline.formats.hsds.version import ONE, WRITTEN, Field, Table, Version

__all__ = [
    "ONE",
    "TABLES",
    "WRITTEN",
    "Directory",
    "Field",
    "FieldUse",
    "Freshness",
    "Grouped",
    "HsdsRow",
    "OpenDirectory",
    "OpenSpreadsheet",
    "ProblemCount",
    "Report",
    "Table",
    "Version",
    "columns_of",
    "gaps",
    "nested_records",
    "open_directory",
    "open_spreadsheet",
    "profile",
    "read",
    "record_of",
    "sheets_of",
    "source_of",
    "write_records",
    "write_tables",
]
