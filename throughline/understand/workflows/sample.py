"""Sense made of the invented district's voices. Nothing but the sample calls these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.formats.population import Count, Figures, SchoolNamed
from throughline.formats.population.acs import ESTIMATE_CODES
from throughline.formats.population.model import Dimension, Said, counted, in_order
from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText
from throughline.understand.actions.coding import create_code, mark_read, put_code
from throughline.understand.actions.finding import add_evidence, create_finding
from throughline.understand.actions.population import record_population
from throughline.understand.actions.release import release_findings
from throughline.understand.models import (
    Code,
    Finding,
    Population,
    PopulationSource,
    Release,
    Run,
    WhoIsCounted,
)


@dataclass(frozen=True)
class Quote:
    voice: Voice
    translation: TranslatedText


@dataclass(frozen=True)
class Draft:
    """A finding and what it rests on."""

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
    """Make the codes and put them on the voices; voices without a code are marked as read."""
    made = {key: create_code(actor, cycle, name=name) for key, name in codes.items()}
    for voice, keys in coded:
        for key in keys:
            put_code(actor, voice, made[key])
        if not keys:
            mark_read(actor, voice)
    return made


def latest_run(forum_id: int) -> Run:
    return Run.objects.filter(forum_id=forum_id).latest("pk")


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


def keep_figures(actor: Actor, told: Mapping[str, Any], *, as_of: str) -> list[Population]:
    """The families of the invented district: a roster as counts, and an invented survey with its margins.

    Its codes are read as those of the real one are: -9 and -8 become states.
    """
    ours = {school.name: school for school in School.objects.all()}
    return [_survey_of_parents(actor, told["edge"]), _roster(actor, told["roster"], ours, as_of=as_of)]


def _roster(actor: Actor, told: Mapping[str, Any], ours: Mapping[str, School], *, as_of: str) -> Population:
    people = []
    for row in told["schools"]:
        level = ours[row["school"]].level
        for language in ("en", "es", "other"):
            known: dict[Dimension, tuple[str, str]] = {
                "language": (language, language),
                "grade_band": (level, level),
            }
            people += [Said(row["school"], known)] * row[language]
    n, counts = counted(people, {name: SchoolNamed(name, name) for name in ours})
    return record_population(
        actor,
        title=_in_both(told["title"]),
        source=PopulationSource.ROSTER,
        who_is_counted=WhoIsCounted.FAMILIES,
        figures=Figures(n, counts),
        schools=ours,
        as_of=as_of,
        citation=told["citation"],
    )


def _survey_of_parents(actor: Actor, told: Mapping[str, Any]) -> Population:
    counts = []
    dimensions: tuple[Dimension, ...] = ("language", "group")
    for dimension in dimensions:
        for category, (n, margin) in told[dimension].items():
            state = ESTIMATE_CODES.get(str(n), "counted")
            is_counted = state == "counted"
            counts.append(
                Count(
                    dimension,
                    category,
                    category,
                    n if is_counted else None,
                    float(margin) if is_counted else None,
                    state,
                    "given" if is_counted else "unknown",
                )
            )
    n, margin = told["n"]
    return record_population(
        actor,
        title=_in_both(told["title"]),
        source=PopulationSource.EDGE,
        who_is_counted=WhoIsCounted.FAMILIES,
        figures=Figures(n, in_order(counts), margin_of_error=float(margin), race_standard="1997"),
        schools={},
        as_of=told["as_of"],
        citation=told["citation"],
    )


def _in_both(title: Mapping[str, str]) -> str:
    return f"{title['en']} · {title['es']}"


def release(actor: Actor, cycle: Cycle, findings: Sequence[Finding]) -> Release:
    return release_findings(actor, cycle, findings)
