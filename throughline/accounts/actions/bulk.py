"""What is done to whole tables: deleting rows that go by time alone, and telling the database their size."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection, models
from django_tasks_db.models import DBTaskResult

from throughline.accounts.models import Session

DAYS_OF_FINISHED_TASKS = 7
MOST_ROWS_READ = 1_000
"""Of each index, on SQLite: enough to tell small from large, and done in a moment."""


def remove_expired_rows(now: datetime) -> int:
    """Delete expired sessions and counts of requests, which Django only ignores, and tasks finished long ago.

    A task says when something arrived, and one that failed may quote it; `Job` keeps what people need.
    Nothing is audited: no person did it, and an entry would say when somebody had been here.
    """
    n_rows, _ = Session.objects.filter(expire_date__lt=now).delete()
    finished_before = now - timedelta(days=DAYS_OF_FINISHED_TASKS)
    n_rows += DBTaskResult.objects.finished().filter(finished_at__lt=finished_before).delete()[0]
    table = getattr(cache, "_table", "")  # none if the cache is not in the database
    if table:
        expired_before = connection.ops.adapt_datetimefield_value(now)
        with connection.cursor() as cursor:
            sql = f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s"  # noqa: S608 - our own name
            cursor.execute(sql, [expired_before])
            n_rows += cursor.rowcount
    return n_rows


def refresh_statistics(tables: Iterable[type[models.Model]]) -> None:
    """Let the database see how large these tables are now.

    After many rows were added at once, neither kind knows: PostgreSQL looks after a while, SQLite never does
    by itself, and reads a whole district where a few rows are asked for.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {MOST_ROWS_READ}")
        for table in sorted({model._meta.db_table for model in tables}):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
