"""The shapes of a tabulation: a row for each geography, for each variable, or rows under a geography."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from throughline.formats.population.acs.headings import (
    Heading,
    PairColumns,
    headings_of,
    measure_of,
    one_column,
    percent_columns,
    wide_pairs,
)
from throughline.formats.population.acs.places import Place, PlaceColumns, place_columns, place_of
from throughline.formats.problems import BadFile, quoted
from throughline.formats.tables import Row, Table

MAX_VARIABLES = 5_000
_VARIABLE = ("variable", "label", "category", "labelgrouping", "item", "title")
_TRANSPOSED = ("geographicareanamegrouping", "geographygrouping", *_VARIABLE, "")


@dataclass(frozen=True)
class Found:
    """
    An estimate and its margin as written in the file.

    Parameters
    ----------
    variable : str
        Its name.
    parts : tuple of str
        The headings above what it counts, and what it counts.
    estimate, margin : str
        The cells.
    row : int
        The row of the estimate.
    """

    variable: str
    parts: tuple[str, ...]
    estimate: str
    margin: str
    row: int


class Layout(Protocol):
    """A file in one of the shapes."""

    percents: Sequence[str]
    """Names of columns of percentages, which are set aside."""

    def places(self) -> Iterator[Place]:
        """Yield the geographies, each as often as it occurs."""

    def found(self, places: frozenset[Place], leaid: str) -> Iterator[Found]:
        """Yield the pairs of one geography."""


def layout_of(table: Table, *, has_labels: bool) -> Layout:
    """
    Find the shape of a file.

    Parameters
    ----------
    table : Table
        The file.
    has_labels : bool
        Whether its second row describes the columns.

    Returns
    -------
    Layout
        The file in its shape.

    Raises
    ------
    BadFile
        If it has no pairs of an estimate and a margin of error.
    """
    headings = headings_of(table)
    variable = one_column(headings, _VARIABLE, table.file)
    measures = {one.measure for one in headings}
    if variable is not None and measures >= {"estimate", "margin"}:
        return _Long(table, headings, variable)
    pairs = wide_pairs(headings, MAX_VARIABLES)
    if pairs:
        return _Wide(table, headings, pairs, has_labels)
    if headings[0].plain in _TRANSPOSED:
        transposed = _Transposed(table, headings)
        if transposed.has_pairs():
            return transposed
    raise BadFile.of("acs_no_pairs", table.file, 1)


@dataclass
class _Wide:
    """One row for each geography, and two columns for each variable."""

    table: Table
    headings: Sequence[Heading]
    pairs: Sequence[PairColumns]
    has_labels: bool
    columns: PlaceColumns = field(init=False)
    percents: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = place_columns(self.headings)
        self.percents = [one.name for one in percent_columns(self.headings)]

    def places(self) -> Iterator[Place]:
        for row in self.table:
            yield place_of(row.cells, self.columns)

    def found(self, places: frozenset[Place], leaid: str) -> Iterator[Found]:
        rows: list[Row] = []
        for row in self.table:
            if place_of(row.cells, self.columns) in places:
                rows.append(row)
            if len(rows) > 1:
                raise BadFile.of(
                    "acs_two_rows", self.table.file, row.number, leaid=leaid, first_row=rows[0].number
                )
        labels = self.table.header_rows[1] if self.has_labels else self.table.header
        for pair in self.pairs:
            estimate, margin = (self._cell(rows[0], at) for at in (pair.estimates, pair.margins))
            words = labels[pair.estimates[0]].split("!!")
            parts = [" ".join(word.replace(":", "").split()) for word in words]
            parts = [part for part in parts if measure_of(part) != "estimate"] or parts
            yield Found(pair.variable, tuple(parts), estimate, margin, rows[0].number)

    def _cell(self, row: Row, columns: tuple[int, ...]) -> str:
        """Return the cell of columns with one name, which have to be equal."""
        if len({row.cells[i].strip() for i in columns}) > 1:
            first, second = (quoted(self.headings[i].name) for i in columns[:2])
            raise BadFile.of("same_columns", self.table.file, 1, second, first=first, second=second)
        return row.cells[columns[0]]


@dataclass(frozen=True)
class _Group:
    """A pair of columns of a long file: the geography they are of, and the headings below it."""

    place: Place
    above: tuple[str, ...]
    estimate: int
    margin: int


@dataclass
class _Long:
    """One row for each variable; the geography is in the header, or in each row."""

    table: Table
    headings: Sequence[Heading]
    variable: int
    columns: PlaceColumns = field(init=False)
    groups: Sequence[_Group] = field(init=False)
    percents: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        others = [one for one in self.headings if one.index != self.variable]
        self.columns = place_columns(others)
        self.label = one_column(self.headings, ("label", "title"), self.table.file)
        self.groups = self._groups()
        self.percents = []

    def _groups(self) -> list[_Group]:
        at: dict[tuple[str, ...], dict[str, Heading]] = {}
        for one in self.headings:
            if one.measure in {"estimate", "margin"}:
                of_name = at.setdefault(tuple(part.casefold() for part in one.above), {})
                before = of_name.setdefault(one.measure, one)
                if before is not one:
                    first, second = quoted(before.name), quoted(one.name)
                    raise BadFile.of("same_columns", self.table.file, 1, second, first=first, second=second)
        groups = []
        for pair in at.values():
            if len(pair) == 2:
                above = pair["estimate"].above
                in_header = () if self.columns else above[:1]
                groups.append(
                    _Group(
                        Place("".join(in_header)),
                        above[len(in_header) :],
                        pair["estimate"].index,
                        pair["margin"].index,
                    )
                )
        if not groups:
            raise BadFile.of("acs_no_pairs", self.table.file, 1)
        return groups

    def places(self) -> Iterator[Place]:
        if not self.columns:
            named = [one.above[:1] for one in self.headings if one.measure == "estimate"]
            yield from (Place("".join(name)) for name in named)
            return
        for row in self.table:
            yield place_of(row.cells, self.columns)

    def found(self, places: frozenset[Place], leaid: str) -> Iterator[Found]:
        groups = [group for group in self.groups if self.columns or group.place in places]
        if not groups:
            raise BadFile.of("acs_no_pairs", self.table.file, 1)
        self.percents = self._percents_of(groups)
        path: list[tuple[int, str]] = []
        for row in self.table:
            if self.columns and place_of(row.cells, self.columns) not in places:
                continue
            cell = row.cells[self.variable].replace("\xa0", " ")
            word = cell.strip().rstrip(":")
            path = _deeper(path, cell, word)
            if not word:
                continue
            for group in groups:
                estimate, margin = row.cells[group.estimate], row.cells[group.margin]
                if estimate.strip() or margin.strip() or self._is_filled(row, groups):
                    yield self._found(row, group, [one for _depth, one in path], estimate, margin)

    def _is_filled(self, row: Row, groups: Sequence[_Group]) -> bool:
        return any(row.cells[group.estimate].strip() or row.cells[group.margin].strip() for group in groups)

    def _found(self, row: Row, group: _Group, path: Sequence[str], estimate: str, margin: str) -> Found:
        parts = (*group.above, *path)
        variable = " > ".join(parts)
        if len(parts) == 1 and self.label is not None and self.label != self.variable:
            words = [" ".join(word.split()).rstrip(":") for word in row.cells[self.label].split("!!")]
            parts = tuple(word for word in words if measure_of(word) != "estimate" and word) or parts
        return Found(variable, parts, estimate, margin, row.number)

    def _percents_of(self, groups: Sequence[_Group]) -> list[str]:
        named = {group.place.name.casefold() for group in groups}
        return [
            one.name
            for one in self.headings
            if one.measure == "percent"
            and "margin" not in one.plain.removesuffix("moe")
            and (self.columns or not one.above or one.above[0].casefold() in named)
        ]


def _deeper(path: list[tuple[int, str]], cell: str, word: str) -> list[tuple[int, str]]:
    """Return the headings above a label, found by the Census Bureau's indentation."""
    depth = len(cell) - len(cell.lstrip())
    return [*((d, w) for d, w in path if d < depth), (depth, word)] if word else path


