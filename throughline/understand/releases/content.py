"""The content of a release, built from the database, and every reason to refuse it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from throughline.convene.models import Cycle
from throughline.listen.queries.burst import BurstsOfForums
from throughline.measure.published import GUARD, GUARD_VERSION, rules_of
from throughline.ui.fields import TranslatedText
from throughline.understand.models import (
    Evidence,
    EvidenceAtRelease,
    Finding,
    Frozen,
    FrozenRun,
    KindOfEvidence,
    Release,
    ReleasedFinding,
)
from throughline.understand.queries.frozen import frozen_of
from throughline.understand.releases.disclosure_audit import Verdict, disclosed_earlier, verdict_on
from throughline.understand.releases.finding_content import FindingContent, content_of_finding
from throughline.understand.releases.gathered_evidence import (
    GatheredEvidence,
    gather_evidence,
)
from throughline.understand.releases.overlap import (
    CountedFigure,
    counted_earlier,
    counted_finding,
    counted_tables,
    overlap_refusals,
)
from throughline.understand.releases.pattern_history import PatternHistory
from throughline.understand.releases.plain import canonical, plain_text, sha256_of
from throughline.understand.releases.refusals import Refusal, refused, refused_as_a_whole, remarks
from throughline.understand.releases.ungrouped_voters import (
    Votes,
    disclosed_votes,
    has_patterns,
    refused_with_patterns,
    released_patterns,
    revealing_statements,
    votes_on,
)
from throughline.understand.releases.unvouched import refused_for_units

SCHEMA = "throughline.release"
SCHEMA_VERSION = 4


@dataclass(frozen=True)
class ReleaseContent:
    """Exactly what would be released. `digest` is a hash that changes with the content."""

    cycle: Cycle
    findings: tuple[FindingContent, ...]
    verdict: Verdict
    refusals: tuple[Refusal, ...]
    remarks: tuple[Refusal, ...]
    note: TranslatedText
    corrects: Release | None
    taken_back: tuple[ReleasedFinding, ...]

    @property
    def body(self) -> dict[str, Any]:
        district = self.cycle.district
        return {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "district": district.slug,
            "cycle": self.cycle.public_id,
            "note": plain_text(self.note),
            "corrects": None
            if self.corrects is None
            else {"number": self.corrects.number, "sha256": self.corrects.sha256},
            "taken_back": sorted(finding.stable_id for finding in self.taken_back),
            "guard": {
                "rules": GUARD,
                "version": GUARD_VERSION,
                "minimum_n": district.minimum_n,
                "student_minimum_n": district.student_minimum_n,
                "employee_minimum_n": district.employee_minimum_n,
                "bottom_percent": district.bottom_percent,
                "top_percent": district.top_percent,
                "verdict": "refused" if self.refusals else "passed",
                "audit": self.verdict.as_json,
            },
            "findings": [one.content for one in self.findings],
        }

    @property
    def digest(self) -> str:
        return sha256_of(canonical(self.body))

    def numbered(self, number: int, released_at: datetime) -> dict[str, Any]:
        return {**self.body, "number": number, "released_at": released_at.isoformat()}


def content_of_release(
    cycle: Cycle,
    findings: Iterable[Finding],
    *,
    note: TranslatedText | None = None,
    corrects: Release | None = None,
    taken_back: Sequence[ReleasedFinding] = (),
    keeps_numbers: bool = False,
) -> ReleaseContent:
    """Load, count and apply disclosure control. Nothing is written.

    With `keeps_numbers`, a finding of the release being corrected is counted from what was frozen then, if
    all its evidence was in that release: only its words and quotes change.
    """
    chosen = list(findings)
    earlier = disclosed_earlier(cycle)
    evidence_of = {finding.pk: _evidence_of(finding) for finding in chosen}
    bursts = BurstsOfForums()
    frozen_now = {one.pk: frozen_of(one, bursts) for evidence in evidence_of.values() for one in evidence}
    everything = [one for evidence in evidence_of.values() for one in evidence]
    votes = disclosed_votes(((one, frozen_now[one.pk]) for one in everything), earlier)
    patterns = released_patterns(cycle) if votes_on(everything) or has_patterns(everything) else []
    history = PatternHistory.of(patterns)
    refusals = list(refused_as_a_whole(cycle, chosen, note, corrects, taken_back))
    seen: list[Refusal] = []
    contents: list[FindingContent] = []
    counted_now: list[FindingContent] = []
    for finding in chosen:
        evidence = evidence_of[finding.pk]
        kept = _kept_from(finding, evidence, frozen_now, corrects) if keeps_numbers else None
        gathered = _gathered(evidence, frozen_now, kept, votes)
        refusals += refused_with_patterns(finding, evidence, votes, patterns)
        refusals += history.refused(finding, gathered)
        refusals += refused(finding, gathered)
        seen += remarks(finding, evidence)
        contents.append(content_of_finding(finding, gathered))
        if kept is None:
            counted_now.append(contents[-1])
    disclosed = [figures for one in contents for by_evidence in one.disclosed for figures in by_evidence]
    refusals += refused_for_units(cycle, counted_now, bursts)
    verdict = verdict_on(disclosed, earlier, overlaps=_overlaps(cycle, contents), is_enough=not refusals)
    refusals += [Refusal(sentence) for sentence in verdict.refusals]
    return ReleaseContent(
        cycle,
        tuple(contents),
        verdict,
        tuple(refusals),
        tuple({remark.sentence: remark for remark in seen}.values()),
        note or TranslatedText(),
        corrects,
        tuple(taken_back),
    )


def _evidence_of(finding: Finding) -> list[Evidence]:
    return list(
        Evidence.objects.filter(finding=finding)
        .select_related(
            "code",
            "run__forum__district",
            "voice__forum__district",
            "voice__contributor",
            "voice__question",
        )
        .order_by("id")
    )


def _gathered(
    evidence: Sequence[Evidence],
    frozen_now: dict[int, Frozen],
    kept: dict[int, Frozen] | None,
    votes: Votes,
) -> tuple[GatheredEvidence, ...]:
    """Gather each piece as frozen earlier, or as of now without statements that would reveal a few voters."""
    gathered = []
    for one in evidence:
        piece = gather_evidence(one, (kept or frozen_now)[one.pk])
        if kept is None and piece.run is not None and isinstance(piece.frozen, FrozenRun):
            members = piece.participants.contributor_ids
            left_out = tuple(revealing_statements(piece.run, members, votes))
            piece = replace(piece, frozen=replace(piece.frozen, left_out=left_out))
        gathered.append(piece)
    return tuple(gathered)


def _kept_from(
    finding: Finding, evidence: Sequence[Evidence], frozen_now: dict[int, Frozen], corrects: Release | None
) -> dict[int, Frozen] | None:
    """What each piece of evidence was counted from in the release being corrected; None if one is new."""
    then = finding.released_as
    if corrects is None or then is None or then.release_id != corrects.pk:
        return None
    rows = EvidenceAtRelease.objects.filter(finding=then)
    by_what = {(row.kind, row.code_id, row.run_id, row.voice_id): row.frozen_evidence for row in rows}
    numbers = [one for one in evidence if one.kind != KindOfEvidence.VOICE]
    if any((one.kind, one.code_id, one.run_id, one.voice_id) not in by_what for one in numbers):
        return None
    return {
        one.pk: frozen_now[one.pk]
        if one.kind == KindOfEvidence.VOICE
        else by_what[one.kind, one.code_id, one.run_id, one.voice_id]
        for one in evidence
    }


def _overlaps(cycle: Cycle, contents: Sequence[FindingContent]) -> list[str]:
    """Refusals of findings and tables that count nearly the same people, here or in earlier releases."""
    new: list[CountedFigure] = []
    for one in contents:
        new.append(counted_finding(str(one.finding.sentence), one.gathered))
        new += counted_tables(one.gathered)
    rules = [rules_of(cycle.district, one.participants.forums) for one in contents]
    if not rules:
        return []
    return overlap_refusals(new, counted_earlier(cycle), max(rules, key=lambda one: one.minimum_n))
