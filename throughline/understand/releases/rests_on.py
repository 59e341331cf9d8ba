"""One thing a finding rests on, gathered once: what it was counted from, whose voices, what may be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.measure.published import PublishedRun, Rules, published_run
from throughline.understand.models import Evidence, EvidenceAtRelease, Frozen, KindOfEvidence
from throughline.understand.queries.frozen import standing_from
from throughline.understand.queries.standing import Standing, standing_together


@dataclass(frozen=True)
class RestsOn:
    evidence: Evidence | EvidenceAtRelease
    frozen: Frozen
    standing: Standing
    run: PublishedRun | None

    @property
    def is_words(self) -> bool:
        return self.evidence.kind == KindOfEvidence.VOICE


def rests_on(
    evidence: Evidence | EvidenceAtRelease, frozen: Frozen, run: PublishedRun | None = None
) -> RestsOn:
    """`run` is the run it rests on, where it was counted again."""
    if run is None and evidence.run is not None:
        run = published_run(evidence.run)
    return RestsOn(evidence, frozen, standing_from(evidence, frozen), run)


def together(grounds: Sequence[RestsOn]) -> Standing:
    return standing_together(one.standing for one in grounds)


def n_told(grounds: Sequence[RestsOn], rules: Rules) -> int:
    """How many people a finding rests on, as it may be told: of codes never a few more than the largest has.

    "20 spoke of buses", under a finding of 21 people, would tell that one of those who spoke of bells spoke
    of nothing else.
    """
    n = together(grounds).n
    largest = max((one.standing.n for one in grounds), default=0)
    has_codes = any(one.evidence.kind == KindOfEvidence.CODE for one in grounds)
    return largest if has_codes and rules.is_small(n - largest) else n
