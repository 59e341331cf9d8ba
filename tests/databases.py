"""Empty databases for single tests, in SQLite or PostgreSQL, dropped when the test ends."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

SERVER = "THROUGHLINE_TEST_POSTGRES_URL"


@contextmanager
def empty_database(kind: str, folder: Path, purpose: str) -> Iterator[str]:
    """Yield the URL of a database of this kind (Django's `vendor`), in the folder or on the server."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / purpose}.sqlite3"
        return
    server, name = os.environ[SERVER], f"throughline_{purpose}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield re.sub("^postgres:", "postgresql:", urlsplit(server)._replace(path=f"/{name}").geturl())
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection without Django: `execute` and `commit` work the same for both kinds."""
    with closing(psycopg.connect(url) if "postgres" in url else sqlite3.connect(file_of(url))) as connection:
        yield connection


def file_of(url: str) -> Path:
    return Path(urlsplit(url).path[1:])
