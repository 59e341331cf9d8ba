"""Intervals of means, shares and quantiles, compared with formulas of textbooks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.methods.simple_sample import column, only, simple
from throughline.methods.estimates import BadAnswersError, beta, design_of, means, quantiles, shares


def test_a_simple_sample_gives_the_formulas_of_the_textbook():
    answers = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3])
    found = only(means(simple(10), answers[:, None], interval="t"))
    error = answers.std(ddof=1) / np.sqrt(10)
    assert found.value == pytest.approx(3.9)
    assert found.standard_error == pytest.approx(error)
    assert found.degrees_of_freedom == 9
    assert found.interval.low == pytest.approx(3.9 - stats.t.ppf(0.975, 9) * error)
    finite = design_of(np.full(10, 2.0), kind="random", population=20)
    assert only(means(finite, answers[:, None])).standard_error == pytest.approx(error * np.sqrt(0.5))


def test_the_wilson_interval_is_that_of_the_formula():
    found = only(shares(simple(40), np.arange(40)[:, None] < 8))
    t, n, p = stats.t.ppf(0.975, 39), 39, 0.2
    middle = (p + t**2 / (2 * n)) / (1 + t**2 / n)
    half = t / (1 + t**2 / n) * np.sqrt(p * (1 - p) / n + t**2 / (4 * n**2))
    assert (found.interval.low, found.interval.high) == pytest.approx((middle - half, middle + half))


def test_clopper_and_pearson_without_a_design_is_exact():
    low, high = beta(0.1, 30, 30, 29)
    exact = stats.binomtest(3, 30).proportion_ci(method="exact")
    assert (low, high) == pytest.approx((exact.low, exact.high))


def test_a_strip_of_strata_with_nothing_left_to_sample_is_certain():
    design = design_of([1, 1, 1, 1], kind="random", strata=["a", "a", "b", "b"], population=[2, 2, 2, 2])
    found = only(means(design, column(1, 5, 2, 8)))
    assert found.standard_error == 0
    assert (found.interval.low, found.interval.high) == (4, 4)


def test_the_interval_of_a_skewed_sample_is_longer_on_the_side_of_the_tail():
    leaning = np.random.default_rng(1).exponential(size=(30, 1))
    found = only(means(simple(30), leaning))
    plain = only(means(simple(30), leaning, interval="t"))
    assert found.interval.method == "hall"
    assert found.interval.high - found.value > plain.interval.high - plain.value
    assert found.value - found.interval.low < plain.value - plain.interval.low


def test_a_mean_on_a_scale_stays_on_the_scale():
    answers = np.array([5.0] * 19 + [4.0])[:, None]
    found = only(means(simple(20), answers, scale=(1, 5)))
    assert found.interval.method == "wilson"
    assert found.interval.low < found.value < found.interval.high <= 5
    with pytest.raises(BadAnswersError, match="between 1 and 4"):
        means(simple(20), answers, scale=(1, 4))


@pytest.mark.parametrize("method", ["wilson", "logit", "beta"])
@pytest.mark.parametrize("everyone", [False, True])
def test_a_share_of_0_or_1_still_has_an_interval(method, everyone):
    found = only(shares(simple(30), np.full((30, 1), everyone), interval=method))
    assert found.value == everyone
    length = found.interval.high - found.interval.low
    assert 0.05 < length < 0.2
    clustered = design_of(np.ones(30), kind="random", clusters=np.repeat(np.arange(6), 5))
    wider = only(shares(clustered, np.full((30, 1), everyone), interval=method))
    assert wider.interval.high - wider.interval.low > length


def test_a_quantile_is_the_smallest_answer_at_or_below_which_the_share_lies():
    answers = np.arange(1.0, 21.0)
    found = quantiles(simple(20), answers, [0.05, 0.25, 0.5, 0.75, 0.951])
    assert [each.value for each in found] == [1, 5, 10, 15, 20]
    median = found[2]
    below = stats.binom.cdf(median.interval.low - 1, 20, 0.5)
    above = stats.binom.sf(median.interval.high - 1, 20, 0.5)
    assert 1 - below - above > 0.93


def test_a_quantile_that_a_small_sample_cannot_bound_is_open_on_that_side():
    found = quantiles(simple(12), np.arange(12.0), [0.05, 0.95])
    assert found[0].interval.low == -np.inf
    assert found[1].interval.high == np.inf
    assert found[0].standard_error is None


def test_weights_move_the_quantile():
    design = design_of([1, 1, 1, 9], kind="random")
    assert only(quantiles(design, [1, 2, 3, 4], [0.5])).value == 4


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_intervals_of_shares_contain_the_share_and_stay_within_0_and_1(answers):
    for method in ("wilson", "logit", "beta"):
        found = only(shares(simple(len(answers)), np.array(answers)[:, None], interval=method))
        assert 0 <= found.interval.low <= found.value <= found.interval.high <= 1
