"""What would leave: the content of a release, made from rows, and every reason why it may not.

Figures of a basis entry, by kind. Shares are whole percents, and never tell of fewer people than the minimum:

    code       texts_with_code, texts_read
    statement  answers: [{answer: "agree" | "disagree" | "not_sure", percent, bound}]
    run        of patterns: see `queries.patterns`; of a crosstab: see `queries.crosstab`
    voice      is_quoted

A share is {percent, bound}: bound "less" says "fewer than", "more" says "more than", "" says exactly that.
Where chance chose whom to ask it has a margin, [low, high]: between which percents that of everybody may lie.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.listen.queries.words import words_of
from throughline.measure.models import Run, RunKind
from throughline.measure.queries.guard import (
    GUARD,
    GUARD_VERSION,
    Rules,
    is_told_safely,
    minimum_n_of,
    names_to_tell,
    rules_of,
    shares_of,
    with_margins,
)
from throughline.measure.queries.patterns import patterns_of
from throughline.methods.urgent_words import find_urgent
from throughline.ui.fields import TranslatedText
from throughline.understand.models import (
    Evidence,
    EvidenceAtRelease,
    Finding,
    FindingState,
    KindOfEvidence,
    NumberOf,
    Release,
    ReleasedFinding,
)
from throughline.understand.queries.frozen import (
    Frozen,
    code_counts_from,
    frozen_of,
    standing_from,
    vote_counts_from,
)
from throughline.understand.queries.standing import Standing, standing_together
from throughline.understand.releases.apart import (
    Counted,
    counted_earlier,
    counted_finding,
    counted_tables,
    n_told,
    told_apart,
)
from throughline.understand.releases.outsider import Verdict, told_earlier, verdict_on
from throughline.understand.releases.told import Told, told_by_evidence, told_by_finding

SCHEMA = "throughline.release"
SCHEMA_VERSION = 3
CODING = ("coding_by_hand", "1")
VOTES = ("votes_on_a_statement", "1")
QUOTE = ("own_words", "1")


FiguresOfRun = Callable[[Run, Sequence[str]], dict[str, Any]]


def canonical(content: Any) -> str:
    """The one way to write a content down: keys in order, no spaces, no escapes. Exactly this is hashed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Refusal:
    """Why something may not leave, as a sentence for whoever asked."""

    sentence: str
    finding: Finding | None = None


@dataclass(frozen=True)
class FindingContent:
    finding: Finding
    evidence: tuple[Evidence, ...]
    frozen: tuple[Frozen, ...]
    standing: Standing
    standings: tuple[Standing, ...]
    content: dict[str, Any]
    told: tuple[tuple[Told, ...], ...]

    @property
    def quotes(self) -> list[tuple[TranslatedText, str]]:
        """Words and speaker of each quote, in the order of the content's own list."""
        quoted = [quote_of(one) for one in self.evidence if one.is_quoted]
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
            "note": _text(self.note),
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
    refusals = list(_refused_as_a_whole(cycle, chosen, note, corrects, taken_back))
    remarks: list[Refusal] = []
    contents = []
    votes = _votes_told(cycle, chosen)
    for finding in chosen:
        evidence = list(
            Evidence.objects.filter(finding=finding)
            .select_related("code", "run__forum", "voice__forum", "voice__contributor", "voice__question")
            .order_by("id")
        )
        frozen = _kept(finding, evidence, corrects) if keeps_numbers else None
        frozen = frozen or [frozen_of(one) | _left_out(one, votes) for one in evidence]
        refusals += _refused_beside_patterns(finding, evidence, votes)
        standings = [standing_from(one, its) for one, its in zip(evidence, frozen, strict=True)]
        refusals += _refused(finding, evidence, standings)
        remarks += _remarks(finding, evidence)
        contents.append(_content_of_finding(finding, evidence, frozen, standings))
    told = [told for one in contents for by_evidence in one.told for told in by_evidence]
    verdict = verdict_on(told, told_earlier(cycle), apart=_apart(cycle, contents), is_enough=not refusals)
    refusals += [Refusal(sentence) for sentence in verdict.refusals]
    return ReleaseContent(
        cycle,
        tuple(contents),
        verdict,
        tuple(refusals),
        tuple({remark.sentence: remark for remark in remarks}.values()),
        note or TranslatedText(),
        corrects,
        tuple(taken_back),
    )


