"""Two requests at the same time, on PostgreSQL."""

import threading

import pytest
from django.db import connection


def wait_for_lock(thread: threading.Thread) -> None:
    """Wait until the second request waits for the first."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        while thread.is_alive():
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the first state again
            cursor.execute(f"{waiting} AND datname = current_database()")
            if cursor.fetchone()[0]:
                return
    pytest.fail("the second request did not wait")
