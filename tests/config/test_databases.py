"""A database that this version cannot use is left unchanged, with a message on what to do."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.commands import ROOT, started
from tests.databases import connected, empty_database, file_of
from throughline.config import databases, operators
from throughline.config.queries import applied_migrations

OLDER = [("contenttypes", "0001_initial"), ("accounts", "0001_initial"), ("understand", "0001_initial")]
SINCE = ("measure", "0001_tables")
NEWER = [("accounts", "0001_tables"), SINCE, ("accounts", "9999_later"), ("guests", "0001_initial")]
BEGUN = [("contenttypes", "0001_initial"), ("accounts", "0001_tables")]
COMMANDS = [
    ["serve", "--port=1"],
    ["worker", "--once"],
    ["create-district", "pine-ridge", "--name=Pine Ridge", "--owner-email=o@example.org"],
    ["check"],
]
"""One command for each way of reaching the database."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """An empty database of the kind the tests run on."""
    folder = tmp_path / "database"
    folder.mkdir()
    with empty_database(connection.vendor, folder, "refused") as url:
        yield url


def made_by(address: str, applied: list[tuple[str, str]]) -> dict[str, str]:
    """Write the migrations another version would have applied; return the state of the database."""
    with connected(address) as other:
        if "postgres" not in address:
            other.execute("PRAGMA journal_mode=WAL")  # as in all our SQLite databases
        other.execute(
            "CREATE TABLE django_migrations"
            "(id serial PRIMARY KEY, app varchar(255), name varchar(255), applied timestamp with time zone)"
        )
        other.execute("CREATE TABLE accounts_district (name varchar(80))")
        for app, name in applied:
            other.execute(f"INSERT INTO django_migrations (app, name) VALUES ('{app}', '{name}')")
        other.commit()
    return look(address)


def look(address: str) -> dict[str, str]:
    """Return the state of a database: hashes of all files, or all columns and applied migrations."""
    if "postgres" not in address:
        files = sorted(file_of(address).parent.iterdir())
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    with connected(address) as other:
        columns = (
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        return {
            query: str(sorted(other.execute(query).fetchall()))
            for query in (columns, "SELECT app, name FROM django_migrations")
        }


def ran(home: Path, address: str, words: list[str]) -> subprocess.CompletedProcess[str]:
    hidden = {"DJANGO_SETTINGS_MODULE"}
    environ = {name: value for name, value in os.environ.items() if name not in hidden}
    environ |= {
        "THROUGHLINE_HOME": str(home),
        "THROUGHLINE_DATABASE_URL": with_password(address),
        "THROUGHLINE_BASE_URL": "https://voices.example.org",
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


def throughline(home: Path, address: str, *words: str) -> subprocess.CompletedProcess[str]:
    return ran(home, address, ["-m", "throughline.config.console", *words])


def with_password(address: str) -> str:
    """Return the address with a password, added if the server requires none."""
    parts = urlsplit(address)
    if "postgres" not in address or parts.password:
        return address
    return parts._replace(netloc=parts.netloc.replace("@", ":open-sesame@")).geturl()


def place(address: str) -> str:
    """Return the database as named in messages: without the password."""
    if "postgres" not in address:
        return str(file_of(address))
    return re.sub(r":[^:@/]*@", "@", address)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_database_from_before_the_first_release_is_refused_and_left_as_it_was(
    tmp_path: Path, address: str, words: list[str]
) -> None:
    before = made_by(address, OLDER)
    refused = throughline(tmp_path / "home", address, *words)
    assert refused.returncode == 1, refused.stderr
    output = refused.stdout if words == ["check"] else refused.stderr
    for part in (
        f"The database {place(address)} was created by an early version of Throughline",
        "This version can't use it. Nothing in it was changed.",
        "use the version that created the database",
        "set THROUGHLINE_HOME to an empty folder, or THROUGHLINE_DATABASE_URL to an empty database",
    ):
        assert part in output
    assert "open-sesame" not in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    assert look(address) == before


def test_a_newer_database_is_refused_with_a_sentence_of_its_own(tmp_path: Path, address: str) -> None:
    before = made_by(address, NEWER)
    refused = throughline(tmp_path / "home", address, "worker", "--once")
    assert refused.returncode == 1
    assert f"The database {place(address)} was created or updated by a newer version" in refused.stderr
    assert "does not have the migration accounts.9999_later" in refused.stderr
    assert refused.stderr.rstrip().endswith("Install the newer version.")
    assert look(address) == before


@pytest.mark.parametrize(("applied", "words"), [(OLDER, "early version"), (NEWER, "newer version")])
def test_djangos_own_migrate_is_refused_too(
    tmp_path: Path, address: str, applied: list[tuple[str, str]], words: str
) -> None:
    before = made_by(address, applied)
    refused = ran(tmp_path / "home", address, ["manage.py", "migrate"])
    assert refused.returncode == 1
    assert words in refused.stderr
    assert look(address) == before


def test_the_demo_names_the_folder_to_delete(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    home.mkdir()
    before = made_by(f"sqlite:///{home / 'throughline.sqlite3'}", OLDER)["throughline.sqlite3"]
    with started("demo", f"--home={home}", "--port=0", "--check", PYTHONWARNINGS="ignore") as demo:
        output = demo.wait_for("run the demo again.")
        assert demo.process.wait() == 1
    assert f"Delete the demo folder, {home}, and run the demo again." in output
    assert "use the version" not in output
    assert hashlib.sha256((home / "throughline.sqlite3").read_bytes()).hexdigest() == before


def test_a_refused_file_is_read_with_its_log(tmp_path: Path) -> None:
    path = tmp_path / "killed.sqlite3"
    write = (
        "import os, sqlite3; file = sqlite3.connect({path!r}); file.execute('PRAGMA journal_mode=WAL');"
        "file.execute('CREATE TABLE django_migrations (app, name)');"
        "file.execute(\"INSERT INTO django_migrations VALUES ('understand', '0001_initial')\");"
        "file.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", write.format(path=str(path))], check=True)
    log = path.with_name("killed.sqlite3-wal").read_bytes()
    assert log
    refused = throughline(tmp_path / "home", f"sqlite:///{path}", "worker", "--once")
    assert "early version" in refused.stderr
    assert path.with_name("killed.sqlite3-wal").read_bytes() == log


def test_a_first_start_that_was_interrupted_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "applied_migrations", lambda: set(BEGUN))
    assert databases.refusal() == ""


def test_a_first_start_of_an_early_version_that_was_interrupted_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(databases, "applied_migrations", lambda: {("accounts", "0001_initial")})
    assert "early version" in databases.refusal()


def test_an_empty_database_is_not_refused(tmp_path: Path, address: str) -> None:
    requested = ran(
        tmp_path / "home", address, ["manage.py", "check", "--tag=database", "--database=default"]
    )
    assert requested.returncode == 0, requested.stderr


def test_a_check_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nowhere.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    monkeypatch.setattr(connection, "vendor", "sqlite")
    assert applied_migrations() == set()
    assert not path.exists()


@pytest.mark.django_db
def test_the_database_of_the_tests_is_of_this_version() -> None:
    assert SINCE in applied_migrations()
    assert databases.refusal() == ""
    assert databases.check_database() == databases.check_database(databases=["default"]) == []


@pytest.mark.django_db
def test_check_names_a_database_that_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(operators, "refusal", lambda: "It is too old.")
    assert operators.check() == 1
    assert "It is too old." in capsys.readouterr().out
