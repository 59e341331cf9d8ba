"""Votes added one at a time, and groups that keep their names."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.methods.opinion_groups import (
    BadMomentsError,
    Moments,
    OpinionGroupsError,
    RunningVotes,
    find,
    fit_plane,
    match_groups,
    project,
)
from throughline.methods.votes import BadVotesError, Votes

SUMS = ("seen", "total", "product", "total_where_seen", "seen_together")
N_STATEMENTS = 6


def nothing(n_statements=N_STATEMENTS):
    return Votes.of([], [], [], n_people=0, n_statements=n_statements)


def random_votes(seed, n_people=60, n_statements=12, seen_share=0.6):
    source = np.random.default_rng(seed)
    person, statement = np.nonzero(source.random((n_people, n_statements)) < seen_share)
    value = source.integers(-1, 2, size=person.size)
    return Votes.of(person, statement, value, n_people=n_people, n_statements=n_statements)


def same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in SUMS)


def same_votes(one, other):
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("offsets", "statement", "value", "is_zeroed")
    )


log = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, N_STATEMENTS - 1), st.sampled_from([-1, 0, 1])), max_size=40
)


def numbered(rows):
    """The same log with people numbered in order of appearance."""
    number = {}
    return [(number.setdefault(person, len(number)), statement, value) for person, statement, value in rows]


@given(log, st.integers(0, 40))
@settings(max_examples=80)
def test_sums_updated_vote_by_vote_equal_those_of_counting_again_after_any_restart(rows, restart):
    rows = numbered(rows)
    running = RunningVotes(nothing())
    for number, row in enumerate(rows):
        if number == restart:
            running = RunningVotes(running.votes(), running.moments)
        running.vote(*row)
    last = {(person, statement): value for person, statement, value in rows}
    person, statement = ([cell[axis] for cell in last] for axis in (0, 1))
    n_people = len({row[0] for row in rows})
    anew = Votes.of(person, statement, list(last.values()), n_people=n_people, n_statements=N_STATEMENTS)
    assert same(running.moments, Moments.of(anew))
    assert same_votes(running.votes(), anew)


def test_the_plane_of_stored_sums_is_that_of_the_votes():
    running = RunningVotes(random_votes(1))
    for number in range(30):
        running.vote(number % 7, number % 12, 1)
    votes = running.votes()
    kept, anew = fit_plane(votes, moments=running.moments), fit_plane(votes)
    assert (kept.component == anew.component).all()
    assert (project(votes, kept) == project(votes, anew)).all()


def test_the_current_votes_of_a_person_can_be_looked_up():
    running = RunningVotes(random_votes(2))
    running.vote(3, 4, -1)
    running.vote(3, 4, 1)
    assert running.of_person(3)[4] == 1
    assert running.of_person(running.n_people) == {}


def test_a_new_statement_makes_room_and_changes_no_sum():
    votes = random_votes(3)
    running = RunningVotes(votes)
    running.vote(0, 0, 1)
    running.widen(14)
    running.vote(0, 13, -1)
    assert running.n_statements == 14
    assert same(running.moments, Moments.of(running.votes()))
    with pytest.raises(BadVotesError):
        running.widen(3)


def test_a_statement_taken_out_later_is_zeroed_and_its_votes_are_kept():
    running = RunningVotes(random_votes(4))
    before = running.votes().n_votes
    running.zero(np.arange(12) == 5)
    assert running.votes().is_zeroed.tolist() == [number == 5 for number in range(12)]
    assert running.votes().n_votes == before
    with pytest.raises(BadVotesError):
        running.zero(np.zeros(3, dtype=bool))


@pytest.mark.parametrize("row", [(-1, 0, 1), (61, 0, 1), (0, 12, 1), (0, -1, 1), (0, 0, 2)])
def test_a_value_that_is_not_a_vote_is_refused_and_changes_nothing(row):
    running = RunningVotes(random_votes(5))
    with pytest.raises(BadVotesError):
        running.vote(*row)
    assert same(running.moments, Moments.of(running.votes()))


def test_sums_of_other_votes_are_refused():
    with pytest.raises(BadMomentsError):
        RunningVotes(random_votes(6), Moments.of(random_votes(7)))
    with pytest.raises(BadMomentsError):
        fit_plane(random_votes(6), moments=Moments.of(random_votes(7)))


def test_sums_are_the_same_by_pairs_and_by_squares(monkeypatch):
    votes = random_votes(8, n_people=5000)
    found = []
    for cost in (0.0, 1e9):
        monkeypatch.setattr("throughline.methods.opinion_groups.moments.SPARSE_COST", cost)
        found.append(Moments.of(votes))
    assert same(*found)


def labels(*runs):
    return np.array([label for label, n in runs for _ in range(n)])


def test_a_group_keeps_its_name_though_its_number_changes():
    matching = match_groups(labels((0, 20), (1, 15)), labels((1, 18), (0, 17)))
    assert matching.name == (1, 0)
    assert matching.continues == (1, 0)
    assert matching.n_both.tolist() == [[2, 18], [15, 0]]
    assert (matching.n_stayed, matching.n_moved, matching.ended) == (33, 2, ())


def test_a_group_that_splits_off_gets_a_name_of_its_own():
    matching = match_groups(labels((0, 30), (1, 20)), labels((0, 20), (2, 10), (1, 20)), names=(4, 0))
    assert matching.name[:2] == (4, 0)
    assert matching.name[2] == 1  # the smallest unused name
    assert matching.continues == (0, 1, None)
    assert matching.n_moved == 10


def test_a_group_that_ended_leaves_its_name_unused():
    matching = match_groups(labels((0, 30), (1, 5), (2, 20)), labels((0, 35), (1, 20)))
    assert matching.name == (0, 2)
    assert matching.ended == (1,)


def test_a_group_that_is_new_gets_no_name_of_one_that_ended_before():
    old, new = labels((0, 30), (1, 20)), labels((0, 20), (2, 10), (1, 20))
    assert match_groups(old, new, taken=(0, 1, 2)).name == (0, 1, 3)
    assert match_groups(old, new, names=(4, 0), taken=(0, 1, 3)).name == (4, 0, 2)


def test_people_who_came_and_who_left_are_counted():
    matching = match_groups(np.array([0, 0, 0, -1, 0]), np.array([0, 0, -1, 0, 0]))
    assert (matching.n_came, matching.n_left, matching.n_stayed) == (1, 1, 3)


def test_a_run_without_groups_matches_nothing():
    nobody = np.full(4, -1)
    assert match_groups(nobody, np.zeros(4, dtype=int)).name == (0,)
    assert match_groups(np.zeros(4, dtype=int), nobody).ended == (0,)


def test_groups_that_share_few_people_are_different_groups():
    matching = match_groups(labels((0, 40)), labels((0, 10), (1, 10), (2, 20)))
    assert matching.continues.count(0) == 1
    old, new = labels((0, 10), (1, 10), (2, 10)), np.tile([0, 1, 2], 10)
    assert match_groups(old, new).continues == (None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [([0, 1], [0], None), ([0, 1], [0, 1], (0,)), ([0, 1], [0, 1], (3, 3)), ([[0]], [[0]], None)],
)
def test_rows_of_other_people_and_names_that_do_not_fit_are_refused(old, new, names):
    with pytest.raises(OpinionGroupsError):
        match_groups(np.array(old), np.array(new), names=names)


def test_one_more_vote_renames_no_group():
    source = np.random.default_rng(9)
    opinion = source.choice([-1, 1], size=(3, 30))
    value = opinion[np.arange(90) % 3] * np.where(source.random((90, 30)) < 0.1, -1, 1)
    person, statement = np.nonzero(np.ones((90, 30)))
    running = RunningVotes(
        Votes.of(person, statement, value[person, statement], n_people=90, n_statements=30)
    )
    before = find(running.votes(), rng=np.random.default_rng(0)).group_of_person
    running.vote(0, 0, 0)
    after = find(running.votes(), rng=np.random.default_rng(1)).group_of_person
    matching = match_groups(before, after)
    assert sorted(matching.name) == [0, 1, 2]
    assert matching.n_moved == 0
