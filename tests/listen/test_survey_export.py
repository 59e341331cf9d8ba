"""A survey as tables that can be imported again: what people chose, and apart from it what they wrote."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from throughline.accounts.models import AuditEntry, District, Job, Person
from throughline.convene.models import Forum
from throughline.formats import survey_csv
from throughline.formats.survey_csv import Mapping, Response
from throughline.listen.models import Voice, VoiceState
from throughline.listen.queries.survey_export import questions_to_export, responses, texts

pytestmark = pytest.mark.usefixtures("queued")
WRITTEN = "=2+3 and\na second line"


@pytest.fixture
def forum(start: Callable[..., Job]) -> Forum:
    start()
    Voice.objects.filter(text="More lights please.").update(state=VoiceState.REJECTED)
    return Forum.objects.get()


def read(content: bytes, mapping: Mapping, folder: Path) -> list[Response]:
    (folder / "out.csv").write_bytes(content)
    found, report = survey_csv.read(folder / "out.csv", mapping)
    assert report.is_ok, report.problems
    return in_order(found)


def in_order(found: Any) -> list[Response]:
    return sorted((replace(one, row=0) for one in found), key=str)


def test_a_survey_goes_out_as_two_tables_and_both_come_back(
    forum: Forum, desk: Client, district: District, tmp_path: Path
) -> None:
    questions = questions_to_export(forum)
    before = in_order(responses(district, forum, questions))
    response = desk.get(district.url("export_forum", forum_id=forum.public_id))
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as packed:  # type: ignore[arg-type]
        files = {name: packed.read(name) for name in packed.namelist()}
    assert sorted(files) == ["answers.csv", "written-answers.csv"]
    chosen = [one for one in questions.values() if one.part != "text"]
    assert read(files["answers.csv"], survey_csv.mapping_of(chosen), tmp_path) == before
    assert len(before) == 4
    assert WRITTEN not in str(before)
    (written,) = (one for one in questions.values() if one.part == "text")
    (row,) = read(files["written-answers.csv"], survey_csv.mapping_of_texts([written]), tmp_path)
    assert [answer.text for answer in row.answers] == [WRITTEN], "held and rejected words stay here"
    assert (row.at, row.language, row.school, row.role) == (None, None, None, None)
    assert b"'=2+3 and" in files["written-answers.csv"]
    assert list(texts(district, forum, questions)) == [(written.title, WRITTEN)]
    entry = AuditEntry.objects.get(verb="export_forum", object_id=forum.public_id)
    assert entry.details == {"tied": False}
    page = desk.get(district.url("forum", forum_id=forum.public_id)).content.decode()
    assert district.url("export_forum", forum_id=forum.public_id) in page


def test_whoever_has_the_right_and_confirms_gets_one_table_with_both(
    forum: Forum, analyst: Person, district: District, client_of: Callable[..., Client], tmp_path: Path
) -> None:
    questions = questions_to_export(forum)
    client = client_of(analyst)
    url = district.url("export_forum_tied", forum_id=forum.public_id)
    assert "Readers may recognize a person from a comment" in client.get(url).content.decode()
    refused = client.post(url)
    assert (refused.status_code, AuditEntry.objects.filter(verb="export_forum").count()) == (422, 0)
    content = b"".join(client.post(url, {"is_needed": "on"}))  # type: ignore[arg-type]
    after = read(content, survey_csv.mapping_of(list(questions.values())), tmp_path)
    assert after == in_order(responses(district, forum, questions, is_tied=True))
    assert any(answer.text == WRITTEN for one in after for answer in one.answers)
    assert AuditEntry.objects.get(verb="export_forum").details == {"tied": True}


def test_people_leave_in_a_new_order_each_time_and_with_the_day_alone(
    forum: Forum, desk: Client, district: District
) -> None:
    questions = questions_to_export(forum)
    orders = {tuple(str(one) for one in responses(district, forum, questions)) for _ in range(40)}
    assert len(orders) > 1
    days = {one.at for one in responses(district, forum, questions)}
    assert all(day is None or (day.hour, day.minute, day.second) == (0, 0, 0) for day in days)


def test_only_owners_and_analysts_are_offered_the_table_with_both(
    forum: Forum, desk: Client, owner: Person, district: District, client_of: Callable[..., Client]
) -> None:
    url = district.url("export_forum_tied", forum_id=forum.public_id)
    forum_page = district.url("forum", forum_id=forum.public_id)
    assert url in client_of(owner).get(forum_page).content.decode()
    assert url not in desk.get(forum_page).content.decode(), "a coordinator"
    assert desk.post(url, {"is_needed": "on"}).status_code == 403
