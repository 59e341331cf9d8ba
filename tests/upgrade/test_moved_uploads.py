"""Uploads moved from listen to accounts: every row is kept, with its values and its cycle."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.databases import connected, empty_database
from tests.upgrade.kept import Kept, on_database

COPIED = "public_id, kind, title, name, n_bytes, choices, at, removed_at, district_id, job_id, person_id"
BEFORE = f"SELECT {COPIED}, cycle_id FROM listen_upload ORDER BY public_id"
AFTER = f"""SELECT {COPIED.replace("district_id", "accounts_upload.district_id")}, cycle_id
    FROM accounts_upload LEFT JOIN listen_cycleupload ON accounts_upload.id = listen_cycleupload.upload_id
    ORDER BY public_id"""
MOVED = ("listen", "0003_move_uploads_to_accounts")
FIGURES = f"""INSERT INTO listen_upload ({COPIED}) SELECT
    {COPIED.replace("public_id", "'of-no-cycle'").replace("kind", "'figures'")} FROM listen_upload"""


@pytest.mark.slow
def test_uploads_of_0_1_0_stand_in_accounts_with_their_cycles(tmp_path: Path) -> None:
    def rows(query: str) -> list[Any]:
        with connected(url) as database:
            return list(database.execute(query).fetchall())

    with empty_database(connection.vendor, tmp_path, "moved") as url:
        Kept("0.1.0").unpack(connection.vendor, url, tmp_path)
        with connected(url) as database:
            database.execute(FIGURES)
            database.commit()
        before = rows(BEFORE)
        settings = {"DJANGO_SETTINGS_MODULE": "throughline.config.settings"}
        on_database(url, tmp_path / "home", "django", "migrate", *MOVED, **settings)
        assert rows(AFTER) == before
    assert sorted((row[1], row[-1] is None) for row in before) == [("figures", True), ("survey", False)]