@dataclass
class _Transposed:
    """One column for each variable; below each geography a row of estimates and one of margins."""

    table: Table
    headings: Sequence[Heading]
    percents: Sequence[str] = field(default=(), init=False)

    def _rows(self) -> Iterator[tuple[Place, str, tuple[str, ...], Row]]:
        """Yield the rows with numbers: geography, kind of number, headings between them, row."""
        path: list[tuple[int, str]] = []
        for row in self.table:
            cell = row.cells[0].replace("\xa0", " ")
            word = " ".join(cell.split()).rstrip(":")
            head, _mark, tail = word.rpartition("!!")
            measure = measure_of(tail)
            if not measure:
                path = _deeper(path, cell, word)
                continue
            depth = len(cell) - len(cell.lstrip())
            above = [one for d, one in path if d < depth or depth == 0]
            above += [part for part in head.split("!!") if part] if head else []
            name = above[0] if above else ""
            yield Place(name), measure, tuple(above[1:]), row

    def has_pairs(self) -> bool:
        return {measure for _place, measure, _above, _row in self._rows()} >= {"estimate", "margin"}

    def places(self) -> Iterator[Place]:
        return (place for place, measure, _above, _row in self._rows() if measure == "estimate")

    def found(self, places: frozenset[Place], leaid: str) -> Iterator[Found]:
        rows: dict[tuple[str, ...], dict[str, Row]] = {}
        percents: list[str] = []
        for place, measure, above, row in self._rows():
            if place not in places:
                continue
            before = rows.setdefault(above, {}).setdefault(measure, row)
            if before is not row and measure != "percent":
                raise BadFile.of(
                    "acs_two_rows", self.table.file, row.number, leaid=leaid, first_row=before.number
                )
            if measure == "percent":
                percents.append(row.cells[0].strip())
        self.percents = percents
        for above, pair in rows.items():
            if not {"estimate", "margin"} <= pair.keys():
                continue
            for one in self.headings[1:]:
                estimate, margin = pair["estimate"].cells[one.index], pair["margin"].cells[one.index]
                if one.name and (estimate.strip() or margin.strip()):
                    parts = (*above, *(" ".join(p.split()).rstrip(":") for p in one.name.split("!!")))
                    yield Found(" > ".join(parts), parts, estimate, margin, pair["estimate"].number)
