"""The report on reading a directory: fields, references, freshness."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from throughline.formats.problems import ReportRow

FieldState = Literal["mapped", "kept aside", "missing", "not read"]


@dataclass(frozen=True)
class FieldUse:
    """
    How one column was used.

    Parameters
    ----------
    file : str
        The file; empty for a table of the standard that has no file.
    column : str
        The column; empty where a whole file is meant.
    state : {"mapped", "kept aside", "missing", "not read"}
        Mapped to a field; stored in `extra` or `Directory.unmapped`; in the standard and not in the file; a
        file that is not part of the standard.
    target : str
        ``table.field`` of HSDS 3.0, or ``table`` for a whole table.
    n_filled, n_rows : int
        Number of cells that are not blank, and of rows.
    is_required : bool
        True if the standard requires it in every row.
    """

    file: str
    column: str
    state: FieldState
    target: str
    n_filled: int = 0
    n_rows: int = 0
    is_required: bool = False


@dataclass(frozen=True)
class ProblemCount:
    """
    How often one kind of problem was found in one column.

    Parameters
    ----------
    code : str
        The kind, a key of `messages.MESSAGES`.
    file : str
        The file.
    column : str
        The column.
    n : int
        How often.
    """

    code: str
    file: str
    column: str
    n: int


@dataclass(frozen=True)
class Freshness:
    """
    When services were last checked or changed.

    Parameters
    ----------
    dates : tuple of date
        The later of `assured_date` and `last_modified` of each service that has one, oldest first.
    n_undated : int
        Services without a date.
    """

    dates: tuple[date, ...] = ()
    n_undated: int = 0

    @property
    def by_year(self) -> Mapping[int, int]:
        """Services by the year of their date."""
        return dict(sorted(Counter(day.year for day in self.dates).items()))

    def n_before(self, day: date) -> int:
        """
        Count services whose date is too old.

        Parameters
        ----------
        day : date
            The first day that is recent enough.

        Returns
        -------
        int
            Services with an earlier date. Those without one are counted in `n_undated`.
        """
        return sum(one < day for one in self.dates)


@dataclass(frozen=True)
class Report:
    """
    A summary of a directory, to check before using it.

    Parameters
    ----------
    version : str
        Version of the standard.
    n_rows : mapping of str to int
        Rows read, by table of HSDS 3.0.
    fields : tuple of FieldUse
        Every column and how it was used, and what is missing.
    problems : tuple of ReportRow
        Rows that do not fit, up to a cap: invalid references, unreadable values, rows without a name.
    counts : tuple of ProblemCount
        All problems, counted by kind, file and column.
    n_locations_without_coordinates, n_services_without_location, n_services_without_organization : int
        How much of the directory cannot be placed on a map, or named.
    freshness : Freshness
        When services were last checked.
    """

    version: str
    n_rows: Mapping[str, int]
    fields: tuple[FieldUse, ...]
    problems: tuple[ReportRow, ...] = ()
    counts: tuple[ProblemCount, ...] = ()
    n_locations_without_coordinates: int = 0
    n_services_without_location: int = 0
    n_services_without_organization: int = 0
    freshness: Freshness = Freshness()

    @property
    def n_problems(self) -> int:
        """Total number of problems."""
        return sum(one.n for one in self.counts)

    def fields_in_state(self, state: FieldState) -> tuple[FieldUse, ...]:
        """
        Select the columns in one state.

        Parameters
        ----------
        state : {"mapped", "kept aside", "missing", "not read"}
            How they were used.

        Returns
        -------
        tuple of FieldUse
            The columns, by file.
        """
        return tuple(one for one in self.fields if one.state == state)
