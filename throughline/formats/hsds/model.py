"""What is read from a directory: rows of the tables of the standard, as plain data.

The meaning of each field is in the standard: https://docs.openreferral.org/en/3.0/hsds/schema_reference.html
A text that is absent is empty; a number or date that is absent is None. Times of day are texts such as 09:00.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from throughline.formats.hsds.report import Report


class Unfit(NamedTuple):
    """
    What is wrong with the way a cell is written.

    Parameters
    ----------
    code : str
        The problem; empty if the report of the reader has it.
    text : str
        The cell; for a value of the wrong type in JSON, the type that the standard requires.
    """

    code: str = ""
    text: str = ""


@dataclass(slots=True, kw_only=True)
class HsdsRow:
    """
    One row. Each field of its table is an attribute: `row.name` of an organization.

    Parameters
    ----------
    table : str
        Its table in the standard, such as service.
    values : dict of str to value
        Every field of the table in the newest version of the standard. `id` is as in the file; some
        directories leave it blank.
    extra : dict of str to str
        Cells not mapped: columns the standard does not name, values that could not be read, and references to
        rows that do not exist.
    file : str
        Name of the file the row comes from.
    row : int
        Row in that file, as a spreadsheet shows it; in JSON, the number of the record.
    source : str
        The file in the standard, in which its id is unique.
    source_id : str
        The id that the row has in the system it came from, where its own id is another: the column that our
        exports add. Empty for most rows.
    unfit : dict of str to Unfit
        Cells that are not written as HSDS 3 wants, by field, whether they could be read or not.
    """

    table: str
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)
    file: str = ""
    row: int = 0
    source: str = ""
    source_id: str = ""
    unfit: dict[str, Unfit] = field(default_factory=dict, compare=False, repr=False)

    def __getattr__(self, name: str) -> Any:
        """Return the value of a field."""
        if name in type(self).__slots__:
            raise AttributeError(name)
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(f"{self.table} has no field {name}") from None


@dataclass(frozen=True, kw_only=True)
class Directory:
    """
    A whole directory in memory. Its tables are attributes: `directory.service` is a tuple of rows.

    Parameters
    ----------
    version : str
        Version of the standard the files were written in: 1.0, 1.1, 2.0, 3.0 or 3.1.
    report : Report
        What was mapped, not mapped and missing, and what does not fit together.
    stems : mapping of str to str
        The name of each file in the standard, without its ending.
    unmapped : mapping of str to tuple of mapping
        Rows that have no place in any table, by file.
    tables : mapping of str to tuple of HsdsRow
        The rows of each table, in the order of the files.
    """

    version: str
    report: Report
    stems: Mapping[str, str] = field(default_factory=dict)
    unmapped: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    tables: Mapping[str, tuple[HsdsRow, ...]] = field(default_factory=dict)

    def rows(self, table: str) -> Iterable[HsdsRow]:
        """
        Return the rows of a table.

        Parameters
        ----------
        table : str
            The table, such as service.

        Returns
        -------
        iterable of HsdsRow
            Its rows, in the order of the files.
        """
        return self.tables.get(table, ())

    def __getattr__(self, name: str) -> tuple[HsdsRow, ...]:
        """Return the rows of a table."""
        if name.startswith("_") or name == "tables" or name not in self.tables:
            raise AttributeError(name)
        return self.tables[name]
