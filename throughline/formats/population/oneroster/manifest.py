"""The manifest of a OneRoster export: its version, and whether it has all rows or only changes."""

import re
from collections.abc import Collection
from typing import Final

from throughline.formats.columns import name_key
from throughline.formats.population.oneroster.archive import FILES
from throughline.formats.population.oneroster.files import File
from throughline.formats.problems import BadFile, Problems, quoted

_VERSION: Final = re.compile(r"v?\s*1[.p][12]([.p]\d+)*", re.IGNORECASE)
COLUMNS: Final = ("propertyName", "value")


def check_manifest(file: File, present: Collection[str], problems: Problems) -> None:
    """
    Refuse a version that is not read, and an export of changes alone.

    Parameters
    ----------
    file : File
        manifest.csv.
    present : collection of str
        The files of the export that are there.
    problems : Problems
        Notes files that belong to the export and are not there.

    Raises
    ------
    BadFile
        If the version is not 1.1 or 1.2, or a file that is read has only the changes since an earlier export.
    """
    values: dict[str, str] = {}
    for number, cells in file.rows():
        key, value = name_key(cells["propertyName"]), cells["value"]
        if values.setdefault(key, value) != value:
            problems.add("oneroster_property_twice", file.file, number, "propertyName", first=values[key])
    version = values.get(name_key("oneroster.version"), "")
    if version and not _VERSION.fullmatch(version):
        raise BadFile.of("oneroster_version", file.file, None, None, version=quoted(version))
    modes = {name: values.get(name_key(f"file.{name.removesuffix('.csv')}"), "").casefold() for name in FILES}
    changes = [name for name, mode in modes.items() if mode == "delta"]
    if changes:
        raise BadFile.of("oneroster_delta", file.file, names=", ".join(changes))
    missing = [name for name, mode in modes.items() if mode == "bulk" and name not in present]
    if missing:
        problems.note("oneroster_left_out", file.file, None, None, names=", ".join(missing))
