"""The guard: bounded shares, rounded shares where others would disclose them, and sets of rules."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from throughline.accounts.models import District
from throughline.measure.models.results import PublishedShare, from_plain, to_plain
from throughline.measure.queries.guard import (
    Counts,
    Rules,
    edges_of,
    is_safe_to_publish,
    minimum_n_of,
    n_shown,
    possible_counts,
    rules_of,
    shares_of,
)

PUBLIC = Rules(10, 5)


def test_shares_of_too_few_people_are_not_published() -> None:
    assert {share.bound for share in shares_of([4, 5], PUBLIC)} == {"hidden"}


@pytest.mark.parametrize(("n", "edges"), [(10, (15, 85)), (12, (10, 90)), (20, (10, 90)), (21, (5, 95))])
def test_edges_move_in_where_few_are_counted_so_that_none_is_not_disclosed(
    n: int, edges: tuple[int, int]
) -> None:
    assert edges_of(n, PUBLIC) == edges


def test_shares_that_would_disclose_one_beyond_an_edge_are_published_in_round_numbers() -> None:
    shares = shares_of([17, 23, 0], PUBLIC)
    assert shares[2] == PublishedShare(5, "less")
    assert [(share.percent, share.bound) for share in shares[:2]] == [(43, ""), (60, "about")]
    assert {share.bound for share in shares_of([100, 200, 9], PUBLIC)} == {"", "less"}


@given(st.lists(st.integers(0, 60), min_size=2, max_size=4).filter(lambda counts: sum(counts) >= 10))
def test_no_share_beyond_an_edge_can_be_pinned_to_one_count(counts: list[int]) -> None:
    n = sum(counts)
    shares = shares_of(counts, PUBLIC)
    ends = [possible_counts(share, n) for share in shares]
    assert all(low <= count <= high for count, (low, high) in zip(counts, ends, strict=True))
    fits = [
        cells
        for cells in itertools.product(*(range(low, high + 1) for low, high in ends[:-1]))
        if ends[-1][0] <= n - sum(cells) <= ends[-1][1]
    ]
    for place, share in enumerate(shares):
        if share.bound in {"less", "more"}:
            possible = {(*cells, n - sum(cells))[place] for cells in fits}
            assert len(possible) > 1


def of_all(counts: list[int]) -> tuple[int, list[Counts]]:
    """Return n and the possible counts of each share of all people."""
    n = sum(counts)
    return n, [possible_counts(share, n) for share in shares_of(counts, PUBLIC)]


def test_shares_of_all_are_not_published_where_they_pin_a_group() -> None:
    parts = [(100, shares_of([10, 90], PUBLIC)), (40, shares_of([0, 40], PUBLIC))]
    assert is_safe_to_publish(parts, of_all([100, 1300]))
    assert not is_safe_to_publish(parts, of_all([10, 130]))


def test_few_people_outside_every_group_are_not_published() -> None:
    groups = [(20, shares_of([10, 10], PUBLIC)), (18, shares_of([9, 9], PUBLIC))]
    assert not is_safe_to_publish(groups, of_all([21, 19]))
    large = [(2000, shares_of([1000, 1000], PUBLIC)), (1800, shares_of([900, 900], PUBLIC))]
    assert is_safe_to_publish(large, of_all([1902, 1900]))


@pytest.mark.django_db
def test_the_minimum_depends_on_whom_the_forum_is_for(district: District) -> None:
    cycle = make.cycle()
    anyone = make.forum(cycle)
    students = make.forum(cycle, is_for_students=True)
    staff = make.forum(cycle, is_for_staff=True)
    assert minimum_n_of(district, [anyone]) == 10
    assert minimum_n_of(district, [anyone, students]) == 16
    assert minimum_n_of(district, [staff]) == 5
    assert minimum_n_of(district, [staff, anyone]) == 10
    assert minimum_n_of(district, [staff, students]) == 16
    assert minimum_n_of(district, []) == 10


@pytest.mark.django_db
def test_rules_are_the_districts_own(district: District) -> None:
    district.bottom_percent, district.top_percent, district.protection = 10, 90, 4
    rules = rules_of(district, [])
    assert rules == Rules(10, 4, 10, 90)
    assert from_plain(Rules, to_plain(rules)) == rules
    assert n_shown(9, rules) is None
    assert n_shown(10, rules) == 10
