"""Counts in which somebody may know a part of the people, because they made them up."""

from itertools import product

import numpy as np
import pytest

from throughline.methods import disclosure
from throughline.methods.disclosure import (
    PUBLIC,
    BadCountsError,
    CannotBeProtectedError,
    ProtectedTable,
    Rule,
    protect_counts,
    protect_table,
)
from throughline.methods.disclosure.counts import Order

ORDERS: tuple[Order, ...] = ("ordered", "unordered", "fixed")
FIVE = Rule(5)


def test_a_group_that_is_small_without_one_units_people_is_merged_though_it_is_large_enough() -> None:
    found = protect_counts(["attic", "bell", "door"], [14, 20, 30], PUBLIC, known=[[8, 0, 0]])
    assert found.groups == (("attic", "bell"), ("door",))
    assert found.n == (34, 30)
    assert protect_counts(["attic", "bell", "door"], [14, 20, 30], PUBLIC).merged == ()


def test_two_units_are_two_people_who_know_each_their_own() -> None:
    found = protect_counts(["attic", "bell"], [14, 30], PUBLIC, known=[[4, 0], [4, 0]])
    assert found.merged == (), "each of them knows four of the fourteen"
    assert protect_counts(["attic", "bell"], [14, 30], PUBLIC, known=[[8, 0]]).merged


def test_a_group_of_one_unit_alone_is_small_since_some_of_the_unit_may_be_real() -> None:
    found = protect_counts(["attic", "bell", "door"], [12, 20, 30], PUBLIC, known=[[12, 0, 0]])
    assert found.n == (32, 30)
    with pytest.raises(CannotBeProtectedError):
        protect_counts(["attic", "bell"], [12, 30], PUBLIC, known=[[12, 30]])


def test_all_together_must_be_enough_without_a_unit() -> None:
    with pytest.raises(CannotBeProtectedError):
        protect_counts(["attic", "bell"], [7, 7], PUBLIC, known=[[4, 4]])
    with pytest.raises(CannotBeProtectedError):
        protect_table(["a", "b"], ["x", "y"], [[7, 0], [0, 7]], PUBLIC, known=[[[4, 0], [0, 4]]])


def test_nobody_knows_more_people_than_there_are() -> None:
    with pytest.raises(BadCountsError):
        protect_counts(["attic", "bell"], [14, 30], PUBLIC, known=[[15, 0]])


@pytest.mark.parametrize("order", ORDERS)
def test_no_published_group_is_small_for_anybody_in_random_lists(order: Order) -> None:
    rng = np.random.default_rng(7)
    n_published = 0
    for _draw in range(300):
        n = int(rng.integers(2, 7))
        units = rng.integers(0, 6, (int(rng.integers(0, 4)), n)) * (rng.random(n) < 0.6)
        counts = units.sum(axis=0) + rng.integers(0, 12, n)
        labels = [f"group {i}" for i in range(n)]
        try:
            found = protect_counts(labels, counts.tolist(), FIVE, order=order, known=units)
        except CannotBeProtectedError:
            continue
        n_published += 1
        for one in [np.zeros(n, dtype=np.int64), *units]:
            rest = dict(zip(labels, (counts - one).tolist(), strict=True))
            for group, shown in zip(found.groups, found.n, strict=True):
                if shown is not None:
                    assert not shown or sum(rest[label] for label in group) >= FIVE.minimum_n
            hidden = [label for group in found.hidden for label in group]
            assert not hidden or sum(rest[label] for label in hidden) >= FIVE.minimum_n
    assert n_published > 100


def rests(published: ProtectedTable, unit: np.ndarray) -> list[int]:
    """What somebody who knows a unit works out of the counts that are shown and not 0, totals included."""
    rows = [[int(label[1:]) for label in group] for group in published.rows]
    columns = [[int(label[1:]) for label in group] for group in published.columns]
    everything = [*columns, [j for column in columns for j in column]]
    whole = [*rows, [i for row in rows for i in row]]
    shown = [[*line, n] for line, n in zip(published.n, published.row_n, strict=True)]
    shown.append([*published.column_n, published.total])
    return [
        n - int(unit[np.ix_(row, column)].sum())
        for (row, line), (j, column) in product(zip(whole, shown, strict=True), enumerate(everything))
        if (n := line[j])
    ]


def test_no_shown_count_of_a_random_table_is_small_for_anybody_and_hidden_ones_stay_wide() -> None:
    rng = np.random.default_rng(8)
    n_published = n_with_hidden = 0
    for _draw in range(120):
        shape = tuple(rng.integers(2, 5, 2))
        units = rng.integers(0, 4, (int(rng.integers(0, 3)), *shape))
        counts = units.sum(axis=0) + rng.integers(0, 14, shape)
        rows, columns = ([f"{kind}{i}" for i in range(n)] for kind, n in zip("rc", shape, strict=True))
        try:
            found = protect_table(rows, columns, counts, FIVE, row_order="fixed", known=units)
        except CannotBeProtectedError:
            continue
        n_published += 1
        n_with_hidden += bool(found.n_hidden)
        for unit in [np.zeros(shape, dtype=np.int64), *units]:
            assert all(n >= FIVE.minimum_n for n in rests(found, unit))
            known = np.vstack([unit, unit.sum(axis=0)])
            known = np.column_stack([known, known.sum(axis=1)])
            intervals = disclosure.attacker_intervals(found, known=known)
            assert all(one.high - one.low >= FIVE.protection for one in intervals)
    assert n_published > 30
    assert n_with_hidden > 5
