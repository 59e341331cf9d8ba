"""Words of releases of 0.1.0 stand apart after the upgrade, and those withdrawn before it are gone."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.databases import connected, empty_database
from tests.upgrade.holds import sha256_of
from tests.upgrade.kept import Kept, on_database

QUOTED = "SELECT voice_id, finding_id FROM understand_evidenceatrelease WHERE kind = 'voice' ORDER BY id"
STATEMENTS = "SELECT voice_id FROM understand_evidenceatrelease WHERE kind = 'statement' ORDER BY id"
PLACES = (
    "SELECT canonical FROM understand_release",
    "SELECT basis FROM understand_releasedfinding",
    "SELECT told FROM understand_evidenceatrelease",
    "SELECT content FROM report_publication",
    "SELECT quote_translation FROM understand_evidence",
)


def as_text(value: Any) -> str:
    """A column of JSON as it reads: SQLite gives escaped text, PostgreSQL a value."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.slow
def test_words_withdrawn_before_the_upgrade_leave_old_releases(tmp_path: Path) -> None:
    def rows(query: str) -> list[Any]:
        with connected(url) as database:
            return list(database.execute(query).fetchall())

    def holding(words: str) -> list[str]:
        return [query for query in PLACES if any(words in as_text(row[0]) for row in rows(query))]

    def text_of(voice_id: int) -> str:
        ((text,),) = rows(f"SELECT text FROM listen_voice WHERE id = {voice_id}")
        return json.dumps(text, ensure_ascii=False)[1:-1]

    with empty_database(connection.vendor, tmp_path, "withdrawn") as url:
        Kept("0.1.0").unpack(connection.vendor, url, tmp_path)
        withdrawn, stays = rows(QUOTED)[0][0], rows(QUOTED)[-1][0]
        statement = rows(STATEMENTS)[0][0]
        words, others, voted = text_of(withdrawn), text_of(stays), text_of(statement)
        assert len({words, others, voted}) == 3
        assert PLACES[0] in holding(words)
        assert set(PLACES[:4]) <= set(holding(voted))
        with connected(url) as database:
            blank = "UPDATE listen_voice SET state = 'withdrawn', text = ''"
            database.execute(f"{blank} WHERE id IN ({withdrawn}, {statement})")
            database.commit()
        after = json.loads(on_database(url, tmp_path / "home", "tests.upgrade.holds", "upgrade"))
        assert after["faults"] == []
        assert (holding(words), holding(others), holding(voted)) == ([], [], [])
        kept = " ".join(as_text(row[0]) for row in rows("SELECT text FROM understand_releasedwords"))
        assert others in kept
        assert words not in kept
        assert voted not in kept
        gone = rows("SELECT salt FROM understand_releasedwords WHERE withdrawn_at IS NOT NULL")
        assert len(gone) >= 2
        assert {salt for (salt,) in gone} == {""}
        ids = {row[0] for row in rows("SELECT public_id FROM understand_releasedwords")}
        pages = [as_text(row[0]) for row in rows("SELECT content FROM report_publication")]
        assert any(one in page for page in pages for one in ids), "a published page refers to the words"
        for sha256, left, canonical in rows(
            "SELECT sha256, set_apart_sha256, canonical FROM understand_release"
        ):
            assert left == sha256_of(canonical) != sha256