def _apart(cycle: Cycle, contents: Sequence[FindingContent]) -> list[str]:
    """Which findings and tables count nearly the same people, here or in what left earlier."""
    new: list[Counted] = []
    for one in contents:
        new.append(counted_finding(str(one.finding.sentence), one.evidence, one.standing))
        new += counted_tables(one.evidence, one.standings)
    rules = [rules_of(cycle.district, one.standing.forums) for one in contents]
    if not rules:
        return []
    return told_apart(new, counted_earlier(cycle), max(rules, key=lambda one: one.minimum_n))


Votes = dict[str, tuple[int, list[dict[str, Any]]]]


def _votes_told(cycle: Cycle, findings: Iterable[Finding]) -> Votes:
    """How all who voted on a statement voted, as told here or told earlier: n and shares, by its id."""
    votes: Votes = {}
    for _number, one in told_earlier(cycle):
        kind, _colon, public_id = one.series.partition(":")
        if kind == "statement":
            (n,) = one.publication.shown.values()
            ends = one.publication.ranges.values()
            votes[public_id] = n, [{"bound": "", "low": low, "high": high} for low, high in ends]
    rows = Evidence.objects.filter(finding__in=list(findings), kind=KindOfEvidence.STATEMENT)
    for evidence in rows.select_related("voice__forum__district"):
        voice = evidence.voice
        if voice is not None and voice.is_usable:
            counted = vote_counts_from(voice, frozen_of(evidence))
            rules = rules_of(cycle.district, [voice.forum])
            shares = shares_of([counted.n_agree, counted.n_disagree, counted.n_not_sure], rules)
            votes[voice.public_id] = counted.n, shares
    return votes


def _pinned(run: Run, votes: Votes, left_out: Sequence[str] = ()) -> list[str]:
    """Statements on which groups, beside the votes of all, would tell of the few who stand in none."""
    if run.kind == RunKind.CROSSTAB:
        return []
    return [
        row["voice"]
        for row in published_of(run).get("statements", [])
        if row["voice"] in votes
        and row["voice"] not in left_out
        and not is_told_safely(
            [(group["n"], group["answers"]) for group in row["groups"]], votes[row["voice"]]
        )
    ]


def _left_out(evidence: Evidence, votes: Votes) -> Frozen:
    if evidence.kind != KindOfEvidence.RUN or evidence.run is None:
        return {}
    return {"left_out": _pinned(evidence.run, votes)}


def _refused_beside_patterns(finding: Finding, evidence: list[Evidence], votes: Votes) -> list[Refusal]:
    """Votes that would tell of few people beside patterns that left already."""
    asked = {
        one.voice.public_id: one.voice
        for one in evidence
        if one.kind == KindOfEvidence.STATEMENT and one.voice is not None
    }
    if not asked:
        return []
    earlier = EvidenceAtRelease.objects.filter(
        finding__release__cycle=finding.cycle, kind=KindOfEvidence.RUN, run__isnull=False
    ).select_related("run__forum__district", "finding__release")
    refusals = []
    for row in earlier:
        if row.run is None:
            continue
        new = {voice: told for voice, told in votes.items() if voice in asked}
        for voice in _pinned(row.run, new, row.frozen.get("left_out", [])):
            sentence = _(
                "The votes on “%(statement)s” beside the patterns of release %(number)s would tell how the "
                "few people voted who stand in no group. Leave these votes out: the patterns tell of them "
                "already."
            )
            said = {"statement": asked[voice].text, "number": row.finding.release.number}
            refusals.append(Refusal(sentence % said, finding))
    return refusals


def _kept(finding: Finding, evidence: list[Evidence], corrects: Release | None) -> list[Frozen] | None:
    """What each piece of evidence was counted from in the release being corrected, if all stood there."""
    then = finding.released_as
    if corrects is None or then is None or then.release_id != corrects.pk:
        return None
    rows = EvidenceAtRelease.objects.filter(finding=then)
    by_what = {(row.kind, row.code_id, row.run_id, row.voice_id): row.frozen for row in rows}
    numbers = [one for one in evidence if one.kind != KindOfEvidence.VOICE]
    if any((one.kind, one.code_id, one.run_id, one.voice_id) not in by_what for one in numbers):
        return None
    return [
        frozen_of(one)
        if one.kind == KindOfEvidence.VOICE
        else by_what[one.kind, one.code_id, one.run_id, one.voice_id]
        for one in evidence
    ]


# --- Why it may not leave ---


