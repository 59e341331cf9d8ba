"""People heard compared with expected: intervals, verdicts, and missing-value codes, which are refused."""

from math import inf, isinf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.methods.coverage import (
    MARGIN_Z,
    BadFiguresError,
    Coverage,
    Verdict,
    coverage,
    wilson,
)
from throughline.methods.response import funnel


def verdicts(result: Coverage) -> list[str]:
    return [group.verdict.value for group in result.groups]


def test_a_full_count_gives_one_number_and_a_clear_verdict() -> None:
    result = coverage([150, 30, 20], [500, 300, 200], [0, 0, 0])
    assert [group.expected for group in result.groups] == [100, 60, 40]
    assert [group.ratio for group in result.groups] == [1.5, 0.5, 0.5]
    assert all(group.ratio_low == pytest.approx(group.ratio) for group in result.groups)
    assert all(group.ratio_high == pytest.approx(group.ratio) for group in result.groups)
    assert verdicts(result) == ["over", "under", "under"]
    assert [group.n_missing for group in result.groups] == [0, 30, 20]


def test_the_benchmarks_own_error_widens_the_interval_until_there_is_no_verdict() -> None:
    narrow = coverage([80, 20], [700, 300], [20, 20])
    wide = coverage([80, 20], [700, 300], [150, 150])
    assert verdicts(narrow)[1] == "under"
    assert verdicts(wide)[1] == "cannot_tell"
    for group in (*narrow.groups, *wide.groups):
        assert group.ratio_low is not None
        assert group.ratio_high is not None
        assert group.ratio is not None
        assert group.ratio_low < group.ratio < group.ratio_high


def test_without_a_count_there_is_no_benchmark_and_the_others_are_compared_among_themselves() -> None:
    result = coverage([50, 50, 40], [100, 100, nan], [0, 0, nan])
    assert verdicts(result) == ["about_right", "about_right", "no_benchmark"]
    assert result.n_compared == 100
    assert result.groups[2].expected is None
    assert result.groups[2].n_heard == 40


def test_an_unknown_margin_is_no_margin_of_zero() -> None:
    result = coverage([50, 50], [100, 100], [nan, 0])
    assert verdicts(result) == ["cannot_tell", "cannot_tell"]
    assert result.groups[0].ratio == 1
    assert result.groups[0].ratio_high is None


def test_no_verdict_depends_on_one_person() -> None:
    assert verdicts(coverage([4, 56], [10, 90], [0, 0])) == ["cannot_tell", "about_right"]
    assert verdicts(coverage([0, 270], [30, 870], [0, 0]))[0] == "under"
    assert verdicts(coverage([6, 194], [40, 960], [0, 0]))[0] == "cannot_tell"


def test_a_group_of_which_fewer_than_five_are_expected_has_no_verdict() -> None:
    small, few, large = coverage([1, 0, 299], [10, 20, 970], [0, 0, 0]).groups
    assert (small.expected, few.expected) == (3.0, 6.0)
    assert small.ratio == pytest.approx(1 / 3)
    assert small.verdict == Verdict.FEW_EXPECTED
    assert few.verdict == Verdict.UNDER
    assert large.verdict == Verdict.ABOUT_RIGHT


def test_a_group_that_may_be_empty_has_no_upper_bound() -> None:
    group = coverage([50, 950], [10, 990], [40, 40]).groups[0]
    assert group.ratio_high is not None
    assert isinf(group.ratio_high)
    assert group.verdict == Verdict.CANNOT_TELL


def test_nobody_heard_or_an_empty_group_has_no_verdict() -> None:
    assert verdicts(coverage([0, 0], [100, 100], [0, 0])) == ["cannot_tell", "cannot_tell"]
    empty = coverage([3, 97], [0, 100], [0, 0]).groups[0]
    assert empty.ratio is None
    assert empty.verdict == Verdict.CANNOT_TELL
    assert coverage([], [], []).groups == ()
    assert verdicts(coverage([3], [nan], [nan])) == ["no_benchmark"]
    assert verdicts(coverage([3, 1], [0, 0], [0, 0])) == ["cannot_tell", "cannot_tell"]


