"""The database is told how large its tables are, by which it plans queries."""

import pytest
from django.db import connection

from tests import make
from throughline.accounts.actions import refresh_statistics
from throughline.accounts.models import District, School
from throughline.config.jobs import JOBS


def n_schools_known() -> int:
    """How many schools the database believes that there are, once it has looked."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'accounts_school'")
            return max(int(stat.split()[0]) for (stat,) in cursor.fetchall())
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'accounts_school'")
        return round(cursor.fetchone()[0])


def test_after_many_rows_were_added_the_database_knows(district: District) -> None:
    for n in (30, 12):
        for _number in range(n):
            make.school()
        refresh_statistics([School])
        assert n_schools_known() == School.objects.count()


def test_a_timed_job_looks_at_all_tables_where_the_database_does_not_by_itself(district: District) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does it by itself.")
    for _number in range(30):
        make.school()
    (job,) = [job for job in JOBS if job.name == "refresh statistics"]
    job.run(district)
    assert n_schools_known() == 30
