"""Violations that the tests of kept versions detect, and what `keep-version` refuses."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.databases import SERVER
from tests.upgrade import keep, kept
from tests.upgrade.kept import NEWER_LINES, changed_migrations, empty_tables, lost, migrations_of, not_kept

MIGRATIONS = {"accounts.0001_tables": "a", "listen.0001_tables": "b"}
HELD = {
    "rows": {
        "listen_voice": 3,
        "listen_upload": 2,
        "listen_gone": 5,
        "auth_group": 0,
        "listen_appeal": 0,
    },
    "releases": {"juniper/abc": "f00"},
    "applied": ["accounts.0001_tables", "listen.0001_tables"],
}


def test_the_migrations_of_a_tree_are_read_with_their_hashes(tmp_path: Path) -> None:
    folder = tmp_path / "throughline" / "listen" / "migrations"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "0001_tables.py").write_text("operations = []\n")
    first = migrations_of(tmp_path)
    assert list(first) == ["listen.0001_tables"]
    (folder / "0001_tables.py").write_text("operations = [1]\n")
    assert changed_migrations("0.1.0", first, migrations_of(tmp_path)) == [
        "The migration listen.0001_tables was edited since 0.1.0 was kept. "
        "One that has landed stays as it is: put it back, and add another (docs/how-to/add-a-migration.md)."
    ]
    (folder / "0001_tables.py").unlink()
    assert "was removed since 0.1.0" in changed_migrations("0.1.0", first, migrations_of(tmp_path))[0]


def test_a_migration_that_was_added_breaks_nothing_and_asks_for_a_kept_version() -> None:
    now = {**MIGRATIONS, "listen.0002_more": "c"}
    assert changed_migrations("0.1.0", MIGRATIONS, now) == []
    assert "listen.0002_more. Run `python3 dev.py keep-version`" in not_kept([MIGRATIONS], now)[0]
    assert not_kept([MIGRATIONS, now], now) == []
    assert "accounts.0001_tables, listen.0001_tables" in not_kept([], MIGRATIONS)[0]


def without_a_voice(after: dict[str, Any]) -> None:
    after["rows"]["listen_voice"] = 2


def another_text(after: dict[str, Any]) -> None:
    after["releases"]["juniper/abc"] = "bad"


def no_release(after: dict[str, Any]) -> None:
    after["releases"] = {}


def one_fewer(after: dict[str, Any]) -> None:
    after["applied"] = after["applied"][:1]


def moved_in_part(after: dict[str, Any]) -> None:
    del after["rows"]["listen_upload"]
    after["rows"]["accounts_upload"] = 1


def without_a_table(after: dict[str, Any]) -> None:
    del after["rows"]["listen_gone"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_a_voice, "listen_voice: 3 rows before, 2 after"),
        (another_text, "release juniper/abc: its text is not the one that was released"),
        (no_release, "release juniper/abc: its text is not the one that was released"),
        (one_fewer, "listen.0001_tables is no longer among the applied migrations"),
        (moved_in_part, "listen_upload: 2 rows before, 1 after"),
        (without_a_table, ""),
    ],
)
def test_what_an_upgrade_loses_is_named(change: Callable[[dict[str, Any]], None], words: str) -> None:
    after = json.loads(json.dumps(HELD))
    change(after)
    assert lost(HELD, after) == ([words] if words else [])


def test_tables_without_a_row_are_named_but_for_those_never_filled() -> None:
    assert empty_tables(HELD) == ["listen_appeal"]


def test_a_dump_holds_no_line_that_older_servers_refuse() -> None:
    dumped = "\\restrict aB3\n\nSET lock_timeout = 0;\nSET transaction_timeout = 0;\n\\unrestrict aB3\n"
    assert NEWER_LINES.sub("", dumped) == "\nSET lock_timeout = 0;\n"


def test_a_file_is_packed_and_unpacked_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url, again = (f"sqlite:///{tmp_path / name}.sqlite3" for name in ("first", "second"))
    with closing(sqlite3.connect(tmp_path / "first.sqlite3")) as file:
        file.execute("CREATE TABLE voice (text varchar(80))")
        file.execute("INSERT INTO voice VALUES ('Start school later.')")
        file.commit()
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    (tmp_path / "0.1.0").mkdir()
    (tmp_path / "0.1.0" / kept.FILES["sqlite"]).write_bytes(kept.pack("sqlite", url, tmp_path))
    kept.Kept("0.1.0").unpack("sqlite", again, tmp_path)
    with closing(sqlite3.connect(tmp_path / "second.sqlite3")) as file:
        assert file.execute("SELECT text FROM voice").fetchall() == [("Start school later.",)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one kept version."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    monkeypatch.setenv(SERVER, "postgresql://nowhere/nothing")
    (tmp_path / "0.1.0").mkdir()
    described = {"version": "0.1.0", "migration_sha256": migrations_of(kept.ROOT), "databases": {}}
    (tmp_path / "0.1.0" / kept.HOLDS).write_text(json.dumps(described))
    return tmp_path


def test_what_is_kept_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert keep.main(["0.1.0"]) == 1
    assert "0.1.0 is kept already, and what is kept never changes. Say another name, such as 0.1.0-2." in (
        capsys.readouterr().err
    )
    assert [path.name for path in (folder / "0.1.0").iterdir()] == [kept.HOLDS]


@pytest.mark.parametrize("name", ["../0.2", "next", "0.2.", "", "v1"])
def test_a_name_that_is_no_version_is_refused(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keep.main([name]) == 1
    assert "is no version" in capsys.readouterr().err


def test_a_name_is_the_projects_version_unless_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "0.1.0").rename(folder / keep.this_version())
    assert keep.main([]) == 1
    assert f"{keep.this_version()} is kept already" in capsys.readouterr().err


def test_without_a_server_and_after_an_edit_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(SERVER)
    assert keep.main(["0.2"]) == 1
    assert "THROUGHLINE_TEST_POSTGRES_URL is not set" in capsys.readouterr().err
    (folder / "0.1.0" / kept.HOLDS).write_text(json.dumps({"migration_sha256": {"accounts.0001_tables": ""}}))
    assert keep.main(["0.2"]) == 1
    assert "The migration accounts.0001_tables was edited since 0.1.0" in capsys.readouterr().err
    assert not (folder / "0.2").exists()
