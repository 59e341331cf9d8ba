"""Deletes rows that belong to no district and go by time alone."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection


def remove_expired_rows(now: datetime) -> int:
    """Delete the sessions and the counts of requests that have expired, which Django only ignores.

    Nothing is audited: no person did it, and an entry would say when somebody had been here.
    """
    n_rows, _ = Session.objects.filter(expire_date__lt=now).delete()
    table = getattr(cache, "_table", "")  # none if the cache is not in the database
    if table:
        expired_before = connection.ops.adapt_datetimefield_value(now)
        with connection.cursor() as cursor:
            sql = f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s"  # noqa: S608 - our own name
            cursor.execute(sql, [expired_before])
            n_rows += cursor.rowcount
    return n_rows
