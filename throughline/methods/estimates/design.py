"""How the answers came about: weights, strata, clusters, and what the weights were fitted to."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Auxiliaries: TypeAlias = "Floats | sparse.csr_array[np.float64]"

DataKind: TypeAlias = Literal["random", "roster", "chose", "imported"]
Lonely: TypeAlias = Literal["refuse", "centre"]

WITH_SAMPLING_INTERVALS: tuple[DataKind, ...] = ("random", "roster")


class EstimateError(ValueError):
    """A number cannot be estimated; the sentence says why."""


class BadDesignError(EstimateError):
    """Weights, strata, clusters or population figures that do not fit each other."""


class NoWeightError(BadDesignError):
    """Weights that are negative, not finite, or all zero."""


class LonelyClusterError(BadDesignError):
    """A stratum with one sampled cluster: how clusters differ in it cannot be seen.

    Attributes
    ----------
    strata : tuple of str
        Names of the strata.
    """

    def __init__(self, strata: Sequence[str]) -> None:
        self.strata = tuple(strata)
        super().__init__(
            f"Only one cluster was sampled in: {', '.join(self.strata)}. Join such a stratum with a like "
            "one, or say lonely='centre'."
        )


class BadAnswersError(EstimateError):
    """Answers that do not belong to the design's people, or are no numbers."""


class MissingAnswersError(BadAnswersError):
    """Answers are missing (nan) inside the domain: leave those people out of the domain instead."""


class EmptyDomainError(EstimateError):
    """Nobody, or nobody with weight, is in the domain."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """What the weights were fitted to; variances count the residuals from it alone.

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
            Linearised values, unweighted.

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
        """Generalised inverse of the cross-products: margins of one table are collinear."""
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
    """The sample computed again and again with other weights: the spread of the outcomes is the variance.

    Attributes
    ----------
    weight : ndarray of float64, shape (n_people, n_replicates)
        The weights of each replicate.
    scale : ndarray of float64, shape (n_replicates,)
        What each replicate's squared distance from the replicates' mean counts.
    degrees_of_freedom : int
        Clusters less strata of the sample they were made from.
    """

    weight: Floats
    scale: Floats
    degrees_of_freedom: int


@dataclass(frozen=True, eq=False)
class Design:
    """Who answered, and what each answer stands for. Make one with `design_of`.

    Attributes
    ----------
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer. Only the first two carry sampling intervals.
    weight : ndarray of float64, shape (n_people,)
        How many of the population each person stands for; or 1 each.
    stratum : ndarray of int64, shape (n_people,)
        Number of each person's stratum, ``0 .. n_strata - 1``.
    cluster : ndarray of int64, shape (n_people,)
        Number of each person's cluster, ``0 .. n_clusters - 1``; clusters of two strata are two clusters.
    cluster_stratum : ndarray of int64, shape (n_clusters,)
        Stratum of each cluster.
    strata : tuple of str
        Names of the strata.
    sampled_share : ndarray of float64, shape (n_strata,)
        Sampled clusters among all clusters of the stratum (0-1); 0 where the population
        is unknown or endless.
    lonely : {'refuse', 'centre'}
        What a stratum with one cluster counts: nothing can be computed, or its distance from the mean of
        all.
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
        """Whether chance chose who was asked, so that a sampling interval says something true."""
        return self.kind in WITH_SAMPLING_INTERVALS

    def degrees_of_freedom(self, domain: Flags | None = None) -> int:
        """Count clusters less strata, of those with somebody (with weight) in the domain.

        Parameters
        ----------
        domain : ndarray of bool, shape (n_people,), optional
            Who is meant; everyone without it.

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
            Linearised values, unweighted: the estimate moves like their weighted total.
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
            Linearised values, unweighted.
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
        """Compute what each cluster (or replicate) adds: covariance is ``scores.T @ scores``.

        Parameters
        ----------
        influence : ndarray of float64, shape (n_people, n_variables)
            Linearised values, unweighted.
        by_replicate : ndarray of float64, shape (n_replicates, n_variables), optional
            The estimates computed with each replicate's weights.

        Returns
        -------
        ndarray of float64, shape (n_clusters, n_variables) or (n_replicates, n_variables)
            Scaled, centred contributions.

        Raises
        ------
        LonelyClusterError
            A stratum has one sampled cluster, and the design refuses such.
        """
        if self.replicates is not None:
            if by_replicate is None:
                raise BadDesignError("A design with replicates needs the estimate of each replicate.")
            centred = by_replicate - by_replicate.mean(axis=0)
            return np.asarray(np.sqrt(self.replicates.scale)[:, None] * centred)
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
            Third moments; 0 from strata of two clusters, which show no lean, and from replicates.
        """
        if self.replicates is not None:
            return np.zeros(scores.shape[1])
        return np.asarray(self.third_moment_factor @ scores**3)

    @property
    def third_moment_factor(self) -> Floats:
        """What the cube of each cluster's score counts in third moments; float64, shape (n_clusters,)."""
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


