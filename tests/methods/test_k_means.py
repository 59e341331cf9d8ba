import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.methods.k_means import TooFewPointsError, k_means, nearest, settle, silhouette


def rng(seed=0):
    return np.random.default_rng(seed)


def test_two_heaps_are_separated():
    points = np.array([[0.0, 0.0], [0.0, 1.0], [10.0, 0.0], [10.0, 1.0]])
    best = k_means(points, np.ones(4), 2, rng=rng())[0]
    assert sorted(best.center.tolist()) == [[0.0, 0.5], [10.0, 0.5]]
    assert best.inertia == pytest.approx(4 * 0.25)
    assert best.weight.tolist() == [2.0, 2.0]


def test_weights_pull_the_center():
    points = np.array([[0.0, 0.0], [4.0, 0.0]])
    best = k_means(points, np.array([3.0, 1.0]), 1, rng=rng())[0]
    assert best.center.tolist() == [[1.0, 0.0]]
    assert best.inertia == pytest.approx(3 * 1 + 1 * 9)


def test_as_many_clusters_as_points_have_no_inertia():
    points = rng(1).normal(size=(30, 2))
    best = k_means(points, np.ones(30), 30, rng=rng())[0]
    assert best.inertia == pytest.approx(0.0, abs=1e-20)
    assert sorted(best.label.tolist()) == list(range(30))


def test_an_emptied_cluster_takes_the_farthest_point():
    points = np.array([[0.0], [1.0], [2.0], [9.0]])
    settled = settle(points, np.ones(4), np.array([[1.0], [100.0]]))
    assert settled.label.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("n_clusters", [0, 3])
def test_more_clusters_than_points_are_refused(n_clusters):
    with pytest.raises(TooFewPointsError):
        k_means(np.zeros((2, 2)), np.ones(2), n_clusters, rng=rng())


def test_outcomes_are_distinct_and_the_best_comes_first():
    points = rng(2).normal(size=(60, 2))
    outcomes = k_means(points, np.ones(60), 4, rng=rng(), n_starts=30)
    inertias = [outcome.inertia for outcome in outcomes]
    assert inertias == sorted(inertias)
    assert len({outcome.label.tobytes() for outcome in outcomes}) == len(outcomes)


def test_many_points_find_the_nearest_of_many_centers():
    points, center = rng(3).normal(size=(5000, 2)), rng(4).normal(size=(40, 2))
    by_all = ((points[:, None] - center[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest(points, center) == by_all).all()


def test_the_silhouette_of_a_worked_example():
    points = np.array([[0.0], [1.0], [5.0]])
    # a = 1, b = 5 and 4 for the pair; the third point is alone: (4/5 + 3/4 + 0) / 3
    assert silhouette(points, np.array([0, 0, 1])) == pytest.approx((4 / 5 + 3 / 4) / 3)


def test_the_silhouette_of_equal_points_is_zero_and_not_nan():
    assert silhouette(np.zeros((4, 2)), np.array([0, 0, 1, 1])) == 0.0


@given(st.integers(0, 10_000), st.integers(1, 6))
@settings(max_examples=40)
def test_every_settled_point_is_with_its_nearest_center_and_no_cluster_is_empty(seed, n_clusters):
    points, weights = rng(seed).normal(size=(40, 2)), rng(seed).integers(1, 9, size=40).astype(float)
    best = k_means(points, weights, n_clusters, rng=rng(seed), n_starts=3)[0]
    assert (best.label == nearest(points, best.center)).all()
    assert (np.bincount(best.label, minlength=n_clusters) > 0).all()
    assert best.weight.sum() == pytest.approx(weights.sum())
