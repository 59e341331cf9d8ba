"""The permission checks of cycles and forums."""

from django.http import Http404

from throughline.accounts.declarations import story_apps
from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.convene.models import Cycle, Forum, StorylineStep


def may_create_cycle(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR) or (
        actor.has(Role.SCHOOL_LEADER) and bool(actor.school_ids)
    )


def may_create_district_cycle(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR)


def may_manage_cycle(actor: Actor, cycle: Cycle) -> bool:
    """Owners and coordinators manage every cycle, a school leader those of their own schools."""
    if actor.has(Role.OWNER, Role.COORDINATOR):
        return True
    return actor.is_leader_of(cycle.school_id)


def get_cycle_for(actor: Actor, public_id: str) -> Cycle:
    """Any staff member may read any cycle of the district."""
    cycle = find_or_404(Cycle.objects.select_related("school"), public_id)
    allow(actor.is_staff)
    return cycle


def get_cycle_to_manage_for(actor: Actor, public_id: str) -> Cycle:
    cycle = get_cycle_for(actor, public_id)
    allow(may_manage_cycle(actor, cycle))
    return cycle


def get_public_cycle(public_id: str) -> Cycle:
    """A cycle that anyone may read; an internal one answers 404, so that its existence is not revealed."""
    return find_or_404(Cycle.objects.select_related("school"), public_id, is_public=True)


def get_storyline_step_for(actor: Actor, public_id: str) -> StorylineStep:
    step = find_or_404(StorylineStep.objects.select_related("cycle", "cycle__school"), public_id)
    allow(may_manage_cycle(actor, step.cycle))
    return step


def get_forum_for(actor: Actor, public_id: str) -> Forum:
    """Any staff member may read any forum of the district."""
    forum = find_or_404(Forum.objects.select_related("cycle", "cycle__school"), public_id)
    allow(actor.is_staff)
    return forum


def get_forum_to_manage_for(actor: Actor, public_id: str) -> Forum:
    forum = get_forum_for(actor, public_id)
    allow(may_manage_cycle(actor, forum.cycle))
    return forum


def get_public_forum_for(actor: Actor, public_id: str) -> Forum:
    """A forum that has been announced; staff may also preview a draft."""
    forum = find_or_404(Forum.objects.select_related("cycle", "cycle__school"), public_id)
    if forum.announced_at is None and not actor.is_staff:
        raise Http404
    return forum


def get_announced_forum_for(actor: Actor, public_id: str) -> Forum:
    """A forum that has been announced, for staff who share it."""
    forum = get_forum_for(actor, public_id)
    if forum.announced_at is None:
        raise Http404
    return forum


def get_forum_of_short_link(code: str) -> Forum:
    """An announced forum, to anybody who typed its short code in small or capital letters."""
    forum = Forum.objects.filter(short_code=code.lower(), announced_at__isnull=False).first()
    if forum is None:
        raise Http404
    return forum


MANAGER = "manager"
"""Declared among the roles of a page that is also open to managers of the cycle."""


def linked_pages(actor: Actor, cycle: Cycle) -> frozenset[str]:
    """The names of other apps' pages that a page about this cycle may link the actor to."""
    roles = actor.roles | {MANAGER} if may_manage_cycle(actor, cycle) else actor.roles
    return frozenset(
        page for app in story_apps() for page, open_to in app.page_roles().items() if roles & open_to
    )
