from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.forms.copies import title_of_copy
from throughline.listen.models import MeetingTable, SurveyQuestion, Voice, VoiceState

As = Callable[[Person | None], Client]


def _copy_forum(client: Client, forum: Forum, cycle: Cycle, title: str = "Copy") -> Forum:
    answer = client.post(
        forum.district.url("copy_forum", forum_id=forum.public_id),
        {"title_en": title, "cycle": cycle.public_id},
    )
    assert answer.status_code == 303, answer.content.decode()
    return Forum.objects.latest("id")


def test_a_copied_survey_is_a_draft_with_its_questions_and_responders(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), ForumKind.SURVEY, introduction=make.translated("Five minutes."))
    forum.responders.add(coordinator)
    question = make.question(forum, "single", "Yes", "No", hint=make.translated("One only"))
    make.question(forum, "scale", scale_from=0, scale_to=10)
    make.answers([make.contributor(forum)], question, 0)
    target = make.cycle()
    copy = _copy_forum(client_of(coordinator), forum, target)
    assert (copy.cycle, copy.kind, str(copy.title)) == (target, ForumKind.SURVEY, "Copy")
    assert copy.state(timezone.now()) == "draft"
    assert (copy.opens_at, copy.closes_at, copy.announced_at) == (None, None, None)
    assert copy.introduction == forum.introduction
    assert list(copy.responders.all()) == [coordinator]
    first, second = SurveyQuestion.objects.filter(forum=copy)
    assert (first.prompt, first.hint) == (question.prompt, question.hint)
    assert [str(choice.label) for choice in first.choices.all()] == ["Yes", "No"]
    assert (second.scale_from, second.scale_to) == (0, 10)
    assert not first.answers.exists()
    assert {"create_forum", "copy_forum"} <= set(AuditEntry.objects.values_list("verb", flat=True))


def test_only_the_districts_own_statements_are_copied(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle())
    make.statement(forum, "From the district.", is_seed=True, language="en")
    make.statement(forum, "From a family.", language="en")
    make.statement(forum, "Withdrawn by the district.", is_seed=True, state=VoiceState.WITHDRAWN)
    make.statement(forum, "On hold.", is_seed=True, is_held=True)
    copy = _copy_forum(client_of(coordinator), forum, forum.cycle)
    voices = Voice.objects.filter(forum=copy)
    assert [(voice.text, voice.state, voice.is_seed) for voice in voices] == [
        ("From the district.", VoiceState.APPROVED, True)
    ]


def test_a_copied_meeting_has_the_tables_without_hosts_or_notes(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), ForumKind.MEETING)
    table = make.table(forum, "Window", host="Ana", n_people=7, language="es")
    make.voice(forum, kind="note", table=table, part="question")
    copy = _copy_forum(client_of(coordinator), forum, forum.cycle)
    [copied] = MeetingTable.objects.filter(forum=copy)
    assert (copied.label, copied.language, copied.host, copied.n_people) == ("Window", "es", "", 0)
    assert not Voice.objects.filter(forum=copy).exists()


def test_a_copy_of_imported_responses_does_not_say_that_it_is_imported(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), ForumKind.SURVEY, data_kind="imported")
    make.question(forum, foreign_name="Q1. Old column")
    copy = _copy_forum(client_of(coordinator), forum, forum.cycle)
    assert copy.data_kind == "chose"
    assert SurveyQuestion.objects.get(forum=copy).foreign_name == ""


def test_a_copied_cycle_has_draft_forums_and_no_dates(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle(ended_on=timezone.now().date(), is_promise_kept=True)
    cycle.storyline.create(title=make.translated("We ask"), when=make.translated("spring"), is_done=True)
    make.question(make.forum(cycle, ForumKind.SURVEY))
    make.forum(cycle, ForumKind.QUESTION)
    answer = client_of(coordinator).post(
        district.url("copy_cycle", cycle_id=cycle.public_id), {"title_en": "Next", "title_es": "Siguiente"}
    )
    copy = Cycle.objects.exclude(pk=cycle.pk).get()
    assert answer["Location"] == district.url("cycle", cycle_id=copy.public_id)
    assert (copy.decision, copy.promise, copy.title.texts["es"]) == (
        cycle.decision,
        cycle.promise,
        "Siguiente",
    )
    assert (copy.is_public, copy.ended_on, copy.is_promise_kept) == (False, None, None)
    assert copy.missing_before_opening == ["decided_when"], "the old date must not be announced again"
    [step] = copy.storyline.all()
    assert (str(step.title), str(step.when), step.is_done) == ("We ask", "", False)
    assert [forum.state(timezone.now()) for forum in copy.forums.all()] == ["draft", "draft"]
    assert SurveyQuestion.objects.filter(forum__cycle=copy).count() == 1


def test_the_title_of_a_copy_is_suggested_in_each_language() -> None:
    title = title_of_copy(make.translated("Lunch", "Almuerzo"))
    assert title.texts == {"en": "Copy of Lunch", "es": "Copia de Almuerzo"}


@pytest.mark.parametrize("name", ["copy_forum", "copy_cycle"])
def test_a_copy_needs_a_title_and_what_was_typed_stays(
    district: District, coordinator: Person, client_of: As, name: str
) -> None:
    forum = make.forum(make.cycle())
    ids = {"copy_forum": {"forum_id": forum.public_id}, "copy_cycle": {"cycle_id": forum.cycle.public_id}}
    answer = client_of(coordinator).post(
        district.url(name, **ids[name]), {"title_en": "", "title_es": "Copia"}
    )
    assert answer.status_code == 422
    assert 'value="Copia"' in answer.content.decode()
    assert Forum.objects.count() == 1


def test_a_forum_is_copied_only_into_a_cycle_that_one_manages(
    district: District, other_district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle())
    answer = client_of(coordinator).post(
        district.url("copy_forum", forum_id=forum.public_id), {"title_en": "Copy", "cycle": "not-a-cycle"}
    )
    assert answer.status_code == 422
    assert Forum.objects.count() == 1
