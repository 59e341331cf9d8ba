import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from throughline.methods.estimates import (
    BadAnswersError,
    BadDesignError,
    BadLevelError,
    BadProbabilityError,
    EmptyCellError,
    EmptyDomainError,
    LonelyClusterError,
    MissingAnswersError,
    NoComparisonError,
    NoSolutionError,
    NotIdentifiedError,
    NoWeightError,
    association,
    benjamini_hochberg,
    beta,
    calibrated,
    change_of_means,
    change_of_shares,
    design_of,
    holm,
    jackknifed,
    means,
    means_by,
    post_stratified,
    quantiles,
    raked,
    ratios,
    regression,
    regression_calibrated,
    shares,
    totals,
    two_way,
    with_kind,
)


def simple(n, kind="random"):
    return design_of(np.ones(n), kind=kind)


def column(*numbers):
    return np.array(numbers, dtype=float)[:, None]


def only(found):
    (estimate,) = found
    return estimate


# Intervals by kind of data


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


# Compared with textbook formulas


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


# Weights fitted to known totals


def test_post_stratified_weights_meet_their_totals_and_explain_their_cells():
    cells = np.array(["a", "b"])[np.arange(40) % 2]
    design = post_stratified(simple(40), cells, {"a": 300.0, "b": 100.0})
    assert design.weight[cells == "a"].sum() == pytest.approx(300)
    known = only(totals(design, (cells == "a")[:, None]))
    assert known.value == pytest.approx(300)
    assert known.standard_error == pytest.approx(0, abs=1e-9)


def test_regression_calibration_meets_its_totals():
    rng = np.random.default_rng(1)
    known = np.column_stack([np.ones(50), rng.normal(5, 1, 50)])
    design = regression_calibrated(simple(50), known, [200, 1_050])
    assert known.T @ design.weight == pytest.approx([200, 1_050])
    found = totals(design, known)
    assert [each.standard_error for each in found] == pytest.approx([0, 0], abs=1e-9)


def test_the_jackknife_agrees_with_the_formula_for_a_mean():
    answers = np.random.default_rng(3).normal(size=(40, 1))
    for design in (
        simple(40),
        design_of(np.ones(40), kind="random", strata=np.arange(40) % 2, population=np.full(40, 50)),
    ):
        one, other = only(means(design, answers)), only(means(jackknifed(design), answers))
        assert other.standard_error == pytest.approx(one.standard_error, rel=1e-3)
        assert other.degrees_of_freedom == one.degrees_of_freedom


def test_the_jackknife_serves_regression_quantiles_and_tables():
    rng = np.random.default_rng(4)
    design = jackknifed(simple(60))
    given = rng.normal(size=(60, 1))
    outcome = given[:, 0] + rng.normal(size=60)
    plain = regression(simple(60), outcome, given)
    assert regression(design, outcome, given).standard_error == pytest.approx(plain.standard_error, rel=0.1)
    assert only(quantiles(design, outcome, [0.5])).interval.low < np.median(outcome)
    row, answer = given[:, 0] > 0, outcome > 0
    assert association(design, row, answer).p == pytest.approx(
        association(simple(60), row, answer).p, abs=0.01
    )


@pytest.mark.parametrize(
    ("fit", "error"),
    [
        (lambda d: post_stratified(d, ["a"] * 4, {"a": 5.0, "b": 3.0}), EmptyCellError),
        (lambda d: post_stratified(d, ["a"] * 3 + ["c"], {"a": 5.0}), BadDesignError),
        (lambda d: post_stratified(d, ["a"] * 4, {"a": 0.0}), BadDesignError),
        (lambda d: post_stratified(d, ["a"] * 3, {"a": 5.0}), BadDesignError),
        (
            lambda d: post_stratified(post_stratified(d, ["a"] * 4, {"a": 5.0}), ["a"] * 4, {"a": 5.0}),
            BadDesignError,
        ),
        (lambda d: regression_calibrated(d, np.ones((4, 2)), [4, 5]), NoSolutionError),
        (lambda d: regression_calibrated(d, column(1, 2, 3, -9), [200]), NoSolutionError),
        (lambda d: regression_calibrated(d, np.ones((4, 2)), [4]), BadDesignError),
        (lambda d: regression_calibrated(d, column(1, 2, 3, np.nan), [20]), BadDesignError),
        (lambda d: calibrated(d, [1, 2, 3], None), BadDesignError),
        (lambda d: calibrated(d, [1, 2, 3, -4], None), NoWeightError),
        (lambda d: calibrated(d, [1, 2, 3, 4], np.ones(4)), BadDesignError),
        (lambda d: raked(d, [1, 2, 3, 4], [["a", "b"]]), BadDesignError),
        (lambda d: raked(jackknifed(d), [1, 2, 3, 4], [["a", "b", "a", "b"]]), BadDesignError),
        (lambda d: jackknifed(design_of(np.ones(2), kind="random", strata=["a", "b"])), BadDesignError),
    ],
)
def test_weights_that_cannot_be_fitted_are_refused(fit, error):
    with pytest.raises(error):
        fit(simple(4))


