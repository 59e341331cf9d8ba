"""Invented answers in a small group, subtracted from what is published, tell nothing about the others."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.attack.padding import (
    ATTIC,
    BELL,
    DOOR,
    MANY_NETWORKS,
    ONE_NETWORK,
    Padded,
    of_statement,
    rest_of_row,
    subtracted,
)
from throughline.accounts.models import District
from throughline.convene.models import Forum
from throughline.listen.actions.burst_desk import decide_burst, note_bursts
from throughline.listen.models import Burst, BurstState, Voice
from throughline.listen.queries import burst
from throughline.measure.models.results import PublishedTable

pytestmark = pytest.mark.django_db

SIX = (0, 0, 0, 1, 1, 2)
EIGHT = (0, 0, 1, 1, 1, 2, 2, 2)
FORTY = (0, 1) * 20
VOTES = ("agree", "disagree", "not_sure")


@pytest.fixture
def padded(district: District) -> Padded:
    survey = Padded(district)
    survey.add_people(ATTIC, SIX)
    survey.add_people(BELL, FORTY)
    survey.add_people(DOOR, FORTY)
    return survey


@pytest.fixture
def without_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this part of the guard: nobody is seen to have come together."""
    monkeypatch.setattr(burst, "find_bursts", lambda minute, network: ())


def vote_all(forum: Forum, statement: Voice, votes: Sequence[int], addresses: Sequence[str]) -> None:
    for place, address in zip(votes, addresses, strict=True):
        data = {"statement": statement.public_id, "answer": VOTES[place]}
        answer = Client(REMOTE_ADDR=address).post(forum.district.url("vote", forum_id=forum.public_id), data)
        assert answer.status_code == 303


def rows_of(table: PublishedTable | None) -> dict[str, int | None]:
    assert table is not None
    return {" + ".join(str(label) for label in row.label): row.n for row in table.rows}


# A small group in a table


@pytest.mark.parametrize("addresses", [ONE_NETWORK, MANY_NETWORKS])
def test_eight_answers_from_one_network_or_many_do_not_bring_six_people_into_a_table(
    padded: Padded, traveller: Any, addresses: Sequence[str]
) -> None:
    padded.pad(ATTIC, EIGHT, addresses, traveller)
    assert padded.release_table() == ""
    found = padded.read()
    assert rest_of_row(found, ATTIC, EIGHT) == {}
    merged = [row for row in found.figures if ATTIC in row["row"] and row["table"] == "rows"]
    assert [int(row["n"]) - len(EIGHT) >= found.minimum_n for row in merged] == [True]


@pytest.mark.parametrize("addresses", [ONE_NETWORK, MANY_NETWORKS])
@pytest.mark.usefixtures("without_units")
def test_without_the_margin_the_answers_of_the_six_are_worked_out(
    padded: Padded, traveller: Any, addresses: Sequence[str]
) -> None:
    padded.pad(ATTIC, EIGHT, addresses, traveller)
    assert padded.release_table() == ""
    rest = rest_of_row(padded.read(), ATTIC, EIGHT)
    assert rest == {"early": (3, 3), "late": (2, 2), "never": (1, 1)}


def rest_of_twenty_seven_who_answer_alike(district: District) -> dict[str, tuple[int, int]]:
    survey = Padded(district)
    survey.add_people(ATTIC, [0] * 27)
    survey.add_people(BELL, FORTY)
    survey.pad(ATTIC, [1] * 8, ONE_NETWORK)
    assert survey.release_table() == ""
    return rest_of_row(survey.read(), ATTIC, [1] * 8)


def test_that_no_other_of_a_larger_group_said_something_is_not_told_either(district: District) -> None:
    rest = rest_of_twenty_seven_who_answer_alike(district)
    assert rest
    assert all(high > low for low, high in rest.values())


@pytest.mark.usefixtures("without_units")
def test_without_the_margin_that_no_other_said_something_is_worked_out(district: District) -> None:
    assert rest_of_twenty_seven_who_answer_alike(district)["late"] == (0, 0)


def release_with_the_six_on_the_same_network(district: District) -> Padded:
    survey = Padded(district)
    survey.add_people(BELL, FORTY)
    survey.add_people(DOOR, FORTY)
    survey.pad(ATTIC, (*SIX, *EIGHT), ["203.0.113.7"] * 14)
    assert survey.release_table() == ""
    return survey


def test_six_people_on_the_network_of_the_eight_invented_ones_are_not_told_either(district: District) -> None:
    assert rest_of_row(release_with_the_six_on_the_same_network(district).read(), ATTIC, EIGHT) == {}


@pytest.mark.usefixtures("without_units")
def test_without_the_margin_the_six_on_the_same_network_are_worked_out(district: District) -> None:
    rest = rest_of_row(release_with_the_six_on_the_same_network(district).read(), ATTIC, EIGHT)
    assert rest == {"early": (3, 3), "late": (2, 2), "never": (1, 1)}


def test_four_answers_on_each_of_two_days_do_not_bring_six_people_into_a_table(
    padded: Padded, traveller: Any
) -> None:
    padded.pad(ATTIC, EIGHT[:4], ONE_NETWORK[:4])
    traveller.shift(timedelta(days=1))
    padded.pad(ATTIC, EIGHT[4:], ONE_NETWORK[4:])
    assert padded.release_table() == ""
    assert rest_of_row(padded.read(), ATTIC, EIGHT) == {}


# What was published before and after