def _refused_as_a_whole(
    cycle: Cycle,
    findings: list[Finding],
    note: TranslatedText | None,
    corrects: Release | None,
    taken_back: Sequence[ReleasedFinding],
) -> Iterable[Refusal]:
    if not findings and not taken_back:
        yield Refusal(_("Choose at least one finding to release."))
    if corrects is not None and corrects.cycle_id != cycle.pk:
        yield Refusal(_("The release to be corrected belongs to another cycle."))
    if corrects is not None and not note:
        yield Refusal(_("Say what this release corrects, so that readers of the earlier one understand."))
    if any(corrects is None or one.release_id != corrects.pk or one.is_superseded for one in taken_back):
        yield Refusal(_("Only a finding that stands in the release being corrected can be taken back."))
    for finding in findings:
        if finding.cycle_id != cycle.pk:
            yield Refusal(
                _("“%(sentence)s” belongs to another cycle.") % {"sentence": finding.sentence}, finding
            )
        elif finding.state == FindingState.DROPPED:
            yield Refusal(_("“%(sentence)s” was dropped.") % {"sentence": finding.sentence}, finding)
        elif (
            finding.released_as is not None
            and not finding.released_as.is_superseded
            and (corrects is None or finding.released_as.release_id != corrects.pk)
        ):
            sentence = _(
                "“%(sentence)s” already stands in release %(number)s: release it again only as a correction "
                "of that release."
            )
            said = {"sentence": finding.sentence, "number": finding.released_as.release.number}
            yield Refusal(sentence % said, finding)


def _refused(finding: Finding, evidence: list[Evidence], standings: list[Standing]) -> list[Refusal]:
    quoted = {"sentence": str(finding.sentence)}
    if not evidence:
        return [Refusal(_("“%(sentence)s” rests on nothing yet: add what it rests on.") % quoted, finding)]
    refusals = []
    together = standing_together(standings)
    minimum_n = minimum_n_of(finding.cycle.district, together.forums)
    for one, standing in zip(evidence, standings, strict=True):
        refusals += [Refusal(sentence, finding) for sentence in _refused_evidence(one, standing, minimum_n)]
    if together.n < minimum_n:
        refusals.append(Refusal(_too_few(str(finding.sentence), together, minimum_n), finding))
    return refusals


def _too_few(what: str, standing: Standing, minimum_n: int) -> str:
    said = {"what": what, "n": standing.n, "minimum": minimum_n}
    if standing.n_of == NumberOf.PEOPLE:
        return (
            ngettext(
                "“%(what)s” rests on %(n)s person; at least %(minimum)s are needed before it may leave.",
                "“%(what)s” rests on %(n)s people; at least %(minimum)s are needed before it may leave.",
                standing.n,
            )
            % said
        )
    return (
        ngettext(
            "“%(what)s” rests on %(n)s text; at least %(minimum)s are needed before it may leave.",
            "“%(what)s” rests on %(n)s texts; at least %(minimum)s are needed before it may leave.",
            standing.n,
        )
        % said
    )


def _refused_evidence(evidence: Evidence, standing: Standing, minimum_n: int) -> Iterable[str]:
    if evidence.kind == KindOfEvidence.CODE and evidence.code is not None:
        if standing.n < minimum_n:
            yield _too_few(str(evidence.code.name), standing, minimum_n)
    elif evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        yield from _refused_run(evidence.run, standing, minimum_n)
    elif evidence.voice is None:
        yield _("Something it rested on is gone: look through what it rests on.")
    elif evidence.kind == KindOfEvidence.STATEMENT:
        if not evidence.voice.is_usable:
            yield _("A statement it rests on may not be shown: it was withdrawn, rejected or held back.")
        elif standing.n < minimum_n:
            yield _too_few(evidence.voice.text, standing, minimum_n)
    else:
        yield from _refused_voice(evidence)


def _refused_run(run: Run, standing: Standing, minimum_n: int) -> Iterable[str]:
    published = published_of(run)
    if not published:
        yield _("A computation it rests on could not tell anything that may be published.")
    elif published["minimum_n"] < minimum_n:
        yield _(
            "A computation it rests on was guarded with a smaller minimum (%(old)s) than is asked now "
            "(%(new)s): run it again."
        ) % {"old": published["minimum_n"], "new": minimum_n}
    elif standing.n < minimum_n:
        yield _too_few(str(run.get_kind_display()), standing, minimum_n)


def _refused_voice(evidence: Evidence) -> Iterable[str]:
    voice = evidence.voice
    if voice is None or not voice.is_usable:
        yield _("Words it rests on may not be shown: they were withdrawn, rejected or held back.")
        return
    if not evidence.is_quoted:
        return
    if not exact_words(evidence):
        yield _("A quote does not lie within the text any more: choose its words again.")
    if tells_of_urgency(voice):
        yield _("A quote comes from a text that may tell of harm, and nobody has dealt with it yet.")


