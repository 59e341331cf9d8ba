"""A directory that is read row by row: checked as a whole first, and never whole in memory."""

import os
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

from throughline.formats.hsds.model import Directory, HsdsRow
from throughline.formats.hsds.reader import read
from throughline.formats.hsds.report import Report
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits


class OpenDirectory:
    """
    A directory whose files were checked, and whose rows are read again table by table.

    It is a context manager: `close` deletes what was kept beside the files.

    Attributes
    ----------
    version : str
        Version of the standard the files were written in.
    report : Report
        What was mapped, not mapped and missing, and what does not fit together.
    stems : mapping of str to str
        The name of each file in the standard, without its ending.
    unmapped : mapping of str to tuple of mapping
        Rows that have no place in any table, by file: the first ones of each file.
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.version: str = directory.version
        self.report: Report = directory.report
        self.stems: Mapping[str, str] = directory.stems
        self.unmapped: Mapping[str, tuple[Mapping[str, str], ...]] = directory.unmapped

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
            Its rows, in the order of the files.
        """
        yield from self._directory.rows(table)

    def close(self) -> None:
        """Delete what was kept beside the files. Rows can no longer be read."""

    def __enter__(self) -> Self:
        """Return the directory."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the directory."""
        self.close()


def open_directory(
    path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS, encoding: Encoding = "detect"
) -> OpenDirectory:
    """
    Check a directory, all or nothing, and open it to be read row by row.

    Parameters
    ----------
    path : path-like
        A folder, as for `read`.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.

    Returns
    -------
    OpenDirectory
        The directory. Close it, or use it in a `with` statement.

    Raises
    ------
    BadFile
        As `read` does.
    """
    return OpenDirectory(read(path, limits=limits, encoding=encoding))