# Tables


def test_a_table_counts_people_and_weighs_shares():
    design = design_of([1, 1, 2, 4, 1], kind="random")
    table = two_way(design, ["a", "a", "b", "b", None], ["x", "y", "x", "y", "x"], columns=["y", "x"])
    assert (table.rows, table.columns) == (("a", "b"), ("y", "x"))
    assert table.n.tolist() == [[1, 1], [1, 1]]
    assert table.share.tolist() == [[0.125, 0.125], [0.5, 0.25]]
    assert [cell.value for cell in table.row_shares[1]] == pytest.approx([4 / 6, 2 / 6])
    assert table.column_shares[1][0].value == pytest.approx(4 / 5)
    assert table.row_shares[1][0].n == 2


def test_a_row_of_nobody_has_no_shares():
    table = two_way(simple(4), ["a", "a", "b", "b"], ["x", "y", "x", "y"], rows=["a", "b", "c"])
    assert table.row_shares[2] == (None, None)
    assert table.association is not None
    alone = two_way(simple(4), ["a"] * 4, ["x", "y", "x", "y"])
    assert (alone.association, alone.no_association) == (None, "nothing_to_compare")


def test_without_a_design_the_corrected_test_is_nearly_pearsons():
    rng = np.random.default_rng(5)
    row, answer = rng.integers(0, 3, 600), rng.integers(0, 4, 600)
    found = association(simple(600), row, answer)
    pearson = stats.chi2_contingency(stats.contingency.crosstab(row, answer).count, correction=False)
    assert found.pearson == pytest.approx(pearson.statistic)
    assert found.mean_design_effect == pytest.approx(1, abs=0.05)
    assert found.p == pytest.approx(pearson.pvalue, abs=0.02)
    assert found.cramers_v == pytest.approx(np.sqrt(pearson.statistic / 600 / 2))


def test_similar_people_within_clusters_make_the_test_less_powerful():
    rng = np.random.default_rng(6)
    clusters = np.repeat(np.arange(12), 20)
    row = rng.integers(0, 2, 12)[clusters]
    answer = (rng.normal(size=12)[clusters] + 0.3 * row + rng.normal(size=240)) > 0
    one = association(simple(240), row, answer)
    other = association(design_of(np.ones(240), kind="random", clusters=clusters), row, answer)
    assert other.pearson == pytest.approx(one.pearson)
    assert other.mean_design_effect > 2
    assert other.p > one.p


# Change


def test_two_independent_cycles_add_their_variances():
    one, other = np.arange(30)[:, None] < 6, np.arange(50)[:, None] < 25
    found = only(change_of_shares(simple(30), one, simple(50), other))
    assert found.value == pytest.approx(0.3)
    assert found.standard_error == pytest.approx(
        np.hypot(found.before.standard_error, found.after.standard_error)
    )
    assert found.interval.low > 0
    assert 0.0001 < found.p < 0.05
    assert found.correlation == 0


