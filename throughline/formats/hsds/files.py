"""Find the files of a directory and tell their version."""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from throughline.formats.hsds.package import Package
from throughline.formats.hsds.rows import Findings, Line
from throughline.formats.hsds.spec import (
    NEW_COLUMNS,
    NEW_FILES,
    OLD_FILES,
    ONLY_1,
    ONLY_1_0,
    ONLY_2,
    SINCE_2,
    SINCE_3,
    STEM_OF_1_1,
    UNTIL_2,
    OldFile,
)
from throughline.formats.hsds.spellings import STEMS, stem_within
from throughline.formats.hsds.standard import TABLES
from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile, Problems
from throughline.formats.tables import Encoding, Limits, Table

_TABLE_OF: Final[Mapping[str, str]] = {
    **{spec.stem: table for table, spec in TABLES.items()},
    **{stem: old.table for stem, old in OLD_FILES.items()},
}
_MAIN: Final = frozenset({"organizations", "services", "locations"})


class CsvLines:
    """
    The rows of a CSV file.

    Parameters
    ----------
    table : Table
        The file.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self.file = table.file
        self.header = table.header

    def __iter__(self) -> Iterator[Line]:
        """Stream the rows."""
        for number, cells in self._table:
            yield Line(self.file, number, cells)


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
        If it does not exist, has no table of the standard, or has one twice, or if its data package names a
        version of the standard that is not read.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise BadFile.of("hsds_no_tables" if path.exists() else "no_folder", path.name)
        self.name = path.name
        self._paths: dict[str, Path] = {}
        self.package = Package(path)
        self._path = path
        listed, unlisted = _csv_files(path, self.package)
        for files in (listed, unlisted):
            self._take_named(files)
        if not _MAIN & self._paths.keys():
            # A date or another name stands before or after each name, such as 2026-11-01_services.csv.
            for files in (listed, unlisted):
                taken = frozenset(self._paths)
                for one in self._others_of(files):
                    self._take(one, stem_within(one.stem), taken)
        tables = [*listed, *unlisted]
        self._others = self._others_of(tables)
        if not _MAIN & self._paths.keys():
            raise BadFile.of("hsds_no_tables", path.name)
        self.stems = tuple(self._paths)
        order = list(TABLES)
        self.tables = sorted(
            ((stem, self.source(stem).table) for stem in self.stems if stem in _TABLE_OF),
            key=lambda pair: order.index(pair[1]),
        )

    def _take_named(self, files: list[Path]) -> None:
        """Take the files that are named for a table, themselves or by the package."""
        taken = frozenset(self._paths)
        for one in files:
            self._take(one, STEMS.get(plain_name(one.stem)), taken)
        for one in self._others_of(files):
            self._take(one, STEMS.get(plain_name(self.package.names.get(one.name, ""))), taken)

    def _take(self, one: Path, stem: str | None, taken: Collection[str]) -> None:
        """Take a file unless one that goes before it has its table, such as one that the package lists."""
        if stem is None or stem in taken:
            return
        if stem in self._paths:
            first, second = self._paths[stem], one
            names = [first.name, second.name]
            if first.name == second.name:
                root = self._path.resolve()
                names = [os.path.relpath(each.resolve(), root) for each in (first, second)]
            raise BadFile.of("hsds_two_files", self.name, first=names[0], second=names[1])
        self._paths[stem] = one

    def _others_of(self, tables: list[Path]) -> list[Path]:
        taken = set(self._paths.values())
        return [one for one in tables if one not in taken]

    def files(self) -> Mapping[str, str]:
        """Name each file in the standard."""
        return {path.name: stem for stem, path in self._paths.items()}

    def note(self, found: Findings) -> None:
        """Report what was found while the files were taken apart: nothing."""

    def close(self) -> None:
        """Do nothing: nothing is kept beside the files."""

    def lines(self, stem: str, damage: Problems | None, limits: Limits, encoding: Encoding) -> CsvLines:
        """Open a file. Rows of the wrong length are collected in `damage`."""
        return CsvLines(Table(self._paths[stem], problems=damage, limits=limits, encoding=encoding))

    def source(self, stem: str) -> OldFile:
        """Tell how a file differs from the table of HSDS 3.0."""
        if stem == "taxonomy" and "taxonomy_terms" in self._paths:
            # Since HSDS 2.0 a taxonomy is a table of its own; before, this was the file of the terms.
            return OldFile("taxonomy")
        return OLD_FILES.get(stem) or OldFile(_TABLE_OF[stem])

    def others(self) -> list[str]:
        """List the CSV files that are not part of the standard, and tables in JSON beside them."""
        unread = [name for name in self.package.other_json if STEMS.get(plain_name(name.rpartition(".")[0]))]
        return [path.name for path in self._others] + unread

    def version(self, headers: Mapping[str, frozenset[str]]) -> str:
        """Detect the version of the standard by its files and columns."""
        stems = set(self.stems)
        organization = headers.get("organizations", frozenset())
        place = self._paths.get("service_at_location")
        has_old_names = ("url" in organization and "website" not in organization) or (
            place is not None and (STEM_OF_1_1 in plain_name(place.stem))
        )
        is_1 = bool(stems & ONLY_1) and not ("taxonomy_terms" in stems and stems & ONLY_1 == {"taxonomy"})
        is_old = bool(stems & UNTIL_2) or is_1 or (has_old_names and not stems & SINCE_3)
        if stems & ONLY_2 or (is_old and stems & SINCE_2 and not is_1):
            return "2.0"
        if is_old:
            is_1_0 = (
                bool(stems & ONLY_1_0)
                or "location_id" in headers.get("services", ())
                or "location" in headers.get("regular_schedules", ())
            )
            return "1.0" if is_1_0 else "1.1"
        return version_since_3(stems, headers)


def version_since_3(stems: Collection[str], headers: Mapping[str, Collection[str]]) -> str:
    """
    Tell the versions of the standard apart that have the same tables.

    Parameters
    ----------
    stems : collection of str
        The files, as the standard names them.
    headers : mapping of str to collection of str
        Their columns.

    Returns
    -------
    str
        3.1 if there is a table or a column that came with it; else 3.0.
    """
    is_new = not NEW_FILES.isdisjoint(stems) or any(
        column in headers.get(stem, ()) for stem, column in NEW_COLUMNS
    )
    return "3.1" if is_new else "3.0"


def _csv_files(folder: Path, package: Package) -> tuple[list[Path], list[Path]]:
    """
    Find the CSV files of a folder: those that its data package lists, and the others.

    They are in the folder itself, where its data package says, and beside what it lists: packages often list
    a part of their files. Without a list and without a file in the folder itself, they are in the one folder
    in it that has some: a package often keeps its tables in a folder named "data".
    """
    listed = sorted(one for one in package.paths if one.suffix.lower() == ".csv")
    folders = dict.fromkeys([folder.resolve(), *(one.resolve().parent for one in listed)])
    found = {one.resolve() for one in listed}
    others = [table for one in folders for table in _tables_in(one) if table.resolve() not in found]
    if listed or others:
        return listed, others
    inner = [
        tables
        for one in sorted(folder.iterdir())
        if one.is_dir() and not one.name.startswith((".", "__")) and (tables := _tables_in(one))
    ]
    return [], inner[0] if len(inner) == 1 else []


def _tables_in(folder: Path) -> list[Path]:
    return [one for one in sorted(folder.iterdir()) if one.suffix.lower() == ".csv" and one.is_file()]
