"""Print the contents of the configured database as one JSON object; `upgrade` migrates it first.

Run as `python -m tests.upgrade.holds [upgrade]`.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from throughline.config import console

PARTS = {
    "sqlite": ("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL",),
    "postgresql": (
        "SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable)"
        " FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    ),
}
"""Queries for the definitions of columns, constraints and indexes, by table."""
GIVEN_NAME = re.compile(r'(?<=INDEX )"?\w+"?(?= ON)|CONSTRAINT "\w+" ')


def upgrade() -> None:
    from django.core.management import call_command

    from throughline.config import databases

    why = databases.refusal()
    if why:
        sys.exit(why)
    call_command("migrate", verbosity=0, interactive=False)


def holds() -> dict[str, Any]:
    """Return rows by table, the recomputed hash of each release, and the applied migrations.

    A version that kept words in the text of a release hashes that; a later one puts the text together again.
    """
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder
    from django_scopes import scopes_disabled

    from throughline.understand.releases import Release
    from throughline.understand.releases.released_file import original_text

    with connection.cursor() as cursor, scopes_disabled():
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            rows[table] = cursor.fetchone()[0]
        releases = {
            f"{release.cycle.district.slug}/{release.public_id}": sha256_of(original_text(release) or "")
            for release in Release.objects.select_related("cycle__district").order_by("pk")
        }
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {"rows": rows, "releases": releases, "applied": applied}


def tables() -> dict[str, list[str]]:
    """Return the columns, constraints and indexes of each table, regardless of their order and names."""
    from django.db import connection

    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for query in PARTS[connection.vendor]:
            cursor.execute(query)
            for table, definition in cursor.fetchall():
                found.setdefault(table, []).extend(parts_of(definition))
    return {table: sorted(parts) for table, parts in found.items()}


def parts_of(definition: str) -> list[str]:
    """Split what creates a table at the commas between its columns and constraints."""
    words = GIVEN_NAME.sub("", definition)
    if not words.startswith("CREATE TABLE"):
        return [words]
    depth, parts = 0, [""]
    for letter in words[words.index("(") + 1 : words.rindex(")")]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def faults() -> Iterator[str]:
    """Return the inconsistencies of the database, regardless of its earlier contents."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django_scopes import scopes_disabled

    from tests.architecture.checks.tables import keys_joining_districts
    from throughline.understand.releases import Release

    with scopes_disabled():
        yield from keys_joining_districts(apps.get_models(include_auto_created=True))
        for release in Release.objects.all():
            if sha256_of(release.canonical) != (release.set_apart_sha256 or release.sha256):
                yield f"release {release.public_id}: its hash is not that of its text"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_key_check")
            yield from (f"{row[0]}: row {row[1]} leads to no row of {row[2]}" for row in cursor.fetchall())
        else:
            cursor.execute("SELECT conrelid::regclass, conname FROM pg_constraint WHERE NOT convalidated")
            yield from (f"{row[0]}: {row[1]} is not validated" for row in cursor.fetchall())
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    except SystemExit:
        yield "models have changes that no migration makes: python manage.py makemigrations"


def main(words: list[str]) -> None:
    console.is_ready("application")
    if words == ["upgrade"]:
        upgrade()
        print(json.dumps({**holds(), "faults": list(faults()), "tables": tables()}))
    else:
        print(json.dumps(holds()))


if __name__ == "__main__":
    main(sys.argv[1:])