def tells_of_urgency(voice: Voice) -> bool:
    """Look once more: words that ask for a person must have met one before any of them is quoted."""
    if voice.urgent_flags.filter(dealt_at__isnull=True).exists():
        return True
    return bool(find_urgent(voice.text)) and not voice.urgent_flags.exists()


def _remarks(finding: Finding, evidence: list[Evidence]) -> Iterable[Refusal]:
    """What does not stop a release, but should be seen before it leaves."""
    for language in finding.cycle.district.languages:
        if not finding.sentence.texts.get(language, "").strip():
            yield Refusal(
                _("“%(sentence)s” is not written in every language of the district yet.")
                % {"sentence": finding.sentence},
                finding,
            )
            break
    for one in evidence:
        said = one.quote_translation
        unread = [code for code, words in said.texts.items() if words and not said.reviewed.get(code)]
        if one.is_quoted and unread:
            yield Refusal(_("A translation of a quote was not reviewed: it will not leave."), finding)


# --- What would leave ---


def _text(text: TranslatedText) -> dict[str, Any]:
    return {
        "source": text.source_language,
        "texts": {code: words for code, words in text.texts.items() if words},
    }


def _content_of_finding(
    finding: Finding, evidence: list[Evidence], frozen: list[Frozen], standings: list[Standing]
) -> FindingContent:
    together = standing_together(standings)
    rules = rules_of(finding.cycle.district, together.forums)
    basis = basis_of(evidence, frozen, standings, rules)
    content = {
        "id": finding.stable_id,
        "sentence": _text(finding.sentence),
        "explanation": _text(finding.explanation),
        "who_is_missing": _text(finding.who_is_missing),
        "n": n_told(evidence, standings, rules),
        "n_of": str(together.n_of),
        "data_kind": str(together.data_kind),
        "minimum_n": rules.minimum_n,
        "rules": rules.as_json,
        "basis": basis,
        "quotes": [
            {"words": _text(quote_of(one)), "speaker": speaker_of(its, rules)}
            for one, its in zip(evidence, frozen, strict=True)
            if one.is_quoted
        ],
    }
    return FindingContent(
        finding,
        tuple(evidence),
        tuple(frozen),
        together,
        tuple(standings),
        content,
        _told(finding, evidence, frozen, standings, basis, rules),
    )


def _told(
    finding: Finding,
    evidence: list[Evidence],
    frozen: list[Frozen],
    standings: list[Standing],
    basis: list[dict[str, Any]],
    rules: Rules,
) -> tuple[tuple[Told, ...], ...]:
    """What an outsider reads of each piece of evidence; the finding's own n stands with the first."""
    together = standing_together(standings)
    entries = iter(basis)
    told = [
        ()
        if one.kind == KindOfEvidence.VOICE
        else tuple(told_by_evidence(one, its, standing, next(entries), rules))
        for one, its, standing in zip(evidence, frozen, standings, strict=True)
    ]
    if told:
        forums = [forum.public_id for forum in together.forums]
        n = n_told(evidence, standings, rules)
        whole = told_by_finding(finding.stable_id, str(finding.sentence), together, n, forums, rules)
        told[0] = (whole, *told[0])
    return tuple(told)


def basis_of(
    evidence: Sequence[Evidence | EvidenceAtRelease],
    frozen: Sequence[Frozen],
    standings: Sequence[Standing],
    rules: Rules,
    figures_by_run: FiguresOfRun | None = None,
) -> list[dict[str, Any]]:
    """One entry for each piece of evidence, and one for all words together."""
    figures_by_run = figures_by_run or figures_of_run
    basis = [
        _basis_of(one, its, standing, rules, figures_by_run)
        for one, its, standing in zip(evidence, frozen, standings, strict=True)
        if one.kind != KindOfEvidence.VOICE
    ]
    pairs = zip(evidence, standings, strict=True)
    voices = [standing for one, standing in pairs if one.kind == KindOfEvidence.VOICE]
    if voices:
        basis.append(_entry("voice", TranslatedText(), standing_together(voices), QUOTE))
    return basis


def _entry(kind: str, label: TranslatedText, standing: Standing, method: tuple[str, str]) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": _text(label),
        "forums": [_text(forum.title) for forum in standing.forums],
        "n": standing.n,
        "n_of": str(standing.n_of),
        "data_kind": str(standing.data_kind),
        "method": method[0],
        "version": method[1],
        "settings": {},
        "seed": None,
        "log_position": None,
        "computed_at": None,
        "figures": {},
    }