def design_of(
    weight: ArrayLike,
    *,
    kind: DataKind,
    strata: Sequence[Hashable] | NDArray[np.generic] | None = None,
    clusters: Sequence[Hashable] | NDArray[np.generic] | None = None,
    population: ArrayLike | None = None,
    lonely: Lonely = "refuse",
) -> Design:
    """Describe a sample.

    Parameters
    ----------
    weight : array_like, shape (n_people,)
        How many of the population each person stands for: finite, not negative, not all zero.
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer.
    strata : sequence, shape (n_people,), optional
        The part of the population each person was sampled in (a school, say); one part without it.
    clusters : sequence, shape (n_people,), optional
        What was sampled as a whole (a class, a household); each person is one without it.
    population : array_like, shape () or (n_people,), optional
        How many clusters (people where there are no clusters) the population of each person's stratum has.
        Without it, sampling is taken to be from an endless population: never too narrow.
    lonely : {'refuse', 'centre'}
        What to do with a stratum of one cluster: refuse to compute variances, or count its distance from the
        mean of all clusters (never too narrow).

    Returns
    -------
    Design
        The design.

    Raises
    ------
    NoWeightError
        Weights are negative, not finite, or all zero.
    BadDesignError
        Lengths differ, a stratum has two population figures, or fewer in the population than were sampled.
    """
    weights = np.asarray(weight, dtype=np.float64)
    if weights.ndim != 1 or not len(weights):
        raise BadDesignError("A design needs one weight for each person, and at least one person.")
    check_weights(weights)
    n = len(weights)
    stratum, strata_names = _coded(strata, n, "strata")
    if clusters is None:
        cluster, cluster_stratum = np.arange(n), stratum
    else:
        inside, _ = _coded(clusters, n, "clusters")
        pairs, cluster = np.unique(stratum * (int(inside.max()) + 1) + inside, return_inverse=True)
        cluster_stratum = pairs // (int(inside.max()) + 1)
    sampled = np.bincount(cluster_stratum, minlength=len(strata_names))
    return Design(
        kind=kind,
        weight=weights,
        stratum=stratum,
        cluster=cluster.astype(np.int64),
        cluster_stratum=cluster_stratum.astype(np.int64),
        strata=strata_names,
        sampled_share=_sampled_share(population, stratum, sampled, strata_names),
        lonely=lonely,
    )


def check_weights(weight: Floats) -> None:
    """Refuse weights that nothing can be computed with.

    Parameters
    ----------
    weight : ndarray of float64
        The weights.

    Raises
    ------
    NoWeightError
        Weights are negative, not finite, or all zero.
    """
    if not np.isfinite(weight).all():
        raise NoWeightError("A weight is not a finite number.")
    if (weight < 0).any():
        raise NoWeightError("A weight is negative.")
    if not weight.any():
        raise NoWeightError("All weights are zero.")


def with_kind(design: Design, kind: DataKind) -> Design:
    """Return the design as one of another kind of data.

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


def _coded(
    labels: Sequence[Hashable] | NDArray[np.generic] | None, n: int, what: str
) -> tuple[Integers, tuple[str, ...]]:
    """Number labels in the order of their first use; their names beside."""
    if labels is None:
        return np.zeros(n, dtype=np.int64), ("all",)
    if len(labels) != n:
        raise BadDesignError(f"There are {len(labels)} {what} for {n} people.")
    if isinstance(labels, np.ndarray) and labels.dtype != object:
        if labels.dtype.kind == "f" and np.isnan(labels).any():
            raise BadDesignError(f"Somebody has none of the {what}.")
        names, code = np.unique(labels, return_inverse=True)
        return code.astype(np.int64), tuple(str(name) for name in names)
    number: dict[Hashable, int] = {}
    codes = np.array([number.setdefault(label, len(number)) for label in labels], dtype=np.int64)
    if None in number:
        raise BadDesignError(f"Somebody has none of the {what}.")
    return codes, tuple(str(label) for label in number)


def _sampled_share(
    population: ArrayLike | None, stratum: Integers, sampled: Integers, names: Sequence[str]
) -> Floats:
    if population is None:
        return np.zeros(len(names))
    given = np.broadcast_to(np.asarray(population, dtype=np.float64), stratum.shape)
    size = np.zeros(len(names))
    size[stratum] = given
    if not np.array_equal(size[stratum], given):
        raise BadDesignError("A stratum has two population figures.")
    for name, n, whole in zip(names, sampled, size, strict=True):
        if not whole >= n:
            raise BadDesignError(f"{n} were sampled in {name} out of {whole:g}.")
    return sampled / size
