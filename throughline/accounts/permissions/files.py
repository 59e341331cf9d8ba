"""Which pages take files, of which kind, and from whom: known before a byte of a large request is read."""

from collections.abc import Callable
from dataclasses import dataclass

from throughline.accounts.declarations import UploadKind
from throughline.accounts.permissions.actor import Actor, View


@dataclass(frozen=True)
class TakenFiles:
    """What a page takes: files of a kind, from those who pass its door."""

    kind: UploadKind
    door: Callable[[Actor], object]


def takes_files(kind: UploadKind, door: Callable[[Actor], object]) -> Callable[[View], View]:
    """Mark a members' page that takes files of a kind; any other page takes no large request.

    `door` is the page's own: it raises for those who may not send files. It is called before the request is
    read, since whatever is read is written to the disk first.
    """

    def mark(view: View) -> View:
        view.taken_files = TakenFiles(kind, door)  # type: ignore[attr-defined]
        return view

    return mark
