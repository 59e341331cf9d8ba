"""Fast bulk inserts (executemany on SQLite, COPY on PostgreSQL) and bulk deletes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import islice

from django.db import connection, models
from django_scopes import get_scope

from throughline.accounts.models import DistrictRow
from throughline.accounts.models.scoped import OutsideScope
from throughline.accounts.permissions import Actor

ROWS_AT_ONCE = 10_000

Value = str | int | float | date | datetime | None
"""The value of a column, as passed to the database."""


def check_scope(actor: Actor, *rows: DistrictRow) -> None:
    """Check the scope as `save` does, for writers that bypass it."""
    scope = get_scope()
    district = scope.get("district")
    if district is None or district.pk != actor.district.pk:
        raise OutsideScope("Rows can be written only in the actor's own district, while it is in scope")
    if any(row.district_id != district.pk for row in rows):
        raise OutsideScope("A row of another district cannot be joined")


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows straight into a table; columns that are not named get their defaults.

    Only the table's own constraints are checked.
    """
    rest = {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in columns and not field.primary_key and not field.null
    }
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(name) for name in (*columns, *rest))
    same = tuple(rest.values())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, *same))
        else:
            places = ", ".join(["%s"] * (len(columns) + len(rest)))
            sql = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of our own columns
            adapted = (tuple(_for_sqlite(cell) for cell in (*row, *same)) for row in rows)
            while batch := list(islice(adapted, ROWS_AT_ONCE)):
                cursor.executemany(sql, batch)


def _for_sqlite(cell: Value) -> Value:
    if type(cell) is datetime:
        return cell.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return cell


def delete_rows(rows: models.QuerySet[models.Model], n: int) -> int:
    """Delete up to `n` of the rows, without cascading; return how many were deleted."""
    quote = connection.ops.quote_name
    chosen, values = rows.order_by().values("pk")[:n].query.sql_with_params()
    table, key = quote(rows.model._meta.db_table), quote(str(rows.model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {key} IN ({chosen})", values)  # noqa: S608 - our own names
        return int(cursor.rowcount)
