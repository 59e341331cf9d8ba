"""Make a design from the description of a sample."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.methods.estimates.design import DataKind, Design, Floats, Integers, Lonely
from throughline.methods.estimates.errors import BadDesignError, NoWeightError


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
        How many of the population each person represents: finite, not negative, not all zero.
    kind : {'random', 'roster', 'chose', 'imported'}
        How people came to answer.
    strata : sequence, shape (n_people,), optional
        The part of the population each person was sampled in, such as a school; one part if not given.
    clusters : sequence, shape (n_people,), optional
        What was sampled as a whole (a class, a household); each person is one if not given.
    population : array_like, shape () or (n_people,), optional
        How many clusters (people where there are no clusters) the population of each person's stratum has.
        Without it, the population is assumed infinite, which is conservative.
    lonely : {'refuse', 'center'}
        What to do with a stratum of one cluster: refuse to compute variances, or use its distance from the
        mean of all clusters (conservative).

    Returns
    -------
    Design
        The design.

    Raises
    ------
    NoWeightError
        Weights are negative, not finite, or all zero.
    BadDesignError
        Lengths differ, a stratum has two population figures, or the population is smaller than the sample.
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
    """Refuse weights that cannot be used.

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


def _coded(
    labels: Sequence[Hashable] | NDArray[np.generic] | None, n: int, what: str
) -> tuple[Integers, tuple[str, ...]]:
    """Number labels in the order of their first use; return the codes and the names."""
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
