"""What a release discloses to anyone who reads all of it.

Each figure is written as a `Publication` of `methods.disclosure`: counts shown, counts hidden, and how they
add up. It is kept with the release (`EvidenceAtRelease.told`), so that later releases can be compared with it
(`disclosure_audit`).
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

BOUNDS = frozenset({"less", "more"})


def has_bound(share: PublishedShare) -> bool:
    """Whether a share is published as less or more than a number."""
    return share.bound in BOUNDS


@dataclass(frozen=True)
class DisclosedFigures:
    """What one thing discloses. `series` names it across releases; `labels` name its keys in words."""

    series: str
    what: str
    publication: Publication
    rules: Rules
    labels: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "series": self.series,
            "what": self.what,
            "labels": self.labels,
            "rules": to_plain(self.rules),
            "publication": self.publication.as_json(),
        }


def disclosed_figures_from_json(stored: dict[str, Any]) -> DisclosedFigures:
    return DisclosedFigures(
        stored["series"],
        stored["what"],
        publication_of_json(stored["publication"]),
        from_plain(Rules, stored["rules"]),
        stored["labels"],
    )
