"""The mapping page: the tool it recognized, mappings used again, and what a person must decide."""

from collections.abc import Callable

import pytest
from django.test import Client
from django_scopes import scope

from tests import make
from tests.formats.surveys import SURVEYMONKEY
from tests.listen.survey_file import SURVEY, carry_out, hand_in, mapping_of
from throughline.accounts.models import AuditEntry, District, JobState, Upload
from throughline.convene.models import Cycle
from throughline.listen.models import Contributor, SurveyAnswer, SurveyQuestion
from throughline.listen.queries.imports import earlier_mappings

pytestmark = pytest.mark.usefixtures("queued")

MONTHLY = """Timestamp,Which school?,I am a,How safe is it?,What else?
2026-0{month}-01 10:00:00,Juniper High School,Caregiver,5,More lights.
2026-0{month}-02 11:30:00,Juniper High School,Caregiver,3,
2026-0{month}-03 09:15:00,Juniper High School,Pupil,4,Lunch
2026-0{month}-04 09:15:00,Juniper High School,Pupil,4,
"""


def page_of(upload: Upload) -> str:
    return upload.district.url("map_survey", upload_id=upload.public_id)


def latest() -> Upload:
    return Upload.objects.latest("pk")


def test_the_tool_stands_first_and_can_be_corrected_without_losing_what_was_typed(
    desk: Client, cycle: Cycle
) -> None:
    hand_in(desk, cycle, SURVEYMONKEY)
    upload = latest()
    page = desk.get(page_of(upload))
    text = page.content.decode()
    assert "This looks like a file from SurveyMonkey" in text
    assert text.index("SurveyMonkey") < text.index('name="c0-part"')
    columns = {form.column.name: i for i, form in enumerate(page.context["form"].columns)}
    sent = {**mapping_of(desk, upload), f"c{columns['Anything else?']}-question": "What else?"}
    response = desk.post(page_of(upload), {**sent, "tool": "one header row", "then": "tool"})
    assert response.status_code == 303
    page = desk.get(page_of(upload))
    assert "We don't recognize the survey tool" in page.content.decode()
    assert page.context["preview"].n_header_rows == 1
    columns = {form.column.name: form for form in page.context["form"].columns}
    assert columns["Anything else?"]["question"].value() == "What else?"
    assert columns["How are we doing?"].column.n_filled == 4, "the second header row is an answer now"


