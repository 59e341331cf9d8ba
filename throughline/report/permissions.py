from typing import Any

from django.http import Http404

from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.convene.models import Cycle
from throughline.report.models import Publication


def may_read_publications(actor: Actor) -> bool:
    return actor.is_staff


def may_publish(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR)


def get_cycle_to_publish_for(actor: Actor, public_id: str) -> Cycle:
    cycle = find_or_404(Cycle.objects, public_id)
    allow(may_read_publications(actor))
    return cycle


def get_public_cycle(public_id: str) -> Cycle:
    """Return a cycle that is public, to anybody."""
    return find_or_404(Cycle.objects.select_related("school"), public_id, is_public=True)


def get_current_publication(cycle: Cycle) -> Publication:
    """Return the publication that the public reads."""
    publications = Publication.objects.filter(cycle=cycle, withdrawn_at__isnull=True)
    publication = publications.select_related("cycle", "district").order_by("-number").first()
    if publication is None:
        raise Http404
    return publication


def get_published_finding(publication: Publication, stable_id: str) -> dict[str, Any]:
    """Return a finding as published, if a run is part of its evidence; else raise Http404."""
    for finding in publication.content["heard"]:
        if finding["stable_id"] == stable_id and any(one["kind"] == "run" for one in finding["basis"]):
            found: dict[str, Any] = finding
            return found
    raise Http404


def get_publication_for(actor: Actor, public_id: str) -> Publication:
    publication = find_or_404(Publication.objects.select_related("cycle"), public_id)
    allow(may_publish(actor))
    return publication
