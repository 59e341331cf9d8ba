"""Changes of means and shares between two cycles, of the same people or of others."""

import numpy as np
import pytest

from tests.methods.simple_sample import only, simple
from throughline.methods.estimates import (
    BadAnswersError,
    BadDesignError,
    change_of_means,
    change_of_shares,
    design_of,
    jackknifed,
)


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
