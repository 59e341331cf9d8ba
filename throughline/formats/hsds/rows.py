"""Read the file of a table row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

from throughline.formats.hsds.additions import (
    AS_WRITTEN,
    CONFIDENTIAL,
    NOT_STATED,
    OWN,
    SOURCE_ID,
    plain_names,
)
from throughline.formats.hsds.cells import BLANKS, EXTRA_COLUMNS, TIMES, TYPES, is_id, read_cell, text_of
from throughline.formats.hsds.model import HsdsRow, Unfit
from throughline.formats.hsds.report import FieldUse, ProblemCount
from throughline.formats.hsds.spec import ALWAYS, OldFile
from throughline.formats.hsds.spellings import column_names
from throughline.formats.hsds.standard import TABLES
from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile, ParamValue, ReportRow, quoted

_SURE: Final = 8
"""Length from which a cell is no word for a value that is absent."""

_USED: Final = frozenset({("address", "organization_id"), ("location", CONFIDENTIAL)})
"""Columns that have no field in the standard and are used all the same."""


class Line(NamedTuple):
    """
    One row of a file before it is read.

    Parameters
    ----------
    file : str
        Name of the file it comes from.
    number : int
        Row in that file, as a spreadsheet shows it; in JSON, the number of the record.
    cells : list of str
        As many as the table has columns.
    types : mapping of str to str
        Cells that have another type in JSON, by column: the type that the standard requires. Empty if that
        was reported, and for a link that the record does not state.
    """

    file: str
    number: int
    cells: list[str]
    types: Mapping[str, str] = MappingProxyType({})


class Lines(Protocol):
    """The rows of one table, read again from the beginning each time."""

    @property
    def file(self) -> str:
        """Name of the file in messages."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""

    def __iter__(self) -> Iterator[Line]:
        """Stream the rows."""


@dataclass
class Findings:
    """Problems of content: all are counted, the first ones are kept in full."""

    cap: int
    rows: list[ReportRow] = field(default_factory=list)
    counter: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, code: str, file: str, row: int | None, column: str, **params: ParamValue) -> None:
        """Add a finding."""
        self.counter[code, file, column] += 1
        if len(self.rows) < self.cap:
            self.rows.append(ReportRow(code, file, row, column or None, params, is_error=False))

    def counts(self) -> tuple[ProblemCount, ...]:
        """Count the findings by kind, file and column."""
        return tuple(ProblemCount(*key, n) for key, n in sorted(self.counter.items()))


class Column(NamedTuple):
    """
    One column of a table.

    Parameters
    ----------
    header : str
        Its name in the file.
    name : str
        Its name in its version of the standard.
    target : str or None
        The field that it fills; None if the table has none for it.
    is_link : bool
        Whether it holds ids.
    is_beside : bool
        Whether it holds what does not fit the field, as our exports write it.
    """

    header: str
    name: str
    target: str | None
    is_link: bool
    is_beside: bool


def named_columns(lines: Lines, known: set[str]) -> list[str]:
    """
    Name the columns of a file as the standard does.

    Parameters
    ----------
    lines : Lines
        The file.
    known : set of str
        Columns of its table.

    Returns
    -------
    list of str
        Their names.

    Raises
    ------
    BadFile
        If two of them mean the same.
    """
    names = column_names(lines.header, known)
    first: dict[str, str] = {}
    for name, header in zip(names, lines.header, strict=True):
        if name in first:
            two = {"first": quoted(first[name]), "second": quoted(header)}
            raise BadFile.of("hsds_two_columns", lines.file, 1, **two)
        first[name] = header
    return names


