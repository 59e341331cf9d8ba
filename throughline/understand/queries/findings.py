"""Findings with their evidence, and what could be evidence for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from throughline.accounts.queries import has_words
from throughline.convene.models import Cycle
from throughline.listen.models import Voice, VoiceKind
from throughline.listen.queries import usable_voices
from throughline.listen.queries.words import words_of
from throughline.measure.models import Run, RunKind
from throughline.measure.queries.guard import minimum_n_of
from throughline.measure.queries.runs import runs_of
from throughline.ui.fields import TranslatedText
from throughline.understand.models import Code, Evidence, Finding, KindOfEvidence
from throughline.understand.queries.codes import texts_for_desk
from throughline.understand.queries.participants import Participants, merged_participants, participants_of


@dataclass(frozen=True)
class EvidenceRow:
    evidence: Evidence
    label: TranslatedText | str
    participants: Participants
    is_showable: bool


@dataclass(frozen=True)
class FindingRow:
    """A finding with its evidence. It may be released once it counts at least `minimum_n` people or texts."""

    finding: Finding
    evidence: Sequence[EvidenceRow]
    participants: Participants
    minimum_n: int

    @property
    def is_enough(self) -> bool:
        return bool(self.evidence) and self.participants.n >= self.minimum_n


def findings_of(cycle: Cycle) -> QuerySet[Finding]:
    evidence = Evidence.objects.select_related(
        "code__cycle", "run__forum", "voice__forum", "voice__contributor", "voice__district"
    ).order_by("id")
    return (
        Finding.objects.filter(cycle=cycle)
        .select_related("cycle__district", "author", "released_as__release")
        .prefetch_related(Prefetch("evidence", queryset=evidence))
        .order_by("-id")
    )


@dataclass(frozen=True)
class EvidenceFilter:
    """Which evidence the listed findings must have: one analysis, code or comment of the cycle."""

    label: TranslatedText | str
    evidence: Q


def evidence_filter(cycle: Cycle, *, run: str = "", code: str = "", text: str = "") -> EvidenceFilter | None:
    """The filter for the ids of a URL; None if they name nothing in this cycle."""
    if run:
        runs = Run.objects.filter(forum__cycle=cycle, public_id=run)
        return next((EvidenceFilter(str(one.get_kind_display()), Q(run=one)) for one in runs), None)
    if code:
        codes = Code.objects.filter(cycle=cycle, public_id=code)
        return next((EvidenceFilter(one.name, Q(code=one)) for one in codes), None)
    if text:
        voices = usable_voices(cycle).filter(public_id=text)
        return next((EvidenceFilter(words_of(one), Q(voice=one)) for one in voices), None)
    return None


def findings_with(cycle: Cycle, chosen: EvidenceFilter) -> QuerySet[Finding]:
    evidence = Evidence.objects.filter(chosen.evidence, finding=OuterRef("pk"))
    return findings_of(cycle).filter(Exists(evidence))


def finding_row(finding: Finding) -> FindingRow:
    rows = [_evidence_row(one) for one in finding.evidence.all()]
    merged = merged_participants([row.participants for row in rows])
    return FindingRow(finding, rows, merged, minimum_n_of(finding.cycle.district, merged.forums))


def _evidence_row(evidence: Evidence) -> EvidenceRow:
    label: TranslatedText | str = ""
    is_showable = True
    if evidence.kind == KindOfEvidence.CODE and evidence.code is not None:
        label = evidence.code.name
    elif evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        label = str(evidence.run.get_kind_display())
    elif evidence.voice is not None:
        is_showable = evidence.voice.is_usable
        label = words_of(evidence.voice) if is_showable else ""
    return EvidenceRow(evidence, label, participants_of(evidence), is_showable)


def runs_for_evidence(cycle: Cycle) -> list[Run]:
    """The publishable runs among the latest 200."""
    runs = runs_of(cycle)
    return [run for run in runs[:200] if run.kind == RunKind.IMPORTED_GROUPS or run.published]


def statements_for_evidence(cycle: Cycle, *, forum: str = "", q: str = "") -> QuerySet[Voice]:
    """Statements with their number of voters, the most first."""
    statements = usable_voices(cycle).filter(kind=VoiceKind.STATEMENT, is_meta=False).select_related("forum")
    if forum:
        statements = statements.filter(forum__public_id=forum)
    if q:
        statements = statements.filter(has_words(q, "text"))
    n_votes = Count("current_votes", filter=Q(current_votes__value__isnull=False))
    return statements.annotate(n_votes=n_votes).order_by("-n_votes", "id")


def texts_for_evidence(cycle: Cycle, *, forum: str = "", q: str = "") -> QuerySet[Voice]:
    return texts_for_desk(cycle, forum=forum, q=q)
