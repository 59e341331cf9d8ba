"""The map of a run: where people are drawn, and what the downloaded map leaves out."""

from typing import Any

from tests.measure.found_patterns import ONE, OTHER, find, voted
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.measure.queries.patterns.opinion_map import map_of, map_to_download


def test_no_dot_is_at_the_exact_place_of_a_person(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (15, OTHER)))
    chart = map_of(run)
    assert chart == map_of(run), "the same picture each time"
    assert len({(dot.x, dot.y) for dot in chart.dots}) == 35, "people who vote alike are drawn apart"


def test_how_dots_are_moved_depends_on_the_servers_key(actor: Actor, cycle: Cycle, settings: Any) -> None:
    run = find(actor, voted(cycle, (20, ONE), (15, OTHER)))
    before = map_of(run)
    settings.SECRET_KEY = "another key altogether"
    assert map_of(run) != before


def test_a_map_to_download_merges_small_groups_and_leaves_people_out(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (6, OTHER)))
    assert [label.text for label in map_of(run).labels] == ["A", "B"]
    chart = map_to_download(run)
    assert chart.labels == []
    assert {dot.group for dot in chart.dots} == {1}
    assert (chart.n_shown, chart.n_people) == (17, 26)
