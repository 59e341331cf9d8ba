from django.core.exceptions import PermissionDenied
from django.http import Http404

from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.partner.models import DirectoryImport, Organization, Service, Support


def may_read_supports(actor: Actor) -> bool:
    return actor.is_member


def may_see_contacts(actor: Actor) -> bool:
    return actor.is_staff


def may_manage_partners(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.SCHOOL_LEADER)


def may_import_directory(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR)


def pass_manager(actor: Actor) -> None:
    if not may_manage_partners(actor):
        raise PermissionDenied


def pass_importer(actor: Actor) -> None:
    if not may_import_directory(actor):
        raise PermissionDenied


def pass_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise PermissionDenied


def get_organization(public_id: str) -> Organization:
    """Everybody's door: a directory is public."""
    organization = Organization.objects.filter(public_id=public_id).first()
    if organization is None:
        raise Http404
    return organization


def get_service(public_id: str) -> Service:
    service = Service.objects.select_related("organization").filter(public_id=public_id).first()
    if service is None:
        raise Http404
    return service


def get_support_for(actor: Actor, public_id: str) -> Support:
    support = Support.objects.select_related("service").filter(public_id=public_id).first()
    if support is None:
        raise Http404
    pass_manager(actor)
    return support


def get_directory_import_for(actor: Actor, public_id: str) -> DirectoryImport:
    brought = DirectoryImport.objects.filter(public_id=public_id).first()
    if brought is None:
        raise Http404
    pass_importer(actor)
    return brought