def test_sampling_error_is_included_only_for_random_samples() -> None:
    chose = coverage([30, 70], [400, 600], [0, 0]).groups[0]
    drawn = coverage([30, 70], [400, 600], [0, 0], is_random=True).groups[0]
    assert chose.ratio_low == pytest.approx(0.75)
    assert chose.ratio_high == pytest.approx(0.75)
    low, high = wilson(30, 100, 1.959964)
    assert drawn.ratio_low == pytest.approx(low / 0.4, rel=1e-6)
    assert drawn.ratio_high == pytest.approx(high / 0.4, rel=1e-6)


@pytest.mark.parametrize(
    ("people", "margins"),
    [([-9, 100], [0, 0]), ([100, 100], [-555555555, 0]), ([inf, 1], [0, 0]), ([1, 1], [inf, 0])],
)
def test_codes_and_infinities_are_refused(people: list[float], margins: list[float]) -> None:
    with pytest.raises(BadFiguresError):
        coverage([1, 1], people, margins)


def test_lengths_and_levels_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadFiguresError):
        coverage([1], [1, 2], [0, 0])
    with pytest.raises(BadFiguresError):
        coverage([1], [1], [0], level=0.2)
    with pytest.raises(BadFiguresError):
        coverage([-1], [1], [0])


def test_the_interval_covers_the_true_ratio_at_its_level() -> None:
    rng = np.random.default_rng(20261122)
    people = np.array([9000.0, 3000.0, 800.0])
    errors = np.array([300.0, 250.0, 90.0])
    heard = [700, 150, 60]
    truth = np.array(heard) / sum(heard) / (people / people.sum())
    n_draws = 2_000
    covered = np.zeros(3)
    for drawn in rng.normal(people, errors, size=(n_draws, 3)):
        result = coverage(heard, drawn.tolist(), (MARGIN_Z * errors).tolist())
        for i, group in enumerate(result.groups):
            assert group.ratio_low is not None
            assert group.ratio_high is not None
            covered[i] += group.ratio_low <= truth[i] <= group.ratio_high
    assert (covered / n_draws > 0.93).all()
    assert (covered / n_draws < 0.97).all()


figures = st.lists(
    st.tuples(
        st.integers(0, 500),
        st.one_of(st.just(nan), st.just(1e-300), st.integers(0, 10**6).map(float)),
        st.one_of(st.just(nan), st.integers(0, 10**5).map(float)),
    ),
    max_size=8,
)


@settings(max_examples=200)
@given(figures, st.booleans())
def test_any_figures_give_a_verdict_and_their_order_changes_nothing(
    rows: list[tuple[int, float, float]], is_random: bool
) -> None:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    result = coverage(*columns, is_random=is_random)
    for (n_heard, people, _margin), group in zip(rows, result.groups, strict=True):
        assert group.n_heard == n_heard
        assert (group.verdict == Verdict.NO_BENCHMARK) == (people != people)
        if group.ratio_low is not None and group.ratio is not None and group.ratio_high is not None:
            assert group.ratio_low <= group.ratio * (1 + 1e-9) + 1e-12
            assert group.ratio <= group.ratio_high * (1 + 1e-9) + 1e-12
    backwards = coverage(*[column[::-1] for column in columns], is_random=is_random)
    assert verdicts(backwards) == verdicts(result)[::-1]


def test_a_funnel_follows_the_invited_and_leaves_out_what_was_not_counted() -> None:
    steps = funnel(400, n_reached=360, n_finished=90)
    assert steps.response_share == pytest.approx(0.225)
    assert steps.cooperation_share == pytest.approx(0.25)
    assert steps.non_response == 310
    assert funnel(400).response_share is None
    assert funnel(0, n_finished=0).response_share is None


@pytest.mark.parametrize("steps", [{"n_reached": 500}, {"n_opened": 10, "n_finished": 11}, {"n_started": -1}])
def test_a_funnel_that_widens_is_refused(steps: dict[str, int]) -> None:
    with pytest.raises(BadFiguresError):
        funnel(400, **steps)