def release_before_and_after(padded: Padded) -> str:
    padded.add_people(ATTIC, SIX)
    assert padded.release_table() == ""
    padded.add_people(ATTIC, [0, 2])
    padded.pad(ATTIC, EIGHT, ONE_NETWORK)
    return padded.release_table()


def test_two_people_who_came_with_a_burst_are_not_told_by_the_figures_before_and_after(
    padded: Padded,
) -> None:
    assert "unusual activity" in release_before_and_after(padded)


@pytest.mark.usefixtures("without_units")
def test_without_the_margin_the_two_who_came_with_a_burst_are_worked_out(padded: Padded) -> None:
    assert release_before_and_after(padded) == ""
    found = padded.read()
    lines = [row for row in found.figures if row["row"] == ATTIC and row["table"] == "rows"]
    (before, after) = sorted(int(line["n"]) for line in lines)
    assert after - before - len(EIGHT) == 2


# Votes on a statement


@pytest.fixture
def statement(padded: Padded) -> Voice:
    forum = make.forum(padded.cycle)
    statement = make.statement(forum, "The buses come on time.")
    make.votes(forum, [statement], (3, [1]), (2, [-1]), (1, [0]))
    vote_all(forum, statement, EIGHT, ONE_NETWORK)
    return statement


def test_votes_of_six_people_and_eight_invented_ones_are_not_released(
    padded: Padded, statement: Voice
) -> None:
    assert "unusual activity" in padded.release(make.finding(padded.cycle, statement=statement))


@pytest.mark.usefixtures("without_units")
def test_without_the_margin_the_votes_of_the_six_are_worked_out(padded: Padded, statement: Voice) -> None:
    assert padded.release(make.finding(padded.cycle, statement=statement)) == ""
    ends, n = of_statement(padded.read(), VOTES)
    assert subtracted(ends, n, EIGHT) == {"agree": (3, 3), "disagree": (2, 2), "not_sure": (1, 1)}


def test_that_everybody_else_agreed_is_not_told_by_the_votes(padded: Padded) -> None:
    forum = make.forum(padded.cycle)
    statement = make.statement(forum, "The buses come on time.")
    make.votes(forum, [statement], (30, [1]))
    vote_all(forum, statement, [1] * 8, ONE_NETWORK)
    assert padded.release(make.finding(padded.cycle, statement=statement)) == ""
    ends, n = of_statement(padded.read(), VOTES)
    assert all(high > low for low, high in subtracted(ends, n, [1] * 8).values())


# Words under a code


def words_under_a_code(padded: Padded, n_forums: int = 1) -> str:
    forums = [make.forum(padded.cycle, "question") for _number in range(n_forums)]
    for number in range(6):
        make.voice(forums[0], f"The bus of {number} is late.", contributor=make.contributor(forums[0]))
    for number, address in enumerate(ONE_NETWORK):
        client = Client(REMOTE_ADDR=address)
        words = {"text": "The bus is late.", "language": "en"}
        forum_id = forums[number % n_forums].public_id
        client.post(padded.district.url("give_answer", forum_id=forum_id), words)
    Voice.objects.filter(forum__in=forums).update(state="approved")
    code = make.code(padded.cycle, "Buses", *Voice.objects.filter(forum__in=forums))
    return padded.release(make.finding(padded.cycle, code=code))


@pytest.mark.parametrize("n_forums", [1, 2])
def test_six_peoples_words_and_eight_invented_texts_are_not_counted_under_a_code(
    padded: Padded, n_forums: int
) -> None:
    assert "unusual activity" in words_under_a_code(padded, n_forums)


@pytest.mark.usefixtures("without_units")
def test_without_the_margin_six_peoples_words_are_counted_under_a_code(padded: Padded) -> None:
    assert words_under_a_code(padded) == ""


# What staff decide


def decide(padded: Padded, state: str) -> None:
    note_bursts(padded.actor, padded.forum)
    decide_burst(padded.actor, Burst.objects.get(state="open"), state=state, why="A class of the school.")


def test_a_class_of_thirty_is_counted_once_staff_vouch_for_it(padded: Padded) -> None:
    padded.pad(ATTIC, (0, 1, 2) * 10, ["203.0.113.7"] * 30)
    before = rows_of(padded.table().published_table)
    assert ATTIC not in before
    decide(padded, BurstState.COUNTED)
    assert rows_of(padded.table().published_table)[ATTIC] == 36


def test_what_is_set_aside_is_counted_in_nothing_new(padded: Padded) -> None:
    padded.pad(ATTIC, EIGHT, ONE_NETWORK)
    decide(padded, BurstState.SET_ASIDE)
    run = padded.table()
    assert run.n_people == 86
    assert sum(n or 0 for n in rows_of(run.published_table).values()) == 86
    decide_burst(padded.actor, Burst.objects.get(), state=BurstState.OPEN)
    assert padded.table().n_people == 94


def test_a_table_from_before_a_decision_is_counted_again_before_it_leaves(padded: Padded) -> None:
    padded.pad(ATTIC, EIGHT, ONE_NETWORK)
    decide(padded, BurstState.COUNTED)
    finding = make.finding(padded.cycle, run=padded.table())
    decide_burst(padded.actor, Burst.objects.get(), state=BurstState.OPEN)
    assert "Run the analysis again" in padded.release(finding)
    undecided = make.finding(padded.cycle, run=padded.table())
    decide_burst(padded.actor, Burst.objects.get(), state=BurstState.SET_ASIDE, why="Nobody knows them.")
    assert "Run the analysis again" in padded.release(finding)
    assert "Run the analysis again" in padded.release(undecided)
    assert padded.release_table() == ""
