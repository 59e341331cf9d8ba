"""The worker: background tasks one after another, together with the timed jobs of config/jobs.py."""

import logging
import threading

from django.core.management import call_command
from django.db import close_old_connections
from django.urls import get_resolver
from django.utils import timezone

from throughline.config import jobs

log = logging.getLogger(__name__)
SECONDS_BETWEEN_TICKS = 15


def _tick_until(stopped: threading.Event) -> None:
    while not stopped.wait(SECONDS_BETWEEN_TICKS):
        close_old_connections()
        try:
            jobs.tick(timezone.now())
        except Exception:
            log.exception("The timed jobs could not be ticked; trying again in %s s", SECONDS_BETWEEN_TICKS)


def work(*, once: bool = False) -> int:
    stopped = threading.Event()
    _ = get_resolver().url_patterns  # imported now, not in the first job while other writers wait
    jobs.tick(timezone.now())
    ticker = threading.Thread(target=_tick_until, args=[stopped], name="timed jobs", daemon=True)
    if not once:
        ticker.start()
    try:
        call_command("db_worker", interval=0.5, batch=once, startup_delay=False, reload=False, verbosity=0)
    finally:
        stopped.set()
    return 0
