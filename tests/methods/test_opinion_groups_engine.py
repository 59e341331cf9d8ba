"""The result is the same by every way of computing it, and for every order of votes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.measures import adjusted_rand_index
from tests.methods.polis import conversation
from throughline.methods.opinion_groups import (
    GroupsTooSmallError,
    OpinionGroupsError,
    find,
    fit_plane,
    group_informed_consensus,
    place,
    project,
    representative_statements,
    statement_statistics,
)
from throughline.methods.opinion_groups.groups import _cut_up
from throughline.methods.votes import Votes

FOLDER = "throughline.methods.opinion_groups"
SEATTLE = "15-per-hour-seattle"


def rng(seed=0):
    return np.random.default_rng(seed)


def planted(seed=0, n_people=60, n_statements=20, n_groups=2):
    source = rng(seed)
    opinion = source.choice([-1, 1], size=(n_groups, n_statements))
    group = source.permutation(np.arange(n_people) % n_groups)
    noise = source.random((n_people, n_statements))
    value = np.where(noise < 0.1, -opinion[group], np.where(noise < 0.2, 0, opinion[group]))
    person, statement = np.nonzero(source.random((n_people, n_statements)) < 0.7)
    return Votes.of(person, statement, value[person, statement], n_people=n_people, n_statements=n_statements)


def shuffled(votes, seed):
    """The same votes with people, statements and rows reordered, and the orders of people and statements."""
    source = rng(seed)
    people, statements = source.permutation(votes.n_people), source.permutation(votes.n_statements)
    rows = source.permutation(votes.n_votes)
    return (
        Votes.of(
            np.argsort(people)[votes.person][rows],
            np.argsort(statements)[votes.statement][rows],
            votes.value[rows],
            n_people=votes.n_people,
            n_statements=votes.n_statements,
            zeroed=np.argsort(statements)[np.flatnonzero(votes.is_zeroed)],
        ),
        people,
        statements,
    )


def mirrored(votes):
    return votes.revoted(-votes.value)


def in_small_slabs(monkeypatch):
    monkeypatch.setattr(f"{FOLDER}.slabs.ROWS", 16)
    monkeypatch.setattr(f"{FOLDER}.slabs.THREADS_FROM_N_VOTES", 0)


def by_whole_numbers(monkeypatch):
    in_small_slabs(monkeypatch)


def by_slabs(monkeypatch):
    in_small_slabs(monkeypatch)
    monkeypatch.setattr(f"{FOLDER}.plane.EXACT_UP_TO_N_CELLS", 0)


def by_iteration(monkeypatch):
    monkeypatch.setattr(f"{FOLDER}.plane.GRAM_UP_TO_N_STATEMENTS", 5)


def by_grid(monkeypatch):
    monkeypatch.setattr(f"{FOLDER}.groups.SPOTS_UP_TO_N_PEOPLE", 10)


WAYS = pytest.mark.parametrize("way", [by_whole_numbers, by_slabs, by_iteration, by_grid])


@WAYS
@given(st.integers(0, 2**32 - 1))
@settings(max_examples=4)
def test_people_statements_and_rows_in_another_order_change_nothing_but_order(way, seed):
    with pytest.MonkeyPatch.context() as monkeypatch:
        way(monkeypatch)
        votes = conversation(SEATTLE).votes
        other, people, statements = shuffled(votes, seed)
        one, again = find(votes, rng=rng()), find(other, rng=rng())
        assert (project(other, again.placement.plane) == project(votes, one.placement.plane)[people]).all()
        assert (again.placement.plane.component == one.placement.plane.component[:, statements]).all()
        assert (again.group_of_person == one.group_of_person[people]).all()
        assert again.silhouette_of == one.silhouette_of
        counted = statement_statistics(votes, one.group_of_person)
        recounted = statement_statistics(other, again.group_of_person)
        assert (recounted.n_agree == counted.n_agree[:, statements]).all()
        assert (recounted.zr_disagree == counted.zr_disagree[:, statements]).all()


@pytest.mark.parametrize(("way", "most"), [(by_whole_numbers, 1e-9), (by_slabs, 1e-5), (by_iteration, 1e-6)])
def test_every_way_finds_the_same_components(monkeypatch, way, most):
    votes = conversation(SEATTLE).votes
    expected = fit_plane(votes, n_components=3)
    with monkeypatch.context() as patch:
        way(patch)
        found = fit_plane(votes, n_components=3)
    assert found.component.shape == (3, votes.n_statements)
    assert np.abs(found.component - expected.component).max() <= most
    assert found.variance_share == pytest.approx(expected.variance_share, rel=1e-5)
    assert found.component @ found.component.T == pytest.approx(np.eye(3), abs=1e-5)


def test_threads_change_nothing(monkeypatch):
    votes = conversation(SEATTLE).votes
    by_slabs(monkeypatch)
    found = []
    for threads_from in (0, 10**9):
        monkeypatch.setattr(f"{FOLDER}.slabs.THREADS_FROM_N_VOTES", threads_from)
        found.append(find(votes, rng=rng()))
    assert (found[0].placement.position == found[1].placement.position).all()
    assert (found[0].group == found[1].group).all()


def test_the_places_of_many_people_are_those_of_a_fine_grid(monkeypatch):
    votes = planted(n_people=300)
    exact = find(votes, rng=rng())
    by_grid(monkeypatch)
    gridded = find(votes, rng=rng())
    assert (gridded.placement.position == exact.placement.position).all()
    assert (gridded.group == exact.group).all()
    assert gridded.base_size.sum() == 300


@WAYS
@given(st.integers(0, 2**32 - 1))
@settings(max_examples=4)
def test_all_signs_flipped_mirror_the_map_and_exchange_agree_with_disagree(way, seed):
    with pytest.MonkeyPatch.context() as monkeypatch:
        way(monkeypatch)
        votes = planted(seed)
        one, other = find(votes, rng=rng()), find(mirrored(votes), rng=rng())
        assert other.placement.position == pytest.approx(-one.placement.position, abs=1e-4)
        assert (other.group == one.group).all()
        ours = statement_statistics(votes, one.group_of_person)
        theirs = statement_statistics(mirrored(votes), other.group_of_person)
        for name in ("n", "p", "z", "r", "zr"):
            assert (getattr(theirs, f"{name}_agree") == getattr(ours, f"{name}_disagree")).all()
            assert (getattr(theirs, f"{name}_disagree") == getattr(ours, f"{name}_agree")).all()
        turned = {"agree": "disagree", "disagree": "agree"}
        listed = [[(one.statement, one.direction) for one in g] for g in representative_statements(theirs)]
        assert listed == [
            [(one.statement, turned[one.direction]) for one in g] for g in representative_statements(ours)
        ]


@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
@settings(max_examples=8)
def test_with_their_number_given_everyone_twice_gives_the_same_groups(seed, n_groups):
    votes = planted(seed, n_groups=n_groups)
    twice = Votes.of(
        np.concatenate([votes.person, votes.person + votes.n_people]),
        np.tile(votes.statement, 2),
        np.tile(votes.value, 2),
        n_people=2 * votes.n_people,
        n_statements=votes.n_statements,
    )
    try:
        once = find(votes, rng=rng(), n_groups=n_groups)
    except GroupsTooSmallError:
        return
    doubled = find(twice, rng=rng(), n_groups=n_groups)
    assert (doubled.group == np.tile(once.group, 2)).all()
    assert (doubled.sizes == 2 * once.sizes).all()


@pytest.mark.parametrize("name", [SEATTLE, "vtaiwan.uberx", "canadian-electoral-reform"])
def test_the_seed_hardly_matters(name):
    votes = conversation(name).votes
    first, *others = (find(votes, rng=rng(seed), n_groups=2).group for seed in range(6))
    assert min(adjusted_rand_index(first, other) for other in others) >= 0.99


def test_one_group_is_everyone_placed():
    votes = planted()
    groups = find(votes, rng=rng(), n_groups=1)
    assert groups.sizes.tolist() == [groups.placement.person.size]
    assert groups.center.shape == (1, 2)
    consensus = group_informed_consensus(statement_statistics(votes, groups.group_of_person))
    agrees, seen = votes.n_votes_by_value[2], votes.n_votes_by_statement
    assert consensus == pytest.approx((agrees + 1) / (seen + 2))


def test_more_components_than_statements_are_as_many_as_statements():
    votes = planted(n_statements=3)
    assert fit_plane(votes, n_components=5).component.shape == (3, 3)


@pytest.mark.parametrize(
    "votes",
    [
        planted().revoted(np.zeros(planted().n_votes, dtype=np.int8)),
        planted().revoted(np.ones(planted().n_votes, dtype=np.int8)),
        planted(n_statements=1),
        Votes.of([], [], [], n_people=20, n_statements=20),
        Votes.of([], [], [], n_people=0, n_statements=0),
    ],
    ids=["all not sure", "all the same", "one statement", "no votes", "nothing at all"],
)
def test_votes_without_information_are_a_named_error(votes):
    for call in (fit_plane, place, lambda votes: find(votes, rng=rng())):
        with pytest.raises(OpinionGroupsError):
            call(votes)


@pytest.mark.parametrize("n_spots", [2, 3, 7, 99, 100, 101, 250])
def test_any_number_of_places_is_cut_up_into_as_many_pieces_as_requested(n_spots):
    spot = np.random.default_rng(n_spots).normal(size=(n_spots, 2))
    for n_base in {2, max(2, n_spots // 2), min(100, n_spots)}:
        center = _cut_up(spot, n_base)
        assert center.shape == (n_base, 2)
        assert np.isfinite(center).all()
        assert len(np.unique(center, axis=0)) == n_base
