"""Weights fitted to known totals by post-stratification, regression and raking, and the jackknife."""

import numpy as np
import pytest

from tests.methods.simple_sample import column, only, simple
from throughline.methods.estimates import (
    BadDesignError,
    EmptyCellError,
    NoSolutionError,
    NoWeightError,
    association,
    calibrated,
    design_of,
    jackknifed,
    means,
    post_stratified,
    quantiles,
    raked,
    regression,
    regression_calibrated,
    totals,
)


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
