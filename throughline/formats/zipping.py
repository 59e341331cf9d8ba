"""Write a zip piece by piece, in bounded memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

CHUNK: Final = 64 * 1024


def zipped(files: Iterable[tuple[str, Iterable[bytes]]], created: datetime) -> Iterator[bytes]:
    """
    Write files as a zip.

    Parameters
    ----------
    files : iterable of (str, iterable of bytes)
        Path and content of each file. The next one is asked for when the one before is written.
    created : datetime
        Written as the time of each file, so that the same content gives the same bytes.

    Yields
    ------
    bytes
        The next piece of the zip; at most 64 KiB and one piece of a file are kept in memory.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files:
            with archive.open(_entry(path, created), "w", force_zip64=True) as file:
                for data in content:
                    file.write(data)
                    if sink.n_waiting >= CHUNK:
                        yield sink.take()
        yield sink.take()
    yield sink.take()


def _entry(path: str, created: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, created.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


class _Sink(io.RawIOBase):
    """A write-only buffer, emptied by `take`."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self.n_waiting = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: "ReadableBuffer") -> int:
        """Buffer a piece until `take` is called."""
        piece = bytes(data)
        self._parts.append(piece)
        self.n_waiting += len(piece)
        return len(piece)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken = b"".join(self._parts)
        self._parts, self.n_waiting = [], 0
        return taken
