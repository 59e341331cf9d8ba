"""The desk: the state of each cycle, derived from its rows, and at most three next steps, by role."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import make
from tests.report.public_cycle import PublicCycle, make_public_cycle
from tests.words import plain_cells
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.actions import set_tally
from throughline.convene.models import Cycle, Forum
from throughline.guide.queries import cycle_state

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


def steps(district: District, person: Person, cycle: Cycle) -> list[str]:
    state = cycle_state(Actor.of(district, person), cycle, timezone.now())
    return [step.text for step in state.steps]


def waits(forum: Forum, what: str, n: int) -> None:
    set_tally(forum.cycle, what, n, forum, timezone.now() - timedelta(hours=3))


def test_desk_with_nothing_says_how_to_begin(
    district: District, coordinator: Person, client_of: ClientOf
) -> None:
    page = client_of(coordinator).get(district.url("desk")).content.decode()
    assert "A cycle starts with a decision" in page
    assert district.url("create_cycle") in page


def test_desk_offers_a_beginning_only_to_those_who_may(
    district: District, analyst: Person, client_of: ClientOf
) -> None:
    assert district.url("create_cycle") not in client_of(analyst).get(district.url("desk")).content.decode()


def test_the_first_step_is_the_decision(district: District, coordinator: Person) -> None:
    assert steps(district, coordinator, make.cycle(decision=make.translated(""))) == ["Complete the cycle"]


def test_then_a_forum_is_announced(district: District, coordinator: Person, cycle: Cycle) -> None:
    assert steps(district, coordinator, cycle) == ["Announce a forum"]
    make.forum(cycle, is_open=False)
    assert steps(district, coordinator, cycle) == ["Announce a draft forum"]
    make.forum(cycle)
    assert steps(district, coordinator, cycle) == []


def test_at_most_three_steps_urgent_first(district: District, coordinator: Person, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    waits(forum, "waiting", 4)
    waits(forum, "appeals", 1)
    set_tally(cycle, "contributions", 9, forum)
    waits(forum, "urgent", 2)
    found = cycle_state(Actor.of(district, coordinator), cycle, timezone.now()).steps
    assert [step.text for step in found] == [
        "Review 2 urgent messages",
        "Review 1 appeal",
        "Review 4 comments",
    ]
    assert found[0].is_urgent
    assert found[0].since is not None


def test_an_urgent_message_is_shown_to_those_who_answer_for_it_alone(
    district: District,
    owner: Person,
    analyst: Person,
    facilitator: Person,
    board_member: Person,
    cycle: Cycle,
) -> None:
    forum = make.forum(cycle)
    forum.responders.add(facilitator)
    waits(forum, "urgent", 1)
    urgent = "Review 1 urgent message"
    assert urgent in steps(district, owner, cycle)
    assert urgent in steps(district, facilitator, cycle)
    assert urgent not in steps(district, analyst, cycle)
    assert urgent not in steps(district, board_member, cycle)


def test_a_flood_in_several_forums_is_one_step_to_the_first_and_hides_no_other(
    district: District, coordinator: Person, facilitator: Person, cycle: Cycle, client_of: ClientOf
) -> None:
    forums = [make.forum(cycle) for _number in range(4)]
    for hours, forum in enumerate(forums):
        set_tally(cycle, "bursts", 2, forum, timezone.now() - timedelta(hours=hours + 1))
    waits(forums[0], "appeals", 1)
    found = cycle_state(Actor.of(district, coordinator), cycle, timezone.now()).steps
    assert [step.url for step in found] == [
        district.url("bursts", forum_id=forums[3].public_id),
        district.url("appeals"),
    ]
    assert found[0].since == timezone.now() - timedelta(hours=4)
    assert client_of(coordinator).get(found[0].url).status_code == 200
    assert steps(district, facilitator, cycle) == ["Review 1 appeal"]


def test_every_step_leads_to_a_page_that_opens(
    district: District,
    owner: Person,
    coordinator: Person,
    analyst: Person,
    facilitator: Person,
    board_member: Person,
    client_of: ClientOf,
) -> None:
    public_cycle = make_public_cycle(district)
    public_cycle.directive()
    for what in ("urgent", "appeals", "waiting"):
        waits(public_cycle.forum, what, 1)
    for person in (owner, coordinator, analyst, facilitator, board_member):
        client = client_of(person)
        for step in cycle_state(Actor.of(district, person), public_cycle.cycle, timezone.now()).steps:
            assert client.get(step.url).status_code == 200, f"{step.text} for {person.name}"


def test_the_line_goes_on_from_finding_to_promise(
    district: District, coordinator: Person, analyst: Person, board_member: Person
) -> None:
    public_cycle = make_public_cycle(district, is_released=False)
    set_tally(public_cycle.cycle, "findings", 1)
    assert "Release 1 finding" in steps(district, analyst, public_cycle.cycle)

    public_cycle = make_public_cycle(district)
    assert steps(district, analyst, public_cycle.cycle) == ["Add a community priority based on the findings"]
    directive = public_cycle.directive()
    assert steps(district, board_member, public_cycle.cycle) == ["Respond to 1 priority"]
    assert steps(district, coordinator, public_cycle.cycle) == [
        "Respond to 1 priority",
        "Publish what you heard",
    ]
    public_cycle.respond(directive)
    assert steps(district, board_member, public_cycle.cycle) == []
    assert steps(district, coordinator, public_cycle.cycle) == [
        "Add an initiative for 1 accepted priority",
        "Publish what was decided",
    ]
    make.initiative("", directive, is_public=False)
    assert steps(district, coordinator, public_cycle.cycle) == ["Publish what was decided"]
    public_cycle.publish()
    assert steps(district, coordinator, public_cycle.cycle) == []
    public_cycle.respond(directive, "We looked at it again.", kind="defer")
    assert steps(district, coordinator, public_cycle.cycle) == [
        "Publish the public page again: it has changed since the last version"
    ]
    public_cycle.publish()
    public_cycle.forum.closes_at = timezone.now()
    public_cycle.forum.save()
    public_cycle.publish()
    assert steps(district, coordinator, public_cycle.cycle) == ["Report whether the promise was kept"]


def test_what_is_released_later_asks_for_a_priority_of_its_own(
    district: District, analyst: Person, board_member: Person, traveller: time_machine.Traveller
) -> None:
    public_cycle = make_public_cycle(district)
    public_cycle.directive()
    assert steps(district, analyst, public_cycle.cycle) == []
    traveller.shift(60)
    newer = make.released(public_cycle.cycle)
    step = "Add a community priority based on 1 new finding"
    assert steps(district, analyst, public_cycle.cycle) == [step]
    assert step not in steps(district, board_member, public_cycle.cycle)
    make.directive(public_cycle.cycle, "", newer)
    assert steps(district, analyst, public_cycle.cycle) == []


def test_the_line_shows_how_far_a_cycle_is(district: District, coordinator: Person) -> None:
    public_cycle = make_public_cycle(district)
    nodes = cycle_state(Actor.of(district, coordinator), public_cycle.cycle, timezone.now()).line
    assert [(node.n, node.state) for node in nodes] == [
        (12, "done"),
        (1, "now"),
        (0, ""),
        (0, ""),
        (0, ""),
        (0, ""),
    ]


def test_desk_shows_counts_with_the_moment_they_were_counted(
    district: District, coordinator: Person, client_of: ClientOf
) -> None:
    public_cycle = make_public_cycle(district)
    public_cycle.forum.closes_at = district.ends(date(2030, 12, 15))
    public_cycle.forum.save()
    page = client_of(coordinator).get(district.url("desk")).content.decode()
    assert "Open through Dec. 15, 2030" in page
    assert "Updated" in page
    assert "These numbers are counts, not percentages of the community" in page
    assert "Who decides:" in page


def test_desk_shows_an_ended_cycle_while_an_urgent_message_waits_in_it(
    district: District, owner: Person, client_of: ClientOf
) -> None:
    over = make.cycle(title=make.translated("Long over"), ended_on=date(2026, 1, 1))
    for _number in range(6):
        make.cycle()
    client = client_of(owner)
    assert "Long over" not in client.get(district.url("desk")).content.decode()
    waits(make.forum(over), "urgent", 1)
    page = client.get(district.url("desk")).content.decode()
    assert "Long over" in page, "in front, however many cycles there are"
    assert "Review 1 urgent message" in page


def test_desk_asks_no_more_of_the_database_with_more_forums(
    district: District, coordinator: Person, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    cycle = make.cycle()
    for _number in range(30):
        make.forum(cycle)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        cycle_state(Actor.of(district, coordinator), cycle, timezone.now())


def test_continuing_says_of_each_cycle_whether_its_promise_was_kept(
    district: District, board_member: Person, client_of: ClientOf
) -> None:
    public_cycle: PublicCycle = make_public_cycle(district)
    directive = public_cycle.directive()
    public_cycle.directive()
    public_cycle.respond(directive)
    public_cycle.respond(directive, "Again.")
    public_cycle.publish()
    make.cycle(ended_on=date(2026, 5, 1), is_promise_kept=False)
    page = client_of(board_member).get(district.url("continuing")).content.decode()
    assert "Not kept" in page
    assert "In progress" in page
    rows = plain_cells(page).split("<tbody>")[1].split("</tr>")
    assert re.findall(r'<td class="n">(\d+)</td>', rows[1])[:3] == ["2", "1", "1"], (
        "two, one answered, one published"
    )


def test_continuing_without_a_cycle_says_so(district: District, owner: Person, client_of: ClientOf) -> None:
    assert "No cycles yet." in client_of(owner).get(district.url("continuing")).content.decode()
