"""What is read from a database before anything else is done to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def applied_migrations() -> set[tuple[str, str]]:
    """App and name of each migration applied to the configured database; empty if there is none."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or name == ":memory:" or "mode=memory" in name:
        return set(MigrationRecorder(connection).applied_migrations())
    path = Path(name).resolve()
    return _applied_in_file(path) if path.exists() else set()


def _applied_in_file(path: Path) -> set[tuple[str, str]]:
    """Read without Django's connection, which would set the journal mode and checkpoint the log."""
    has_log = path.with_name(f"{path.name}-wal").exists()
    how = "mode=ro" if has_log else "mode=ro&immutable=1"  # no file is created next to it
    with closing(sqlite3.connect(f"{path.as_uri()}?{how}", uri=True)) as file:
        if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            return set()
        return set(file.execute("SELECT app, name FROM django_migrations").fetchall())
