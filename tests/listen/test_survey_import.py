"""The job that imports a survey: all of it or nothing, with a report by file and row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.listen.survey_file import SURVEY, carry_out, hand_in, mapping_of, n_rows
from throughline.accounts.actions import cancel_job
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.listen.actions.arrival import Arrival
from throughline.listen.actions.imported_survey import ImportedSurvey
from throughline.listen.models import Contributor, SurveyAnswer, SurveyQuestion, UrgentFlag, Voice, VoiceState
from throughline.listen.workflows import survey_import

pytestmark = pytest.mark.usefixtures("queued")


def test_a_survey_is_imported_whole(
    start: Callable[..., Job], cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        job = start()
    assert job.state == JobState.DONE, job.sentence
    forum = Forum.objects.get()
    assert (forum.kind, forum.data_kind, str(forum.title)) == (
        ForumKind.SURVEY,
        DataKind.IMPORTED,
        "Families 2026",
    )
    kinds = {str(q.prompt): q.kind for q in SurveyQuestion.objects.filter(forum=forum)}
    assert kinds == {
        "How safe is it?": "scale",
        "What helps? (choose all)": "multiple",
        "What else?": "text",
        "Which school?": "school",
        "I am a": "role",
    }
    people = Contributor.objects.filter(forum=forum).order_by("pk")
    assert [p.foreign_id for p in people] == ["2", "3", "4", "5"]
    assert [p.role for p in people] == ["family", "student", "staff", "family"]
    assert [str(p.school) if p.school else "" for p in people] == [
        "Juniper High School",
        "Juniper High School",
        "",
        "Juniper High School",
    ]
    assert [p.language for p in people] == ["en", "es", "en", "en"]
    helps = SurveyAnswer.objects.filter(question__kind="multiple").order_by("contributor_id")
    assert [sorted(str(c.label) for c in answer.choices.all()) for answer in helps] == [
        ["Buses", "Lights"],
        ["Lights"],
        ["Buses"],
        ["Buses"],
    ]
    numbers = SurveyAnswer.objects.filter(question__kind="scale").order_by("contributor_id")
    assert [answer.number for answer in numbers] == [5, 3, 4, 4]
    first = numbers[0]
    assert first.at.isoformat() == "2026-03-01T17:00:00+00:00", "the district's own clock"


def test_schools_not_known_are_reported_by_row(start: Callable[..., Job]) -> None:
    job = start()
    (note,) = [row for row in job.report if "Elsewhere Academy" in str(row)]
    assert note["File"] == "families.csv"
    assert note["Row"] == "4"
    assert note["What to do"]


def test_its_texts_wait_for_moderation_and_urgent_ones_are_held_and_alerted(
    start: Callable[..., Job], mailoutbox: list[object]
) -> None:
    start()
    texts = {voice.text: voice for voice in Voice.objects.all()}
    assert len(texts) == 3
    assert all(voice.state == VoiceState.RECEIVED for voice in texts.values())
    assert [voice.is_held for voice in texts.values()] == [False, False, True]
    flag = UrgentFlag.objects.get()
    assert flag.kind == "self_harm"
    assert flag.alerted_at is not None
    assert mailoutbox
    assert texts["=2+3 and\na second line"].language == "es"


def test_after_the_import_the_file_is_gone(
    start: Callable[..., Job], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        start()
    upload = Upload.objects.get()
    assert upload.removed_at is not None
    assert not upload.folder.exists()


def test_a_bad_row_stops_all_of_it_and_the_mapping_can_be_mended(
    desk: Client, cycle: Cycle, start: Callable[..., Job]
) -> None:
    before = n_rows()
    bad = SURVEY.replace("2026-03-03 09:15:00", "the third of March")
    job = start(bad, changes={"c0-part": "date", "c0-date_order": "YMD"})
    assert job.state == JobState.FAILED
    assert "families.csv, row 4" in job.sentence
    assert "Nothing was imported." in job.sentence
    (row,) = job.report
    assert (row["File"], row["Row"], row["Column"]) == ("families.csv", 4, "Timestamp")
    assert row["What to do"]
    assert n_rows() == before
    upload = Upload.objects.get()
    assert job.result_url == cycle.district.url("map_survey", upload_id=upload.public_id)
    page = desk.get(job.result_url)
    assert page.status_code == 200
    assert "row 4" in page.content.decode()


def test_an_import_that_was_stopped_changes_nothing(
    desk: Client, cycle: Cycle, coordinator: Person, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        desk.post(url, mapping_of(desk, upload))
    before = n_rows()
    cancel_job(make.actor(coordinator, cycle.district), Job.objects.get())
    job = carry_out(cycle.district)
    assert job.state == JobState.CANCELLED
    assert n_rows() == before
    assert upload.folder.exists(), "it can be started again"


def test_a_single_choice_of_too_many_kinds_is_refused_with_a_remedy(start: Callable[..., Job]) -> None:
    rows = "".join(f"Answer {i},Yes\n" for i in range(250))
    job = start("What?,And?\n" + rows, changes={"c0-part": "single"})
    assert job.state == JobState.FAILED
    assert "written answer" in job.sentence
    assert not Forum.objects.exists()


def test_the_audit_of_an_import_holds_counts_and_no_words(start: Callable[..., Job]) -> None:
    start()
    entry = AuditEntry.objects.get(verb="write_survey")
    assert entry.details["n_people"] == 4
    assert "lights" not in str(list(AuditEntry.objects.values_list("details", flat=True))).lower()


def test_asked_to_stop_while_it_writes_an_import_leaves_nothing(
    start: Callable[..., Job], coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = survey_import.write_survey

    def write(arrival: Arrival, questions: Any, people: Any) -> ImportedSurvey:
        cancel_job(make.actor(coordinator, arrival.actor.district), Job.objects.latest("pk"))
        return real(arrival, questions, people)

    monkeypatch.setattr(survey_import, "write_survey", write)
    before = n_rows()
    job = start()
    assert job.state == JobState.CANCELLED
    assert n_rows() == before
    assert not Forum.arriving.exists()
    upload = Upload.objects.get()
    assert upload.removed_at is None
    assert upload.folder.exists()


def test_asked_to_stop_too_late_an_import_says_what_it_did(
    start: Callable[..., Job], coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = survey_import.result_message

    def result_message(written: ImportedSurvey) -> str:
        cancel_job(make.actor(coordinator, written.forum.district), Job.objects.latest("pk"))
        return real(written)

    monkeypatch.setattr(survey_import, "result_message", result_message)
    job = start()
    assert (job.state, Contributor.objects.count()) == (JobState.DONE, 4)
    assert job.sentence.startswith("Imported “Families 2026”")
    assert Forum.objects.get().public_id in job.result_url


def test_an_alert_that_fails_after_the_import_does_not_call_it_undone(
    start: Callable[..., Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_district: District) -> int:
        raise OSError("no mail")

    monkeypatch.setattr(survey_import, "alert_responders", fail)
    job = start()
    assert (job.state, Contributor.objects.count()) == (JobState.DONE, 4)
    assert "Imported" in job.sentence


def test_a_misspelled_school_is_one_line_of_the_report_however_often_it_stands_there(
    start: Callable[..., Job],
) -> None:
    rows = "".join(f"2026-03-01 10:00:00,Junper Hihg,{i % 5 + 1}\n" for i in range(400))
    job = start("Timestamp,Which school?,How safe is it?\n" + rows)
    assert job.state == JobState.DONE, job.sentence
    (line,) = [one for one in job.report if "Junper Hihg" in str(one)]
    assert line["Row"] == "2, 3, 4, 5, 6, …"
    assert "400 rows were imported without a school" in line["Details"]


def test_very_many_unknown_schools_are_counted_and_not_listed(start: Callable[..., Job]) -> None:
    rows = "".join(f"2026-03-01 10:00:00,Nowhere {i},{i % 5 + 1}\n" for i in range(130))
    job = start("Timestamp,Which school?,How safe is it?\n" + rows, changes={"c1-part": "school"})
    lines = [one for one in job.report if "school in this district" in one["Details"]]
    assert len(lines) == survey_import.MOST_UNKNOWN_SCHOOLS + 1
    assert "30. Rows with these names: 30" in lines[-1]["Details"]
