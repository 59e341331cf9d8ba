"""Read estimates and margins of error of one district."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from throughline.formats.population.acs.cells import (
    estimate_of,
    is_no_count,
    is_no_count_cell,
    margin_of,
)
from throughline.formats.population.acs.layouts import MAX_VARIABLES, Found, Layout, layout_of
from throughline.formats.population.acs.places import MAX_CHOICES, choose, listed
from throughline.formats.population.model import MarginState, State
from throughline.formats.problems import BadFile, Problems, ReportRow, quoted
from throughline.formats.tables import Encoding, Limits, Table

LARGE: Final = Limits(max_bytes=400_000_000, max_rows=2_000_000)


@dataclass(frozen=True)
class Pair:
    """
    An estimate with its margin of error, in people.

    Parameters
    ----------
    variable : str
        Its name in the file, without the marks of estimate and margin.
    label : str
        What it counts, as worded in the file.
    n : int or None
        The estimate; None unless `state` is ``"counted"``.
    margin_of_error : float or None
        At 90%; None unless `margin_state` is ``"given"``.
    state : str
        One of `State`.
    margin_state : str
        One of `MarginState`.
    """

    variable: str
    label: str
    n: int | None
    margin_of_error: float | None
    state: State
    margin_state: MarginState


@dataclass(frozen=True, eq=False)
class Tabulation:
    """
    One geography of a file.

    Parameters
    ----------
    file : str
        Name of the file.
    geography : str
        Name or id of the geography; empty if the file has neither.
    pairs : tuple of Pair
        Its variables, in the order of the file.
    found_by : {"id", "name", "only"}
        Whether the file gives the district's id, a person chose the geography, or the file has no other.
    notes : tuple of ReportRow
        What was set aside, and the geography where no id confirms it.
    """

    file: str
    geography: str
    pairs: tuple[Pair, ...]
    found_by: Literal["id", "name", "only"] = "id"
    notes: tuple[ReportRow, ...] = ()


def read(
    path: str | os.PathLike[str],
    leaid: str,
    *,
    geography: str = "",
    limits: Limits = LARGE,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> Tabulation:
    """
    Read the estimates and margins of one district.

    Parameters
    ----------
    path : path-like
        The file, wide or long.
    leaid : str
        NCES's seven digits of the district. A file of a single geography without an id is read as it is.
    geography : str
        Name of the geography, where a person chose it among those of `geographies`.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages.

    Returns
    -------
    Tabulation
        Every pair of estimate and margin. Percentages, medians and the like are set aside and noted.

    Raises
    ------
    BadFile
        If the file is damaged, has no pairs, has no row of the district, has several geographies and no id,
        or has a cell that is neither a number nor a known code.
    """
    problems = Problems()
    layout, table = _layout(path, limits, encoding, problems, name)
    places = dict.fromkeys(layout.places())
    problems.raise_if_any()
    choice = choose(places, leaid, geography, table.file)
    if choice.candidates:
        raise BadFile.of("acs_which_geography", table.file, names=listed(choice.candidates))
    reader = _Reader(table.file, problems)
    pairs = reader.read(layout.found(choice.places, leaid))
    problems.raise_if_any()
    reader.note_set_aside(layout.percents)
    if not pairs:
        raise BadFile.of("acs_no_counts", table.file)
    if choice.by != "id" and choice.label:
        problems.note("acs_geography", table.file, None, None, geography=quoted(choice.label))
    return Tabulation(table.file, choice.label, tuple(pairs), choice.by, tuple(problems.notes))


def geographies(
    path: str | os.PathLike[str],
    leaid: str,
    *,
    limits: Limits = LARGE,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> tuple[str, ...]:
    """
    Find the geographies among which a person has to choose.

    Parameters
    ----------
    path : path-like
        The file.
    leaid : str
        NCES's seven digits of the district.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages.

    Returns
    -------
    tuple of str
        Their names; none if the file has only one, or gives the district's id.

    Raises
    ------
    BadFile
        As of `read`, and if there are too many to choose from.
    """
    problems = Problems()
    layout, table = _layout(path, limits, encoding, problems, name)
    places = dict.fromkeys(layout.places())
    problems.raise_if_any()
    choice = choose(places, leaid, "", table.file)
    if len(choice.candidates) > MAX_CHOICES:
        raise BadFile.of("acs_many_geographies", table.file, limit=MAX_CHOICES)
    return choice.candidates


def _layout(
    path: str | os.PathLike[str], limits: Limits, encoding: Encoding, problems: Problems, name: str | None
) -> tuple[Layout, Table]:
    peek = Table(path, n_header_rows=2, limits=limits, encoding=encoding, any_header=True, name=name)
    has_labels = _is_label_row(peek)
    table = Table(
        path,
        n_header_rows=2 if has_labels else 1,
        limits=limits,
        encoding=encoding,
        problems=problems,
        any_header=True,
        name=name,
    )
    layout = layout_of(table, has_labels=has_labels)
    problems.raise_if_any()
    return layout, table


def _is_label_row(table: Table) -> bool:
    """Return whether the second row describes the columns, as in the Census Bureau's tables.

    The first variable of a long file may be called "Estimate!!Total" too, but no cell names a margin there.
    """
    if len(table.header_rows) < 2:
        return False
    return any(cell.casefold().startswith("margin of error!!") for cell in table.header_rows[1])


class _Reader:
    """Turns what was found into pairs, and sets aside what counts nobody."""

    def __init__(self, file: str, problems: Problems) -> None:
        self._file = file
        self._problems = problems
        self._seen: dict[str, Found] = {}
        self._aside: list[str] = []

    def read(self, found: Iterable[Found]) -> list[Pair]:
        pairs: list[Pair] = []
        for one in found:
            if is_no_count(one.variable, one.parts) or is_no_count_cell(
                one.variable, one.estimate, one.margin
            ):
                self._aside.append(one.parts[-1])
                continue
            if self._is_repeated(one):
                continue
            pair = self._pair(one)
            if pair is not None:
                pairs.append(pair)
            if len(pairs) > MAX_VARIABLES:
                raise BadFile.of("population_too_many", self._file, limit=MAX_VARIABLES)
        return pairs

    def note_set_aside(self, percents: Iterable[str]) -> None:
        names = [*self._aside, *percents]
        if names:
            self._problems.note("acs_set_aside", self._file, n=len(names), example=quoted(names[0]))

    def _is_repeated(self, one: Found) -> bool:
        """Return whether the same numbers stood under this name before; other numbers are a problem."""
        before = self._seen.setdefault(one.variable, one)
        if before is one:
            return False
        if (before.estimate.strip(), before.margin.strip()) != (one.estimate.strip(), one.margin.strip()):
            self._problems.add(
                "acs_twice", self._file, one.row, value=quoted(one.variable), first_row=before.row
            )
        return True

    def _pair(self, one: Found) -> Pair | None:
        n, state = estimate_of(one.estimate)
        column = quoted(one.variable)
        if state is None:
            self._problems.add("population_count", self._file, one.row, column, value=quoted(one.estimate))
            return None
        margin, margin_state = margin_of(one.margin)
        if margin_state is None:
            self._problems.add("acs_margin", self._file, one.row, column, value=quoted(one.margin))
            return None
        if n is None:
            margin, margin_state = None, "unknown"
        label = " > ".join(part for part in one.parts if part) or one.variable
        return Pair(one.variable[:200], label[:200], n, margin, state, margin_state)
