from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.report.models import Publication


def may_read_publications(actor: Actor) -> bool:
    return actor.is_staff


def may_publish(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR)


def get_cycle_to_publish_for(actor: Actor, public_id: str) -> Cycle:
    cycle = Cycle.objects.filter(public_id=public_id).first()
    if cycle is None:
        raise Http404
    if not may_read_publications(actor):
        raise PermissionDenied
    return cycle


def get_public_cycle(public_id: str) -> Cycle:
    """The door of everybody: a cycle that was made public."""
    cycle = Cycle.objects.select_related("school").filter(public_id=public_id, is_public=True).first()
    if cycle is None:
        raise Http404
    return cycle


def get_standing_publication(cycle: Cycle) -> Publication:
    """The edition that everybody reads."""
    standing = Publication.objects.filter(cycle=cycle, withdrawn_at__isnull=True)
    publication = standing.select_related("cycle", "district").order_by("-number").first()
    if publication is None:
        raise Http404
    return publication


def get_published_finding(publication: Publication, stable_id: str) -> dict[str, Any]:
    """A finding as it was published, where it rests on a pattern of votes."""
    for finding in publication.content["heard"]:
        if finding["stable_id"] == stable_id and any(one["kind"] == "run" for one in finding["basis"]):
            found: dict[str, Any] = finding
            return found
    raise Http404


def pass_reader(actor: Actor) -> None:
    if not may_read_publications(actor):
        raise PermissionDenied


def pass_publisher(actor: Actor) -> None:
    if not may_publish(actor):
        raise PermissionDenied


def get_publication_for(actor: Actor, public_id: str) -> Publication:
    publication = Publication.objects.select_related("cycle").filter(public_id=public_id).first()
    if publication is None:
        raise Http404
    pass_publisher(actor)
    return publication
