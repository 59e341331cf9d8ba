"""Read a directory whole."""

import os

from throughline.formats.hsds.model import Directory
from throughline.formats.hsds.opened import open_directory
from throughline.formats.hsds.standard import TABLES
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits


def read(
    directory: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS, encoding: Encoding = "detect"
) -> Directory:
    """
    Read a directory into memory, all or nothing, as `open_directory` does row by row.

    Parameters
    ----------
    directory : path-like
        A folder of files, as for `open_directory`.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.

    Returns
    -------
    Directory
        Every row, in the names of HSDS 3.0, with its report.

    Raises
    ------
    BadFile
        As `open_directory` does.
    """
    with open_directory(directory, limits=limits, encoding=encoding) as opened:
        return Directory(
            version=opened.version,
            report=opened.report,
            stems=opened.stems,
            unmapped=opened.unmapped,
            tables={table: tuple(opened.rows(table)) for table in TABLES},
        )
