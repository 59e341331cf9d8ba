"""A directory in JSON: single records, lists of them, answers of the HSDS API, and packages of tables."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from throughline.formats.hsds.files import version_since_3
from throughline.formats.hsds.json_files import JsonFile
from throughline.formats.hsds.json_records import Records, table_named, table_of
from throughline.formats.hsds.json_store import JsonStore, StoredLines
from throughline.formats.hsds.package import Package
from throughline.formats.hsds.rows import Findings
from throughline.formats.hsds.spec import OLD_FILES, OldFile
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import Problems
from throughline.formats.tables import Encoding, Limits

_MAX_FINDINGS: Final = 2_000
_ABOUT: Final = frozenset({"datapackage.json", "profile.json"})
"""Files that describe the others."""

SUFFIXES: Final = frozenset({".json", ".ndjson", ".jsonl"})
"""Endings of files that are read."""


def json_files(path: Path, package: Package | None) -> list[Path]:
    """
    Find the JSON files of a directory.

    Parameters
    ----------
    path : Path
        A folder, or one JSON file.
    package : Package or None
        The data package of the folder.

    Returns
    -------
    list of Path
        Those that the package lists and those in the folder itself; without any, those of the one folder in
        it that has some.
    """
    if path.is_file():
        return [path] if path.suffix.lower() in SUFFIXES else []
    own = [one for one in package.paths if one.suffix.lower() in SUFFIXES] if package else []
    taken = {one.resolve() for one in own}
    files = own + [one for one in _in_folder(path) if one.resolve() not in taken]
    if files:
        return files
    inner = [
        found
        for one in sorted(path.iterdir())
        if one.is_dir() and not one.name.startswith((".", "__")) and (found := _in_folder(one))
    ]
    return inner[0] if len(inner) == 1 else []


def _in_folder(folder: Path) -> list[Path]:
    return [
        one
        for one in sorted(folder.iterdir())
        if one.suffix.lower() in SUFFIXES and one.is_file() and one.name.lower() not in _ABOUT
    ]


class JsonSource:
    """
    The tables of a directory in JSON.

    Parameters
    ----------
    name : str
        Name of the directory in messages.
    files : sequence of Path
        The files.
    package : Package
        The data package, which may name tables and hold records itself.
    limits : Limits
        How large each file and table may be.
    encoding : {"detect", "cp1252"}
        Encoding of files that are not in UTF-8.

    Raises
    ------
    BadFile
        If a file is damaged, or names a version of the standard that is not read.
    """

    def __init__(
        self, name: str, files: Sequence[Path], package: Package, limits: Limits, encoding: Encoding
    ) -> None:
        self.name, self.package = name, package
        self._found = Findings(_MAX_FINDINGS)
        self._others: list[str] = []
        self._pages: dict[str, tuple[str, int, int]] = {}
        self._store = JsonStore(limits, self._found)
        self._records = Records(self._store, self._found)
        try:
            for path in files:
                self._read(JsonFile(path, limits, encoding), package.names.get(path.name, ""))
            for resource, records in package.records:
                for number, record in enumerate(records, 1):
                    self._take(record, table_named(resource), package.file, number)
        except BaseException:
            self._store.close()
            raise
        self._store.finish()
        for table, (file, n_read, n_all) in self._pages.items():
            if n_read < n_all:
                self._found.add("hsds_json_pages", file, None, "", table=table, n=n_read, total=n_all)
        self.tables = [(TABLES[table].stem, table) for table in TABLES if table in self._store]
        self.stems = tuple(stem for stem, _table in self.tables)

    def _read(self, file: JsonFile, resource: str) -> None:
        """Take the records of a file."""
        hint = table_named(resource) or table_named(Path(file.name).stem)
        n_records, table = 0, ""
        unknown: list[int] = []
        for number, name, record in file.records():
            taken = self._take(record, table_named(name) if name else hint, file.name, number)
            table = table or taken
            n_records += bool(taken)
            if not taken and len(unknown) < _MAX_FINDINGS:
                unknown.append(number)
        if file.shape == "root":
            self.package.take_root(file.name, file.facts)
        elif not n_records and (unknown or file.shape == "other"):
            self._others.append(file.name)
            return
        for number in unknown:
            self._found.add("hsds_json_unknown", file.name, number, "")
        total = file.facts.get("total_items")
        if file.shape == "page" and isinstance(total, int):
            first, n_read, n_all = self._pages.get(table or hint, (file.name, 0, 0))
            self._pages[table or hint] = (first, n_read + n_records, max(n_all, total))

    def _take(self, record: Any, hint: str, file: str, number: int) -> str:
        """Take a record; return its table, or nothing if it is none."""
        table = table_of(record, hint) if isinstance(record, dict) and record else ""
        if table:
            self._records.take(table, record, file, number)
        return table

    def lines(self, stem: str, damage: Problems | None, limits: Limits, encoding: Encoding) -> StoredLines:
        """Open a table. Damage, limits and encoding were looked at while the files were taken apart."""
        return self._store.lines(next(table for one, table in self.tables if one == stem))

    def source(self, stem: str) -> OldFile:
        """Tell how a table differs from that of HSDS 3.0."""
        return OLD_FILES.get(stem) or OldFile(next(table for one, table in self.tables if one == stem))

    def others(self) -> list[str]:
        """List the files that have no records of the standard."""
        return self._others

    def files(self) -> Mapping[str, str]:
        """Name each file in the standard: a file may hold rows of every table."""
        return {}

    def version(self, headers: Mapping[str, Collection[str]]) -> str:
        """Detect the version of the standard by its tables and columns."""
        return version_since_3(self.stems, headers)

    def note(self, found: Findings) -> None:
        """Report what was found while the files were taken apart."""
        found.rows.extend(self._found.rows[: found.cap - len(found.rows)])
        found.counter.update(self._found.counter)

    def close(self) -> None:
        """Delete the rows."""
        self._store.close()
