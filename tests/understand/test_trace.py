"""Traces: the holder of a secret link sees their own contributions, and nobody else's."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django_scopes import scope

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, ForumKind
from throughline.listen.models import (
    ModerationEntry,
    ModerationMove,
    QuestionKind,
    Reason,
    SurveyAnswer,
    VoiceState,
)
from throughline.listen.queries.contributor import follow_code
from throughline.measure.models import Run, RunKind
from throughline.measure.models.results import (
    ExactSideBySide,
    ExactTable,
    FrozenAnswers,
    FrozenTable,
    PublishedTable,
)
from throughline.measure.queries.guard import rules_of
from throughline.understand import actions
from throughline.understand.actions import release_findings
from throughline.understand.models import Coding
from throughline.understand.releases import trace


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


def secret(number: int = 1) -> tuple[str, str]:
    code = follow_code(f"a browser {number}", "x")
    return code, hashlib.sha256(code.encode()).hexdigest()


def test_the_holder_sees_their_words_and_the_findings_that_use_them(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    code, digest = secret()
    own = make.voice(forum, "Shop class, please.", contributor=make.contributor(forum), follow_hash=digest)
    others = [make.voice(forum, contributor=make.contributor(forum)) for _i in range(11)]
    under = make.finding(cycle, code=make.code(cycle, "Shop", own, *others))
    beside = make.finding(cycle, code=make.code(cycle, "Buses", *others))
    release_findings(actor, cycle, [under, beside])
    line = trace(code)
    assert line is not None
    assert (line.kind, line.words, line.state, line.is_held) == (
        "answer",
        "Shop class, please.",
        "approved",
        False,
    )
    assert line.finding_ids == (under.stable_id,)
    assert line.forum_id == forum.public_id
    assert line.cycle == cycle


def test_nothing_is_shown_without_the_secret(cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    _code, digest = secret()
    voice = make.voice(forum, follow_hash=digest)
    for guess in ("", "x", voice.public_id, digest, secret(2)[0], "a" * 500):
        assert trace(guess) is None
    assert not AuditEntry.objects.filter(verb="trace").exists()


def test_a_look_is_audited_without_a_word_of_it(cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    code, digest = secret()
    make.voice(forum, "Words nobody else may read", follow_hash=digest)
    trace(code)
    entry = AuditEntry.objects.get(verb="trace")
    assert entry.actor_kind == AuditEntry.ActorKind.CONTRIBUTOR
    assert "Words" not in str(entry.details)
    assert code not in str(entry.details)


def test_a_code_taken_off_before_the_release_does_not_count(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    code, digest = secret()
    own = make.voice(forum, contributor=make.contributor(forum), follow_hash=digest)
    others = [make.voice(forum, contributor=make.contributor(forum)) for _i in range(12)]
    shop = make.code(cycle, "Shop", own, *others)
    actions.remove_coding(actor, Coding.objects.get(code=shop, voice=own))
    release_findings(actor, cycle, [make.finding(cycle, code=shop)])
    line = trace(code)
    assert line is not None
    assert line.finding_ids == ()


def test_a_code_taken_off_after_the_release_still_counts_for_it(
    actor: Actor, cycle: Cycle, traveller: time_machine.Traveller
) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    code, digest = secret()
    own = make.voice(forum, contributor=make.contributor(forum), follow_hash=digest)
    others = [make.voice(forum, contributor=make.contributor(forum)) for _i in range(12)]
    shop = make.code(cycle, "Shop", own, *others)
    finding = make.finding(cycle, code=shop)
    release_findings(actor, cycle, [finding])
    traveller.shift(timedelta(seconds=1))
    actions.remove_coding(actor, Coding.objects.get(code=shop, voice=own))
    line = trace(code)
    assert line is not None
    assert line.finding_ids == (finding.stable_id,)


def test_a_rejected_voice_shows_its_reason_and_a_held_one_that_it_is(cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    code, digest = secret()
    voice = make.voice(forum, state=VoiceState.REJECTED, follow_hash=digest)
    ModerationEntry.objects.create(voice=voice, move=ModerationMove.REJECT, reason=Reason.PRIVATE)
    held_code, held_digest = secret(2)
    make.voice(forum, is_held=True, follow_hash=held_digest)
    line, held = trace(code), trace(held_code)
    assert line is not None
    assert held is not None
    assert line.reason == str(Reason.PRIVATE.label)
    assert held.is_held


def test_a_voter_is_led_to_findings_that_count_votes_cast_by_then(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    statement, other = make.statement(forum, "Start later."), make.statement(forum, "Never heard of")
    people = make.votes(forum, [statement], (11, [1]))
    code, digest = secret()
    voter = make.contributor(forum, follow_hash=digest)
    late_code, late_digest = secret(2)
    late = make.contributor(forum, follow_hash=late_digest)
    make.vote(forum, voter, statement, -1)
    make.vote(forum, people[0], other, 1)
    finding = make.finding(cycle, statement=statement)
    release_findings(actor, cycle, [finding])
    make.vote(forum, late, statement, 1)
    line, late_line = trace(code), trace(late_code)
    assert line is not None
    assert late_line is not None
    assert line.kind == "votes"
    assert [(str(vote.statement), vote.value) for vote in line.votes] == [("Start later.", -1)]
    assert line.finding_ids == (finding.stable_id,)
    assert late_line.finding_ids == ()


def test_the_writer_of_a_statement_is_led_to_findings_on_its_votes(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    code, digest = secret()
    statement = make.statement(forum, "Start later.", contributor=make.contributor(forum), follow_hash=digest)
    make.votes(forum, [statement], (11, [1]))
    finding = make.finding(cycle, statement=statement)
    release_findings(actor, cycle, [finding])
    line = trace(code)
    assert line is not None
    assert line.finding_ids == (finding.stable_id,)


def test_somebody_in_a_run_is_led_to_the_findings_on_it(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    code, digest = secret()
    own = make.contributor(forum, follow_hash=digest)
    question = make.question(forum, QuestionKind.SCALE)
    SurveyAnswer.objects.create(
        forum=forum, contributor=own, question=question, number=4, at=forum.created_at
    )
    others = [make.contributor(forum) for _i in range(11)]
    run = _run(actor, cycle, forum.pk, [own.pk, *(one.pk for one in others)])
    finding = make.finding(cycle, run=run)
    release_findings(actor, cycle, [finding])
    line = trace(code)
    assert line is not None
    assert line.kind == "answers"
    assert [answer.answer for answer in line.answers] == ["4"]
    assert line.finding_ids == (finding.stable_id,)


def _run(actor: Actor, cycle: Cycle, forum_id: int, contributors: list[int]) -> Run:
    asked = FrozenAnswers("row", (), (), {})
    words = make.translated("Row?")
    explored = ExactSideBySide("chose", "row", False, None, None, (), (), ())
    exact = ExactTable(words, words, (), (), (), (), (), (), False, False, 12, 0, explored)
    return actions.record_run(
        actor,
        cycle.forums.get(pk=forum_id),
        kind=RunKind.CROSSTAB,
        method="crosstab",
        method_version="1",
        settings={},
        seed=None,
        log_position=0,
        input_hash="0" * 64,
        n_people=len(contributors),
        exact=exact,
        published=PublishedTable(10, words, words, (), (), 0, False),
        frozen=FrozenTable(rules_of(cycle.district), asked, asked),
        members=[(pk, 0, None, None) for pk in contributors],
    )


def test_a_corrected_finding_is_named_once_and_a_withdrawn_one_no_more(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    code, digest = secret()
    own = make.voice(forum, contributor=make.contributor(forum), follow_hash=digest)
    others = [make.voice(forum, contributor=make.contributor(forum)) for _i in range(12)]
    finding = make.finding(cycle, code=make.code(cycle, "Shop", own, *others))
    first = release_findings(actor, cycle, [finding])
    second = release_findings(actor, cycle, [finding], make.translated("Again"), corrects=first)
    line = trace(code)
    assert line is not None
    assert line.finding_ids == (finding.stable_id,)
    participants = list(second.findings.all())
    release_findings(actor, cycle, [], make.translated("Gone"), corrects=second, taken_back=participants)
    line = trace(code)
    assert line is not None
    assert line.finding_ids == ()


def test_a_code_of_one_district_shows_nothing_in_another(cycle: Cycle, other_district: District) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    code, digest = secret()
    make.voice(forum, follow_hash=digest)
    with scope(district=other_district):
        assert trace(code) is None
    assert trace(code) is not None


def test_a_merged_statement_counts_where_the_one_it_was_merged_into_does(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    kept = make.statement(forum, "Start later.")
    make.votes(forum, [kept], (11, [1]))
    code, digest = secret()
    make.statement(forum, "Begin later!", state=VoiceState.MERGED, merged_into=kept, follow_hash=digest)
    finding = make.finding(cycle, statement=kept)
    release_findings(actor, cycle, [finding])
    line = trace(code)
    assert line is not None
    assert line.finding_ids == (finding.stable_id,)
