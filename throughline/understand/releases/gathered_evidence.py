"""One piece of a finding's evidence, loaded once: what it is counted from, its participants, and its run."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.measure.published import PublishedRun, Rules, published_run
from throughline.understand.models import Evidence, EvidenceAtRelease, Frozen, KindOfEvidence
from throughline.understand.queries.frozen import frozen_participants
from throughline.understand.queries.participants import Participants, merged_participants


@dataclass(frozen=True)
class GatheredEvidence:
    evidence: Evidence | EvidenceAtRelease
    frozen: Frozen
    participants: Participants
    run: PublishedRun | None

    @property
    def is_words(self) -> bool:
        return self.evidence.kind == KindOfEvidence.VOICE


def gather_evidence(
    evidence: Evidence | EvidenceAtRelease, frozen: Frozen, run: PublishedRun | None = None
) -> GatheredEvidence:
    """Load the participants and the run; `run`, if given, is recomputed and replaces the stored one."""
    if run is None and evidence.run is not None:
        run = published_run(evidence.run)
    return GatheredEvidence(evidence, frozen, frozen_participants(evidence, frozen), run)


def participants_behind(gathered: Sequence[GatheredEvidence]) -> Participants:
    return merged_participants(one.participants for one in gathered)


def n_disclosed(gathered: Sequence[GatheredEvidence], rules: Rules) -> int:
    """The number of people behind a finding that may be disclosed.

    With codes as evidence, it never exceeds the largest count by a small number: "20 wrote about buses" in a
    finding of 21 people would reveal that one of those who wrote about bells wrote about nothing else.
    """
    n = participants_behind(gathered).n
    largest = max((one.participants.n for one in gathered), default=0)
    has_codes = any(one.evidence.kind == KindOfEvidence.CODE for one in gathered)
    return largest if has_codes and rules.is_small(n - largest) else n
