"""Which workers still live, so that the work of one that was killed is begun again at once."""

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import IO

from django.conf import settings

from throughline.accounts.models import Worker

SECONDS_OF_SILENCE = 120


def _folder() -> Path:
    return Path(settings.HOME) / "workers"


@contextmanager
def living_worker() -> Iterator[str]:
    """Yield a new worker's name, and hold a lock of that name.

    The system releases the lock when the process ends, however it ends; nobody else can get it before.
    """
    name = f"{socket.gethostname()[:30]}-{os.getpid()}-{token_hex(8)}"
    path = _folder() / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("x") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield name


def _is_free(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Watch:
    """What one worker knows of the others.

    A worker of this machine is gone once its lock is free. One of another machine is gone if its sign of life
    has stayed the same for `SECONDS_OF_SILENCE` while this worker was looking: clocks may differ, and nobody
    can give a sign while the database is away.
    """

    def __init__(self, seconds_now: Callable[[], float] = time.monotonic) -> None:
        self.seconds_now = seconds_now
        self.same_since: dict[str, tuple[datetime | None, float]] = {}

    def is_gone(self, name: str) -> bool:
        path = _folder() / Path(name or "nobody").name
        try:
            with path.open() as file:
                return _is_free(file)
        except FileNotFoundError:
            return self._is_silent(name)

    def _is_silent(self, name: str) -> bool:
        now = self.seconds_now()
        seen_at = Worker.objects.filter(name=name).values_list("seen_at", flat=True).first()
        known = self.same_since.get(name)
        if known is None or known[0] != seen_at:
            self.same_since[name] = (seen_at, now)
            return False
        return now - known[1] >= SECONDS_OF_SILENCE

    def look_away(self) -> None:
        """Begin to watch anew, after a time without the database."""
        self.same_since.clear()


def free_locks() -> list[Path]:
    """The files of workers that are gone; to be deleted once their work has been taken over."""
    found = []
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError), path.open() as file:  # another worker may have deleted it
            if _is_free(file):
                found.append(path)
    return found
