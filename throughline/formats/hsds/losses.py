"""What a version of the standard has no place for, counted while a directory is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import Version

Reason = Literal["no table", "no field", "no such row", "required value missing", "too many columns"]

HEADER: Final = ("table", "field", "reason", "n", "example_id")


@dataclass(frozen=True)
class Loss:
    """
    Values or rows that were not written.

    Attributes
    ----------
    table : str
        Their table.
    field : str
        Their field; empty for whole rows.
    reason : str
        Why: the version has no such table or field, or a value that it requires is missing.
    n : int
        How many.
    example_id : str
        The id of one of the rows. What they say is not repeated here.
    """

    table: str
    field: str
    reason: Reason
    n: int
    example_id: str


class Losses:
    """The losses of one package."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, Reason], dict[str, None]] = {}

    def add(self, row: HsdsRow, field: str, reason: Reason) -> None:
        """
        Count a loss. A row that stands in several records is counted once.

        Parameters
        ----------
        row : HsdsRow
            The row.
        field : str
            The field; for a whole row, the one that is missing, or empty.
        reason : str
            Why.
        """
        self._found.setdefault((row.table, field, reason), {})[str(row.values["id"])] = None

    def add_later_fields(self, row: HsdsRow, version: Version) -> None:
        """
        Count the values of a row that only a later version has fields for.

        Parameters
        ----------
        row : HsdsRow
            The row.
        version : str
            The version that is written.
        """
        for name in _later_fields(row.table, version):
            if row.values.get(name) not in (None, ""):
                self.add(row, name, "no field")

    def __iter__(self) -> Iterator[Loss]:
        """Iterate over the losses, by table and field."""
        for (table, field, reason), ids in sorted(self._found.items()):
            yield Loss(table, field, reason, len(ids), next(iter(ids)))

    def __bool__(self) -> bool:
        """Whether anything was lost."""
        return bool(self._found)


@cache
def _later_fields(table: str, version: Version) -> tuple[str, ...]:
    return tuple(one.name for one in TABLES[table].fields if one.since > version)
