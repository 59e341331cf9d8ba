"""Find the files of a directory and read each of them into drafts of rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_type_hints

from throughline.formats.hsds import values
from throughline.formats.hsds.report import FieldState, FieldUse, ProblemCount
from throughline.formats.hsds.spec import (
    ALWAYS,
    FOLDED,
    NEW_COLUMNS,
    NEW_FILES,
    OLD_FILES,
    ONLY_OLD,
    TABLES,
    OldFile,
)
from throughline.formats.problems import BadFile, ParamValue, Problems, ReportRow, quoted
from throughline.formats.tables import Encoding, Limits, Table

_TIMES: Final = frozenset({"opens_at", "closes_at"})
_RANGES: Final = {"latitude": ("hsds_latitude", 90.0), "longitude": ("hsds_longitude", 180.0)}
_TYPES: Final[Mapping[str, Mapping[str, object]]] = {
    table: {
        name: hint
        for name, hint in get_type_hints(spec.row_type).items()
        if name not in {"extra", "file", "row"}
    }
    for table, spec in TABLES.items()
}
_BLANKS: Final[Mapping[str, Mapping[str, str | None]]] = {
    table: {name: "" if hint is str else None for name, hint in types.items()}
    for table, types in _TYPES.items()
}
_STEMS: Final[Mapping[str, str]] = {
    **{stem: old.table for stem, old in OLD_FILES.items()},
    **{table: table for table in TABLES},
    **{spec.stem: table for table, spec in TABLES.items()},
    "taxonomy": "taxonomy_term",
}


@dataclass
class Draft:
    """A row under construction."""

    values: dict[str, Any]
    extra: dict[str, str]
    file: str
    row: int


@dataclass
class Findings:
    """Problems of content: all are counted, the first ones are kept in full."""

    cap: int
    rows: list[ReportRow] = field(default_factory=list)
    counter: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, code: str, file: str, row: int, column: str, **params: ParamValue) -> None:
        """Add a finding."""
        self.counter[code, file, column] += 1
        if len(self.rows) < self.cap:
            self.rows.append(ReportRow(code, file, row, column, params, is_error=False))

    def counts(self) -> tuple[ProblemCount, ...]:
        """Count the findings by kind, file and column."""
        return tuple(ProblemCount(*key, n) for key, n in sorted(self.counter.items()))


class Folder:
    """
    The CSV files of a folder, by their tables.

    Parameters
    ----------
    path : Path
        The folder.

    Raises
    ------
    BadFile
        If it does not exist, has no table of the standard, or has one twice.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise BadFile.of("hsds_no_tables" if path.exists() else "no_folder", path.name)
        self.name = path.name
        self._paths: dict[str, Path] = {}
        canonical: dict[str, Path] = {}
        for one in sorted(path.iterdir()):
            stem = one.stem.lower()
            if one.suffix.lower() != ".csv":
                continue
            plain = TABLES[stem].stem if stem in TABLES and stem not in OLD_FILES else stem
            if plain in canonical:
                raise BadFile.of("hsds_two_files", path.name, first=canonical[plain].name, second=one.name)
            self._paths[stem] = canonical[plain] = one
        if not {_STEMS.get(stem) for stem in self._paths} & {"organization", "service", "location"}:
            raise BadFile.of("hsds_no_tables", path.name)
        self.stems = tuple(self._paths)
        order = list(TABLES)
        self.tables = sorted(
            ((stem, _STEMS[stem]) for stem in self.stems if stem in _STEMS),
            key=lambda pair: order.index(pair[1]),
        )

    def path(self, stem: str) -> Path:
        """Return the path of a file."""
        return self._paths[stem]

    def others(self) -> list[str]:
        """List the CSV files that are not part of the standard."""
        known = {*_STEMS, *FOLDED, *NEW_FILES}
        return [path.name for stem, path in self._paths.items() if stem not in known]

    def version(self, headers: Mapping[str, frozenset[str]]) -> str:
        """Detect the version of the standard by its files and columns."""
        if ONLY_OLD & set(self.stems):
            return "1.1"
        organization = headers.get("organizations", headers.get("organization", frozenset()))
        if "url" in organization and "website" not in organization:
            return "1.1"
        if NEW_FILES & set(self.stems) or any(c in headers.get(stem, ()) for stem, c in NEW_COLUMNS):
            return "3.1"
        return "3.0"


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
        The columns of each file read, by its stem.
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

    def _open(self, stem: str) -> tuple[Table, list[str]]:
        table = Table(
            self._folder.path(stem), problems=self._damage, limits=self._limits, encoding=self._encoding
        )
        names = [header.lower() for header in table.header]
        self.headers[stem] = frozenset(names)
        return table, names

    def read_unmapped(self, stem: str) -> list[dict[str, str]]:
        """Read a file that HSDS 3.0 has no table for."""
        table, names = self._open(stem)
        rows = [dict(zip(names, (cell.strip() for cell in row.cells), strict=True)) for row in table]
        for name in names:
            target = f"service.{FOLDED[stem].target}" if stem in FOLDED and FOLDED[stem].target else ""
            is_text = bool(target) and name == FOLDED[stem].column
            n_filled = sum(bool(row[name]) for row in rows)
            state: FieldState = "mapped" if is_text else "kept aside"
            target = target if is_text else ""
            self.fields.append(FieldUse(table.file, name, state, target, n_filled, len(rows)))
        return rows

    def read_table(self, stem: str, table_name: str) -> list[Draft]:
        """Read a file of one of the tables of HSDS 3.0."""
        table, names = self._open(stem)
        old = OLD_FILES.get(stem, OldFile(table_name))
        types = _TYPES[table_name]
        targets = [self._target(name, names, old, types) for name in names]
        known = {target for target in targets if target}
        expected = ALWAYS.get(table_name, ())
        if not known.issuperset(expected) or len(known) < 2:
            wanted = [name for name in types if name in TABLES[table_name].required] or list(types)[:4]
            raise BadFile.of("hsds_wrong_columns", table.file, 1, expected=", ".join(wanted))
        drafts: list[Draft] = []
        n_filled = [0] * len(names)
        for number, cells in table:
            draft = Draft({**_BLANKS[table_name], **old.constant}, {}, table.file, number)
            for i, cell in enumerate(cells):
                text = cell.strip()
                if not text:
                    continue
                n_filled[i] += 1
                target = targets[i]
                if target is None:
                    draft.extra[names[i]] = text
                else:
                    self._put(draft, table_name, target, names[i], text)
            drafts.append(draft)
        self._use_of_fields(table, names, targets, n_filled, table_name, old, len(drafts))
        return drafts

    @staticmethod
    def _target(name: str, names: list[str], old: OldFile, types: Mapping[str, object]) -> str | None:
        renamed = old.renamed.get(name)
        if renamed and renamed not in names:
            return renamed
        return name if name in types else None

    def _use_of_fields(
        self,
        table: Table,
        names: list[str],
        targets: list[str | None],
        n_filled: list[int],
        table_name: str,
        old: OldFile,
        n_rows: int,
    ) -> None:
        required = TABLES[table_name].required
        for name, target, n in zip(names, targets, n_filled, strict=True):
            if target is None:
                self.fields.append(FieldUse(table.file, name, "kept aside", "", n, n_rows))
            else:
                self.fields.append(
                    FieldUse(
                        table.file, name, "mapped", f"{table_name}.{target}", n, n_rows, target in required
                    )
                )
        present = {*targets, *old.constant}
        self.fields.extend(
            FieldUse(table.file, name, "missing", f"{table_name}.{name}", 0, n_rows, name in required)
            for name in _TYPES[table_name]
            if name not in present
        )

    def _put(self, draft: Draft, table: str, target: str, name: str, text: str) -> None:
        """Put a value into its field, or into `extra` with a finding."""
        code, value = _convert(table, target, name, text)
        if value is None:
            draft.extra[name] = text
            allowed = ", ".join(TABLES[table].values.get(target, ()))
            self._found.add(code, draft.file, draft.row, name, value=quoted(text), allowed=allowed)
            return
        if target in _TIMES:
            value, offset = value
            if offset:
                draft.extra[f"{name}_offset"] = offset
        if table == "language" and target == "code" and len(text) > 3:
            target = "name"
        draft.values[target] = value


def _convert(table: str, target: str, name: str, text: str) -> tuple[str, Any]:
    """Read a cell; return a code and the value, or None with the code of the problem."""
    allowed = TABLES[table].values.get(target)
    if allowed:
        return "hsds_enum", next((value for value in allowed if value.lower() == text.lower()), None)
    if target in _TIMES:
        return "hsds_time", values.time_of_day(text)
    if name == "weekday":
        return "hsds_weekday", values.weekday(text)
    hint = str(_TYPES[table][target])
    if "datetime.datetime" in hint:
        return "hsds_date", values.moment(text)
    if "datetime.date" in hint:
        return "hsds_date", values.day(text)
    if "int" in hint:
        return "hsds_number", values.whole(text)
    if "float" in hint:
        value = values.number(text)
        code, limit = _RANGES.get(target, ("hsds_number", float("inf")))
        if value is None or abs(value) <= limit:
            return "hsds_number", value
        return code, None
    return "", text
