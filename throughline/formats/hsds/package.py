"""The data package of a directory: the names of its files, and the version of the standard that it names."""

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from throughline.formats.hsds.spec import NEWEST, READ_MAJORS
from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile

if TYPE_CHECKING:
    from throughline.formats.hsds.rows import Findings

_PACKAGE: Final = "datapackage.json"
_LARGEST_PACKAGE: Final = 5_000_000
_STANDARD: Final = frozenset({"humanservicesdata", "humanservicesdataspecification", "hsds"})
_ADDRESSES: Final = ("profile", "$schema", "conformsTo")
_VERSION: Final = re.compile(r"v?(\d{1,2})(?:\.(\d{1,3}))?(?:\.\d{1,3})?(?![\d.])", re.IGNORECASE | re.ASCII)
_IN_ROOT: Final = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)(?![\d.])", re.ASCII)
"""A profile stands before the number, such as HSDS-UK-3.0."""

_IN_ADDRESS: Final = re.compile(
    r"openreferral.*?[/@]v?(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)(?![\d.])", re.IGNORECASE
)


class Package:
    """
    The `datapackage.json` of a folder, if it has one.

    Parameters
    ----------
    folder : Path
        The folder.

    Attributes
    ----------
    version : str
        The version of the standard that it names; empty if it names none.
    names : mapping of str to str
        The name of each resource, by the name of its file.
    paths : list of Path
        The files of the resources, each once, as far as they are in the folder.
    other_json : list of str
        Other JSON files of the folder.
    records : list of tuple of str, list
        The name and the records of each resource that holds them itself.
    file : str
        Its name.

    Raises
    ------
    BadFile
        If it names a version of the standard that is not read.
    """

    def __init__(self, folder: Path) -> None:
        jsons = (
            []
            if folder.is_file()
            else [one for one in sorted(folder.iterdir()) if one.suffix.lower() == ".json"]
        )
        package = next((one for one in jsons if one.name.lower() == _PACKAGE), None)
        self.other_json = [one.name for one in jsons if one != package]
        content = _content(package)
        self.file = package.name if package else _PACKAGE
        self.version = ""
        self._take_version(self.file, _version(content))
        self.records = _records(content)
        self.names: dict[str, str] = {}
        paths: dict[Path, Path] = {}
        for name, address in _resources(content):
            if name:
                self.names.setdefault(PurePosixPath(address).name, name)
            path = folder / address
            file = _file_in(folder, path)
            if file:
                paths.setdefault(file, path)
        self.paths = list(paths.values())

    def take_root(self, file: str, root: Mapping[str, Any]) -> None:
        """
        Take the version that the root of an API names, where the package names none.

        Parameters
        ----------
        file : str
            The file of the root.
        root : mapping of str to value
            The root.

        Raises
        ------
        BadFile
            If it names a version of the standard that is not read.
        """
        match = _IN_ROOT.search(str(root.get("version") or "")[:50])
        for name in ("profile", "openapi_url"):
            match = match or _IN_ADDRESS.search(str(root.get(name) or "")[:500])
        if match and not self.version:
            self._take_version(file, match[1])

    def _take_version(self, file: str, version: str) -> None:
        match = _VERSION.fullmatch(version)
        if match and match[1] not in READ_MAJORS:
            raise BadFile.of("hsds_version", file, version=version)
        self.version = version
        self.file = file if version else self.file

    def compare(self, version: str, found: "Findings") -> None:
        """
        Note a version that is not that of the files, or that is newer than what is read.

        Directories often copy the package of the standard and leave its version, which says little about the
        files: their own names and columns decide.

        Parameters
        ----------
        version : str
            The version of the files, by their names and columns.
        found : Findings
            Collects what was found.
        """
        match = _VERSION.fullmatch(self.version)
        if not match:
            return
        if match[1] != version.partition(".")[0]:
            found.add("hsds_package", self.file, None, "", named=self.version, version=version)
        elif (int(match[1]), int(match[2] or 0)) > NEWEST:
            found.add("hsds_newer", self.file, None, "", named=self.version)


def _file_in(folder: Path, path: Path) -> Path | None:
    """Return the file of a path if it is there and within the folder; a path may be no name of a file."""
    try:
        file = path.resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except (OSError, ValueError):
        return None


def _content(package: Path | None) -> Mapping[str, Any]:
    if package is None or package.stat().st_size > _LARGEST_PACKAGE:
        return {}
    try:
        content = json.loads(package.read_text("utf-8-sig"))
    except (ValueError, OSError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _version(content: Mapping[str, Any]) -> str:
    """Return the version of the standard. In a package of another name, `version` is the publisher's own."""
    for name in _ADDRESSES:
        match = _IN_ADDRESS.search(str(content.get(name) or "")[:500])
        if match:
            return match[1]
    if not {plain_name(str(content.get(name) or "")[:100]) for name in ("name", "title")} & _STANDARD:
        return ""
    version = str(content.get("version") or "").strip().lower().removeprefix("v")[:20]
    return version if _VERSION.fullmatch(version) else ""


def _resources(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    resources = content.get("resources")
    if not isinstance(resources, list):
        return []
    return [
        (str(one.get("name") or ""), one["path"])
        for one in resources
        if isinstance(one, dict) and isinstance(one.get("path"), str) and "\0" not in one["path"]
    ]


def _records(content: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    resources = content.get("resources")
    if not isinstance(resources, list):
        return []
    return [
        (str(one.get("name") or ""), one["data"])
        for one in resources
        if isinstance(one, dict) and isinstance(one.get("data"), list)
    ]
