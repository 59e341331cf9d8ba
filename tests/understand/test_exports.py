"""Codes, codings and findings as files."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.queries import export
from throughline.convene.models import ForumKind
from throughline.formats.writing import unguarded
from throughline.listen.models import Voice
from throughline.understand.models import Coding

As = Callable[[Person | None], Client]
IDS = {"code_id", "text_id", "finding_id"}
"""A random id may begin with a hyphen, which is escaped like a formula."""


def _rows(answer: Any) -> list[dict[str, str]]:
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return [{key: unguarded(cell) if key in IDS else cell for key, cell in row.items()} for row in rows]


def _text(words: str, **fields: Any) -> Voice:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    return make.voice(forum, words, contributor=make.contributor(forum), **fields)


def test_codes_csv_has_how_many_texts_each_code_is_on(
    district: District, analyst: Person, client_of: As
) -> None:
    text = _text("More shop class.")
    cycle = text.forum.cycle
    code = make.code(cycle, "Shop", text)
    make.code(cycle, "Not used")
    client = client_of(analyst)
    url = district.url("codes_csv", cycle_id=cycle.public_id)
    used, unused = _rows(client.get(url))
    assert (used["code_id"], used["code_en"], used["code_es"]) == (code.public_id, "Shop", "Código")
    assert (used["n_texts"], used["n_people_known"], used["n_texts_read"]) == ("1", "1", "1")
    assert unused["n_texts"] == "0"
    entry = AuditEntry.objects.get(verb="export_codes")
    assert (entry.object_id, entry.details) == (cycle.public_id, {"n_codes": 2})
    assert url in client.get(district.url("codes", cycle_id=cycle.public_id)).content.decode()


def test_codings_csv_holds_the_words_that_count_and_no_others(
    district: District, analyst: Person, client_of: As
) -> None:
    text = _text("=More shop class.")
    cycle, forum = text.forum.cycle, text.forum
    held = make.voice(forum, "Words nobody may see.", is_held=True)
    seeded = make.voice(forum, "The district's own.", is_seed=True)
    taken_off = make.voice(forum, "No longer coded.")
    code = make.code(cycle, "Shop", text, held, seeded, taken_off)
    Coding.objects.filter(voice=taken_off).update(removed_at=text.received_at)
    Coding.objects.create(code=code, voice=text, start=6, end=10, coder=analyst)
    rows = _rows(client_of(analyst).get(district.url("codings_csv", cycle_id=cycle.public_id)))
    whole, span = sorted(rows, key=lambda row: row["start"])
    assert (whole["words"], whole["start"], whole["coder"]) == ("'=More shop class.", "", "")
    assert (span["words"], span["start"], span["end"], span["coder"]) == ("shop", "6", "10", analyst.name)
    assert whole["text_id"] == span["text_id"] == text.public_id
    assert AuditEntry.objects.get(verb="export_codings").details == {"n_codings": 2}


@pytest.mark.parametrize("n", [0, 1, 7])
def test_codings_csv_streams_any_number_in_pieces(
    district: District,
    analyst: Person,
    client_of: As,
    n: int,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    monkeypatch.setattr(export, "CHUNK_ROWS", 5)
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    make.code(forum.cycle, "Shop", *[make.voice(forum, f"Words {number}") for number in range(n)])
    client = client_of(analyst)
    with django_assert_max_num_queries(16):
        rows = _rows(client.get(district.url("codings_csv", cycle_id=forum.cycle.public_id)))
    assert sorted(row["words"] for row in rows) == [f"Words {number}" for number in range(n)]
    assert {row["day"] for row in rows} <= {"2026-10-14"}


def test_findings_csv_says_what_each_finding_rests_on(
    district: District, analyst: Person, client_of: As
) -> None:
    text = _text("More shop class.")
    cycle = text.forum.cycle
    finding = make.finding(cycle, "People want shop class.", code=make.code(cycle, "Shop", text))
    bare = make.finding(cycle, "Nobody said this.")
    client = client_of(analyst)
    url = district.url("findings_csv", cycle_id=cycle.public_id)
    first, second = _rows(client.get(url))
    assert (first["finding_id"], first["sentence_es"]) == (finding.public_id, "La gente quiere algo.")
    assert (first["state"], first["n"], first["n_of"], first["n_evidence"]) == ("draft", "1", "people", "1")
    assert (second["finding_id"], second["n"], second["data_kind"]) == (bare.public_id, "0", "")
    assert AuditEntry.objects.get(verb="export_findings").details == {"n_findings": 2}
    assert url in client.get(district.url("findings", cycle_id=cycle.public_id)).content.decode()
