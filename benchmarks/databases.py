"""The databases that a benchmark is run on: SQLite, and PostgreSQL if there is a server for tests."""

import os
import secrets
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit


def databases() -> Iterator[tuple[str, str]]:
    """The name and the URL of each; SQLite's is in THROUGHLINE_HOME. PostgreSQL's is dropped at the end."""
    yield "SQLite", ""
    url = os.environ.get("THROUGHLINE_TEST_POSTGRES_URL", "")
    if not url:
        print("PostgreSQL is left out: THROUGHLINE_TEST_POSTGRES_URL is not set.", file=sys.stderr)
        return
    import psycopg

    name = f"throughline_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield "PostgreSQL", urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def environment(home: str, url: str) -> dict[str, str]:
    """The environment of a process that uses a database, and a folder for everything else."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "throughline.config.settings",
        "THROUGHLINE_HOME": home,
        "THROUGHLINE_DATABASE_URL": url,
        "PYTHONWARNINGS": "ignore",
    }
