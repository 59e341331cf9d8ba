"""The sampling design: weights, strata, clusters, and what the weights were fitted to."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.estimates.errors import BadDesignError, LonelyClusterError

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Auxiliaries: TypeAlias = "Floats | sparse.csr_array[np.float64]"

DataKind: TypeAlias = Literal["random", "roster", "chose", "imported"]
Lonely: TypeAlias = Literal["refuse", "center"]

WITH_SAMPLING_INTERVALS: tuple[DataKind, ...] = ("random", "roster")


@dataclass(frozen=True, eq=False)
class Calibration:
    """What the weights were fitted to; variances use the residuals from it.

    Attributes
    ----------
    auxiliaries : ndarray or csr_array of float64, shape (n_people, n_auxiliaries)
        The variables whose totals are known.
    base_weight : ndarray of float64, shape (n_people,)
        The weights before fitting.
    """

    auxiliaries: Auxiliaries
    base_weight: Floats

    def residuals(self, influence: Floats) -> Floats:
        """Return what the auxiliaries do not explain, by regression with the base weights.

        Parameters
        ----------
        influence : ndarray of float64, shape (n_people, n_variables)
            Linearized values, unweighted.

        Returns
        -------
        ndarray of float64, shape (n_people, n_variables)
            The residuals.
        """
        weighted = self.base_weight[:, None] * influence
        explained = self.auxiliaries @ (self._inverse @ (self.auxiliaries.T @ weighted))
        return influence - np.asarray(explained, dtype=np.float64)

    @property
    def _inverse(self) -> Floats:
        """Generalized inverse of the cross-products: margins of one table are collinear."""
        auxiliaries = self.auxiliaries
        if isinstance(auxiliaries, np.ndarray):
            product = auxiliaries.T @ (self.base_weight[:, None] * auxiliaries)
        else:
            product = (auxiliaries.T @ (sparse.diags_array(self.base_weight) @ auxiliaries)).toarray()
        size = np.sqrt(np.diag(product))
        size[size == 0] = 1.0
        scale = np.outer(size, size)
        return np.asarray(np.linalg.pinv(product / scale, rcond=1e-11, hermitian=True) / scale)


@dataclass(frozen=True, eq=False)
class Replicates:
    """Replicate weights: the variance is the spread of the estimates over the replicates.

    Attributes
    ----------
    weight : ndarray of float64, shape (n_people, n_replicates)
        The weights of each replicate.
    scale : ndarray of float64, shape (n_replicates,)
        Weight of each replicate's squared distance from the replicates' mean.
    degrees_of_freedom : int
        Clusters minus strata of the sample they were made from.
    """

    weight: Floats
    scale: Floats
    degrees_of_freedom: int


@dataclass(frozen=True, eq=False)
class Design:
    """Who answered, and what each answer represents. Made by `design_of`.

    Attributes
    ----------
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer. Only the first two have confidence intervals.
    weight : ndarray of float64, shape (n_people,)
        How many of the population each person represents; or 1 each.
    stratum : ndarray of int64, shape (n_people,)
        Number of each person's stratum, ``0 .. n_strata - 1``.
    cluster : ndarray of int64, shape (n_people,)
        Number of each person's cluster, ``0 .. n_clusters - 1``; clusters of two strata are two clusters.
    cluster_stratum : ndarray of int64, shape (n_clusters,)
        Stratum of each cluster.
    strata : tuple of str
        Names of the strata.
    sampled_share : ndarray of float64, shape (n_strata,)
        Sampling fraction: sampled clusters among all clusters of the stratum (0-1); 0 where the population
        is unknown or infinite.
    lonely : {'refuse', 'center'}
        How to treat a stratum with one cluster: refuse to compute variances, or use its distance from the
        mean of all clusters.
    calibration : Calibration or None
        What the weights were fitted to.
    replicates : Replicates or None
        Replicate weights; where there are any, variances come from them.
    """

    kind: DataKind
    weight: Floats
    stratum: Integers
    cluster: Integers
    cluster_stratum: Integers
    strata: tuple[str, ...]
    sampled_share: Floats
    lonely: Lonely = "refuse"
    calibration: Calibration | None = None
    replicates: Replicates | None = None

    @property
    def n(self) -> int:
        """People."""
        return len(self.weight)

    @property
    def n_clusters(self) -> int:
        """Clusters; people where nobody was sampled in clusters."""
        return len(self.cluster_stratum)

    @property
    def n_strata(self) -> int:
        """Strata."""
        return len(self.strata)

    @property
    def has_sampling_intervals(self) -> bool:
        """Whether this is a probability sample, so that confidence intervals are valid."""
        return self.kind in WITH_SAMPLING_INTERVALS

    def degrees_of_freedom(self, domain: Flags | None = None) -> int:
        """Count clusters minus strata, of those with somebody (with weight) in the domain.

        Parameters
        ----------
        domain : ndarray of bool, shape (n_people,), optional
            People the estimate covers; everyone if not given.

        Returns
        -------
        int
            At least 0.
        """
        if domain is None:
            if self.replicates is not None:
                return self.replicates.degrees_of_freedom
            return max(0, self.n_clusters - self.n_strata)
        counted = domain & (self.weight > 0)
        clusters = np.unique(self.cluster[counted])
        n = max(0, len(clusters) - len(np.unique(self.cluster_stratum[clusters])))
        return n if self.replicates is None else min(n, self.replicates.degrees_of_freedom)

    def covariance(self, influence: Floats, by_replicate: Floats | None = None) -> Floats:
        """Compute the covariance of estimated totals.

        Parameters
        ----------
        influence : ndarray of float64, shape (n_people, n_variables)
            Linearized values, unweighted: the estimate varies as their weighted total does.
        by_replicate : ndarray of float64, shape (n_replicates, n_variables), optional
            The estimates computed with each replicate's weights; used where the design has replicates.

        Returns
        -------
        ndarray of float64, shape (n_variables, n_variables)
            Sampling covariance.
        """
        scores = self.scores(influence, by_replicate)
        return np.asarray(scores.T @ scores)

    def variances(self, influence: Floats, by_replicate: Floats | None = None) -> Floats:
        """Compute the variances of estimated totals: the diagonal of `covariance`.

        Parameters
        ----------
        influence : ndarray of float64, shape (n_people, n_variables)
            Linearized values, unweighted.
        by_replicate : ndarray of float64, shape (n_replicates, n_variables), optional
            The estimates computed with each replicate's weights.

        Returns
        -------
        ndarray of float64, shape (n_variables,)
            Sampling variances.
        """
        scores = self.scores(influence, by_replicate)
        return np.asarray(np.einsum("ij,ij->j", scores, scores))

    def scores(self, influence: Floats, by_replicate: Floats | None = None) -> Floats:
        """Compute the contribution of each cluster (or replicate): covariance is ``scores.T @ scores``.

        Parameters
        ----------
        influence : ndarray of float64, shape (n_people, n_variables)
            Linearized values, unweighted.
        by_replicate : ndarray of float64, shape (n_replicates, n_variables), optional
            The estimates computed with each replicate's weights.

        Returns
        -------
        ndarray of float64, shape (n_clusters, n_variables) or (n_replicates, n_variables)
            Scaled, centered contributions.

        Raises
        ------
        LonelyClusterError
            A stratum has one sampled cluster, and the design refuses that.
        """
        if self.replicates is not None:
            if by_replicate is None:
                raise BadDesignError("A design with replicates needs the estimate of each replicate.")
            centered = by_replicate - by_replicate.mean(axis=0)
            return np.asarray(np.sqrt(self.replicates.scale)[:, None] * centered)
        if self.calibration is not None:
            influence = self.calibration.residuals(influence)
        totals = _summed(self.weight[:, None] * influence, self.cluster, self.n_clusters)
        n = np.bincount(self.cluster_stratum, minlength=self.n_strata)
        lonely = (n == 1) & (self.sampled_share < 1)
        if lonely.any() and self.lonely == "refuse":
            raise LonelyClusterError([self.strata[h] for h in np.flatnonzero(lonely)])
        means = _summed(totals, self.cluster_stratum, self.n_strata) / np.maximum(n, 1)[:, None]
        if lonely.any():
            means[lonely] = totals.mean(axis=0)
        scale = np.where(n > 1, n / np.maximum(n - 1, 1), 1.0) * (1 - self.sampled_share)
        return np.asarray(np.sqrt(scale)[self.cluster_stratum, None] * (totals - means[self.cluster_stratum]))

    def third_moments(self, scores: Floats) -> Floats:
        """Compute the third central moments of estimated totals over samples.

        Parameters
        ----------
        scores : ndarray of float64, shape (n_clusters, n_variables)
            What `scores` returned.

        Returns
        -------
        ndarray of float64, shape (n_variables,)
            Third moments; 0 from strata of two clusters, which show no skewness, and from replicates.
        """
        if self.replicates is not None:
            return np.zeros(scores.shape[1])
        return np.asarray(self.third_moment_factor @ scores**3)

    @property
    def third_moment_factor(self) -> Floats:
        """Weight of the cube of each cluster's score in third moments; float64, shape (n_clusters,)."""
        n = np.bincount(self.cluster_stratum, minlength=self.n_strata)
        left = 1 - self.sampled_share
        scale = np.where(n > 1, n / np.maximum(n - 1, 1), 1.0) * left
        unbiased = np.where(n > 2, n**2 / np.maximum((n - 1) * (n - 2), 1), 0.0)
        factor = np.where(
            scale > 0,
            unbiased * left * (1 - 2 * self.sampled_share) / np.where(scale > 0, scale, 1) ** 1.5,
            0.0,
        )
        return np.asarray(factor[self.cluster_stratum])


def _summed(values: Floats, group: Integers, n_groups: int) -> Floats:
    """Sum rows by group."""
    if n_groups == len(values) and np.array_equal(group, np.arange(n_groups)):
        return values
    if n_groups == 1:
        return np.asarray(values.sum(axis=0, keepdims=True))
    n = len(values)
    member = sparse.csr_array((np.ones(n), (group, np.arange(n))), shape=(n_groups, n))
    return np.asarray(member @ values)


def with_kind(design: Design, kind: DataKind) -> Design:
    """Return the design with another kind of data.

    Parameters
    ----------
    design : Design
        The design.
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer.

    Returns
    -------
    Design
        The same but for its kind.
    """
    return replace(design, kind=kind)
