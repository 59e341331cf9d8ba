"""Findings and their evidence."""

from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.convene.actions import set_tally
from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.measure.models import Run
from throughline.ui.fields import TranslatedText
from throughline.understand.models import Code, Evidence, Finding, FindingState, KindOfEvidence


class NotEvidence(ValueError):
    """Not usable as evidence: from another cycle, text that may not be shown, or an invalid span."""


@transaction.atomic
def create_finding(
    actor: Actor,
    cycle: Cycle,
    *,
    sentence: TranslatedText,
    explanation: TranslatedText | None = None,
    who_is_missing: TranslatedText | None = None,
) -> Finding:
    finding = Finding.objects.create(
        cycle=cycle,
        sentence=sentence,
        explanation=explanation or TranslatedText(),
        who_is_missing=who_is_missing or TranslatedText(),
        author=actor.person,
    )
    record(actor, "create_finding", finding)
    set_findings_tally(cycle)
    return finding


@transaction.atomic
def edit_finding(
    actor: Actor,
    finding: Finding,
    *,
    sentence: TranslatedText,
    explanation: TranslatedText,
    who_is_missing: TranslatedText,
) -> Finding:
    finding.sentence, finding.explanation, finding.who_is_missing = sentence, explanation, who_is_missing
    finding.save(update_fields=["sentence", "explanation", "who_is_missing"])
    _touch(finding)
    record(actor, "edit_finding", finding)
    return finding


@transaction.atomic
def drop_finding(actor: Actor, finding: Finding) -> Finding:
    """Drop a finding, or restore a dropped one. Its releases do not change."""
    restored = FindingState.CHANGED if finding.released_as_id else FindingState.DRAFT
    finding.state = restored if finding.state == FindingState.DROPPED else FindingState.DROPPED
    finding.save(update_fields=["state"])
    record(actor, "drop_finding", finding, state=finding.state)
    set_findings_tally(finding.cycle)
    return finding


@transaction.atomic
def add_evidence(
    actor: Actor,
    finding: Finding,
    *,
    code: Code | None = None,
    run: Run | None = None,
    statement: Voice | None = None,
    voice: Voice | None = None,
    is_quoted: bool = False,
    quote_start: int | None = None,
    quote_end: int | None = None,
    quote_translation: TranslatedText | None = None,
) -> Evidence:
    """Add a piece of evidence: a code, a run, the votes on a statement, or a text to quote."""
    words = _locked(statement or voice)
    kind = (
        KindOfEvidence.CODE
        if code
        else KindOfEvidence.RUN
        if run
        else KindOfEvidence.STATEMENT
        if statement
        else KindOfEvidence.VOICE
    )
    cycles = {source.cycle.pk for source in (code, run and run.forum, words and words.forum) if source}
    if cycles != {finding.cycle_id} or (words is not None and not words.is_usable):
        raise NotEvidence
    if quote_start is not None and (
        voice is None
        or words is None
        or quote_end is None
        or not 0 <= quote_start < quote_end <= len(words.text)
    ):
        raise NotEvidence
    Finding.objects.select_for_update().get(pk=finding.pk)  # a double click waits for this lock
    same = Evidence.objects.filter(finding=finding, kind=kind, code=code, run=run, voice=words)
    if kind != KindOfEvidence.VOICE and (found := same.first()):
        return found
    evidence = Evidence.objects.create(
        finding=finding,
        kind=kind,
        code=code,
        run=run,
        voice=words,
        is_quoted=is_quoted and voice is not None,
        quote_start=quote_start,
        quote_end=quote_end if quote_start is not None else None,
        quote_translation=TranslatedText() if quote_translation is None else quote_translation,
    )
    _touch(finding)
    record(actor, "add_evidence", evidence, finding=finding.public_id, kind=str(kind))
    return evidence


def _locked(voice: Voice | None) -> Voice | None:
    """Lock and reload a voice, so that nothing is stored about words that are withdrawn meanwhile."""
    if voice is None:
        return None
    return Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)


@transaction.atomic
def edit_evidence(
    actor: Actor,
    evidence: Evidence,
    *,
    is_quoted: bool,
    quote_start: int | None,
    quote_end: int | None,
    quote_translation: TranslatedText,
) -> Evidence:
    """Set which words are quoted, if any, and store their translation."""
    voice = _locked(evidence.voice)
    if voice is None or not voice.is_usable:
        raise Refused(_("This comment can no longer be shown, so it can't be quoted."))
    evidence.is_quoted = is_quoted
    evidence.quote_start, evidence.quote_end = quote_start, quote_end
    evidence.quote_translation = quote_translation
    evidence.save(update_fields=["is_quoted", "quote_start", "quote_end", "quote_translation"])
    _touch(evidence.finding)
    record(actor, "edit_evidence", evidence, is_quoted=is_quoted)
    return evidence


@transaction.atomic
def remove_evidence(actor: Actor, evidence: Evidence) -> None:
    record(actor, "remove_evidence", evidence, finding=evidence.finding.public_id, kind=evidence.kind)
    _touch(evidence.finding)
    evidence.delete()


def _touch(finding: Finding) -> None:
    """Mark a released finding as changed after an edit; its release does not change."""
    if finding.state == FindingState.RELEASED:
        finding.state = FindingState.CHANGED
        finding.save(update_fields=["state"])


def set_findings_tally(cycle: Cycle) -> None:
    findings = Finding.objects.filter(cycle=cycle).exclude(state=FindingState.DROPPED)
    set_tally(cycle, "findings", findings.count())
