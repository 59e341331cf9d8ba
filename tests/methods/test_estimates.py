"""Estimates by kind of data, of domains, strata and clusters; what is refused; properties of all of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.simple_sample import column, only, simple
from throughline.methods.estimates import (
    BadAnswersError,
    BadDesignError,
    BadLevelError,
    EmptyDomainError,
    LonelyClusterError,
    MissingAnswersError,
    NoComparisonError,
    NotIdentifiedError,
    NoWeightError,
    association,
    change_of_shares,
    design_of,
    means,
    means_by,
    post_stratified,
    quantiles,
    ratios,
    regression,
    shares,
    totals,
    two_way,
    with_kind,
)


@pytest.mark.parametrize(
    ("kind", "reason"), [("chose", "self_selected"), ("imported", "collected_elsewhere")]
)
def test_a_sample_that_is_not_random_gets_no_interval(kind, reason):
    design = simple(40, kind)
    answers = np.arange(40.0)
    found = [
        *means(design, answers[:, None]),
        *totals(design, answers[:, None]),
        *ratios(design, answers[:, None], np.ones((40, 1))),
        *shares(design, (answers > 10)[:, None]),
        *quantiles(design, answers, [0.5]),
        *means_by(design, answers, ["a", "b"] * 20).values(),
    ]
    for estimate in found:
        assert (estimate.interval, estimate.standard_error) == (None, None)
        assert estimate.design_effect is None
        assert estimate.no_interval == reason
        assert estimate.kind == kind
    table = two_way(design, ["a", "b"] * 20, ["x", "x", "y", "y"] * 10)
    assert table.association is None
    assert table.no_association == reason
    assert all(cell.interval is None for row in table.row_shares for cell in row)
    line = regression(design, answers, (answers**2)[:, None])
    assert (line.covariance, line.intervals, line.no_interval) == (None, None, reason)
    with pytest.raises(NoComparisonError):
        association(design, ["a", "b"] * 20, ["x", "x", "y", "y"] * 10)


@pytest.mark.parametrize("kind", ["random", "roster"])
def test_a_random_sample_gets_an_interval(kind):
    found = only(means(simple(40, kind), np.arange(40.0)[:, None]))
    assert found.interval.low < 19.5 < found.interval.high
    assert found.no_interval is None


def test_a_change_has_no_interval_where_either_cycle_has_none():
    answers = np.arange(30)[:, None] < 10
    for one, other in (("random", "chose"), ("imported", "random")):
        found = only(change_of_shares(simple(30, one), answers, simple(30, other), answers))
        assert found.interval is None
        assert found.p is None
        assert found.no_interval in ("self_selected", "collected_elsewhere")


def test_an_estimate_has_its_n_and_effective_sample_size():
    chosen = only(means(design_of([1, 1, 1, 3], kind="chose"), column(1, 2, 3, 4)))
    assert chosen.n == 4
    assert chosen.n_effective == pytest.approx(36 / 12)
    clusters = np.repeat(np.arange(10), 5)
    alike = np.repeat(np.arange(10.0), 5)[:, None]
    found = only(means(design_of(np.full(50, 1e6), kind="random", clusters=clusters), alike))
    assert found.n == 50
    assert found.n_effective == pytest.approx(10, rel=0.15)


# Domains, strata and clusters


def test_a_domain_of_everyone_is_everyone():
    answers = np.random.default_rng(1).normal(size=(30, 2))
    assert means(simple(30), answers, domain=np.ones(30, dtype=bool)) == means(simple(30), answers)


def test_a_domain_keeps_the_clusters_of_those_outside_it():
    clusters = np.repeat(np.arange(8), 4)
    answers = np.random.default_rng(2).normal(size=32)
    is_in = np.arange(32) % 4 < 2
    design = design_of(np.ones(32), kind="random", clusters=clusters)
    found = only(means(design, np.where(is_in, answers, np.nan)[:, None], domain=is_in))
    residual = np.where(is_in, answers - answers[is_in].mean(), 0.0).reshape(8, 4).sum(axis=1) / is_in.sum()
    assert found.standard_error == pytest.approx(np.sqrt(8 / 7 * (residual**2).sum()))
    assert found.n == 16


def test_groups_are_domains_and_none_is_in_no_group():
    found = means_by(simple(6), [1, 2, 3, 4, np.nan, 9], ["a", "a", "b", "b", None, "b"])
    assert {group: each.value for group, each in found.items()} == {"a": 1.5, "b": pytest.approx(16 / 3)}


def test_a_lonely_cluster_is_refused_by_name_or_counted_widely():
    weights, strata = np.ones(5), ["a", "a", "b", "b", "the annex"]
    with pytest.raises(LonelyClusterError, match="the annex") as problem:
        means(design_of(weights, kind="random", strata=strata), column(1, 2, 3, 4, 9))
    assert problem.value.strata == ("the annex",)
    centered = design_of(weights, kind="random", strata=strata, lonely="center")
    without = design_of(weights[:4], kind="random", strata=strata[:4])
    found = only(means(centered, column(1, 2, 3, 4, 9)))
    assert found.standard_error > only(means(without, column(1, 2, 3, 4))).standard_error
    certain = design_of(weights, kind="random", strata=strata, population=[9, 9, 9, 9, 1])
    assert only(means(certain, column(1, 2, 3, 4, 9))).standard_error > 0


def test_one_cluster_in_a_domain_gives_no_interval():
    design = design_of(np.ones(6), kind="random", clusters=[1, 1, 2, 2, 3, 3])
    found = only(means(design, column(1, 2, 3, 4, 5, 6), domain=[True, True, False, False, False, False]))
    assert found.interval is None
    assert found.no_interval == "one_cluster"


# Errors


@pytest.mark.parametrize(
    ("weights", "more", "error"),
    [
        ([], {}, BadDesignError),
        ([[1.0]], {}, BadDesignError),
        ([0, 0], {}, NoWeightError),
        ([1, -1], {}, NoWeightError),
        ([1, np.nan], {}, NoWeightError),
        ([1, np.inf], {}, NoWeightError),
        ([1, 1], {"strata": ["a"]}, BadDesignError),
        ([1, 1], {"clusters": ["a", None]}, BadDesignError),
        ([1, 1], {"strata": np.array([1.0, np.nan])}, BadDesignError),
        ([1, 1], {"population": 1}, BadDesignError),
        ([1, 1], {"population": np.nan}, BadDesignError),
        ([1, 1], {"population": [5, 6]}, BadDesignError),
    ],
)
def test_a_design_that_does_not_fit_is_refused(weights, more, error):
    with pytest.raises(error):
        design_of(weights, kind="random", **more)


@pytest.mark.parametrize(
    ("compute", "error"),
    [
        (lambda d: means(d, column(1, 2, 3, np.nan)), MissingAnswersError),
        (lambda d: means(d, column(1, 2, 3, np.inf)), BadAnswersError),
        (lambda d: means(d, [1, 2, 3, 4]), BadAnswersError),
        (lambda d: means(d, column(1, 2, 3)), BadAnswersError),
        (lambda d: means(d, column(1, 2, 3, 4), domain=[False] * 4), EmptyDomainError),
        (lambda d: means(d, column(1, 2, 3, 4), domain=[True]), BadAnswersError),
        (lambda d: means(d, column(1, 2, 3, 4), level=95), BadLevelError),
        (lambda d: shares(d, column(0, 1, 2, 1)), BadAnswersError),
        (lambda d: ratios(d, column(1, 2, 3, 4), column(1, -1, 1, -1)), BadAnswersError),
        (lambda d: ratios(d, column(1, 2, 3, 4), np.ones((4, 2))), BadAnswersError),
        (lambda d: quantiles(d, [1, 2, 3, 4], [1.0]), BadAnswersError),
        (lambda d: quantiles(d, [1, 2, 3, np.nan], [0.5]), MissingAnswersError),
        (lambda d: regression(d, [1, 2, 3, 4], np.ones((4, 1))), NotIdentifiedError),
        (lambda d: regression(d, [1, 2, 3, 4], np.zeros((4, 1))), NotIdentifiedError),
        (lambda d: regression(d, [1, 2, 3, 4], np.ones(4)), BadAnswersError),
        (lambda d: two_way(d, ["a"] * 4, ["x"] * 3), BadAnswersError),
        (lambda d: two_way(d, ["a"] * 4, ["x"] * 4, rows=["b"]), BadAnswersError),
        (lambda d: two_way(d, ["a"] * 4, ["x"] * 4, rows=["a", "a"]), BadAnswersError),
        (lambda d: two_way(d, [None] * 4, ["x"] * 4), EmptyDomainError),
        (lambda d: association(d, ["a"] * 4, ["x", "y", "x", "y"]), NoComparisonError),
    ],
)
def test_what_cannot_be_computed_is_a_named_error(compute, error):
    with pytest.raises(error):
        compute(simple(4))


# Properties


def _any_design(rng, n, order):
    strata, clusters = np.arange(n) % 2, np.arange(n) // 3
    weights = rng.uniform(1, 4, n)
    return design_of(
        weights[order], kind="random", strata=strata[order], clusters=clusters[order], population=100
    )


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=12)
def test_permuting_people_changes_nothing(seed):
    n = 36
    order = np.random.default_rng(seed).permutation(n)
    same, answers = np.arange(n), np.random.default_rng(seed).normal(size=(n, 2))
    row, answer = np.arange(n) % 3, np.random.default_rng(seed + 1).integers(0, 2, n)

    def everything(at):
        design = _any_design(np.random.default_rng(seed), n, at)
        fitted = post_stratified(design, row[at].astype(str), {"0": 40.0, "1": 50.0, "2": 30.0})
        for each in (design, fitted):
            for estimate in (
                *means(each, answers[at]),
                *totals(each, answers[at]),
                *shares(each, answer[at][:, None]),
                *quantiles(each, answers[at, 0], [0.3, 0.5]),
            ):
                yield from (estimate.value, estimate.standard_error or 0.0, estimate.n_effective)
                yield from (estimate.interval.low, estimate.interval.high)
            yield from regression(each, answers[at, 0], answers[at, 1:]).standard_error
            yield association(each, row[at], answer[at]).p

    assert list(everything(order)) == pytest.approx(list(everything(same)), rel=1e-8, abs=1e-10)


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 50))
@settings(max_examples=25)
def test_multiplying_all_weights_leaves_means_shares_and_quantiles(seed, by):
    rng = np.random.default_rng(seed)
    weights, answers = rng.uniform(1, 4, 30), rng.normal(size=(30, 1))
    one, other = design_of(weights, kind="random"), design_of(weights * by, kind="random")
    for compute in (
        lambda d: only(means(d, answers)),
        lambda d: only(shares(d, answers > 0)),
        lambda d: only(quantiles(d, answers[:, 0], [0.5])),
    ):
        before, after = compute(one), compute(other)
        assert after.value == pytest.approx(before.value)
        assert after.standard_error == pytest.approx(before.standard_error)
        assert (after.interval.low, after.interval.high) == pytest.approx(
            (before.interval.low, before.interval.high)
        )
    once, times = only(totals(one, answers)), only(totals(other, answers))
    assert times.value == pytest.approx(by * once.value)
    assert times.standard_error == pytest.approx(by * once.standard_error)


def test_the_kind_of_data_can_be_restated():
    design = with_kind(simple(10), "chose")
    assert only(means(design, np.arange(10.0)[:, None])).interval is None
    assert not design.has_sampling_intervals
