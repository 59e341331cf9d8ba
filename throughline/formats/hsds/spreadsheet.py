"""Read a directory from any spreadsheet, by a mapping of its columns to fields.

The rules are in ``docs/reference/formats.md``.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.report import FieldState, FieldUse, Freshness, Report
from throughline.formats.hsds.rows import Findings
from throughline.formats.hsds.sheet_checks import MergedCells, is_total
from throughline.formats.hsds.sheet_fields import BY_KEY, KEPT_ASIDE, LEFT_OUT, NAMES, suggest
from throughline.formats.hsds.sheet_reader import SheetReader
from throughline.formats.hsds.sheet_rows import SheetRows
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import Encoding, Limits, Table, column_letter
from throughline.formats.workbooks import Sheet, WorkbookSource, is_workbook

SHEET_LIMITS: Final = Limits(max_rows=200_000, max_columns=500)
"""How large a spreadsheet may be."""

VERSION: Final = ""
"""A spreadsheet is of no version of the standard."""

_MAX_PROBLEMS: Final = 2000
_SAMPLED_ROWS: Final = 50
_N_SAMPLES: Final = 3
_LONGEST_SAMPLE: Final = 120


@dataclass(frozen=True)
class SheetColumn:
    """
    One column of a spreadsheet.

    Parameters
    ----------
    name : str
        Its name, made different from those of the columns before it.
    letter : str
        Its letter in a spreadsheet program.
    samples : tuple of str
        Its first values, shortened.
    suggested : str
        The key of the field that it seems to be; `KEPT_ASIDE` if it seems to be none.
    """

    name: str
    letter: str
    samples: tuple[str, ...]
    suggested: str


def sheets_of(
    path: str | os.PathLike[str], *, limits: Limits = SHEET_LIMITS, name: str | None = None
) -> tuple[Sheet, ...]:
    """
    List the sheets of a spreadsheet among which a person has to choose.

    Parameters
    ----------
    path : path-like
        The file.
    limits : Limits
        How large it may be.
    name : str, optional
        Name of the file in messages; its own by default.

    Returns
    -------
    tuple of Sheet
        The sheets that have data, if there are several; none for a CSV file.

    Raises
    ------
    BadFile
        If the file is damaged, too large or of another kind.
    """
    path = Path(path)
    if not is_workbook(path):
        return ()
    filled = tuple(one for one in WorkbookSource(path, limits, None, name).sheets if one.has_data)
    return filled if len(filled) > 1 or any(one.is_hidden for one in filled) else ()


def columns_of(
    path: str | os.PathLike[str],
    *,
    sheet: str = "",
    limits: Limits = SHEET_LIMITS,
    encoding: Encoding = "detect",
    name: str | None = None,
) -> tuple[SheetColumn, ...]:
    """
    Read the header and the first rows of a spreadsheet, and suggest what each column is.

    Parameters
    ----------
    path : path-like
        A CSV file or an Excel workbook.
    sheet : str
        The sheet of a workbook; blank for the only one with data.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages; its own by default.

    Returns
    -------
    tuple of SheetColumn
        The columns that have a name or a value in the first rows.

    Raises
    ------
    BadFile
        If the file can't be read or has no rows.
    """
    table = _table(path, sheet, limits, encoding, name, Problems())
    names = _column_names(table.header)
    rows = [row.cells for row in islice(table, _SAMPLED_ROWS)]
    if not rows:
        raise BadFile.of("sheet_no_rows", table.file)
    samples = [[cell for row in rows if (cell := row[i].strip())] for i in range(len(names))]
    suggested = suggest(table.header, samples)
    return tuple(
        SheetColumn(
            names[i],
            column_letter(i),
            tuple(_shortened(one) for one in list(dict.fromkeys(samples[i]))[:_N_SAMPLES]),
            suggested[i],
        )
        for i in range(len(names))
        if table.header[i] or samples[i]
    )


class OpenSpreadsheet:
    """
    A directory that was read from a spreadsheet, with the interface of `OpenDirectory`.

    It is a context manager: `close` deletes what was kept beside the file.

    Attributes
    ----------
    version : str
        Blank: a spreadsheet is of no version of the standard.
    report : Report
        What was mapped, not mapped and left out, and what does not fit together.
    stems : mapping of str to str
        The file, under the name of a file of the standard: ids are unique in all of it.
    unmapped : mapping of str to tuple of mapping
        Nothing: every cell belongs to an entry.
    """

    def __init__(self, file: str, report: Report, rows: SheetRows) -> None:
        self.version: str = VERSION
        self.report = report
        self.stems: Mapping[str, str] = {file: "organizations"}
        self.unmapped: Mapping[str, tuple[Mapping[str, str], ...]] = {}
        self._rows = rows

    def rows(self, table: str) -> Iterator[HsdsRow]:
        """
        Stream the rows of a table, each time from the beginning.

        Parameters
        ----------
        table : str
            The table, such as service.

        Yields
        ------
        HsdsRow
            Its rows, in the order of the spreadsheet.
        """
        yield from self._rows.rows(table)

    def close(self) -> None:
        """Delete what was kept beside the file. Rows can no longer be read."""
        self._rows.close()

    def __enter__(self) -> Self:
        """Return the directory."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the directory."""
        self.close()


