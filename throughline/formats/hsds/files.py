"""Find the files of a directory and tell their version."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from throughline.formats.hsds.spec import (
    NEW_COLUMNS,
    NEW_FILES,
    OLD_FILES,
    ONLY_1,
    ONLY_2,
    READ_MAJORS,
    SINCE_2,
    TABLES,
    UNTIL_2,
    OldFile,
)
from throughline.formats.hsds.spellings import STEMS
from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile

_PACKAGE: Final = "datapackage.json"
_LARGEST_PACKAGE: Final = 5_000_000
_TABLE_OF: Final[Mapping[str, str]] = {
    **{spec.stem: table for table, spec in TABLES.items()},
    **{stem: old.table for stem, old in OLD_FILES.items()},
}


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
        self._others: list[Path] = []
        jsons = []
        for one in sorted(path.iterdir()):
            if one.suffix.lower() == ".json":
                jsons.append(one)
            if one.suffix.lower() != ".csv":
                continue
            stem = STEMS.get(plain_name(one.stem))
            if stem is None:
                self._others.append(one)
                continue
            if stem in self._paths:
                first = self._paths[stem].name
                raise BadFile.of("hsds_two_files", path.name, first=first, second=one.name)
            self._paths[stem] = one
        self.package_version = _package_version(jsons)
        tables = {_TABLE_OF.get(stem) for stem in self._paths}
        if not tables & {"organization", "service", "location"}:
            data = [one.name for one in jsons if one.name != _PACKAGE]
            if data and not self._paths:
                raise BadFile.of("hsds_json", data[0])
            raise BadFile.of("hsds_no_tables", path.name)
        self.stems = tuple(self._paths)
        order = list(TABLES)
        self.tables = sorted(
            ((stem, self.source(stem).table) for stem in self.stems if stem in _TABLE_OF),
            key=lambda pair: order.index(pair[1]),
        )

    def path(self, stem: str) -> Path:
        """Return the path of a file."""
        return self._paths[stem]

    def source(self, stem: str) -> OldFile:
        """Tell how a file differs from the table of HSDS 3.0."""
        if stem == "taxonomy" and "taxonomy_terms" in self._paths:
            # Since HSDS 2.0 a taxonomy is a table of its own; before, this was the file of the terms.
            return OldFile("taxonomy")
        return OLD_FILES.get(stem) or OldFile(_TABLE_OF[stem])

    def others(self) -> list[str]:
        """List the CSV files that are not part of the standard."""
        return [path.name for path in self._others]

    def version(self, headers: Mapping[str, frozenset[str]]) -> str:
        """Detect the version of the standard by its files and columns."""
        stems = set(self.stems)
        if stems & ONLY_2 or (stems & UNTIL_2 and stems & SINCE_2 and not stems & ONLY_1):
            return "2.0"
        organization = headers.get("organizations", frozenset())
        place = self._paths.get("service_at_location")
        is_1 = (
            bool(stems & UNTIL_2)
            or bool(stems & ONLY_1 and "taxonomy_terms" not in stems)
            or ("url" in organization and "website" not in organization)
            or (place is not None and plain_name(place.stem).startswith("services"))
        )
        if is_1:
            return "1.0" if "location_id" in headers.get("services", ()) else "1.1"
        if NEW_FILES & stems or any(c in headers.get(stem, ()) for stem, c in NEW_COLUMNS):
            return "3.1"
        return "3.0"


def _package_version(jsons: list[Path]) -> str:
    """
    Return the version that a data package of the standard names; empty if there is none.

    Directories often copy the package of the standard and leave its version, which says little about the
    files: their own names and columns decide. A version that is not read at all refuses the directory.
    """
    package = next((path for path in jsons if path.name.lower() == _PACKAGE), None)
    if package is None or package.stat().st_size > _LARGEST_PACKAGE:
        return ""
    try:
        content = json.loads(package.read_text("utf-8-sig"))
    except (ValueError, OSError, RecursionError):
        return ""
    if not isinstance(content, dict) or plain_name(str(content.get("name"))) != "humanservicesdata":
        return ""
    version = str(content.get("version") or "").strip().lower().removeprefix("v")[:20]
    major = version.partition(".")[0]
    if major.isdigit() and int(major) > int(READ_MAJORS[-1]):
        raise BadFile.of("hsds_version", package.name, version=version)
    return version
