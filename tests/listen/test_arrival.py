"""Large imports are written in batches, become visible all at once, and are removed after a failure."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind, Tally
from throughline.listen.actions import imported_survey
from throughline.listen.actions.arrival import (
    Arrival,
    ArrivalOver,
    arriving_forum,
    remove_arrival,
    remove_lost_arrivals,
)
from throughline.listen.actions.imported_survey import (
    ImportedSurvey,
    PersonToWrite,
    QuestionToWrite,
    write_survey,
)
from throughline.listen.actions.urgent import kind_of_urgency
from throughline.listen.models import (
    AnswerChoice,
    Contributor,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    UrgentFlag,
    UrgentKind,
    Voice,
)
from throughline.listen.queries.moderation import QueueFilter, voices_to_moderate
from throughline.listen.queries.voices import VoiceFilter, voices_to_read
from throughline.listen.workflows.alerts import alert_responders

QUESTIONS = [QuestionToWrite("Which?", "multiple", ["A", "B"]), QuestionToWrite("Why?", "text")]
WHEN = datetime(2026, 3, 1, tzinfo=UTC)
PEOPLE = [PersonToWrite(row, WHEN, texts={1: f"Words {row}"}, chosen={0: [0, 1]}) for row in range(2, 7)]
PEOPLE.append(PersonToWrite(7, WHEN, texts={1: "I want to kill myself."}))
WRITTEN = (Contributor, SurveyQuestion, SurveyChoice, SurveyAnswer, AnswerChoice, Voice)


def arriving(actor: Actor, cycle: Cycle | None, after_turn: Callable[[], None] = lambda: None):  # type: ignore[no-untyped-def]
    return arriving_forum(
        actor,
        cycle,
        kind=ForumKind.SURVEY,
        title="Families",
        first_at=WHEN,
        last_at=WHEN,
        after_turn=after_turn,
    )


def bring_in(actor: Actor, cycle: Cycle | None, then: Callable[[Arrival, ImportedSurvey], object]) -> None:
    with arriving(actor, cycle) as arrival:
        then(arrival, write_survey(arrival, QUESTIONS, PEOPLE))


def stop(_arrival: Arrival, _written: ImportedSurvey) -> None:
    raise SystemExit


def n_rows() -> list[int]:
    models = (*WRITTEN, UrgentFlag, Tally, Cycle)
    return [model.objects.count() for model in models] + [Forum.arriving.count() + Forum.objects.count()]


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture(autouse=True)
def _short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("throughline.listen.actions.arrival.ROWS_A_TURN", 2)
    monkeypatch.setattr("throughline.listen.actions.arrival.LONGEST_PAUSE_SECONDS", 0)


def test_while_rows_come_in_nobody_sees_them(
    actor: Actor, coordinator: Person, client_of: Callable[[Person | None], Client]
) -> None:
    cycle, seen = make.cycle(is_public=True), client_of(coordinator)
    with arriving(actor, cycle) as arrival:
        written = write_survey(arrival, QUESTIONS, PEOPLE)
        assert Voice.objects.count() == 6
        assert not Forum.objects.exists()
        assert not cycle.forums.exists()
        assert not voices_to_read(actor, VoiceFilter()).exists()
        assert not voices_to_moderate(actor, QueueFilter()).exists()
        assert alert_responders(actor.district) == 0
        assert not Tally.objects.exists()
        for name in ("forum", "part", "export_forum"):
            url = actor.district.url(name, forum_id=arrival.forum.public_id)
            assert seen.get(url).status_code == 404, name
        assert (
            "Families" not in seen.get(actor.district.url("cycle", cycle_id=cycle.public_id)).content.decode()
        )
        written.reveal(arrival)
    assert Forum.objects.get() == arrival.forum
    assert voices_to_read(actor, VoiceFilter()).count() == 6
    assert voices_to_moderate(actor, QueueFilter()).count() == 5
    flag = UrgentFlag.objects.select_related("voice").get()
    assert (flag.kind, flag.voice.text) == (UrgentKind.SELF_HARM, "I want to kill myself.")
    assert Tally.objects.get(what="people", forum=arrival.forum).n == 6


@pytest.mark.django_db(transaction=True)
def test_between_its_turns_an_import_holds_no_transaction_and_within_them_it_only_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_turns: list[bool] = []

    def looked_through(text: str) -> UrgentKind | None:
        open_turns.append(connection.in_atomic_block)
        return kind_of_urgency(text)

    monkeypatch.setattr(imported_survey, "kind_of_urgency", looked_through)
    district = make.district("short-turns")
    with scope(district=district):
        turns: list[bool] = []
        after = lambda: turns.append(connection.in_atomic_block)  # noqa: E731
        with arriving(Actor.system(district), None, after) as arrival:
            write_survey(arrival, QUESTIONS, PEOPLE)
        assert len(turns) == 1 + 3 + 3 + 5 + 3  # questions, people, answers, choices, texts
        assert not any(turns)
        assert len(open_turns) == 6
        assert not any(open_turns)


@pytest.mark.parametrize("has_cycle", [True, False])
def test_an_import_that_fails_leaves_nothing_but_a_line_in_the_audit(actor: Actor, has_cycle: bool) -> None:
    cycle = make.cycle() if has_cycle else None
    before = n_rows()
    with pytest.raises(SystemExit):
        bring_in(actor, cycle, stop)
    assert n_rows() == before
    assert AuditEntry.objects.filter(verb="remove_arrival").count() == 1
    assert not AuditEntry.objects.filter(verb="create_forum").exists()


def test_an_import_that_was_not_revealed_leaves_nothing(actor: Actor) -> None:
    before = n_rows()
    with arriving(actor, None) as arrival:
        write_survey(arrival, QUESTIONS, PEOPLE)
    assert n_rows() == before


def test_what_a_worker_left_that_was_killed_is_taken_away_later(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.cycle()
    before = n_rows()
    with monkeypatch.context() as killed:
        killed.setattr("throughline.listen.actions.arrival.remove_arrival", lambda *_: None)
        with pytest.raises(SystemExit):
            bring_in(actor, None, stop)
    assert n_rows() != before
    now = timezone.now()
    assert remove_lost_arrivals(Actor.system(actor.district), now) == 0
    assert remove_lost_arrivals(Actor.system(actor.district), now + timedelta(hours=1)) == 1
    assert n_rows() == before


def test_an_import_whose_rows_were_taken_away_meanwhile_cannot_go_on(actor: Actor) -> None:
    def sleep_too_long(arrival: Arrival, written: ImportedSurvey) -> None:
        remove_lost_arrivals(actor, timezone.now() + timedelta(hours=1))
        written.reveal(arrival)

    before = n_rows()
    with pytest.raises(ArrivalOver):
        bring_in(actor, None, sleep_too_long)
    assert n_rows() == before


def test_a_forum_that_is_seen_is_never_taken_away(actor: Actor) -> None:
    with arriving(actor, None) as arrival:
        write_survey(arrival, QUESTIONS, PEOPLE).reveal(arrival)
    assert not remove_arrival(actor, arrival.forum)
    assert not remove_lost_arrivals(actor, timezone.now() + timedelta(hours=1))
    with pytest.raises(ArrivalOver):
        write_survey(Arrival(actor, arrival.forum, lambda: None), QUESTIONS, PEOPLE)
    assert Voice.objects.count() == 6


def test_only_the_rows_of_the_import_are_taken_away(actor: Actor) -> None:
    with arriving(actor, None) as kept:
        write_survey(kept, QUESTIONS, PEOPLE).reveal(kept)
    before = n_rows()
    with arriving(actor, kept.forum.cycle) as arrival:
        write_survey(arrival, QUESTIONS, PEOPLE)
    assert n_rows() == before
