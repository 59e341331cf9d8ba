"""A database of each kept version is upgraded without losing data."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from tests.databases import empty_database
from tests.upgrade import holds
from tests.upgrade.kept import (
    FILES,
    HOLDS,
    MOST_BYTES,
    ROOT,
    Kept,
    changed_migrations,
    empty_tables,
    kept_versions,
    lost,
    migrations_of,
    not_kept,
    on_database,
)


def own_tables() -> set[str]:
    """Those that our migrations create, with the tables between two models."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model.__module__.startswith("throughline.")}


each_version = pytest.mark.parametrize("kept", kept_versions(), ids=lambda kept: kept.name)


@pytest.mark.slow
@pytest.mark.django_db
@each_version
def test_a_kept_version_is_brought_up_to_date_and_loses_nothing(kept: Kept, tmp_path: Path) -> None:
    """On a separate database of the kind the tests run on.

    The first and the last version on both; of those between, every other one on PostgreSQL and the others on
    SQLite. The first, which runs every migration, has the tables of a new one, which runs those that replace
    them. (A dump restores a constraint with other parentheses, so the others are not compared.)
    """
    place, last = [one.name for one in kept_versions()].index(kept.name), len(kept_versions()) - 1
    if 0 < place < last and (place % 2 == 0) != (connection.vendor == "sqlite"):
        pytest.skip(f"{kept.name} is upgraded on the other kind of database.")
    before, home = kept.holds["databases"][connection.vendor], tmp_path / "home"
    with empty_database(connection.vendor, tmp_path, "upgraded") as url:
        kept.unpack(connection.vendor, url, tmp_path)
        after = json.loads(on_database(url, home, "tests.upgrade.holds", "upgrade"))
        assert lost(before, after) == []
        assert after["faults"] == []
        if place == 0:
            new = holds.tables()
            upgraded = {name: after["tables"][name] for name in own_tables()}
            assert upgraded == {name: new[name] for name in own_tables()}
        assert before["releases"], "a release is kept"
        for release in before["releases"]:
            district, public_id = release.split("/")
            words = ("reproduce", public_id, "--district", district)
            message = on_database(url, home, "throughline.config.console", *words)
            assert message.startswith("identical: "), message


@each_version
def test_no_migration_that_has_landed_is_edited_or_removed(kept: Kept) -> None:
    landed = kept.holds["migration_sha256"]
    assert landed
    assert changed_migrations(kept.name, landed, migrations_of(ROOT)) == []
    for held in kept.holds["databases"].values():
        assert set(landed) <= set(held["applied"]), "each was applied"


def test_the_migrations_there_are_now_are_those_of_a_kept_version() -> None:
    assert not_kept([kept.holds["migration_sha256"] for kept in kept_versions()], migrations_of(ROOT)) == []


@each_version
def test_a_kept_version_is_whole_and_small(kept: Kept) -> None:
    assert {path.name for path in kept.folder.iterdir()} == {*FILES.values(), HOLDS}
    sizes = {path.name: path.stat().st_size for path in kept.folder.iterdir()}
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert kept.holds["version"] == kept.name
    assert {kind: empty_tables(held) for kind, held in kept.holds["databases"].items()} == {
        kind: [] for kind in FILES
    }