def test_a_tool_that_is_not_listed_is_refused_and_nothing_is_lost(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = latest()
    sent = {**mapping_of(desk, upload), "c4-question": "Safe?", "tool": "Abacus", "then": "tool"}
    response = desk.post(page_of(upload), sent)
    assert response.status_code == 422
    assert response.context["form"].columns[4]["question"].value() == "Safe?"
    assert "is not one of the available choices" in response.content.decode()


def import_first(desk: Client, cycle: Cycle, run: Callable[..., object]) -> None:
    """Import the first month with one corrected column and corrected roles."""
    hand_in(desk, cycle, MONTHLY.format(month=3))
    upload = latest()
    sent = {
        **mapping_of(desk, upload),
        "c2-part": "role",
        "c2-role0": "family",
        "c2-role1": "student",
        "c4-question": "What else should we know?",
    }
    with run(execute=True):  # type: ignore[attr-defined]
        assert desk.post(page_of(upload), sent).status_code == 303
    assert carry_out(cycle.district).state == JobState.DONE


def test_a_mapping_is_used_again_for_next_months_file(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    import_first(desk, cycle, django_capture_on_commit_callbacks)
    second = MONTHLY.format(month=4).replace("What else?\n", "What else?,New this month\n")
    second = second.replace("lights.\n", "lights.,a\n").replace(",3,\n", ",3,,b\n")
    second = second.replace("Lunch\n", "Lunch,c\n").replace("4,\n", "4,,d\n")
    hand_in(desk, cycle, second, title="April")
    upload = latest()
    page = desk.get(page_of(upload))
    assert "Families 2026 (5 of 6 columns)" in page.content.decode()
    (choice,) = page.context["reuse"].fields["earlier"].choices
    sent = {**mapping_of(desk, upload), "c5-question": "What is new?", "earlier": choice[0], "then": "reuse"}
    page = desk.post(page_of(upload), sent, follow=True)
    assert "The mapping from “Families 2026” was used for 5 of 6 columns." in page.content.decode()
    assert "Check the new columns: New this month." in page.content.decode()
    columns = page.context["form"].columns
    assert columns[4]["question"].value() == "What else should we know?"
    assert columns[5]["question"].value() == "What is new?", "what was typed elsewhere stays"
    assert columns[2].roles() == {"Caregiver": "family", "Pupil": "student"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert desk.post(page_of(upload), mapping_of(desk, upload)).status_code == 303
    assert carry_out(cycle.district).state == JobState.DONE
    with scope(district=cycle.district):
        roles = Contributor.objects.filter(forum__cycle=cycle).values_list("role", flat=True)
        assert sorted(roles) == ["family"] * 4 + ["student"] * 4


def test_a_mapping_that_was_not_imported_or_does_not_fit_is_not_offered(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle, MONTHLY.format(month=3))
    hand_in(desk, cycle, MONTHLY.format(month=4))
    assert desk.get(page_of(latest())).context["reuse"] is None


def test_mappings_of_cycles_one_may_not_import_into_are_not_offered(
    desk: Client,
    cycle: Cycle,
    other_district: District,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    import_first(desk, cycle, django_capture_on_commit_callbacks)
    first = latest()
    hand_in(desk, cycle, MONTHLY.format(month=4))
    second = latest()
    names = ["Timestamp", "Which school?", "I am a", "How safe is it?", "What else?"]
    with scope(district=cycle.district):
        mine = Cycle.objects.filter(pk=cycle.pk)
        assert [one.upload_id for one in earlier_mappings(second, mine, names)] == [first.public_id]
        assert earlier_mappings(second, Cycle.objects.none(), names) == []
    with scope(district=other_district):
        other = make.cycle()
        assert earlier_mappings(second, Cycle.objects.filter(pk=other.pk), names) == []


def test_personal_data_is_imported_only_with_a_reason_that_the_audit_keeps(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    hand_in(desk, cycle, "Student Name,What else?\nKid One,More light\nKid Two,Lunch\n")
    upload = latest()
    page = desk.get(page_of(upload))
    assert "This column seems to contain people&#x27;s names." in page.content.decode()
    sent = {**mapping_of(desk, upload), "c0-part": "text", "c1-part": "text"}
    refused = desk.post(page_of(upload), sent)
    assert refused.status_code == 422
    assert refused.context["form"].columns[0].errors["why"]
    assert refused.context["form"].columns[0]["part"].value() == "text"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        reason = {**sent, "c0-why": "The names are invented."}
        assert desk.post(page_of(upload), reason).status_code == 303
    assert carry_out(cycle.district).state == JobState.DONE
    entry = AuditEntry.objects.get(verb="import_personal_columns")
    assert entry.details["reasons"] == ["Student Name: The names are invented."]


def test_a_code_that_may_be_a_step_must_be_decided_on_the_page(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    hand_in(desk, cycle, "How is it?,What else?\n-1,a b\n0,c d\n1,e f\n2,g h\n")
    upload = latest()
    sent = {**mapping_of(desk, upload), "c1-part": "text"}
    refused = desk.post(page_of(upload), sent)
    assert refused.status_code == 422
    assert "-1 may be scale values or codes" in refused.context["form"].columns[0].errors["no_answers"][0]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert desk.post(page_of(upload), {**sent, "c0-no_answers": "-1"}).status_code == 303
    job = carry_out(cycle.district)
    assert job.state == JobState.DONE
    with scope(district=cycle.district):
        assert sorted(a.number or 0 for a in SurveyAnswer.objects.filter(question__kind="scale")) == [0, 1, 2]
    assert any("“-1”, which means no answer" in line["Details"] for line in job.report)


def test_the_zone_that_a_file_states_is_shown_and_can_be_changed(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    content = "Date (UTC),What else?\n2026-09-01 00:03:00,a b\n2026-09-02 00:03:00,c d\n"
    for zone, hour in (("", "2026-09-01T00:03:00+00:00"), ("local", "2026-09-01T06:03:00+00:00")):
        hand_in(desk, cycle, content)
        upload = latest()
        page = desk.get(page_of(upload))
        assert page.context["form"].columns[0].fields["zone"].choices[0] == ("", "UTC (from the file)")
        sent = {**mapping_of(desk, upload), "c0-zone": zone, "c1-part": "text"}
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            assert desk.post(page_of(upload), sent).status_code == 303
        assert carry_out(cycle.district).state == JobState.DONE
        with scope(district=cycle.district):
            first = Contributor.objects.filter(forum__cycle=cycle).order_by("-pk")[1]
            assert first.finished_at is not None
            assert first.finished_at.isoformat() == hour


def test_a_survey_written_by_throughline_is_known(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle, SURVEY.replace("Timestamp", "Received at (Throughline)"))
    assert "This looks like a file from Throughline" in desk.get(page_of(latest())).content.decode()


CHOICES_WITHOUT_QUESTIONS = """#,Bus,Walk,Food,Toys,What else?,Submit Date (UTC),Network ID
h1,Bus,,Food,,More lights.,2026-09-14 17:07:11,n1
h2,,Walk,Food,,Longer lunch.,2026-09-15 17:07:11,n2
h3,Bus,Walk,,Toys,Nothing.,2026-09-16 17:07:11,n3
"""


def test_choices_without_their_question_are_asked_for(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    hand_in(desk, cycle, CHOICES_WITHOUT_QUESTIONS)
    upload = latest()
    page = desk.get(page_of(upload))
    assert "The file has this choice but not its question." in page.content.decode()
    response = desk.post(page_of(upload), mapping_of(desk, upload))
    assert response.status_code == 422
    columns = response.context["form"].columns
    assert [bool(form.errors) for form in columns[1:5]] == [True, False, False, False]
    assert "question" in columns[1].errors, "the first choice must have its question"
    sent = {**mapping_of(desk, upload), "c1-question": "How do you come?", "c3-question": "What would help?"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert desk.post(page_of(upload), sent).status_code == 303
    assert carry_out(cycle.district).state == JobState.DONE
    with scope(district=cycle.district):
        asked = SurveyQuestion.objects.filter(forum__cycle=cycle, kind="multiple")
        prompts = {question.prompt.source for question in asked}
    assert prompts == {"How do you come?", "What would help?"}
