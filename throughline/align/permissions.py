from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.align.models import Action, Directive, Initiative
from throughline.convene.models import Cycle


def may_read_plans(actor: Actor) -> bool:
    return actor.is_staff


def may_write_directives(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.ANALYST)


def may_respond(actor: Actor) -> bool:
    """The coordinator writes down what was decided; a board member may write it themselves."""
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.BOARD_MEMBER)


def may_write_initiatives(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.SCHOOL_LEADER)


def pass_reader(actor: Actor) -> None:
    if not may_read_plans(actor):
        raise PermissionDenied


def pass_directive_writer(actor: Actor) -> None:
    if not may_write_directives(actor):
        raise PermissionDenied


def pass_responder(actor: Actor) -> None:
    if not may_respond(actor):
        raise PermissionDenied


def pass_initiative_writer(actor: Actor) -> None:
    if not may_write_initiatives(actor):
        raise PermissionDenied


def get_planning_cycle_for(actor: Actor, public_id: str) -> Cycle:
    cycle = Cycle.objects.filter(public_id=public_id).first()
    if cycle is None:
        raise Http404
    pass_reader(actor)
    return cycle


def get_directive_for(actor: Actor, public_id: str) -> Directive:
    directive = Directive.objects.select_related("cycle").filter(public_id=public_id).first()
    if directive is None:
        raise Http404
    pass_reader(actor)
    return directive


def get_initiative_for(actor: Actor, public_id: str) -> Initiative:
    initiative = Initiative.objects.filter(public_id=public_id).first()
    if initiative is None:
        raise Http404
    pass_reader(actor)
    return initiative


def get_action_for(actor: Actor, public_id: str) -> Action:
    action = Action.objects.select_related("initiative").filter(public_id=public_id).first()
    if action is None:
        raise Http404
    pass_reader(actor)
    return action
