"""The current content of a cycle's page, composed from releases, directives and progress."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from throughline.align.models import Action, Initiative
from throughline.align.queries import DirectiveLine, directive_lines
from throughline.convene.models import Cycle, Forum, Tally
from throughline.report.models import Publication
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import (
    CountToShow,
    PlainObject,
    PublishedCount,
    ReleasedFinding,
    ShownCount,
    latest_release,
    public_counts,
    quotes_of,
    released_findings,
)

SCHEMA_VERSION = 2
TRANSLATED = "translated"


def current_publication(cycle: Cycle) -> Publication | None:
    return Publication.objects.filter(cycle=cycle, withdrawn_at__isnull=True).order_by("-number").first()


def publications_by_cycle(cycles: Iterable[Cycle]) -> dict[int, list[Publication]]:
    """The publications of each cycle, by row number, the newest first."""
    found: dict[int, list[Publication]] = {cycle.pk: [] for cycle in cycles}
    publications = Publication.objects.select_related("published_by").filter(cycle__in=found)
    for publication in publications.order_by("-number"):
        found[publication.cycle_id].append(publication)
    return found


def current_publications() -> dict[int, Publication]:
    """By cycle, the publication that the public reads: the newest that was not withdrawn."""
    editions = Publication.objects.filter(withdrawn_at__isnull=True).order_by("number")
    return {edition.cycle_id: edition for edition in editions}


def compose(cycle: Cycle) -> PlainObject:
    """Return the content of a cycle's page as JSON, with every text in all its languages."""
    release = latest_release(cycle)
    lines = directive_lines(cycle)
    heard = [_finding(finding) for finding in released_findings(cycle)]
    current_ids = {finding["stable_id"] for finding in heard}
    announced = [forum for forum in cycle.forums.all() if forum.announced_at]
    people = _people_in(announced)
    return {
        "schema_version": SCHEMA_VERSION,
        "title": _text(cycle.title),
        "decision": _text(cycle.decision),
        "decider": _text(cycle.decider),
        "decided_when": _text(cycle.decided_when),
        "already_fixed": _text(cycle.already_fixed),
        "promise": cycle.promise,
        "is_promise_kept": cycle.is_promise_kept,
        "promise_kept_note": _text(cycle.promise_kept_note),
        "asked": [_forum(forum, people[forum.public_id]) for forum in announced],
        "release": None if release is None else {"public_id": release.public_id, "sha256": release.sha256},
        "heard": heard,
        "directives": [_directive(line, current_ids) for line in lines],
        "unasked": [_initiative(initiative) for initiative in _unasked(lines)],
        "next": [
            {"title": _text(step.title), "when": _text(step.when), "is_done": step.is_done}
            for step in cycle.storyline.all()
        ],
    }


def _unasked(lines: Sequence[DirectiveLine]) -> list[Initiative]:
    """Public initiatives that a law or grant requires and no directive asks for; none without directives."""
    linked = {initiative.pk for line in lines for initiative in line.initiatives}
    if not lines:
        return []
    return [
        initiative
        for initiative in Initiative.objects.filter(is_public=True).exclude(required_by="").order_by("id")
        if initiative.pk not in linked
    ]


def is_same_page(one: PlainObject, other: PlainObject) -> bool:
    """Whether two pages are equal, ignoring the times at which forums were counted."""
    return _without_counting_times(one) == _without_counting_times(other)


def _without_counting_times(content: PlainObject) -> PlainObject:
    forums = [{**forum, "counted_at": None} for forum in content.get("asked", [])]
    return {**content, "asked": forums}


def _text(value: TranslatedText) -> PlainObject:
    return {TRANSLATED: replace(value, stale={}).as_json()}


