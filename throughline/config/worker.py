"""The worker: background tasks one after another, together with the timed jobs of config/jobs.py."""

import logging
import threading
from math import inf

from django.core.management import call_command
from django.db import close_old_connections, connection
from django.urls import get_resolver
from django.utils import timezone

from throughline.accounts.actions import note_worker, restart_lost_work, retry_failed_tasks
from throughline.accounts.queries import is_outage
from throughline.config import jobs
from throughline.config.liveness import Watch, free_locks, living_worker
from throughline.config.outages import AWAY, Outage, ask_patiently
from throughline.config.pauses import FIRST_PAUSE_SECONDS, wait

log = logging.getLogger(__name__)
SECONDS_BETWEEN_TICKS = 15


class Turns:
    """What the worker does every few seconds beside its tasks, under the name that it has at the moment."""

    def __init__(self) -> None:
        self.watch = Watch()
        self.outage = Outage()
        self.name = ""

    def take(self) -> None:
        """Show that this worker lives, take over the work of those that do not, and run the timed jobs."""
        note_worker(self.name, timezone.now())
        of_gone = free_locks()
        if restart_lost_work(self.watch.is_gone, timezone.now()):
            log.warning("Tasks of a worker that stopped were taken over.")
        retry_failed_tasks(timezone.now())
        for lock in of_gone:
            lock.unlink(missing_ok=True)
        jobs.tick(timezone.now())

    def take_until(self, stopped: threading.Event) -> None:
        while not stopped.wait(SECONDS_BETWEEN_TICKS):
            close_old_connections()
            try:
                self.take()
                self.outage.end()
            except Exception as error:
                self.watch.look_away()
                if is_outage(error):
                    self.outage.begin(error)
                else:
                    log.exception(
                        "The worker's scheduled run failed. Trying again in %s seconds.",
                        SECONDS_BETWEEN_TICKS,
                    )

    def begin_as(self, name: str, patience_seconds: float) -> None:
        """Wait until the database can be written to, and do what is due."""
        self.name = name
        ask_patiently(self._begin, patience_seconds, self.outage)

    def _begin(self) -> None:
        close_old_connections()
        self.take()


def work(*, once: bool = False) -> int:
    """Carry out tasks until stopped. While the database is away it waits, then goes on under a new name.

    The new name tells that what it was doing is not being done any more.
    """
    _ = get_resolver().url_patterns  # imported now, not in the first job while other writers wait
    turns, stopped = Turns(), threading.Event()
    ticker = threading.Thread(target=turns.take_until, args=[stopped], name="timed jobs", daemon=True)
    try:
        while True:
            with living_worker() as name:
                turns.begin_as(name, 0 if once else inf)
                if not once and not ticker.is_alive():
                    ticker.start()
                try:
                    _carry_out_tasks(name, once=once)
                    return 0
                except AWAY as error:
                    if once:
                        raise
                    turns.outage.begin(error)
                    connection.close()
            wait(FIRST_PAUSE_SECONDS)
    finally:
        stopped.set()


def _carry_out_tasks(name: str, *, once: bool) -> None:
    call_command(
        "db_worker",
        interval=0.5,
        batch=once,
        startup_delay=False,
        reload=False,
        verbosity=0,
        worker_id=name,
    )
