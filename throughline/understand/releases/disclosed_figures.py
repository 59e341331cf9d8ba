"""What a release discloses to anyone who reads all of it.

Each figure is stored as a `Publication` of `methods.disclosure`: counts shown, counts hidden, and their
sums. It is stored with the release (`EvidenceAtRelease.told`), and `disclosure_audit` compares later releases
with it.
"""

from dataclasses import dataclass, field
from typing import Any

from throughline.measure.published import (
    Publication,
    PublishedShare,
    Rules,
    from_plain,
    publication_of_json,
    to_plain,
)

OF_STATEMENT = "statement:"
BOUNDS = frozenset({"less", "more"})


def has_bound(share: PublishedShare) -> bool:
    """Whether a share is published as a bound: less or more than a number."""
    return share.bound in BOUNDS


@dataclass(frozen=True)
class DisclosedFigures:
    """The figures that one finding or piece of evidence discloses.

    `series` identifies it across releases; `labels` are readable names of its keys.
    """

    series: str
    what: str
    publication: Publication
    rules: Rules
    labels: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The words of a statement are not stored: `named` puts them in, as long as they may be shown."""
        is_of_statement = self.series.startswith(OF_STATEMENT)
        return {
            "series": self.series,
            "what": "" if is_of_statement else self.what,
            "labels": {} if is_of_statement else self.labels,
            "rules": to_plain(self.rules),
            "publication": self.publication.as_json(),
        }

    def named(self, words: str) -> "DisclosedFigures":
        """The figures of a statement with its words."""
        if not self.series.startswith(OF_STATEMENT):
            return self
        return DisclosedFigures(self.series, words, self.publication, self.rules, self.labels)


def disclosed_figures_from_json(stored: dict[str, Any]) -> DisclosedFigures:
    return DisclosedFigures(
        stored["series"],
        stored["what"],
        publication_of_json(stored["publication"]),
        from_plain(Rules, stored["rules"]),
        stored["labels"],
    )
