"""Changes to directives, responses, initiatives, actions and their progress."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import record
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.align.models import (
    Action,
    Directive,
    Initiative,
    InitiativeState,
    Progress,
    Response,
    ResponseKind,
)
from throughline.convene.models import Cycle
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import ReleasedFinding


def _allowed_evidence(
    cycle: Cycle, findings: Iterable[ReleasedFinding], before: Iterable[ReleasedFinding] = ()
) -> list[ReleasedFinding]:
    """Return the findings if a directive may be based on them; otherwise raise ValidationError.

    They must be released findings of the cycle. One corrected since is accepted only if it was already used.
    """
    rests_on, kept = list(findings), {finding.pk for finding in before}
    if not rests_on or any(finding.release.cycle_id != cycle.pk for finding in rests_on):
        raise ValidationError(_("Choose at least one released finding from this cycle as evidence."))
    if any(finding.is_superseded and finding.pk not in kept for finding in rests_on):
        raise ValidationError(
            _("One of these findings has been corrected or withdrawn. Choose a current finding.")
        )
    return rests_on


@transaction.atomic
def create_directive(
    actor: Actor, cycle: Cycle, *, sentence: TranslatedText, findings: Iterable[ReleasedFinding]
) -> Directive:
    """Create a directive based on at least one finding released for its cycle."""
    rests_on = _allowed_evidence(cycle, findings)
    directive = Directive.objects.create(
        cycle=cycle, sentence=sentence, position=Directive.objects.filter(cycle=cycle).count()
    )
    directive.findings.set(rests_on)
    record(actor, "create_directive", directive, findings=[finding.public_id for finding in rests_on])
    return directive


@transaction.atomic
def edit_directive(
    actor: Actor, directive: Directive, *, sentence: TranslatedText, findings: Iterable[ReleasedFinding]
) -> Directive:
    rests_on = _allowed_evidence(directive.cycle, findings, before=directive.findings.all())
    directive.sentence = sentence
    directive.save(update_fields=["sentence"])
    directive.findings.set(rests_on)
    record(actor, "edit_directive", directive, findings=[finding.public_id for finding in rests_on])
    return directive


@transaction.atomic
def respond(
    actor: Actor,
    directive: Directive,
    *,
    kind: str,
    reason: TranslatedText,
    decided_by: TranslatedText,
    decided_on: date,
    changes: TranslatedText | None = None,
    vote: str = "",
    minutes_url: str = "",
) -> Response:
    """Record a decision. Earlier ones are kept; the newest is in effect."""
    if kind == ResponseKind.ADAPT and not changes:
        raise ValidationError({"changes": _("Describe what changes so people can evaluate the decision.")})
    response = Response.objects.create(
        directive=directive,
        kind=kind,
        reason=reason,
        changes=changes or TranslatedText(),
        decided_by=decided_by,
        decided_on=decided_on,
        vote=vote,
        minutes_url=minutes_url,
        recorded_by=actor.person,
    )
    record(actor, "respond", response, directive=directive.public_id, kind=kind)
    return response


def _check_pilot(state: str, question: TranslatedText | None, ends_on: date | None) -> None:
    """Require a pilot to have a question to answer and an end date."""
    missing = {}
    if state == InitiativeState.PILOT and not question:
        missing["pilot_question"] = _("Enter the question that the pilot should answer.")
    if state == InitiativeState.PILOT and ends_on is None:
        missing["pilot_ends_on"] = _("Enter the date when the pilot ends and is evaluated.")
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def create_initiative(
    actor: Actor,
    *,
    title: TranslatedText,
    state: str,
    description: TranslatedText | None = None,
    directives: Iterable[Directive] = (),
    schools: Iterable[School] = (),
    required_by: str = "",
    owner: str = "",
    pilot_question: TranslatedText | None = None,
    pilot_ends_on: date | None = None,
    is_public: bool = True,
) -> Initiative:
    _check_pilot(state, pilot_question, pilot_ends_on)
    initiative = Initiative.objects.create(
        title=title,
        state=state,
        description=description or TranslatedText(),
        required_by=required_by,
        owner=owner,
        pilot_question=pilot_question or TranslatedText(),
        pilot_ends_on=pilot_ends_on,
        is_public=is_public,
    )
    initiative.directives.set(directives)
    initiative.schools.set(schools)
    record(actor, "create_initiative", initiative, state=state)
    return initiative


@transaction.atomic
def edit_initiative(
    actor: Actor,
    initiative: Initiative,
    *,
    title: TranslatedText,
    state: str,
    description: TranslatedText,
    directives: Iterable[Directive],
    schools: Iterable[School],
    required_by: str,
    owner: str,
    pilot_question: TranslatedText,
    pilot_ends_on: date | None,
    is_public: bool,
) -> Initiative:
    _check_pilot(state, pilot_question, pilot_ends_on)
    was = initiative.state
    initiative.title, initiative.state, initiative.description = title, state, description
    initiative.required_by, initiative.owner, initiative.is_public = required_by, owner, is_public
    initiative.pilot_question, initiative.pilot_ends_on = pilot_question, pilot_ends_on
    initiative.save()
    initiative.directives.set(directives)
    initiative.schools.set(schools)
    record(actor, "edit_initiative", initiative, was=was, state=state)
    return initiative


@transaction.atomic
def create_action(
    actor: Actor,
    initiative: Initiative,
    *,
    title: TranslatedText,
    owner: str,
    due_on: date,
    measure: TranslatedText,
    target: Decimal | None = None,
) -> Action:
    action = Action.objects.create(
        initiative=initiative,
        title=title,
        owner=owner,
        due_on=due_on,
        measure=measure,
        target=target,
        position=Action.objects.filter(initiative=initiative).count(),
    )
    record(actor, "create_action", action, initiative=initiative.public_id)
    return action


@transaction.atomic
def report_progress(
    actor: Actor,
    action: Action,
    *,
    on: date,
    status: str,
    sentence: TranslatedText,
    value: Decimal | None = None,
) -> Progress:
    """Add a report to an action's history and set the action's status from its newest report."""
    progress = Progress.objects.create(
        action=action, on=on, status=status, sentence=sentence, value=value, reported_by=actor.person
    )
    newest = action.progress.order_by("-on", "-id").first()
    if newest is not None and newest.pk == progress.pk:
        action.status = status
        action.save(update_fields=["status"])
    record(actor, "report_progress", progress, action=action.public_id, status=status)
    return progress
