"""Errors of estimates."""

from collections.abc import Sequence


class EstimateError(ValueError):
    """A number cannot be estimated; the message gives the reason."""


class BadDesignError(EstimateError):
    """Weights, strata, clusters or population figures that contradict each other."""


class NoWeightError(BadDesignError):
    """Weights that are negative, not finite, or all zero."""


class LonelyClusterError(BadDesignError):
    """A stratum with one sampled cluster, whose variance between clusters is unknown.

    Attributes
    ----------
    strata : tuple of str
        Names of the strata.
    """

    def __init__(self, strata: Sequence[str]) -> None:
        self.strata = tuple(strata)
        super().__init__(
            f"Only one cluster was sampled in: {', '.join(self.strata)}. Join such a stratum with a "
            "similar one, or set lonely='center'."
        )


class BadAnswersError(EstimateError):
    """Answers that do not match the design's people, or are not numbers."""


class MissingAnswersError(BadAnswersError):
    """Answers are missing (nan) inside the domain: leave those people out of the domain instead."""


class EmptyDomainError(EstimateError):
    """Nobody, or nobody with weight, is in the domain."""
