"""Runs of patterns for people without raw rights: two of them do not tell one person's votes."""

import re
from collections.abc import Mapping

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.attack.before_and_after import attackers, everything_on
from tests.measure.found_patterns import ONE, OTHER, find, voted
from tests.words import n_words, visible
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import Contributor, Voice, VoiceKind, Vote
from throughline.measure.models import Run
from throughline.measure.queries.kept_views import runs
from throughline.measure.workflows.crosstab import save_crosstab

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def people(district: District) -> list[Person]:
    return attackers(district, make.school())


@pytest.fixture
def forum(cycle: Cycle) -> Forum:
    return voted(cycle, (30, ONE), (30, OTHER))


def statements_of(forum: Forum) -> list[Voice]:
    return list(Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT).order_by("pk"))


def pages_of(cycle: Cycle, first: Run, people: list[Person]) -> Mapping[tuple[str, ...], str]:
    district = cycle.district
    page = district.url("run", run_id=first.public_id)
    return everything_on(
        [
            district.url("runs", cycle_id=cycle.public_id),
            page,
            f"{page}?sort=division",
            f"{page}?sort=uncertainty&one=A&other=B",
            district.url("patterns_csv", run_id=first.public_id),
        ],
        people,
    )


def status_of(person: Person, run: Run, name: str) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    response = client.get(run.forum.district.url(name, run_id=run.public_id))
    return response.status_code, "" if response.streaming else response.content.decode()


def n_placed_in_list(html: str) -> list[str]:
    return re.findall(r"among (\d+) people", html)


def assert_not_in_sight(run: Run, people: list[Person]) -> None:
    for person in people:
        status, html = status_of(person, run, "run")
        assert status == 200
        assert "You can't see these voting patterns." in re.sub(r"\s+", " ", html)
        assert not re.search(r"\d (person|people)\b", html)
        assert status_of(person, run, "patterns_csv")[0] == 404


def test_a_run_with_the_votes_of_one_more_is_not_in_sight(
    cycle: Cycle, forum: Forum, system: Actor, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = find(system, forum)
    before = pages_of(cycle, first, people)
    make.votes(forum, statements_of(forum), (1, ONE))
    second = find(system, forum)
    assert pages_of(cycle, first, people) == before
    assert_not_in_sight(second, people)

    monkeypatch.setattr(runs, "is_far_enough", lambda one, other, minimum_n, units=(): True)
    third = find(system, forum)
    (listed, *_others) = pages_of(cycle, first, people).values()
    assert n_placed_in_list(listed) == ["61", "60"], "one more voted"
    assert status_of(people[0], third, "patterns_csv")[0] == 200


def test_a_run_after_one_person_voted_again_is_not_in_sight(
    cycle: Cycle, forum: Forum, system: Actor, people: list[Person]
) -> None:
    first = find(system, forum)
    before = pages_of(cycle, first, people)
    person = Contributor.objects.filter(forum=forum).earliest("pk")
    Vote.objects.create(
        forum=forum, contributor=person, statement=statements_of(forum)[0], value=-1, at=timezone.now()
    )
    second = find(system, forum)
    assert pages_of(cycle, first, people) == before
    assert_not_in_sight(second, people)


def test_a_run_of_the_same_votes_is_not_in_sight(
    cycle: Cycle, forum: Forum, system: Actor, people: list[Person]
) -> None:
    first = find(system, forum)
    before = pages_of(cycle, first, people)
    assert_not_in_sight(find(system, forum, seed=2), people)
    assert pages_of(cycle, first, people) == before


def test_a_run_with_enough_others_in_every_group_is_in_sight(
    cycle: Cycle, forum: Forum, system: Actor, people: list[Person]
) -> None:
    first = find(system, forum)
    pages_of(cycle, first, people)
    make.votes(forum, statements_of(forum), (12, ONE), (3, OTHER))
    assert_not_in_sight(find(system, forum), people)
    make.votes(forum, statements_of(forum), (7, OTHER))
    third = find(system, forum)
    (listed, *_others) = pages_of(cycle, first, people).values()
    assert n_placed_in_list(listed) == ["82", "60"]
    assert status_of(people[0], third, "patterns_csv")[0] == 200


def test_nobody_sees_how_many_voted_too_little_to_be_placed(
    cycle: Cycle, forum: Forum, system: Actor, people: list[Person]
) -> None:
    make.votes(forum, statements_of(forum)[:1], (3, [1]))
    first = find(system, forum)
    assert (first.n_people, first.exact_patterns.n_placed) == (63, 60)
    for html in pages_of(cycle, first, people).values():
        assert n_words("63", visible(html)) == 0


def test_runs_and_patterns_of_this_second_are_for_analysts(
    cycle: Cycle, forum: Forum, system: Actor, people: list[Person]
) -> None:
    run, later = find(system, forum), find(system, forum)
    district = cycle.district
    for person in people:
        client = Client()
        client.force_login(person)
        for url in (
            district.url("patterns_now", forum_id=forum.public_id),
            district.url("compare_runs", run_id=later.public_id, earlier_id=run.public_id),
            district.url("patterns_map", run_id=run.public_id),
        ):
            assert client.get(url).status_code == 403


def test_runs_and_tables_in_sight_keep_to_a_minimum_that_was_raised_since(
    district: District, coordinator: Person, cycle: Cycle, forum: Forum, people: list[Person]
) -> None:
    actor = make.actor(coordinator, district)
    patterns = find(actor, forum)
    survey = make.forum(cycle, ForumKind.SURVEY)
    one, other = (make.question(survey, "single", "a", "b") for _number in range(2))
    make.answers_to_both(one, other, [[14, 12], [12, 15]])
    table = save_crosstab(actor, survey, one=one, other=other)
    for run in (patterns, table):
        assert "You can't see" not in status_of(people[0], run, "run")[1]
    District.objects.filter(pk=district.pk).update(minimum_n=16, student_minimum_n=16)
    for run in (patterns, table):
        assert "You can't see" in status_of(people[0], run, "run")[1]
    later = find(actor, forum)
    assert "You can't see" in status_of(people[0], later, "run")[1], "the first was seen"