def test_p_is_where_the_interval_reaches_zero():
    one, other = np.arange(30)[:, None] < 6, np.arange(50)[:, None] < 20
    first = only(change_of_shares(simple(30), one, simple(50), other))
    again = only(change_of_shares(simple(30), one, simple(50), other, level=1 - first.p))
    assert again.interval.low == pytest.approx(0, abs=1e-6)
    numbers, later = np.arange(20.0)[:, None], np.arange(25.0)[:, None] + 2
    first = only(change_of_means(simple(20), numbers, simple(25), later))
    again = only(change_of_means(simple(20), numbers, simple(25), later, level=1 - first.p))
    assert again.interval.low == pytest.approx(0, abs=1e-6)
    assert only(change_of_shares(simple(30), one, simple(30), one)).p == 1


def test_a_sample_of_the_same_people_is_the_paired_comparison():
    rng = np.random.default_rng(7)
    early = rng.normal(size=60)
    late = early + rng.normal(0.2, 0.3, size=60)
    order = rng.permutation(60)
    names = np.arange(60), np.arange(60)[order]
    found = only(change_of_means(simple(60), early[:, None], simple(60), late[order][:, None], same=names))
    paired = late - early
    assert found.value == pytest.approx(paired.mean())
    assert found.standard_error == pytest.approx(paired.std(ddof=1) / np.sqrt(60))
    assert found.correlation > 0.9
    independent = only(change_of_means(simple(60), early[:, None], simple(60), late[:, None]))
    assert found.interval.high - found.interval.low < independent.interval.high - independent.interval.low
    nobody = only(
        change_of_means(
            simple(60), early[:, None], simple(60), late[:, None], same=(np.arange(60), np.arange(60, 120))
        )
    )
    assert nobody == independent


def test_a_change_on_a_scale_stays_between_its_ends():
    one, other = np.full((20, 1), 5.0), np.array([1.0, 5.0] * 10)[:, None]
    found = only(change_of_means(simple(20), one, simple(20), other, scale=(1, 5)))
    assert -4 <= found.interval.low < found.value < found.interval.high < 0


def test_names_that_do_not_fit_the_clusters_are_refused():
    answers = np.ones((4, 1))
    clustered = design_of(np.ones(4), kind="random", clusters=[1, 1, 2, 2])
    for names in (["a", "b", "c", "c"], ["a", "a", "a", "a"]):
        with pytest.raises(BadDesignError):
            change_of_means(clustered, answers, clustered, answers, same=(names, ["a", "a", "c", "c"]))
    with pytest.raises(BadAnswersError):
        change_of_means(simple(4), answers, simple(4), answers, same=(["a"], ["a", "b", "c", "d"]))
    with pytest.raises(BadAnswersError):
        change_of_means(simple(4), answers, simple(4), np.ones((4, 2)))
    replicated = jackknifed(simple(4))
    with pytest.raises(BadDesignError):
        change_of_means(replicated, answers, replicated, answers, same=(range(4), range(4)))


# Multiple comparisons


def test_adjusted_p_values_are_those_of_the_papers():
    p = [0.01, 0.04, 0.03, 0.005]
    assert holm(p).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert benjamini_hochberg(p).tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert benjamini_hochberg(p).tolist() == pytest.approx(stats.false_discovery_control(p).tolist())
    assert holm([]).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_never_makes_smaller_and_keeps_the_order(p):
    for adjust in (holm, benjamini_hochberg):
        adjusted = adjust(p)
        assert (adjusted >= np.array(p) - 1e-12).all()
        assert (adjusted <= 1).all()
        assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= -1e-12).all()
    assert (holm(p) >= benjamini_hochberg(p) - 1e-12).all()


@pytest.mark.parametrize("p", [[1.2], [-0.1], [np.nan]])
def test_a_value_that_is_not_a_probability_is_refused(p):
    with pytest.raises(BadProbabilityError):
        holm(p)


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


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_intervals_of_shares_contain_the_share_and_stay_within_0_and_1(answers):
    for method in ("wilson", "logit", "beta"):
        found = only(shares(simple(len(answers)), np.array(answers)[:, None], interval=method))
        assert 0 <= found.interval.low <= found.value <= found.interval.high <= 1


def test_the_kind_of_data_can_be_restated():
    design = with_kind(simple(10), "chose")
    assert only(means(design, np.arange(10.0)[:, None])).interval is None
    assert not design.has_sampling_intervals