def _basis_of(
    evidence: Evidence | EvidenceAtRelease,
    frozen: Frozen,
    standing: Standing,
    rules: Rules,
    figures_by_run: FiguresOfRun,
) -> dict[str, Any]:
    if evidence.kind == KindOfEvidence.CODE and evidence.code is not None:
        entry = _entry("code", evidence.code.name, standing, CODING)
        n_with_code, n_read = code_counts_from(frozen)
        entry["figures"] = {"texts_with_code": n_with_code, "texts_read": n_read}
        return entry
    if evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        return _basis_of_run(evidence.run, frozen, standing, figures_by_run)
    voice = evidence.voice
    if voice is None or not voice.is_usable:
        return _entry(evidence.kind, TranslatedText(), Standing(), VOTES)
    entry = _entry("statement", words_of(voice, only_reviewed=True), standing, VOTES)
    counted = vote_counts_from(voice, frozen)
    entry["log_position"] = counted.log_position
    shares = shares_of([counted.n_agree, counted.n_disagree, counted.n_not_sure], rules)
    shares = with_margins(shares, counted.n, standing.data_kind)
    answers = zip(("agree", "disagree", "not_sure"), shares, strict=True)
    entry["figures"] = {"answers": [{"answer": answer, **share} for answer, share in answers]}
    return entry


def _basis_of_run(
    run: Run, frozen: Frozen, standing: Standing, figures_by_run: FiguresOfRun
) -> dict[str, Any]:
    entry = _entry("run", TranslatedText(), standing, (run.method, run.method_version))
    entry |= {
        "run_kind": run.kind,
        "settings": _settings_of_what_leaves(run),
        "seed": run.seed,
        "log_position": run.log_position,
        "computed_at": run.at.isoformat(),
    }
    figures = figures_by_run(run, frozen.get("left_out", []))
    if run.kind == RunKind.CROSSTAB and "rows" in figures:
        kind = standing.data_kind
        figures["rows"] = [
            row | {"shares": with_margins(row["shares"], row["n"], kind)} if "shares" in row else row
            for row in figures["rows"]
        ]
    entry["figures"] = figures
    return entry


def _settings_of_what_leaves(run: Run) -> dict[str, Any]:
    """Weights are for analysts: what leaves of a table is counted without, and must not be named for them."""
    settings = {key: value for key, value in run.settings.items() if key != "weights_model"}
    return settings | {"weights": None} if "weights" in settings else settings


def published_of(run: Run) -> dict[str, Any]:
    result = run.result if run.kind == RunKind.CROSSTAB else patterns_of(run)
    published: dict[str, Any] = result.get("published") or {}
    return published


def figures_of_run(run: Run, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """The published view of a run, with the words of those statements that may still be shown."""
    return with_words(run, published_of(run), left_out)


def with_words(run: Run, published: dict[str, Any], left_out: Sequence[str] = ()) -> dict[str, Any]:
    published = dict(published)
    rows = published.pop("statements", None)
    if rows is None:
        return published
    if left_out:
        published["n_left_out"] = len(left_out)
        rows = [row for row in rows if row["voice"] not in left_out]
    voices = {
        voice.public_id: voice
        for voice in Voice.objects.filter(forum=run.forum, public_id__in=[row["voice"] for row in rows])
        if voice.is_usable
    }
    shown = [(row, voices[row["voice"]]) for row in rows if row["voice"] in voices]
    published["statements"] = [
        {
            **{key: value for key, value in row.items() if key != "voice"},
            "words": _text(words_of(voice, only_reviewed=True)),
        }
        for row, voice in shown
    ]
    return published


def exact_words(evidence: Evidence) -> str:
    """The quoted span, or the whole text; empty where the span does not lie within the text."""
    text = evidence.voice.text if evidence.voice is not None else ""
    if evidence.quote_start is None or evidence.quote_end is None:
        return text
    return text[evidence.quote_start : evidence.quote_end] if evidence.quote_end <= len(text) else ""


def quote_of(evidence: Evidence) -> TranslatedText:
    """Exact words, with those translations that a person reviewed."""
    if evidence.voice is None or not evidence.voice.is_usable:
        return TranslatedText()
    original = words_of(evidence.voice).source_language
    reviewed = {
        code: words
        for code, words in evidence.quote_translation.texts.items()
        if words and code != original and evidence.quote_translation.reviewed.get(code)
    }
    return TranslatedText(
        original, {original: exact_words(evidence), **reviewed}, reviewed=dict.fromkeys(reviewed, True)
    )


def speaker_of(frozen: Frozen, rules: Rules) -> str:
    """Who speaks: one of the offered roles, where enough people of it took part, and enough others."""
    role: str = frozen.get("role", "")
    return role if role in names_to_tell(frozen["n_by_role"], frozen["n_people"], rules) else ""
