"""Domains: the people an estimate is about, and their answers."""

import numpy as np
from numpy.typing import ArrayLike

from throughline.methods.estimates.design import Design, Flags, Floats
from throughline.methods.estimates.errors import BadAnswersError, EmptyDomainError, MissingAnswersError


def domain_of(design: Design, domain: ArrayLike | None) -> Flags:
    """Check the domain of an estimate.

    Parameters
    ----------
    design : Design
        Who answered.
    domain : array_like of bool, shape (n_people,), optional
        People the estimate covers; everyone if not given.

    Returns
    -------
    ndarray of bool, shape (n_people,)
        The domain.

    Raises
    ------
    BadAnswersError
        Its length is not the number of people.
    EmptyDomainError
        Nobody, or nobody with weight, is in it.
    """
    in_domain = np.ones(design.n, dtype=bool) if domain is None else np.asarray(domain, dtype=bool)
    if in_domain.shape != (design.n,):
        raise BadAnswersError(f"The domain has {in_domain.size} people, and there are {design.n}.")
    if not (in_domain & (design.weight > 0)).any():
        raise EmptyDomainError("Nobody with weight is in the domain.")
    return in_domain


def columns_of(design: Design, values: ArrayLike, domain: Flags) -> Floats:
    """Check answers, and set them to zero outside the domain.

    Parameters
    ----------
    design : Design
        Who answered.
    values : array_like, shape (n_people, n_variables)
        Numbers; outside the domain they may be nan.
    domain : ndarray of bool, shape (n_people,)
        People the estimate covers.

    Returns
    -------
    ndarray of float64, shape (n_people, n_variables)
        The answers, zero outside the domain.

    Raises
    ------
    BadAnswersError
        Their shape is wrong, or one is infinite.
    MissingAnswersError
        One is missing inside the domain.
    """
    columns = np.asarray(values, dtype=np.float64)
    if columns.ndim != 2 or len(columns) != design.n:
        raise BadAnswersError("Answers need one row for each person and one column for each variable.")
    if not domain.all():
        columns = np.where(domain[:, None], columns, 0.0)
    if not np.isfinite(columns).all():
        if np.isnan(columns).any():
            raise MissingAnswersError("An answer is missing inside the domain: leave those people out of it.")
        raise BadAnswersError("An answer is infinite.")
    return columns