def _people_in(forums: Sequence[Forum]) -> dict[str, PublishedCount]:
    """Participants by forum's public id, protected against comparison with earlier pages."""
    tallies = {tally.forum_id: tally for tally in Tally.objects.filter(forum__in=forums, what="people")}
    counts = []
    for forum in forums:
        tally = tallies.get(forum.pk)
        n, counted_at = (None, None) if tally is None else (tally.n, tally.counted_at)
        counts.append(CountToShow(series_of(forum.public_id), n, counted_at, (forum,)))
    shown = public_counts(forums[0].district, counts) if forums else {}
    return {forum.public_id: shown[series_of(forum.public_id)] for forum in forums}


def series_of(forum_id: str) -> str:
    """The name of a forum's number of people in the ledger of public counts."""
    return f"people in forum {forum_id}"


def counts_in(content: PlainObject) -> list[ShownCount]:
    """The numbers of people that a page shows."""
    return [
        ShownCount(
            series_of(forum["public_id"]),
            forum["n_people"],
            None if forum["counted_at"] is None else datetime.fromisoformat(forum["counted_at"]),
        )
        for forum in content.get("asked", [])
        if forum["n_people"] is not None
    ]


def _forum(forum: Forum, people: PublishedCount) -> PlainObject:
    return {
        "public_id": forum.public_id,
        "title": _text(forum.title),
        "kind": forum.kind,
        "data_kind": forum.data_kind,
        "opens_at": forum.opens_at.isoformat() if forum.opens_at else None,
        "starts_at": forum.starts_at.isoformat() if forum.starts_at else None,
        "ends_at": forum.ends_at.isoformat() if forum.ends_at else None,
        "last_on": forum.last_day.isoformat() if forum.last_day else None,
        "n_people": people.n,
        "fewer_than": people.fewer_than,
        "counted_at": people.counted_at.isoformat() if people.counted_at is not None else None,
    }


def _finding(finding: ReleasedFinding) -> PlainObject:
    return {
        "stable_id": finding.stable_id,
        "sentence": _text(finding.sentence),
        "explanation": _text(finding.explanation),
        "who_is_missing": _text(finding.who_is_missing),
        "n": finding.n,
        "n_of": finding.n_of,
        "data_kind": finding.data_kind,
        "basis": finding.basis,
        "released_at": finding.release.released_at.isoformat(),
        "quotes": quotes_of(finding),
    }


def _directive(line: DirectiveLine, current_ids: Collection[str]) -> PlainObject:
    """A directive as JSON; findings not in `current_ids`, those of the page, are left out as withdrawn."""
    response = line.response
    return {
        "public_id": line.directive.public_id,
        "sentence": _text(line.directive.sentence),
        "findings": list(
            dict.fromkeys(finding.stable_id for finding in line.findings if finding.stable_id in current_ids)
        ),
        "response": None
        if response is None
        else {
            "kind": response.kind,
            "reason": _text(response.reason),
            "changes": _text(response.changes),
            "decided_by": _text(response.decided_by),
            "decided_on": response.decided_on.isoformat(),
            "vote": response.vote,
            "minutes_url": response.minutes_url,
        },
        "initiatives": [_initiative(initiative) for initiative in line.initiatives if initiative.is_public],
    }


def _initiative(initiative: Initiative) -> PlainObject:
    return {
        "public_id": initiative.public_id,
        "title": _text(initiative.title),
        "description": _text(initiative.description),
        "state": initiative.state,
        "pilot_question": _text(initiative.pilot_question),
        "pilot_ends_on": initiative.pilot_ends_on.isoformat() if initiative.pilot_ends_on else None,
        "required_by": initiative.required_by,
        "schools": [school.name for school in initiative.schools.all()],
        "actions": [_action(action) for action in initiative.actions.all()],
    }


def _action(action: Action) -> PlainObject:
    newest = next(iter(action.progress.all()), None)
    return {
        "title": _text(action.title),
        "owner": action.owner,
        "due_on": action.due_on.isoformat(),
        "measure": _text(action.measure),
        "target": None if action.target is None else float(action.target),
        "status": action.status,
        "progress": None
        if newest is None
        else {
            "on": newest.on.isoformat(),
            "value": None if newest.value is None else float(newest.value),
            "sentence": _text(newest.sentence),
            "n_reports": len(action.progress.all()),
        },
    }
