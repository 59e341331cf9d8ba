"""Areas of agreement and division, and the ends of a spectrum."""

import numpy as np
import pytest

from throughline.methods.opinion_groups import (
    OpinionGroupsError,
    areas,
    ends_of_spectrum,
    place,
)
from throughline.methods.votes import Votes


def counted(*groups: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return n_seen and counts from (agree, disagree, not sure) by group and statement."""
    counts = np.array(groups).transpose(2, 0, 1)
    return counts.sum(axis=0), counts


def table(votes: np.ndarray) -> Votes:
    """Votes from a matrix of people by statements; 9 is unseen."""
    person, statement = np.nonzero(votes != 9)
    value = votes[person, statement]
    return Votes.of(person, statement, value, n_people=votes.shape[0], n_statements=votes.shape[1])


def test_all_groups_agree_or_all_reject_or_they_are_divided() -> None:
    one = [(19, 1, 0), (0, 20, 0), (20, 0, 0), (10, 10, 0), (2, 2, 16)]
    other = [(14, 1, 0), (1, 14, 0), (0, 15, 0), (8, 7, 0), (1, 1, 13)]
    seen, counts = counted(one, other)
    differs = [False, False, True, False, False]
    assert areas(seen, counts, differs=differs) == ["agreement", "rejection", "division", "mixed", "unsure"]


def test_groups_that_differ_untested_are_not_called_divided() -> None:
    seen, counts = counted([(20, 0, 0)], [(0, 15, 0)])
    assert areas(seen, counts) == ["apart"]
    assert areas(seen, counts, differs=[False]) == ["mixed"]


def test_a_difference_of_a_few_points_is_no_division_however_significant() -> None:
    seen, counts = counted([(5_600, 4_400, 0)], [(4_800, 5_200, 0)])
    assert areas(seen, counts, differs=[True]) == ["mixed"]


def test_one_group_that_few_saw_gives_few_votes() -> None:
    seen, counts = counted([(200, 0, 0)], [(5, 0, 0)])
    assert areas(seen, counts, differs=[True]) == ["few_votes"]


@pytest.mark.parametrize(("n", "area"), [(10, "mixed"), (40, "division")])
def test_without_groups_two_equal_sides_are_a_division_once_enough_voted(n: int, area: str) -> None:
    seen, counts = counted([(n, n, 0)])
    assert areas(seen, counts) == [area]


def test_a_range_counts_as_its_least_favorable_end() -> None:
    seen, least = counted([(12, 2, 0)])
    assert areas(seen + 6, least, least + 6) == ["mixed"]
    assert areas(seen + 6, least + np.array([6, 0, 0])[:, None, None]) == ["agreement"]


def test_counts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OpinionGroupsError):
        areas([[5]], [[[6]], [[0]], [[0]]])
    with pytest.raises(OpinionGroupsError):
        areas([[5]], [[6], [0], [0]])


@pytest.mark.parametrize("n", [6, 12, 30, 200])
def test_coin_tossers_are_hardly_ever_classified_as_agreeing(n: int) -> None:
    rng = np.random.default_rng(5)
    n_agreed = n_divided = n_sets_with_any = 0
    for _set in range(200):
        agree = rng.binomial(n, 0.5, size=(1, 30))
        counts = np.stack([agree, n - agree, np.zeros_like(agree)])
        found = areas(np.full((1, 30), n), counts)
        n_in_set = found.count("agreement") + found.count("rejection")
        n_agreed += n_in_set
        n_sets_with_any += n_in_set > 0
        n_divided += found.count("division") if n < 20 else 0
    assert n_agreed / 6_000 <= 0.05
    assert n_sets_with_any / 200 <= 0.08  # 5%, with random variation
    assert n_divided == 0


def test_real_agreement_is_found() -> None:
    rng = np.random.default_rng(6)
    agree = rng.binomial(60, 0.8, size=(1, 30))
    counts = np.stack([agree, 60 - agree, np.zeros_like(agree)])
    assert areas(np.full((1, 30), 60), counts).count("agreement") >= 28


# The ends of a line


def along_a_line(n: int = 100, seed: int = 3) -> np.ndarray:
    """People along a line: statements 0-4 are agreed with at the high end, 5-9 at the low end."""
    rng = np.random.default_rng(seed)
    at = np.linspace(-2, 2, n)
    slope = np.repeat([2.5, -2.5], 5)
    agrees = rng.random((n, 10)) < 1 / (1 + np.exp(-slope * at[:, None]))
    return np.where(agrees, 1, -1)


def first_axis(votes: Votes) -> np.ndarray:
    placement = place(votes)
    position = np.full(votes.n_people, np.nan)
    position[placement.person] = placement.position[:, 0]
    return position


def test_each_end_agrees_with_what_most_there_agree_with() -> None:
    votes = table(along_a_line())
    found = ends_of_spectrum(votes, first_axis(votes), minimum_people=10)
    sides = [{one.statement < 5 for one in end} for end in (found.low, found.high)]
    assert sorted(sides, key=str) == [{False}, {True}]
    for one in (*found.low, *found.high):
        assert one.direction == "agree"
        assert one.share > 0.5 > one.share_of_other_end
        assert one.n_seen >= 10


def test_an_end_does_not_agree_with_what_it_rejects() -> None:
    """An unpopular statement, least popular at the high end, has the largest absolute loading there."""
    rng = np.random.default_rng(4)
    n = 100
    at = np.linspace(-2, 2, n)
    votes = np.where(rng.random((n, 9)) < 1 / (1 + np.exp(-2.5 * at[:, None])), 1, -1)
    unloved = np.where(rng.random((n, 1)) < np.where(at < 0, 0.25, 0.1)[:, None], 1, -1)
    made = table(np.hstack([votes, unloved]))
    placement = place(made)
    loading = placement.plane.component[0]
    assert loading[9] < 0
    assert (loading[:9] > 0).all(), "by loadings the low end would agree with statement 9 alone"
    found = ends_of_spectrum(made, first_axis(made), minimum_people=10)
    assert found.low
    assert {one.direction for one in found.low} == {"disagree"}
    assert 9 not in {one.statement for one in found.low}
    assert {one.direction for one in found.high} == {"agree"}


def test_too_few_people_or_equal_positions_have_no_ends() -> None:
    votes = table(along_a_line(25))
    assert ends_of_spectrum(votes, first_axis(votes), minimum_people=10).low == ()
    assert ends_of_spectrum(votes, first_axis(votes), minimum_people=5).low
    everyone_alike = np.zeros(25)
    assert ends_of_spectrum(votes, everyone_alike, minimum_people=5).n_low == 0
    nobody = np.full(25, np.nan)
    assert ends_of_spectrum(votes, nobody, minimum_people=5).n_low == 0


def test_a_statement_that_few_at_an_end_saw_is_not_listed() -> None:
    matrix = along_a_line()
    matrix[:15, 7] = 9
    votes = table(matrix)
    position = np.linspace(-1, 1, 100)
    found = ends_of_spectrum(votes, position, minimum_people=10)
    assert 7 not in {one.statement for one in (*found.low, *found.high)}


def test_coin_tossers_have_no_statements_at_their_ends() -> None:
    rng = np.random.default_rng(8)
    n_found = 0
    for _set in range(100):
        votes = table(rng.choice([-1, 1], size=(80, 20)))
        found = ends_of_spectrum(votes, rng.normal(size=80), minimum_people=10)
        n_found += bool(found.low or found.high)
    assert n_found <= 8


def test_bad_positions_are_refused() -> None:
    votes = table(along_a_line(20))
    with pytest.raises(OpinionGroupsError):
        ends_of_spectrum(votes, np.zeros(3), minimum_people=5)
    with pytest.raises(OpinionGroupsError):
        ends_of_spectrum(votes, np.zeros(20), minimum_people=0)
