"""The content that one finding would release, and the figures it discloses."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.measure.published import rules_of, to_plain
from throughline.ui.fields import TranslatedText
from throughline.understand.models import BasisEntry, Evidence, Finding, Frozen, basis_to_plain
from throughline.understand.queries.participants import Participants
from throughline.understand.releases.basis import basis_of
from throughline.understand.releases.disclosed_evidence import disclosed_by_evidence, disclosed_by_finding
from throughline.understand.releases.disclosed_figures import DisclosedFigures
from throughline.understand.releases.gathered_evidence import (
    GatheredEvidence,
    n_disclosed,
    participants_behind,
)
from throughline.understand.releases.plain import FindingInFile, plain_text
from throughline.understand.releases.quotes import quote_of, speaker_of


@dataclass(frozen=True)
class FindingContent:
    """One finding as it would be released; `disclosed` are the figures of each piece of its evidence."""

    finding: Finding
    gathered: tuple[GatheredEvidence, ...]
    participants: Participants
    basis: tuple[BasisEntry, ...]
    content: FindingInFile
    disclosed: tuple[tuple[DisclosedFigures, ...], ...]

    @property
    def quoted(self) -> list[Evidence]:
        """The evidence whose words are quoted, in the order of the content's list."""
        return [evidence for evidence, _frozen in _quoted(self.gathered)]

    @property
    def quotes(self) -> list[tuple[TranslatedText, str]]:
        """Words and speaker of each quote, in the order of the content's list."""
        quoted = [quote_of(evidence) for evidence, _frozen in _quoted(self.gathered)]
        return [
            (words, quote["speaker"]) for words, quote in zip(quoted, self.content["quotes"], strict=True)
        ]


def _quoted(gathered: Sequence[GatheredEvidence]) -> list[tuple[Evidence, Frozen]]:
    return [
        (one.evidence, one.frozen)
        for one in gathered
        if isinstance(one.evidence, Evidence) and one.evidence.is_quoted
    ]


def content_of_finding(finding: Finding, gathered: tuple[GatheredEvidence, ...]) -> FindingContent:
    participants = participants_behind(gathered)
    rules = rules_of(finding.cycle.district, participants.forums)
    basis = basis_of(gathered, rules)
    n = n_disclosed(gathered, rules)
    content: FindingInFile = {
        "id": finding.stable_id,
        "sentence": plain_text(finding.sentence),
        "explanation": plain_text(finding.explanation),
        "who_is_missing": plain_text(finding.who_is_missing),
        "n": n,
        "n_of": str(participants.n_of),
        "data_kind": str(participants.data_kind),
        "minimum_n": rules.minimum_n,
        "rules": to_plain(rules),
        "basis": basis_to_plain(basis),
        "quotes": [
            {"words": plain_text(quote_of(evidence)), "speaker": speaker_of(frozen, rules)}
            for evidence, frozen in _quoted(gathered)
        ],
    }
    entries = iter(basis)
    disclosed = [
        () if one.is_words else tuple(disclosed_by_evidence(one, next(entries), rules)) for one in gathered
    ]
    if disclosed:
        # The finding's own n is stored with its first piece of evidence.
        disclosed[0] = (disclosed_by_finding(finding, participants, n, rules), *disclosed[0])
    return FindingContent(finding, gathered, participants, basis, content, tuple(disclosed))
