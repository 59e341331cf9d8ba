"""A survey as a table that can be imported again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from throughline.accounts.models import AuditEntry, District, Job
from throughline.convene.models import Forum
from throughline.formats import survey_csv
from throughline.listen.models import Voice, VoiceState
from throughline.listen.queries.survey_export import questions_to_export, responses

pytestmark = pytest.mark.usefixtures("queued")


def test_a_survey_goes_out_as_a_table_and_comes_back_with_the_same_answers(
    start: Callable[..., Job], desk: Client, district: District, tmp_path: Path
) -> None:
    start()
    forum = Forum.objects.get()
    Voice.objects.filter(text="More lights please.").update(state=VoiceState.REJECTED)
    questions = questions_to_export(forum)
    before = [replace(one, row=0) for one in responses(district, forum, questions)]
    texts = {answer.text for one in before for answer in one.answers if answer.text}
    assert texts == {"=2+3 and\na second line"}, "held and rejected words stay here"
    response = desk.get(district.url("export_forum", forum_id=forum.public_id))
    content = b"".join(response)  # type: ignore[arg-type]
    assert b"'=2+3 and" in content
    (tmp_path / "out.csv").write_bytes(content)
    after, report = survey_csv.read(tmp_path / "out.csv", survey_csv.mapping_of(list(questions.values())))
    assert report.is_ok, report.problems
    assert [replace(one, row=0) for one in after] == before
    assert len(before) == 4
    assert AuditEntry.objects.filter(verb="export_forum", object_id=forum.public_id).exists()
    page = desk.get(district.url("forum", forum_id=forum.public_id)).content.decode()
    assert district.url("export_forum", forum_id=forum.public_id) in page
