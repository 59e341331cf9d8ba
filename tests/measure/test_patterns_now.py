"""The page of the current map."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from tests.measure.found_patterns import ONE, OTHER
from tests.words import n_words
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import District, Job, Person
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Voice
from throughline.measure import workflows
from throughline.measure.models import Run
from throughline.measure.queries import current_patterns
from throughline.measure.queries.patterns.opinion_map import map_of
from throughline.measure.queries.patterns_now import patterns_now_page

Clients = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _nothing_waits_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    current_patterns._latest.clear()
    monkeypatch.setattr(current_patterns.current_patterns, "__kwdefaults__", {"fresh_seconds": 0})


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle())


@pytest.fixture
def statements(forum: Forum) -> list[Voice]:
    return [make.statement(forum, f"Statement {number}") for number in range(8)]


def html_of(forum: Forum, client: Client) -> str:
    response = client.get(forum.district.url("patterns_now", forum_id=forum.public_id))
    assert response.status_code == 200
    html = response.content.decode()
    assert not n_words("nan", html.lower())
    return html


def computed(forum: Forum, person: Person) -> Run:
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=person)
    workflows.find_opinion_groups(
        RunningJob(job, make.actor(person, forum.district)), forum_id=forum.public_id
    )
    return Run.objects.latest("pk")


def test_a_vote_cast_since_the_run_is_in_the_map(
    forum: Forum, statements: list[Voice], analyst: Person, client_of: Clients
) -> None:
    make.votes(forum, statements, (20, ONE), (15, OTHER))
    run = computed(forum, analyst)
    client = client_of(analyst)
    html = html_of(forum, client)
    assert '<svg class="chart"' in html
    assert "35 people who chose to take part" in html
    assert "last computed" in html
    assert "No one has voted since then." in html
    assert forum.district.url("run", run_id=run.public_id) in html
    make.votes(forum, statements, (9, OTHER))
    html = html_of(forum, client)
    assert "44 people who chose to take part" in html
    assert "People have voted since then." in html
    assert (
        "35 people stayed in their group, 0 moved to another group, 9 are new and 0 are no longer in a group."
        in html
    )
    assert patterns_now_page(forum).groups == [("A", 20), ("B", 24)]


def test_a_group_keeps_its_mark_when_it_becomes_the_larger(
    forum: Forum, statements: list[Voice], analyst: Person
) -> None:
    make.votes(forum, statements, (20, ONE), (15, OTHER))
    run = computed(forum, analyst)
    make.votes(forum, statements, (9, OTHER))
    before, chart = map_of(run), patterns_now_page(forum).chart
    assert chart is not None
    assert [(label.text, label.group) for label in chart.labels] == [
        (label.text, label.group) for label in before.labels
    ]
    assert [label.n for label in before.labels] == [20, 15]
    assert [label.n for label in chart.labels] == [20, 24]


@pytest.mark.parametrize("n_people", [0, 3])
def test_without_a_run_or_with_too_few_people_no_map_is_drawn(
    forum: Forum, statements: list[Voice], analyst: Person, client_of: Clients, n_people: int
) -> None:
    make.votes(forum, statements, (n_people, ONE))
    html = html_of(forum, client_of(analyst))
    assert "There is no map yet" in html
    assert forum.district.url("start_opinion_groups", forum_id=forum.public_id) in html
    computed(forum, analyst)
    html = html_of(forum, client_of(analyst))
    assert "Otherwise, it would show only chance." in html
    assert '<svg class="chart"' not in html


def test_a_forum_without_statements_has_no_such_map(
    district: District, analyst: Person, client_of: Clients
) -> None:
    survey = make.forum(make.cycle(), ForumKind.SURVEY)
    assert "Voting patterns can be found only in forums" in html_of(survey, client_of(analyst))


def test_the_list_of_runs_leads_there_who_may_compute(
    forum: Forum, analyst: Person, facilitator: Person, client_of: Clients
) -> None:
    url = forum.district.url("patterns_now", forum_id=forum.public_id)
    runs = forum.district.url("runs", cycle_id=forum.cycle.public_id)
    assert url in client_of(analyst).get(runs).content.decode()
    assert url not in client_of(facilitator).get(runs).content.decode()
