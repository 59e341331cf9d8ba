"""Responses that came together, on the pages of analysts and of those who see kept views."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.burst_desk import decide_burst, note_bursts
from throughline.listen.models import Burst, BurstState, Contributor, Voice
from throughline.measure.models.results import PublishedCount, Rules
from throughline.measure.queries.crosstab.visibility import EVERYBODY, is_far_enough
from throughline.measure.queries.current_patterns import current_patterns
from throughline.measure.queries.guard import Known, edges_of, possible_counts, protect_count, shares_of
from throughline.measure.queries.populations.people import people_heard
from throughline.measure.workflows.crosstab import save_crosstab
from throughline.understand.queries.codes import code_counts

pytestmark = pytest.mark.django_db
RULES = Rules(10, 5)


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.STATEMENTS)


def vote_together(forum: Forum, n: int) -> list[Contributor]:
    """People of one network, who agree with everything."""
    people = make.contributors(forum, n, began_at=timezone.now(), network="abcde")
    for statement in Voice.objects.filter(forum=forum):
        for person in people:
            make.vote(forum, person, statement)
    return people


def test_pages_that_count_warn_of_what_nobody_has_decided_about(
    forum: Forum, system: Actor, analyst: Person, client_of: Callable[..., Client]
) -> None:
    make.statement(forum, is_seed=True)
    vote_together(forum, 8)
    note_bursts(system, forum)
    client, url = client_of(analyst), forum.district.url
    cycle_id, forum_id = forum.cycle.public_id, forum.public_id
    pages = [
        url("runs", cycle_id=cycle_id),
        url("start_opinion_groups", forum_id=forum_id),
        url("coverage", forum_id=forum_id),
        url("codes", cycle_id=cycle_id),
        url("release_findings", cycle_id=cycle_id),
    ]
    for page in pages:
        words = " ".join(client.get(page).content.decode().split())
        assert "8 responses are part of unusual activity and need a decision" in words, page
        assert url("bursts", forum_id=forum_id) in words, page
    desk = client.get(url("desk")).content.decode()
    assert url("bursts", forum_id=forum_id) in desk
    decide_burst(system, Burst.objects.get(), state=BurstState.SET_ASIDE, why="Nobody knows them.")
    for page in pages:
        words = " ".join(client.get(page).content.decode().split())
        assert "8 responses are excluded and not counted" in words, page


def test_the_page_of_a_run_warns_too(
    forum: Forum, system: Actor, analyst: Person, client_of: Callable[..., Client]
) -> None:
    survey = make.forum(forum.cycle, ForumKind.SURVEY)
    one, other = make.question(survey, "single", "a", "b"), make.question(survey, "single", "c", "d")
    make.answers_to_both(one, other, [[14, 15], [16, 17]])
    make.burst(survey, 8)
    run = save_crosstab(system, survey, one=one, other=other)
    page = client_of(analyst).get(survey.district.url("run", run_id=run.public_id)).content.decode()
    assert survey.district.url("bursts", forum_id=survey.public_id) in page


def test_a_facilitator_is_not_told_of_them(
    forum: Forum, system: Actor, facilitator: Person, client_of: Callable[..., Client]
) -> None:
    vote_together(forum, 8)
    note_bursts(system, forum)
    page = client_of(facilitator).get(forum.district.url("runs", cycle_id=forum.cycle.public_id))
    assert "unusual activity and need" not in page.content.decode()


def test_codes_do_not_count_the_texts_of_people_set_aside(system: Actor, district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    texts = [make.voice(forum, contributor=make.contributor(forum)) for _number in range(12)]
    people = make.contributors(forum, 20, began_at=timezone.now(), network="abcde")
    texts += [make.voice(forum, contributor=person) for person in people]
    make.code(forum.cycle, "Buses", *texts)
    note_bursts(system, forum)
    decide_burst(system, Burst.objects.get(), state=BurstState.SET_ASIDE, why="Nobody knows them.")
    (counted,) = code_counts(forum.cycle)
    assert (counted.n_texts, counted.n_people, counted.n_read) == (12, 12, 12)
    decide_burst(system, Burst.objects.get(), state=BurstState.COUNTED, why="A class.")
    (counted,) = code_counts(forum.cycle)
    assert (counted.n_texts, counted.n_people, counted.n_read) == (32, 32, 32)


def test_people_set_aside_are_neither_heard_nor_on_the_map(forum: Forum, system: Actor) -> None:
    statements = [make.statement(forum, is_seed=True) for _number in range(8)]
    make.votes(forum, statements, (12, [1, -1] * 4))
    vote_together(forum, 8)
    note_bursts(system, forum)
    assert people_heard(forum).count() == 20
    assert current_patterns(forum, fresh_seconds=0).current.votes.n_people == 20
    burst = Burst.objects.get()
    decide_burst(system, burst, state=BurstState.SET_ASIDE, why="Nobody knows them.")
    assert people_heard(forum).count() == 12
    assert current_patterns(forum, fresh_seconds=0).current.votes.n_people == 12
    decide_burst(system, burst, state=BurstState.OPEN)
    assert current_patterns(forum, fresh_seconds=0).current.votes.n_people == 20


def test_two_tables_are_far_enough_apart_only_without_any_unit() -> None:
    before = {EVERYBODY: frozenset(range(20))}
    after = {EVERYBODY: frozenset(range(32))}
    assert is_far_enough(before, after, 10)
    assert not is_far_enough(before, after, 10, [frozenset(range(20, 30))])


def test_a_public_number_moves_only_if_it_does_without_any_unit(traveller: Any) -> None:
    now = timezone.now()
    then = now - timedelta(days=1)
    assert protect_count(32, now, RULES, [(20, then)]).n == 32
    assert protect_count(32, now, RULES, [(20, then)], [10]).n == 20
    assert protect_count(14, now, RULES).n == 14
    assert protect_count(18, now, RULES, (), [8]).n == 18


def test_a_number_hidden_for_a_unit_does_not_tell_who_joins_the_unit() -> None:
    now = timezone.now()
    hidden = {protect_count(n, now, RULES, (), [known]) for n, known in [(5, 5), (6, 6), (14, 8), (15, 9)]}
    assert hidden == {PublishedCount(None, None, now)}
    assert protect_count(5, now, RULES).fewer_than == 10


def test_no_share_tells_somebody_who_knows_a_unit_that_all_others_answered_alike() -> None:
    exact, guarded = (shares_of([27, 8, 0], RULES, known=known)[1] for known in ([], [Known(8, [0, 8, 0])]))
    assert possible_counts(exact, 35) == (8, 8)
    assert possible_counts(guarded, 35)[1] > 8
    assert all(one.percent is None for one in shares_of([9, 5, 0], RULES, known=[Known(8, [3, 5, 0])]))


def test_whoever_tries_every_count_that_fits_never_learns_that_none_or_all_others_said_so() -> None:
    rng = np.random.default_rng(5)
    n_published = n_of_units = 0
    for _draw in range(400):
        rest = rng.multinomial(int(rng.integers(10, 26)), rng.dirichlet([0.3] * 3))
        units = [rng.multinomial(int(rng.integers(1, 12)), rng.dirichlet([0.5] * 3)) for _unit in range(2)]
        counts = rest + sum(units)
        n = int(counts.sum())
        known = [Known(int(unit.sum()), unit.tolist()) for unit in units]
        shares = shares_of(counts.tolist(), RULES, known=known)
        if all(one.percent is None for one in shares):
            continue
        n_published += 1
        ends = [possible_counts(one, n) for one in shares]
        fits = [
            (a, b, n - a - b)
            for a, b in product(range(n + 1), repeat=2)
            if a + b <= n
            and all(low <= x <= high for x, (low, high) in zip((a, b, n - a - b), ends, strict=True))
        ]
        for unit in known:
            left = [[x - own for x, own in zip(one, unit.counts, strict=True)] for one in fits]
            left = [one for one in left if min(one) >= 0]
            bottom, top = edges_of(n - unit.n, RULES)
            for j, own in enumerate(unit.counts):
                if not bottom <= 100 * (counts[j] - own) / (n - unit.n) <= top:
                    n_of_units += 1
                    assert len({one[j] for one in left}) > 1
    assert n_published > 100
    assert n_of_units > 100
