"""What would leave: the content of a release, made from rows, and every reason why it may not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from throughline.convene.models import Cycle
from throughline.measure.published import GUARD, GUARD_VERSION, rules_of, to_plain
from throughline.ui.fields import TranslatedText
from throughline.understand.models import (
    BasisEntry,
    Evidence,
    EvidenceAtRelease,
    Finding,
    Frozen,
    FrozenRun,
    KindOfEvidence,
    Release,
    ReleasedFinding,
    basis_to_plain,
)
from throughline.understand.queries.frozen import frozen_of
from throughline.understand.queries.standing import Standing
from throughline.understand.releases.apart import (
    Counted,
    counted_earlier,
    counted_finding,
    counted_tables,
    told_apart,
)
from throughline.understand.releases.basis import basis_of
from throughline.understand.releases.outsider import Verdict, told_earlier, verdict_on
from throughline.understand.releases.plain import FindingInFile, canonical, plain_text, sha256_of
from throughline.understand.releases.quotes import quote_of, speaker_of
from throughline.understand.releases.refusals import Refusal, refused, refused_as_a_whole, remarks
from throughline.understand.releases.rests_on import RestsOn, n_told, rests_on, together
from throughline.understand.releases.told import Told, told_by_evidence, told_by_finding
from throughline.understand.releases.votes_beside import (
    Votes,
    patterns_released,
    pinned,
    refused_beside_patterns,
    votes_on,
    votes_told,
)

SCHEMA = "throughline.release"
SCHEMA_VERSION = 3


@dataclass(frozen=True)
class FindingContent:
    """One finding as it would leave: `told` is what an outsider reads of each thing it rests on."""

    finding: Finding
    grounds: tuple[RestsOn, ...]
    standing: Standing
    basis: tuple[BasisEntry, ...]
    content: FindingInFile
    told: tuple[tuple[Told, ...], ...]

    @property
    def quotes(self) -> list[tuple[TranslatedText, str]]:
        """Words and speaker of each quote, in the order of the content's own list."""
        quoted = [quote_of(one) for one in _quoted(self.grounds)]
        return [(words, told["speaker"]) for words, told in zip(quoted, self.content["quotes"], strict=True)]


@dataclass(frozen=True)
class ReleaseContent:
    """Exactly what would leave. `digest` is the same as long as nothing in it has changed."""

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
    """Load, count and guard. Nothing is written.

    With `keeps_numbers`, a finding of the release being corrected that rests on the same as then is counted
    from what was frozen then: only its words and quotes are new.
    """
    chosen = list(findings)
    earlier = told_earlier(cycle)
    evidence_of = {finding.pk: _evidence_of(finding) for finding in chosen}
    frozen_now = {one.pk: frozen_of(one) for evidence in evidence_of.values() for one in evidence}
    everything = [one for evidence in evidence_of.values() for one in evidence]
    votes = votes_told(((one, frozen_now[one.pk]) for one in everything), earlier)
    patterns = patterns_released(cycle) if votes_on(everything) else []
    refusals = list(refused_as_a_whole(cycle, chosen, note, corrects, taken_back))
    seen: list[Refusal] = []
    contents = []
    for finding in chosen:
        evidence = evidence_of[finding.pk]
        kept = _kept(finding, evidence, frozen_now, corrects) if keeps_numbers else None
        grounds = _grounds(evidence, frozen_now, kept, votes)
        refusals += refused_beside_patterns(finding, evidence, votes, patterns)
        refusals += refused(finding, grounds)
        seen += remarks(finding, evidence)
        contents.append(_content_of_finding(finding, grounds))
    told = [told for one in contents for by_evidence in one.told for told in by_evidence]
    verdict = verdict_on(told, earlier, apart=_apart(cycle, contents), is_enough=not refusals)
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


def _grounds(
    evidence: Sequence[Evidence],
    frozen_now: dict[int, Frozen],
    kept: dict[int, Frozen] | None,
    votes: Votes,
) -> tuple[RestsOn, ...]:
    """Each with what it stands on: as it was kept, else now, without statements that votes would pin."""
    grounds = []
    for one in evidence:
        ground = rests_on(one, (kept or frozen_now)[one.pk])
        if kept is None and ground.run is not None and isinstance(ground.frozen, FrozenRun):
            left_out = pinned(ground.run, votes)
            ground = replace(ground, frozen=replace(ground.frozen, left_out=left_out))
        grounds.append(ground)
    return tuple(grounds)


def _kept(
    finding: Finding, evidence: Sequence[Evidence], frozen_now: dict[int, Frozen], corrects: Release | None
) -> dict[int, Frozen] | None:
    """What each piece of evidence was counted from in the release being corrected, if all stood there."""
    then = finding.released_as
    if corrects is None or then is None or then.release_id != corrects.pk:
        return None
    rows = EvidenceAtRelease.objects.filter(finding=then)
    by_what = {(row.kind, row.code_id, row.run_id, row.voice_id): row.stood_on for row in rows}
    numbers = [one for one in evidence if one.kind != KindOfEvidence.VOICE]
    if any((one.kind, one.code_id, one.run_id, one.voice_id) not in by_what for one in numbers):
        return None
    return {
        one.pk: frozen_now[one.pk]
        if one.kind == KindOfEvidence.VOICE
        else by_what[one.kind, one.code_id, one.run_id, one.voice_id]
        for one in evidence
    }


def _apart(cycle: Cycle, contents: Sequence[FindingContent]) -> list[str]:
    """Which findings and tables count nearly the same people, here or in what left earlier."""
    new: list[Counted] = []
    for one in contents:
        new.append(counted_finding(str(one.finding.sentence), one.grounds))
        new += counted_tables(one.grounds)
    rules = [rules_of(cycle.district, one.standing.forums) for one in contents]
    if not rules:
        return []
    return told_apart(new, counted_earlier(cycle), max(rules, key=lambda one: one.minimum_n))


def _quoted(grounds: Sequence[RestsOn]) -> list[Evidence]:
    return [one.evidence for one in grounds if isinstance(one.evidence, Evidence) and one.evidence.is_quoted]


def _content_of_finding(finding: Finding, grounds: tuple[RestsOn, ...]) -> FindingContent:
    standing = together(grounds)
    rules = rules_of(finding.cycle.district, standing.forums)
    basis = basis_of(grounds, rules)
    speakers = [
        speaker_of(one.frozen, rules)
        for one in grounds
        if isinstance(one.evidence, Evidence) and one.evidence.is_quoted
    ]
    n = n_told(grounds, rules)
    content: FindingInFile = {
        "id": finding.stable_id,
        "sentence": plain_text(finding.sentence),
        "explanation": plain_text(finding.explanation),
        "who_is_missing": plain_text(finding.who_is_missing),
        "n": n,
        "n_of": str(standing.n_of),
        "data_kind": str(standing.data_kind),
        "minimum_n": rules.minimum_n,
        "rules": to_plain(rules),
        "basis": basis_to_plain(basis),
        "quotes": [
            {"words": plain_text(quote_of(one)), "speaker": speaker}
            for one, speaker in zip(_quoted(grounds), speakers, strict=True)
        ],
    }
    entries = iter(basis)
    told = [() if one.is_words else tuple(told_by_evidence(one, next(entries), rules)) for one in grounds]
    if told:
        # The finding's own n stands with the first.
        forums = [forum.public_id for forum in standing.forums]
        whole = told_by_finding(finding.stable_id, str(finding.sentence), standing, n, forums, rules)
        told[0] = (whole, *told[0])
    return FindingContent(finding, grounds, standing, basis, content, tuple(told))
