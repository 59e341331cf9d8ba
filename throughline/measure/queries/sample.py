"""Respondents as a statistical sample, with their weights and the margins those were fitted to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.measure.models import Run
from throughline.measure.models.results import FrozenWeights
from throughline.measure.queries.weights.runs import weights_of
from throughline.methods import estimates
from throughline.methods.estimates import Design


@dataclass(frozen=True, eq=False)
class Sample:
    """The design of a sample, and each person's index in it. Groups are domains, not separate samples."""

    design: Design
    places: Mapping[int, int]

    def places_of(self, people: Sequence[int]) -> NDArray[np.int64]:
        return np.array([self.places[pk] for pk in people], dtype=np.int64)

    @property
    def without_intervals(self) -> "Sample":
        return replace(self, design=estimates.with_kind(self.design, "chose"))


def sample_of(people: Sequence[int], kind: str, weights: Run | None) -> Sample | None:
    """The sample of these people; with weights, of everybody who was weighted. None if it is empty."""
    if weights is None:
        return _sample(people, np.ones(len(people)), kind)
    weight_of = weights_of(weights)
    return _sample(
        sorted(weight_of),
        [weight_of[pk] for pk in sorted(weight_of)],
        kind,
        categories_of(weights.frozen_weights),
    )


def categories_of(frozen: FrozenWeights) -> dict[int, Sequence[int]]:
    """Each person's category on each margin that weights were fitted to, from the frozen input."""
    groups = zip(frozen.people, frozen.profiles, strict=True)
    return {pk: profile for people, profile in groups for pk in people}


def _sample(
    people: Sequence[int],
    weight: ArrayLike,
    kind: str,
    categories: Mapping[int, Sequence[int]] | None = None,
) -> Sample | None:
    if not len(people):
        return None
    design = estimates.design_of(np.ones(len(people)), kind=kind)  # type: ignore[arg-type]
    if categories and all(pk in categories for pk in people):
        margins = zip(*(categories[pk] for pk in people), strict=True)
        design = estimates.raked(design, weight, list(margins))
    else:
        design = estimates.calibrated(design, weight, None)
    sample = Sample(design, {pk: i for i, pk in enumerate(people)})
    return sample if len(people) > 1 else sample.without_intervals
