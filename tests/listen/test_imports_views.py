"""Importing a finished survey: upload, mapping, import as a whole, or refusal with file, row and remedy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from tests import make
from throughline.accounts.actions import cancel_job, remove_old_uploads
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.formats import survey_csv
from throughline.listen import tasks
from throughline.listen.actions.arrival import Arrival
from throughline.listen.actions.imported_survey import ImportedSurvey
from throughline.listen.models import (
    Contributor,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    UrgentFlag,
    Voice,
    VoiceState,
)
from throughline.listen.queries.survey_export import questions_to_export, responses
from throughline.listen.workflows import survey_import

ClientOf = Callable[[Person | None], Client]

SURVEY = """Timestamp,Which school?,I am a,Language,How safe is it?,What helps? (choose all),What else?
2026-03-01 10:00:00,Juniper High School,Parent,English,5,"Buses; Lights",More lights please.
2026-03-02 11:30:00,juniper high,Student,Spanish,3,Lights,"=2+3 and
a second line"
2026-03-03 09:15:00,Elsewhere Academy,Teacher,English,4,Buses,
2026-03-04 09:15:00,Juniper High School,Parent,English,4,Buses,I want to kill myself.
"""


@pytest.fixture
def cycle(district: District) -> Cycle:
    make.school("Juniper High School")
    make.school("Juniper Middle School")
    return make.cycle()


@pytest.fixture
def desk(coordinator: Person, client_of: ClientOf) -> Client:
    return client_of(coordinator)


def n_rows() -> tuple[int, ...]:
    rows = (Forum, Contributor, SurveyQuestion, SurveyChoice, SurveyAnswer, Voice, UrgentFlag)
    return tuple(model.objects.count() for model in rows)


def hand_in(desk: Client, cycle: Cycle, data: str | bytes = SURVEY, **more: str) -> int:
    content = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile("families.csv", content, "text/csv")
    form = {"cycle": cycle.public_id, "title": "Families 2026", "file": file, "encoding": "detect", **more}
    return desk.post(cycle.district.url("import_survey"), form).status_code


def mapping_of(desk: Client, upload: Upload) -> dict[str, str]:
    """Return what the mapping page submits if nothing is changed."""
    response = desk.get(upload.district.url("map_survey", upload_id=upload.public_id))
    return {
        field.html_name: str(field.value() or "")
        for column in response.context["form"].columns
        for field in column.visible_fields()
    }


def carry_out(district: District) -> Job:
    job = Job.objects.latest("pk")
    upload = Upload.objects.get(job=job)
    mapping = QUEUED[job.public_id]
    tasks.import_survey.func(district.slug, job.public_id, upload_id=upload.public_id, mapping=mapping)
    job.refresh_from_db()
    return job


QUEUED: dict[str, dict[str, object]] = {}


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Record queued tasks instead of running them; `carry_out` runs them."""

    def keep(slug: str, job_id: str, *, upload_id: str, mapping: dict[str, object]) -> None:
        QUEUED[job_id] = mapping

    monkeypatch.setattr(type(tasks.import_survey), "enqueue", lambda task, *a, **k: keep(*a, **k))


