"""The archive of a OneRoster export."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from throughline.formats.problems import BadFile

FILES: Final = ("orgs.csv", "users.csv", "roles.csv", "enrollments.csv", "demographics.csv")
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
        If there is no such file, or it cannot be unpacked.
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
        except (RuntimeError, OSError, ValueError) as error:  # encrypted or corrupt
            raise BadFile.of("not_zip", path.name) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise BadFile.of("not_zip", path.name) from error
            raise
        yield Path(name)


def _extract(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        left = _MAX_UNPACKED
        for member in archive.infolist():
            name = member.filename.replace("\\", "/").rsplit("/", 1)[-1].casefold()
            if name not in FILES or (folder / name).exists() or "__MACOSX" in member.filename:
                continue
            with archive.open(member) as source, (folder / name).open("wb") as target:
                while chunk := source.read(1 << 20):
                    left -= len(chunk)
                    if left < 0:
                        limit_mb = round(_MAX_UNPACKED / 1e6, 1)
                        raise BadFile.of("too_large", path.name, size_mb=limit_mb, limit_mb=limit_mb)
                    target.write(chunk)
