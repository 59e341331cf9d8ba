"""Codes, findings and a release of the sample district. Only the sample calls these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.measure.models import Run
from throughline.ui.fields import TranslatedText
from throughline.understand.actions.coding import create_code, mark_read, put_code
from throughline.understand.actions.finding import add_evidence, create_finding
from throughline.understand.actions.release import release_findings
from throughline.understand.models import Code, Finding, Release


@dataclass(frozen=True)
class Quote:
    voice: Voice
    translation: TranslatedText


@dataclass(frozen=True)
class Draft:
    """A finding and its evidence."""

    sentence: TranslatedText
    explanation: TranslatedText
    who_is_missing: TranslatedText
    statements: Sequence[Voice] = ()
    codes: Sequence[str] = ()
    quotes: Sequence[Quote] = ()
    runs: Sequence[Run] = field(default_factory=tuple)


def sort_words(
    actor: Actor,
    cycle: Cycle,
    *,
    codes: Mapping[str, TranslatedText],
    coded: Sequence[tuple[Voice, Sequence[str]]],
) -> dict[str, Code]:
    """Create the codes and apply them to the voices; voices without a code are marked as read."""
    made = {key: create_code(actor, cycle, name=name) for key, name in codes.items()}
    for voice, keys in coded:
        for key in keys:
            put_code(actor, voice, made[key])
        if not keys:
            mark_read(actor, voice)
    return made


def write_findings(
    actor: Actor, cycle: Cycle, drafts: Sequence[Draft], codes: Mapping[str, Code]
) -> list[Finding]:
    findings = []
    for draft in drafts:
        finding = create_finding(
            actor,
            cycle,
            sentence=draft.sentence,
            explanation=draft.explanation,
            who_is_missing=draft.who_is_missing,
        )
        for statement in draft.statements:
            add_evidence(actor, finding, statement=statement)
        for key in draft.codes:
            add_evidence(actor, finding, code=codes[key])
        for run in draft.runs:
            add_evidence(actor, finding, run=run)
        for quote in draft.quotes:
            add_evidence(
                actor, finding, voice=quote.voice, is_quoted=True, quote_translation=quote.translation
            )
        findings.append(finding)
    return findings


def release(actor: Actor, cycle: Cycle, findings: Sequence[Finding]) -> Release:
    return release_findings(actor, cycle, findings)
