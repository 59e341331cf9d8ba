"""The archive of a OneRoster export."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from throughline.formats.columns import name_key
from throughline.formats.problems import BadFile, quoted

FILES: Final = (
    "manifest.csv",
    "orgs.csv",
    "users.csv",
    "roles.csv",
    "enrollments.csv",
    "demographics.csv",
)
_STEMS: Final = {name_key(name.removesuffix(".csv")): name for name in FILES}
_MAX_UNPACKED: Final = 400_000_000


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """
    Provide the folder of the CSV files, unpacked from an archive if necessary.

    Parameters
    ----------
    path : Path
        The zip of the export, or the folder it was unpacked into.

    Yields
    ------
    Path
        The folder. Only the files that are read are unpacked, under fixed names.

    Raises
    ------
    BadFile
        If there is no such file, it cannot be unpacked, or it has two files of one kind.
    """
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise BadFile.of("no_file", path.name)
    with TemporaryDirectory() as name:
        try:
            _extract(path, Path(name))
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
            raise BadFile.of("not_zip", path.name) from error
        except BadFile:
            raise
        except (RuntimeError, OSError, ValueError) as error:  # encrypted or corrupt
            raise BadFile.of("not_zip", path.name) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise BadFile.of("not_zip", path.name) from error
            raise
        yield Path(name)


def kind_of(name: str) -> str | None:
    """
    Tell which file of the standard a file is.

    Parameters
    ----------
    name : str
        Its name, spelled in any way, such as ``"Users.CSV"``.

    Returns
    -------
    str or None
        One of `FILES`; None for the files that are not read.
    """
    stem, _mark, suffix = name.rpartition(".")
    return _STEMS.get(name_key(stem)) if suffix.casefold() == "csv" else None


def one_of_each(names: Iterable[str], export: str) -> dict[str, str]:
    """
    Find the files that are read.

    Parameters
    ----------
    names : iterable of str
        The names of all files, with their folders.
    export : str
        Name of the export in messages.

    Returns
    -------
    dict of str to str
        Name by that of the standard.

    Raises
    ------
    BadFile
        If two files are of one kind.
    """
    found: dict[str, str] = {}
    for name in names:
        kind = kind_of(name.replace("\\", "/").rsplit("/", 1)[-1])
        if kind is None or "__MACOSX" in name:
            continue
        if kind in found:
            raise BadFile.of("oneroster_two_files", export, first=quoted(found[kind]), second=quoted(name))
        found[kind] = name
    return found


def _extract(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        left = _MAX_UNPACKED
        for name, member in one_of_each(archive.namelist(), path.name).items():
            with archive.open(member) as source, (folder / name).open("wb") as target:
                while chunk := source.read(1 << 20):
                    left -= len(chunk)
                    if left < 0:
                        limit_mb = round(_MAX_UNPACKED / 1e6, 1)
                        raise BadFile.of("too_large", path.name, size_mb=limit_mb, limit_mb=limit_mb)
                    target.write(chunk)