@pytest.fixture
def start(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> Callable[..., Job]:
    """Upload, map, and run the import job."""

    def start(data: str | bytes = SURVEY, *, changes: dict[str, str] | None = None) -> Job:
        assert hand_in(desk, cycle, data) == 303
        upload = Upload.objects.latest("pk")
        url = upload.district.url("map_survey", upload_id=upload.public_id)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            response = desk.post(url, {**mapping_of(desk, upload), **(changes or {})})
        assert response.status_code == 303, [c.errors for c in response.context["form"].columns]
        return carry_out(cycle.district)

    return start


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


def test_the_file_lies_in_private_storage_and_goes_after_the_import(
    desk: Client, cycle: Cycle, start: Callable[..., Job]
) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    (file,) = upload.folder.iterdir()
    assert file.is_relative_to(settings.MEDIA_ROOT)
    assert file.stat().st_mode & 0o077 == 0 or file.parent.stat().st_mode & 0o077 == 0
    for path in (f"/media/{file.name}", f"/static/{file.name}", f"/uploads/{file.name}"):
        assert desk.get(path).status_code == 404


def test_after_the_import_the_file_is_gone(
    start: Callable[..., Job], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        start()
    upload = Upload.objects.get()
    assert upload.removed_at is not None
    assert not upload.folder.exists()


def test_what_was_chosen_is_there_again_right_or_wrong(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    chosen = {**mapping_of(desk, upload), "c4-part": "text", "c4-question": "Safe?", "c1-part": "role"}
    response = desk.post(url, chosen)
    assert response.status_code == 422, "two columns of one part"
    for page in (response, desk.get(url)):
        form = page.context["form"]
        assert form.columns[4]["question"].value() == "Safe?"
        assert form.columns[4]["part"].value() == "text"
        assert form.columns[1]["part"].value() == "role"
    later = desk.post(url, {**chosen, "c1-part": "school", "then": "later"})
    assert later["Location"] == cycle.district.url("import_survey")
    assert "Families 2026" in desk.get(later["Location"]).content.decode()
    assert desk.get(url).context["form"].columns[1]["part"].value() == "school"


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


def test_dates_that_can_be_read_two_ways_must_be_settled(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle, "When,Where\n03/04/2026,Here\n05/06/2026,There\n")
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    sent = {**mapping_of(desk, upload), "c1-part": "text"}
    assert desk.post(url, sent).status_code == 422
    assert desk.post(url, {**sent, "c0-date_order": "DMY"}).status_code == 303


def test_columns_that_may_name_people_are_left_out_unless_chosen(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle, "Email,What else?\na@example.org,Words\nb@example.org,More words\n")
    upload = Upload.objects.get()
    assert mapping_of(desk, upload)["c0-part"] == "ignore"


def test_a_survey_without_a_question_is_not_imported(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    sent = {name: "ignore" if name.endswith("-part") else v for name, v in mapping_of(desk, upload).items()}
    response = desk.post(url, sent)
    assert response.status_code == 422
    assert "No column is a question" in response.content.decode()


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


def test_an_upload_is_imported_once(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    sent = mapping_of(desk, upload)
    assert desk.post(url, sent).status_code == 303
    desk.post(url, sent)
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (SURVEY.encode()[:-30] + b'"cut', "row 5"),
        ("Name,What?\nJos\xe9,Sí\n".encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04 not a survey", "Excel workbook"),
        (b"What?\n", "no answers"),
        (b"<!doctype html><title>Sign in</title>", "web page"),
    ],
    ids=["empty", "truncated", "mis-encoded", "workbook", "no rows", "web page"],
)
def test_a_file_that_cannot_be_read_is_refused_at_once_and_not_kept(
    desk: Client,
    cycle: Cycle,
    data: bytes,
    message: str,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    before = n_rows()
    file = SimpleUploadedFile("families.csv", data, "text/csv")
    form = {"cycle": cycle.public_id, "title": "Families", "file": file, "encoding": "detect"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        response = desk.post(cycle.district.url("import_survey"), form)
    assert response.status_code == 422
    (error,) = response.context["form"].errors["file"]
    assert message in error
    assert n_rows() == before
    assert not Upload.objects.filter(removed_at__isnull=True).exists()
    left = Path(settings.MEDIA_ROOT) / "imports"
    assert not left.exists() or not any(path.is_file() for path in left.rglob("*"))


def test_a_mis_encoded_file_is_taken_once_its_encoding_is_stated(desk: Client, cycle: Cycle) -> None:
    data = "Qué más?\nJosé\n".encode("cp1252")
    assert hand_in(desk, cycle, data) == 422
    assert hand_in(desk, cycle, data, encoding="cp1252") == 303


def test_a_single_choice_of_too_many_kinds_is_refused_with_a_remedy(start: Callable[..., Job]) -> None:
    rows = "".join(f"Answer {i},Yes\n" for i in range(250))
    job = start("What?,And?\n" + rows, changes={"c0-part": "single"})
    assert job.state == JobState.FAILED
    assert "own words" in job.sentence
    assert not Forum.objects.exists()


def test_files_nobody_came_back_to_are_removed_after_a_week(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    system = Actor.system(cycle.district)
    assert remove_old_uploads(system, timezone.now()) == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert remove_old_uploads(system, timezone.now() + timedelta(days=8)) == 1
    assert not upload.folder.exists()
    url = cycle.district.url("map_survey", upload_id=upload.public_id)
    assert desk.get(url).status_code == 410


def test_the_audit_of_an_import_holds_counts_and_no_words(start: Callable[..., Job]) -> None:
    start()
    entry = AuditEntry.objects.get(verb="write_survey")
    assert entry.details["n_people"] == 4
    assert "lights" not in str(list(AuditEntry.objects.values_list("details", flat=True))).lower()


def test_a_cycle_of_another_district_is_no_choice(
    desk: Client, cycle: Cycle, other_district: District
) -> None:
    with scope(district=other_district):
        other = make.cycle()
    file = SimpleUploadedFile("families.csv", SURVEY.encode())
    form = {"cycle": other.public_id, "title": "Families", "file": file}
    assert desk.post(cycle.district.url("import_survey"), form).status_code == 422
    assert not Upload.objects.exists()


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
    assert "400 rows were imported without a school" in line["What was found"]


def test_very_many_unknown_schools_are_counted_and_not_listed(start: Callable[..., Job]) -> None:
    rows = "".join(f"2026-03-01 10:00:00,Nowhere {i},{i % 5 + 1}\n" for i in range(130))
    job = start("Timestamp,Which school?,How safe is it?\n" + rows, changes={"c1-part": "school"})
    lines = [one for one in job.report if "no school of this district" in one["What was found"]]
    assert len(lines) == survey_import.MOST_UNKNOWN_SCHOOLS + 1
    assert "30, in rows: 30" in lines[-1]["What was found"]


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
