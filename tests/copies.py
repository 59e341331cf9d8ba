"""Test databases, made once and copied by every process of a run, and on SQLite by later runs."""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

CONFIGURED = "THROUGHLINE_DATABASE_URL"
TABLES = "tables"
ROOT = Path(__file__).resolve().parents[1]
WHAT_MAKES_TABLES = ("*/migrations/*.py", "*/models.py", "*/models/**/*.py", "ui/*.py", "config/settings.py")


class Copies:
    """Databases by name, each made by the first process that needs it and copied by the others.

    They share a folder. On SQLite a copy is a file there; on PostgreSQL it is another database on the
    server, and an empty file marks that it exists.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, name: str, make: Callable[[], object]) -> None:
        """Load a copy into the test database; if there is none, call `make` and copy its result."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (self.folder / name).exists():
                self.load(name)
            else:
                make()
                self._save(name)

    def load(self, name: str) -> None:
        """Replace the content of the test database with a copy."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(self.folder / name)) as copy:
                copy.backup(connection.connection)
        else:
            create_on_server(database_name(), template=copy_on_server(name))

    def _save(self, name: str) -> None:
        partial = self.folder / f".{name}"
        partial.unlink(missing_ok=True)
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(partial)) as copy:
                connection.connection.backup(copy)
        else:
            create_on_server(copy_on_server(name), template=database_name())
            partial.touch()
        partial.rename(self.folder / name)

    def keep_only(self, name: str) -> None:
        """Delete the copies made by earlier versions of the tables."""
        for path in self.folder.glob("[!.]*"):
            if path.name != name:
                path.unlink(missing_ok=True)


def make_tables(config: pytest.Config) -> None:
    """Migrate the test database, or copy a file that an earlier run left in pytest's cache."""
    cache = getattr(config, "cache", None)
    if connection.vendor == "sqlite" and cache is not None:
        lasting, name = Copies(cache.mkdir("databases")), version_of_tables()
        lasting.fill(name, migrate)
        lasting.keep_only(name)
    else:
        migrate()


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable")


def version_of_tables() -> str:
    """A hash of everything that determines the tables: migrations, models, fields and installed packages."""
    parts = sorted(f"{package.name} {package.version}" for package in metadata.distributions())
    files = {path for pattern in WHAT_MAKES_TABLES for path in (ROOT / "throughline").glob(pattern)}
    parts += [f"{path.relative_to(ROOT)}\n{path.read_text(encoding='utf-8')}" for path in sorted(files)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


# --- The test database  -------------------------------------------------------------------------------


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


def begin_empty() -> None:
    """Switch from the configured database to an empty test database."""
    connection.close()
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    if connection.vendor == "postgresql":
        create_on_server(name, template="template0")


def create_on_server(name: str, *, template: str) -> None:
    connection.close()
    with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def copy_on_server(name: str) -> str:
    """A name shared by all processes of a run."""
    return f"test_{urlsplit(os.environ[CONFIGURED]).path.strip('/')}_copy_{name}"


def drop_from_server() -> None:
    """Remove the copies of this run, once none of its processes needs them."""
    with psycopg.connect(os.environ[CONFIGURED], autocommit=True) as server:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in server.execute(query, [copy_on_server("")]).fetchall():
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
