"""Read each file of a directory into drafts of rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from throughline.formats.hsds.additions import NOT_STATED, OWN, SOURCE_ID, plain_names
from throughline.formats.hsds.cells import EXTRA_COLUMNS, TIMES, TYPES, convert, text_of, words_of
from throughline.formats.hsds.files import Folder
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.report import FieldState, FieldUse, ProblemCount
from throughline.formats.hsds.schedules import read_numbered_days
from throughline.formats.hsds.spec import ALWAYS, FOLDED, OldFile
from throughline.formats.hsds.spellings import column_names
from throughline.formats.hsds.standard import TABLES
from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile, ParamValue, Problems, ReportRow, quoted
from throughline.formats.tables import Encoding, Limits, Table

_BLANKS: Final[Mapping[str, Mapping[str, str | None]]] = {
    table: {name: "" if hint is str else None for name, hint in types.items()}
    for table, types in TYPES.items()
}


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


class FileReader:
    """
    Reads the files of one folder.

    Parameters
    ----------
    folder : Folder
        The files.
    damage : Problems
        Collects damage, for which the directory is refused.
    found : Findings
        Collects values that cannot be read.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.

    Attributes
    ----------
    fields : list of FieldUse
        How every column was used so far.
    headers : dict of str to frozenset of str
        The columns of each file read, as the standard names them, by the name of the file in the standard.
    """

    def __init__(
        self, folder: Folder, damage: Problems, found: Findings, limits: Limits, encoding: Encoding
    ) -> None:
        self._folder = folder
        self._damage = damage
        self._found = found
        self._limits = limits
        self._encoding = encoding
        self.fields: list[FieldUse] = []
        self.headers: dict[str, frozenset[str]] = {}

    def _open(self, stem: str, known: set[str]) -> tuple[Table, list[str]]:
        table = Table(
            self._folder.path(stem), problems=self._damage, limits=self._limits, encoding=self._encoding
        )
        names = column_names(table.header, known)
        self.headers[stem] = frozenset(names)
        first: dict[str, str] = {}
        for name, header in zip(names, table.header, strict=True):
            if name in first:
                raise BadFile.of(
                    "hsds_two_columns", table.file, 1, first=quoted(first[name]), second=quoted(header)
                )
            first[name] = header
        return table, names

    def read_unmapped(self, stem: str) -> list[dict[str, str]]:
        """Read a file that HSDS 3.0 has no table for."""
        folded = FOLDED.get(stem)
        table, names = self._open(stem, {"id", "service_id", folded.column} if folded else {"id"})
        rows = [dict(zip(names, (cell.strip() for cell in row.cells), strict=True)) for row in table]
        for name, header in zip(names, table.header, strict=True):
            is_text = bool(folded and folded.target and name == folded.column)
            n_filled = sum(bool(row[name]) for row in rows)
            state: FieldState = "mapped" if is_text else "kept aside"
            target = f"service.{folded.target}" if is_text and folded else ""
            self.fields.append(FieldUse(table.file, header, state, target, n_filled, len(rows)))
            if folded and name == folded.column:
                self._take_marks_off(rows, table.file, name, header)
        return rows

    def _take_marks_off(self, rows: list[dict[str, str]], file: str, name: str, header: str) -> None:
        n_marked = 0
        for row in rows:
            plain = words_of(row[name], name)
            n_marked += plain != row[name]
            row[name] = plain
        if n_marked:
            self._found.add("hsds_marks", file, None, header, n=n_marked)

    def read_table(self, stem: str) -> list[HsdsRow]:
        """Read a file of one of the tables of HSDS 3.0."""
        old = self._folder.source(stem)
        table_name, types = old.table, TYPES[old.table]
        known = {*types, *old.renamed, *EXTRA_COLUMNS.get(table_name, ())}
        table, names = self._open(stem, known)
        names = plain_names(table_name, names)
        targets = [_target(name, names, old, types) for name in names]
        mapped = {target for target in targets if target}
        if not mapped.issuperset(ALWAYS.get(table_name, ())) or len(mapped) < 2:
            wanted = [name for name in types if name in TABLES[table_name].required] or list(types)[:4]
            raise BadFile.of("hsds_wrong_columns", table.file, 1, expected=", ".join(wanted))
        drafts: list[HsdsRow] = []
        n_filled, n_marked = [0] * len(names), [0] * len(names)
        for number, cells in table:
            draft = HsdsRow(
                table=table_name,
                values={**_BLANKS[table_name], **old.constant},
                file=table.file,
                row=number,
                source=stem,
            )
            for i, cell in enumerate(cells):
                if not cell or cell.isspace():
                    continue
                text, had_marks = text_of(table_name, targets[i], cell)
                n_filled[i] += bool(text or had_marks)
                n_marked[i] += had_marks
                if text:
                    self._put(draft, table_name, targets[i], names[i], table.header[i], text)
            _take_additions(draft)
            drafts.append(draft)
        for i, n in enumerate(n_marked):
            if n:
                self._found.add("hsds_marks", table.file, None, table.header[i], n=n)
        if table_name == "schedule" and "weekday" in names:
            read_numbered_days(drafts, table.header[names.index("weekday")], self._found)
        self._use_of_fields(table, targets, n_filled, old, len(drafts))
        return drafts

    def _use_of_fields(
        self, table: Table, targets: list[str | None], n_filled: list[int], old: OldFile, n_rows: int
    ) -> None:
        table_name, required = old.table, TABLES[old.table].required
        for header, target, n in zip(table.header, targets, n_filled, strict=True):
            if target is None and (table_name, plain_name(header)) == ("service", "locationid"):
                place = "service_at_location.location_id"
                self.fields.append(FieldUse(table.file, header, "mapped", place, n, n_rows))
            elif target is None and header in OWN:
                self.fields.append(
                    FieldUse(table.file, header, "mapped", f"{table_name}.{header}", n, n_rows)
                )
            elif target is None:
                self.fields.append(FieldUse(table.file, header, "kept aside", "", n, n_rows))
            else:
                self.fields.append(
                    FieldUse(
                        table.file, header, "mapped", f"{table_name}.{target}", n, n_rows, target in required
                    )
                )
        present = {*targets, *old.constant}
        self.fields.extend(
            FieldUse(table.file, name, "missing", f"{table_name}.{name}", 0, n_rows, name in required)
            for name in TYPES[table_name]
            if name not in present
        )

    def _put(self, draft: HsdsRow, table: str, target: str | None, name: str, header: str, text: str) -> None:
        """Put a value into its field, or into `extra` with a finding."""
        if target is None:
            draft.extra[name] = text
            return
        code, value = convert(table, target, name, text)
        if value is None:
            draft.extra[name] = text
            if name != "weekday" or not text.isdecimal():
                allowed = ", ".join(TABLES[table].values.get(target, ()))
                self._found.add(code, draft.file, draft.row, header, value=quoted(text), allowed=allowed)
            return
        if target in TIMES:
            value, offset = value
            if offset:
                draft.extra[f"{name}_offset"] = offset
        if table == "language" and target == "code" and len(text) > 3:
            target = "name"
        draft.values[target] = value


def _take_additions(draft: HsdsRow) -> None:
    """Take what our own files add out of `extra`: see `additions`."""
    draft.source_id = draft.extra.pop(SOURCE_ID, "")
    for name in draft.extra.pop(NOT_STATED, "").split():
        if name in draft.values:
            draft.values[name] = _BLANKS[draft.table][name]


def _target(name: str, names: list[str], old: OldFile, types: Mapping[str, object]) -> str | None:
    renamed = old.renamed.get(name)
    if renamed and renamed not in names:
        return renamed
    return name if name in types else None
