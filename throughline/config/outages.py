"""What is waited for and logged while the database or a disk is away."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError

from throughline.config.pauses import pauses, wait

log = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError, sqlite3.OperationalError)

Answer = TypeVar("Answer")


def in_one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


class Outage:
    """Logs when the database goes away and when it is back, and nothing in between."""

    def __init__(self) -> None:
        self.is_going_on = False
        self._changing = threading.Lock()

    def begin(self, error: BaseException) -> None:
        with self._changing:
            if not self.is_going_on:
                log.error("The database is not available. Waiting for it. %s", in_one_line(error))
            self.is_going_on = True

    def end(self) -> None:
        with self._changing:
            if self.is_going_on:
                log.warning("The database is available again.")
            self.is_going_on = False


def ask_patiently(ask: Callable[[], Answer], seconds: float, outage: Outage | None = None) -> Answer:
    """Ask the database again until it answers, with growing pauses, for so many seconds at most."""
    outage = outage or Outage()
    deadline = time.monotonic() + seconds
    for pause in pauses():
        try:
            answer = ask()
        except AWAY as error:
            outage.begin(error)
            if time.monotonic() + pause > deadline:
                raise
            wait(pause)
        else:
            outage.end()
            return answer
    raise AssertionError("pauses never end")


class ShortOutages(logging.Filter):
    """Log one line without a traceback for each request that fails because the database or a disk is away."""

    def filter(self, record: logging.LogRecord) -> bool:
        from throughline.accounts.queries import is_outage  # the apps are loaded after logging is set up

        error = record.exc_info[1] if record.exc_info else None
        if error is not None and is_outage(error):
            record.msg, record.args = f"{record.getMessage()} ({in_one_line(error)})", ()
            record.exc_info, record.exc_text = None, None
        return True
