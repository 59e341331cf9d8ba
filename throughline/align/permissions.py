from throughline.accounts.models import Role
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


def may_write_initiatives(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.SCHOOL_LEADER)


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


def get_action_for(actor: Actor, public_id: str) -> Action:
    action = find_or_404(Action.objects.select_related("initiative"), public_id)
    allow(may_read_plans(actor))
    return action
