import numpy as np
import pytest

from tests.methods.planted import planted_groups, shown
from throughline.methods.opinion_groups import (
    adjusted_rand_index,
    find,
    held_out_statements,
    of_people,
    stability,
)
from throughline.methods.opinion_groups.representative import named_like, q_values
from throughline.methods.opinion_groups.stability import Stability, labels_of_part, of_statements
from throughline.methods.votes import Votes


def rng(seed=0):
    return np.random.default_rng(seed)


def small():
    return Votes.of(
        [0, 0, 1, 2, 2], [0, 2, 1, 0, 1], [1, -1, 0, 1, 1], n_people=3, n_statements=3, zeroed=[2]
    )


def test_some_peoples_votes_and_a_person_twice():
    votes = of_people(small(), np.array([2, 0, 2]))
    assert votes.offsets.tolist() == [0, 2, 4, 6]
    assert votes.statement.tolist() == [0, 1, 0, 2, 0, 1]
    assert votes.value.tolist() == [1, 1, 1, -1, 1, 1]


def test_votes_on_some_statements():
    votes = of_statements(small(), np.array([True, True, False]))
    assert votes.offsets.tolist() == [0, 1, 2, 4]
    assert votes.statement.tolist() == [0, 1, 0, 1]
    assert not votes.is_zeroed.any()


def test_agreement_of_partitions():
    one = np.array([0, 0, 1, 1])
    assert adjusted_rand_index(one, np.array([1, 1, 0, 0])) == 1
    assert adjusted_rand_index(one, np.array([0, 1, 0, 1])) == pytest.approx(-0.5)
    assert adjusted_rand_index(np.zeros(4, int), np.zeros(4, int)) == 1
    assert adjusted_rand_index(one, np.array([0, 0, 0, 1])) == 0


def test_steadiness_is_that_of_the_weaker_test():
    assert Stability(0.9, 20, 0.8, 10).steadiness == "steady"
    assert Stability(0.9, 20, 0.5, 10).steadiness == "loose"
    assert Stability(0.3, 20, None, 0).steadiness == "unsteady"
    assert Stability(None, 0, None, 0).steadiness == "cannot_tell"


def test_planted_groups_are_found_again_and_chance_is_not():
    votes, _ = planted_groups(rng(3), 100, 40, (0.5, 0.5))
    found = find(votes, rng=rng(), n_groups=2).group_of_person
    steady = stability(votes, found, 2, rng=rng(), n_bootstraps=5, n_splits=5)
    assert steady.bootstrap > 0.9
    assert steady.split > 0.8
    assert (steady.n_bootstraps, steady.n_splits) == (5, 5)
    source = rng(1)
    noise = shown(source.choice([-1, 1], size=(100, 40)), 0.6, source)
    found = find(noise, rng=rng(), n_groups=2).group_of_person
    assert stability(noise, found, 2, rng=rng(), n_bootstraps=5, n_splits=5).split < 0.2


def test_a_budget_that_is_over_leaves_stability_open():
    votes, group = planted_groups(rng(3), 40, 20, (0.5, 0.5))
    assert stability(votes, group, 2, rng=rng(), is_over=lambda: True) == Stability(None, 0, None, 0)


def test_parts_that_give_no_groups_give_none():
    votes, _ = planted_groups(rng(), 12, 20, (0.5, 0.5))
    assert labels_of_part(votes, np.ones(20, dtype=bool), 4, rng=rng()) is None


def test_false_discovery_rates_of_a_worked_example():
    assert q_values(np.array([0.01, 0.04, 0.03, 0.5])) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert q_values(np.zeros(0)).size == 0


def test_groups_take_the_names_of_those_they_overlap():
    label = np.array([0, 0, 1, 1, 2, -1])
    model = np.array([2, 2, 0, 0, 1, 1])
    assert named_like(label, model, 3).tolist() == [2, 2, 0, 0, 1, -1]


def test_what_divides_planted_groups_is_listed_and_what_they_share_is_not():
    source = rng(4)
    group = np.repeat([0, 1], 50)
    opinion = np.ones((2, 30), dtype=int)
    opinion[1, :20] = -1
    value = np.where(source.random((100, 30)) < 0.1, -opinion[group], opinion[group])
    votes = shown(value, 0.7, source)
    held_out = held_out_statements(votes, group, 2, rng=rng())
    assert held_out.is_tested.all()
    first, second = held_out.listed
    assert {(one.statement, one.direction) for one in first} >= {(j, "agree") for j in range(20)}
    assert {(one.statement, one.direction) for one in second} >= {(j, "disagree") for j in range(20)}
    wrong = [one for one in (*first, *second) if one.statement >= 20]
    assert len(wrong) <= 4
    assert first[0].share - first[0].share_of_rest >= first[-1].share - first[-1].share_of_rest
    assert all(one.n_of_direction == round(one.share * one.n_seen) for one in first)
    assert all(one.q_value <= 0.05 for one in first)


def test_groups_of_chance_are_distinguished_by_nothing():
    n_flagged = 0
    for seed in range(12):
        source = rng(seed)
        votes = shown(source.choice([-1, 1], size=(80, 24)), 0.6, source)
        found = find(votes, rng=rng(), n_groups=2).group_of_person
        n_flagged += any(held_out_statements(votes, found, 2, rng=rng()).listed)
    assert n_flagged <= 3


def test_statements_with_too_few_votes_are_not_tested():
    votes, group = planted_groups(rng(3), 40, 20, (0.5, 0.5))
    held_out = held_out_statements(votes, group, 2, rng=rng(), minimum_group_size=5, is_over=lambda: True)
    assert not held_out.is_tested.any()
    assert held_out.listed == ((), ())
    assert held_out_statements(votes, np.zeros(40, int), 1, rng=rng()).listed == ((),)
