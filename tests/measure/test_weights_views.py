"""The page that starts weights, and the page of a run of weights for analysts and for others."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.measure.weighing import FAMILY, population, weigh
from tests.words import n_words, plain_cells, visible
from throughline.accounts.models import District, Job, Person, School
from throughline.accounts.permissions import Actor
from throughline.convene.models import DataKind, Forum
from throughline.listen.models import SurveyAnswer
from throughline.measure.models import Dimension, Population, WhoIsCounted
from throughline.measure.queries.weights.margins import margins_to_choose
from throughline.measure.queries.weights.page import weights_page

Clients = Callable[[Person | None], Client]


def test_without_figures_of_the_community_the_page_says_what_to_do(
    desk: Client, district: District, forum: Forum
) -> None:
    html = desk.get(district.url("start_weights", forum_id=forum.public_id)).content.decode()
    assert "Weighting needs enrollment or census data" in html


def test_starting_weights_makes_a_job(
    desk: Client, district: District, forum: Forum, roster: Population
) -> None:
    url = district.url("start_weights", forum_id=forum.public_id)
    html = desk.get(url).content.decode()
    assert "School, from District roster (fall 2026)" in html
    keys = [choice.key for choice in margins_to_choose(forum)]
    response = desk.post(url, {"margins": keys, "empty": "stop", "smallest": "0.3", "largest": "4"})
    assert response["Location"] == district.url("job", job_id=Job.objects.get().public_id)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "Choose at least one."),
        ({"smallest": "1"}, "Enter a number below 1"),
        ({"largest": "0.9"}, "Enter a number above 1"),
    ],
)
def test_what_makes_no_sense_is_refused(
    query: dict[str, str], sentence: str, desk: Client, district: District, forum: Forum, roster: Population
) -> None:
    keys = [margins_to_choose(forum)[0].key] if query else []
    url = district.url("start_weights", forum_id=forum.public_id)
    response = desk.post(url, {"margins": keys, "empty": "stop", **query})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_figures_that_contradict_or_count_different_people_are_refused(
    desk: Client, district: District, forum: Forum, roster: Population, schools: list[School]
) -> None:
    population(
        district, schools, [3, 5, 2], {FAMILY: 3}, title="Families", who_is_counted=WhoIsCounted.FAMILIES
    )
    keys = {(one.population.title, one.dimension): one.key for one in margins_to_choose(forum)}
    url = district.url("start_weights", forum_id=forum.public_id)
    twice = [keys["District roster", Dimension.SCHOOL], keys["Families", Dimension.SCHOOL]]
    html = desk.post(url, {"margins": twice, "empty": "stop"}).content.decode()
    assert "Choose each characteristic only once" in html
    mixed = [keys["District roster", Dimension.ROLE], keys["Families", Dimension.SCHOOL]]
    html = desk.post(url, {"margins": mixed, "empty": "stop"}).content.decode()
    assert "These data sets count different people." in html


def test_the_page_of_weights_shows_each_figure_before_and_after_what_it_costs_and_what_may_be_claimed(
    desk: Client, district: District, actor: Actor, forum: Forum, roster: Population
) -> None:
    run = weigh(actor, forum)
    html = desk.get(district.url("run", run_id=run.public_id)).content.decode()
    for words in (
        "weighted to match school and role (raking)",
        "people who chose to take part have no margin of error",
        "design effect 1.6",
        "0.41 to 3.50 times the average",
        "How each population target affects precision",
        "Adams · Parent, guardian or family member",
        "“Weighting” in the documentation on methods",
        "60.0%",
        "last computed",
    ):
        assert words in html, words
    assert "style=" not in html
    listed = desk.get(district.url("runs", cycle_id=forum.cycle.public_id)).content.decode()
    assert "100 people, weighted to match school and role (raking)" in listed
    assert district.url("start_weights", forum_id=forum.public_id) in listed


def test_the_page_of_weights_of_a_random_sample_claims_intervals(
    desk: Client, district: District, actor: Actor, forum: Forum, roster: Population
) -> None:
    Forum.objects.filter(pk=forum.pk).update(data_kind=DataKind.RANDOM)
    run = weigh(actor, forum)
    html = desk.get(district.url("run", run_id=run.public_id)).content.decode()
    assert "keep their confidence intervals" in html


def test_a_page_without_weights_shows_what_was_missed_and_a_way_on(
    desk: Client, district: District, actor: Actor, forum: Forum, roster: Population
) -> None:
    run = weigh(actor, forum, smallest=0.5, largest=1.5)
    html = desk.get(district.url("run", run_id=run.public_id)).content.decode()
    assert "Targets that the closest weights miss" in html
    assert "15.0%" in html
    assert district.url("start_weights", forum_id=forum.public_id) in html


def test_others_than_analysts_see_no_small_group_and_nobody_s_weight(
    district: District,
    actor: Actor,
    forum: Forum,
    roster: Population,
    schools: list[School],
    facilitator: Person,
    client_of: Clients,
) -> None:
    few = SurveyAnswer.objects.filter(contributor__school=schools[2]).values_list("contributor", flat=True)
    SurveyAnswer.objects.filter(contributor__in=list(few)[:6]).delete()
    run = weigh(actor, forum)
    html = client_of(facilitator).get(district.url("run", run_id=run.public_id)).content.decode()
    assert "weighted to match school and role (raking)" in html
    assert '<td class="n">4</td>' not in plain_cells(html)
    assert "times the average" not in html
    assert "How each population target affects precision" not in html
    assert "<table" not in html
    assert n_words("94", visible(html)) == 0
    assert weights_page(run, is_guarded=True).margins == ()
