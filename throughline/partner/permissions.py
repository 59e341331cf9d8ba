from throughline.accounts.models import Role, Upload
from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.partner.models import DirectoryImport, Organization, Service, Support


def may_read_supports(actor: Actor) -> bool:
    return actor.is_member


def may_see_contacts(actor: Actor) -> bool:
    return actor.is_staff


def may_manage_partners(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.SCHOOL_LEADER)


def may_import_directory(actor: Actor) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR)


def require_may_import_directory(actor: Actor) -> None:
    allow(may_import_directory(actor))


def may_use_directory_upload(actor: Actor, upload: Upload) -> bool:
    return may_import_directory(actor)


def get_organization(public_id: str) -> Organization:
    """Return an organization to anybody: the directory is public."""
    return find_or_404(Organization.objects, public_id)


def get_service(public_id: str) -> Service:
    return find_or_404(Service.objects.select_related("organization"), public_id)


def get_support_for(actor: Actor, public_id: str) -> Support:
    support = find_or_404(Support.objects.select_related("service"), public_id)
    allow(may_manage_partners(actor))
    return support


def get_directory_import_for(actor: Actor, public_id: str) -> DirectoryImport:
    brought = find_or_404(DirectoryImport.objects, public_id)
    allow(may_import_directory(actor))
    return brought