def open_spreadsheet(
    path: str | os.PathLike[str],
    mapping: Mapping[str, str],
    *,
    sheet: str = "",
    kinds: Mapping[str, tuple[str, str]] | None = None,
    limits: Limits = SHEET_LIMITS,
    encoding: Encoding = "detect",
    name: str | None = None,
    most_rows: int | None = None,
) -> OpenSpreadsheet:
    """
    Read a spreadsheet, all or nothing, into rows of the standard.

    One row may hold an organization, a service, a place and all about them. Organizations of the same name
    are one, and so are places with the same address. The ids are the same whenever the same spreadsheet is
    read again, so that a second import updates.

    Parameters
    ----------
    path : path-like
        A CSV file or an Excel workbook.
    mapping : mapping of str to str
        The key of a field by the name of a column, as `columns_of` names it. Other columns are kept aside.
    sheet : str
        The sheet of a workbook; blank for the only one with data.
    kinds : mapping of str to tuple of str, str, optional
        The code and the name of each kind of support, by each folded name that means it.
    limits : Limits
        How large the file may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.
    name : str, optional
        Name of the file in messages; its own by default.
    most_rows : int, optional
        How many rows are read, to preview the first ones. All by default.

    Returns
    -------
    OpenSpreadsheet
        The directory. Close it, or use it in a `with` statement.

    Raises
    ------
    BadFile
        If the file is damaged, or no column is a name, or two columns are a field that only one can be.
    """
    damage, found = Problems(), Findings(_MAX_PROBLEMS)
    table = _table(path, sheet, limits, encoding, name, damage)
    names = _column_names(table.header)
    columns = [(column, mapping.get(column, KEPT_ASIDE)) for column in names]
    _check_mapping(table.file, columns)
    if table.workbook and table.workbook.n_unsaved:
        found.add("workbook_formulas", table.file, None, "", n=table.workbook.n_unsaved)
    rows = SheetRows(table.file)
    try:
        reader = SheetReader(table.file, columns, kinds or {}, rows, found)
        merged = MergedCells(table.workbook.merges if table.workbook else ())
        lines = ((number, merged.fill(number, cells)) for number, cells in islice(table, most_rows))
        n_rows = _take_all(reader, lines, found, table.file)
        damage.raise_if_any()
        if not any(rows.n_rows.get(main) for main in ("organization", "service", "location")):
            raise BadFile.of("hsds_no_rows", table.file)
        report = _report(table.file, columns, reader.n_filled, n_rows, rows, found)
    except BaseException:
        rows.close()
        raise
    return OpenSpreadsheet(table.file, report, rows)


def _take_all(
    reader: SheetReader, lines: Iterator[tuple[int, Sequence[str]]], found: Findings, file: str
) -> int:
    """Read all rows but a last one that sums up the others; return how many there are."""
    n_rows, waiting = 0, None
    for number, cells in lines:
        n_rows += 1
        if any(cell.strip() for cell in cells):
            if waiting:
                reader.take(*waiting)
            waiting = number, cells
    if waiting and n_rows > 1 and is_total(waiting[1]):
        found.add("sheet_total", file, waiting[0], "")
    elif waiting:
        reader.take(*waiting)
    return n_rows


def _table(
    path: str | os.PathLike[str],
    sheet: str,
    limits: Limits,
    encoding: Encoding,
    name: str | None,
    damage: Problems,
) -> Table:
    try:
        return Table(
            path,
            problems=damage,
            limits=limits,
            encoding=encoding,
            any_header=True,
            finds_header=True,
            name=name,
            sheet=sheet,
        )
    except BadFile as error:
        if error.code != "not_csv_other":
            raise
        # Here a workbook would be as good as a CSV file.
        first = error.rows[0]
        raise BadFile.of("workbook_other", first.file, kind=first.params["kind"]) from error


def _column_names(header: Sequence[str]) -> list[str]:
    """Give each column a name of its own."""
    taken: set[str] = set()
    names = []
    for i, one in enumerate(header):
        plain = " ".join(one.split()) or f"Column {column_letter(i)}"
        name, n = plain, 1
        while name in taken:
            n += 1
            name = f"{plain} ({n})"
        taken.add(name)
        names.append(name)
    return names


def _check_mapping(file: str, columns: Sequence[tuple[str, str]]) -> None:
    """Refuse a mapping without names, or in which two columns are one field."""
    first: dict[str, str] = {}
    for column, key in columns:
        if key in {KEPT_ASIDE, LEFT_OUT} or BY_KEY[key].may_repeat:
            continue
        if key in first:
            raise BadFile.of("sheet_twice", file, None, first=quoted(first[key]), second=quoted(column))
        first[key] = column
    if not first.keys() & set(NAMES):
        raise BadFile.of("sheet_no_names", file)


def _report(
    file: str,
    columns: Sequence[tuple[str, str]],
    n_filled: Sequence[int],
    n_rows: int,
    rows: SheetRows,
    found: Findings,
) -> Report:
    fields = []
    for (column, key), n in zip(columns, n_filled, strict=True):
        state: FieldState = "not read" if key == LEFT_OUT else "mapped" if key else "kept aside"
        target = BY_KEY[key].fills if state == "mapped" else ""
        fields.append(FieldUse(file, column, state, target, n, n_rows))
    filled = {use.target.partition(".")[0] for use in fields if use.target} | rows.n_rows.keys()
    fields.extend(FieldUse("", "", "missing", table) for table in TABLES if table not in filled)
    dates: list[date] = [
        row.values["assured_date"] for row in rows.rows("service") if row.values["assured_date"]
    ]
    return Report(
        version=VERSION,
        n_rows={table: rows.n_rows.get(table, 0) for table in TABLES},
        fields=tuple(fields),
        problems=tuple(found.rows),
        counts=found.counts(),
        freshness=Freshness(tuple(sorted(dates)), rows.n_rows.get("service", 0) - len(dates)),
    )


def _shortened(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _LONGEST_SAMPLE else line[: _LONGEST_SAMPLE - 1] + "…"
