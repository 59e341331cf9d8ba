"""Who may write directives, decisions and initiatives.

A school leader changes the initiatives that take place at their own schools and nowhere else.
"""

from django.db.models import Q, QuerySet

from throughline.accounts.models import Role, School
from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.align.models import Action, Directive, Initiative
from throughline.convene.models import Cycle


def may_read_plans(actor: Actor) -> bool:
    return actor.is_staff


def may_write_directives(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.ANALYST)


def may_respond(actor: Actor) -> bool:
    """Whether they may record a decision: the coordinator does, or a board member directly."""
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.BOARD_MEMBER)


def may_plan_for_district(actor: Actor) -> bool:
    """Whether they may plan for the whole district, and for every school."""
    return actor.has(Role.OWNER, Role.COORDINATOR)


def may_create_initiative(actor: Actor) -> bool:
    return may_plan_for_district(actor) or (actor.has(Role.SCHOOL_LEADER) and bool(actor.school_ids))


def may_edit_initiative(actor: Actor, initiative: Initiative) -> bool:
    """A school leader may if all its schools are theirs; one without schools is the whole district's."""
    if may_plan_for_district(actor):
        return True
    if not actor.has(Role.SCHOOL_LEADER):
        return False
    school_ids = {school.pk for school in initiative.schools.all()}
    return bool(school_ids) and school_ids <= actor.school_ids


def may_answer_directive(actor: Actor, directive: Directive) -> bool:
    """Whether what they plan may serve this directive: another school's cycle is not a school leader's."""
    return may_create_initiative(actor) and directives_to_answer_for(actor).filter(pk=directive.pk).exists()


def directives_to_answer_for(actor: Actor) -> QuerySet[Directive]:
    """The directives that their plans may serve: those of the district's cycles and of their own schools'."""
    directives = Directive.objects.all()
    if may_plan_for_district(actor):
        return directives
    return directives.filter(Q(cycle__school=None) | Q(cycle__school__in=actor.school_ids))


def schools_to_plan_for(actor: Actor) -> QuerySet[School]:
    schools = School.objects.all()
    return schools if may_plan_for_district(actor) else schools.filter(pk__in=actor.school_ids)


def get_planning_cycle_for(actor: Actor, public_id: str) -> Cycle:
    cycle = find_or_404(Cycle.objects, public_id)
    allow(may_read_plans(actor))
    return cycle


def get_directive_for(actor: Actor, public_id: str) -> Directive:
    directive = find_or_404(Directive.objects.select_related("cycle"), public_id)
    allow(may_read_plans(actor))
    return directive


def get_initiative_for(actor: Actor, public_id: str) -> Initiative:
    initiative = find_or_404(Initiative.objects, public_id)
    allow(may_read_plans(actor))
    return initiative


def get_initiative_to_edit_for(actor: Actor, public_id: str) -> Initiative:
    initiative = get_initiative_for(actor, public_id)
    allow(may_edit_initiative(actor, initiative))
    return initiative


def get_action_to_report_on_for(actor: Actor, public_id: str) -> Action:
    action = find_or_404(Action.objects.select_related("initiative"), public_id)
    allow(may_edit_initiative(actor, action.initiative))
    return action
