"""Contributors coded by their category on each margin: the input of weighting."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.measure.models.results import FrozenMargin, FrozenWeights, WeightMargin
from throughline.measure.queries.guard import Rules
from throughline.measure.queries.populations.counts import targets_of
from throughline.measure.queries.populations.people import people_heard
from throughline.measure.queries.populations.placement import categories_of_contributors
from throughline.measure.queries.weights.margins import MarginChoice, margin_described
from throughline.methods import weighting
from throughline.methods.weighting import Margin

NOBODY_PLACED = "nobody_placed"
NO_TARGET = "no_target"
NOBODY = "nobody"


class NoMarginError(ValueError):
    """Nobody was heard, nobody can be placed on one of the margins, or it has no counts."""

    def __init__(self, margin: int, reason: str) -> None:
        super().__init__(reason)
        self.margin, self.reason = margin, reason


@dataclass(frozen=True, eq=False)
class CodedPeople:
    """Contributors by their category on each margin: `codes[person, margin]`, -1 if it is not known."""

    contributor_ids: NDArray[np.int64]
    codes: NDArray[np.int64]
    margins: tuple[Margin, ...]
    described: tuple[WeightMargin, ...]

    @property
    def input_hash(self) -> str:
        """A hash of the targets and of the numbers of people by profile, independent of row numbers."""
        profiles, n = np.unique(self.codes, axis=0, return_counts=True)
        profile = [
            [[list(margin.categories), margin.targets.tolist()] for margin in self.margins],
            profiles.tolist(),
            n.tolist(),
        ]
        return hashlib.sha256(json.dumps(profile, separators=(",", ":")).encode()).hexdigest()

    def frozen(self, rules: Rules) -> FrozenWeights:
        """The input of weighting, to recompute weights later: row numbers, categories, targets."""
        profiles, number, n = np.unique(self.codes, axis=0, return_inverse=True, return_counts=True)
        by_profile = self.contributor_ids[np.argsort(number.reshape(-1), kind="stable")]
        return FrozenWeights(
            rules=rules,
            margins=tuple(
                FrozenMargin(tuple(margin.categories), tuple(margin.targets.tolist()))
                for margin in self.margins
            ),
            profiles=tuple(tuple(profile) for profile in profiles.tolist()),
            people=tuple(tuple(ids.tolist()) for ids in np.split(by_profile, np.cumsum(n)[:-1])),
        )


def coded_people(forum: Forum, choices: Sequence[MarginChoice], *, leaves_out_empty: bool) -> CodedPeople:
    """Code everybody who was heard by the chosen margins. Raises NoMarginError.

    With `leaves_out_empty`, categories from which nobody answered are not targets. People whose category has
    no count get no category.
    """
    people = people_heard(forum, choices[0].roles).order_by("pk").values_list("pk", flat=True)
    contributor_ids = np.array(list(people), dtype=np.int64)
    if not contributor_ids.size:
        raise NoMarginError(0, NOBODY)
    columns, margins, described = [], [], []
    for number, choice in enumerate(choices):
        targets = targets_of(choice.population, choice.dimension)
        placed = categories_of_contributors(forum, choice.population, choice.dimension)
        counted, total = targets.counted, targets.n
        if not total:
            raise NoMarginError(number, NO_TARGET)
        heard = {category for category in placed.n_by_category if category in counted}
        if not heard:
            raise NoMarginError(number, NOBODY_PLACED)
        empty = {category: n / total for category, n in counted.items() if n and category not in heard}
        left_out = empty if leaves_out_empty else {}
        targeted = {category: n for category, n in counted.items() if category not in left_out}
        index = {category: i for i, category in enumerate(targeted)}
        columns.append(
            np.array(
                [index.get(placed.by_contributor.get(pk, ""), weighting.NOT_KNOWN) for pk in contributor_ids],
                dtype=np.int64,
            )
        )
        shares = np.array(list(targeted.values()), dtype=np.float64)
        if not shares.sum():
            raise NoMarginError(number, NO_TARGET)
        margins.append(Margin(choice.key, shares / shares.sum(), tuple(targeted), is_share=True))
        labels = {row.category: row.label for row in targets.rows}
        described.append(margin_described(choice, labels, left_out))
    return CodedPeople(contributor_ids, np.stack(columns, axis=1), tuple(margins), tuple(described))