class TableReader:
    """
    Reads the rows of one file of a table of HSDS 3.0.

    Parameters
    ----------
    lines : Lines
        The file.
    stem : str
        Its name in the standard.
    old : OldFile
        How it differs from the table of HSDS 3.0.

    Attributes
    ----------
    table, stem, file : str
        The table, the name in the standard and the name of the file.
    names : list of str
        The columns, as their version of the standard names them.
    numbering : mapping of str to int
        What numbers of days mean in this file, if that is known.

    Raises
    ------
    BadFile
        If two columns mean the same, or the file has none of the columns of its table.
    """

    def __init__(self, lines: Lines, stem: str, old: OldFile) -> None:
        self._lines = lines
        self._old = old
        self.table, self.stem, self.file = old.table, stem, lines.file
        types = TYPES[old.table]
        names = named_columns(lines, {*types, *old.renamed, *EXTRA_COLUMNS.get(old.table, ())})
        self.names = plain_names(old.table, names)
        targets = [_target(name, self.names, old, types) for name in self.names]
        self._columns = [
            Column(header, name, target, target is not None and is_id(target), header.endswith(AS_WRITTEN))
            for header, name, target in zip(lines.header, self.names, targets, strict=True)
        ]
        mapped = {target for target in targets if target}
        if not mapped.issuperset(ALWAYS.get(old.table, ())) or len(mapped) < 2:
            wanted = [name for name in types if name in TABLES[old.table].required] or list(types)[:4]
            raise BadFile.of("hsds_wrong_columns", lines.file, 1, expected=", ".join(wanted))
        self.numbering: Mapping[str, int] = {}
        self.n_rows = 0
        self._n_filled, self._n_marked = [0] * len(names), [0] * len(names)
        self._first_marked: dict[int, tuple[str, int]] = {}

    def header_of(self, name: str) -> str:
        """Return the name in the file of a column; empty if there is none."""
        return next((column.header for column in self._columns if column.name == name), "")

    def ids(self) -> Iterator[tuple[int, str]]:
        """Stream the number and the id of every row, as far as it has one, without reading the rest."""
        at = next((i for i, column in enumerate(self._columns) if column.target == "id"), None)
        for line in self._lines:
            text = line.cells[at].strip() if at is not None else ""
            yield line.number, text_of(self.table, "id", text)[0] if len(text) < _SURE else text

    def rows(self, found: Findings) -> Iterator[HsdsRow]:
        """Stream the rows; what cannot be read goes into `extra` with a finding."""
        blanks = {**BLANKS[self.table], **self._old.constant}
        n_filled, n_marked = [0] * len(self._columns), [0] * len(self._columns)
        self._n_filled, self._n_marked, self.n_rows = n_filled, n_marked, 0
        for file, number, cells, types in self._lines:
            row = HsdsRow(table=self.table, values=blanks.copy(), file=file, row=number, source=self.stem)
            for i, cell in enumerate(cells):
                if not cell or cell.isspace():
                    continue
                column = self._columns[i]
                if column.is_link and len(link := cell.strip()) >= _SURE:
                    row.values[column.target or ""] = link
                    n_filled[i] += 1
                    continue
                text, had_marks, code, value, form = read_cell(self.table, column.target, column.name, cell)
                n_filled[i] += bool(text or had_marks)
                if had_marks:
                    n_marked[i] += 1
                    self._first_marked.setdefault(i, (file, number))
                if value is not None:
                    self._put(row, column, text, value)
                    if form or column.is_beside:
                        row.unfit[column.target or ""] = Unfit() if column.is_beside else Unfit(form, text)
                elif text:
                    self._put_aside(row, column, text, code, found)
            if types:
                self._note_types(row, types)
            _take_additions(row)
            self.n_rows += 1
            yield row

    def _put(self, row: HsdsRow, column: Column, text: str, value: object) -> None:
        """Put a value into its field."""
        target = column.target or ""
        if target in TIMES and isinstance(value, tuple):
            value, offset = value
            if offset:
                row.extra[f"{column.name}_offset"] = offset
        if self.table == "language" and target == "code" and len(text) > 3:
            target = "name"
        row.values[target] = value

    def _put_aside(self, row: HsdsRow, column: Column, text: str, code: str, found: Findings) -> None:
        """Put a text into `extra`, with a finding if it should be a value."""
        row.extra[column.name] = text
        if column.target is None:
            return
        row.unfit[column.target] = Unfit()
        if column.name != "weekday" or not text.isdecimal():
            allowed = ", ".join(TABLES[self.table].values.get(column.target, ()))
            found.add(code, row.file, row.row, column.header, value=quoted(text), allowed=allowed)

    def _note_types(self, row: HsdsRow, types: Mapping[str, str]) -> None:
        """Note values of JSON that have another type; what could not be read is in the report already."""
        names = {column.header: column.target or column.name for column in self._columns}
        for header, kind in types.items():
            name = names.get(header, header)
            if row.unfit.get(name) != Unfit():
                row.unfit[name] = Unfit("quality_type", kind) if kind else Unfit()

    def note_marks(self, found: Findings) -> None:
        """Report how many cells of each column held marks and where the first is, once the rows were read."""
        for i, (file, row) in sorted(self._first_marked.items()):
            found.add("hsds_marks", file, row, self._columns[i].header, n=self._n_marked[i])

    def fields(self) -> Iterator[FieldUse]:
        """Tell how every column was used, once the rows were read."""
        table, required = self.table, TABLES[self.table].required
        for column, n in zip(self._columns, self._n_filled, strict=True):
            header, target = column.header, column.target
            if target is None and (table, plain_name(header)) == ("service", "locationid"):
                place = "service_at_location.location_id"
                yield FieldUse(self.file, header, "mapped", place, n, self.n_rows)
            elif target is None and (header in OWN or (table, column.name) in _USED):
                yield FieldUse(self.file, header, "mapped", f"{table}.{column.name}", n, self.n_rows)
            elif target is None:
                yield FieldUse(self.file, header, "kept aside", "", n, self.n_rows)
            else:
                path, is_required = f"{table}.{target}", target in required
                yield FieldUse(self.file, header, "mapped", path, n, self.n_rows, is_required)
        present = {*(column.target for column in self._columns), *self._old.constant}
        for name in TYPES[table]:
            if name not in present:
                is_required = name in required
                yield FieldUse(self.file, name, "missing", f"{table}.{name}", 0, self.n_rows, is_required)


def _take_additions(row: HsdsRow) -> None:
    """Take what our own files add out of `extra`: see `additions`."""
    if not row.extra:
        return
    row.source_id = row.extra.pop(SOURCE_ID, "")
    for name in row.extra.pop(NOT_STATED, "").split():
        if name in row.values:
            row.values[name] = BLANKS[row.table][name]


def _target(name: str, names: list[str], old: OldFile, types: Mapping[str, object]) -> str | None:
    renamed = old.renamed.get(name)
    if renamed and renamed not in names:
        return renamed
    return name if name in types else None
