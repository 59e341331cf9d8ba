"""Who may change the directory, which is the district's, and the supports at schools."""

from django.db.models import QuerySet

from throughline.accounts.models import Role, School, Upload
from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.align.permissions import may_plan_for_district
from throughline.partner.models import (
    DirectoryImport,
    DirectoryMapping,
    Duplicate,
    EntryReport,
    Location,
    Organization,
    PartnerLink,
    ProposedEdit,
    Revision,
    Service,
    ServiceList,
    Support,
)


def get_school_of_families(public_id: str) -> School:
    """Return a school, whose page anyone may read."""
    return find_or_404(School.objects, public_id)


def may_read_supports(actor: Actor) -> bool:
    return actor.is_member


def may_see_contacts(actor: Actor) -> bool:
    return actor.is_staff


def may_manage_directory(actor: Actor) -> bool:
    """Whether they may change organizations, services and kinds of support: they belong to no school."""
    return actor.has(Role.OWNER, Role.COORDINATOR)


def require_may_manage_directory(actor: Actor) -> None:
    allow(may_manage_directory(actor))


def may_create_support(actor: Actor) -> bool:
    return may_plan_for_district(actor) or (actor.has(Role.SCHOOL_LEADER) and bool(actor.school_ids))


def may_edit_support(actor: Actor, support: Support) -> bool:
    """A school leader may if it is at their own school; one without a school is the whole district's."""
    return may_plan_for_district(actor) or actor.is_leader_of(support.school_id)


def may_make_service_lists(actor: Actor) -> bool:
    """Staff may; school leaders if they have a school."""
    others = (Role.OWNER, Role.COORDINATOR, Role.ANALYST, Role.FACILITATOR, Role.BOARD_MEMBER)
    return actor.has(*others) or bool(actor.school_ids)


def may_edit_service_list(actor: Actor, service_list: ServiceList) -> bool:
    """Those who made a list may, and those who keep the directory."""
    is_own = actor.person is not None and service_list.made_by_id == actor.person.pk
    return may_manage_directory(actor) or (is_own and may_make_service_lists(actor))


def service_lists_to_edit_for(actor: Actor) -> QuerySet[ServiceList]:
    rows = ServiceList.objects.order_by("-pk")
    return rows if may_manage_directory(actor) else rows.filter(made_by=actor.person)


def get_service_list(public_id: str) -> ServiceList:
    """Return a list to anyone who has its address."""
    return find_or_404(ServiceList.objects.select_related("school", "made_by"), public_id)


def get_service_list_to_edit_for(actor: Actor, public_id: str) -> ServiceList:
    service_list = get_service_list(public_id)
    allow(may_edit_service_list(actor, service_list))
    return service_list


def may_use_directory_upload(actor: Actor, upload: Upload) -> bool:
    return may_manage_directory(actor)


def get_organization(public_id: str) -> Organization:
    """Return an organization to anybody: the directory is public."""
    return find_or_404(Organization.objects, public_id)


def get_service(public_id: str) -> Service:
    return find_or_404(Service.objects.select_related("organization", "program"), public_id)


def get_location_for(actor: Actor, public_id: str) -> Location:
    location = find_or_404(Location.objects.select_related("organization"), public_id)
    allow(may_manage_directory(actor))
    return location


def get_revision_for(actor: Actor, public_id: str) -> Revision:
    revision = find_or_404(Revision.objects.select_related("person"), public_id)
    allow(may_manage_directory(actor))
    return revision


def get_support_for(actor: Actor, public_id: str) -> Support:
    support = find_or_404(Support.objects.select_related("service"), public_id)
    allow(may_edit_support(actor, support))
    return support


def get_duplicate_for(actor: Actor, public_id: str) -> Duplicate:
    duplicate = find_or_404(Duplicate.objects.select_related("revision", "decided_by"), public_id)
    allow(may_manage_directory(actor))
    return duplicate


def get_entry_report_for(actor: Actor, public_id: str) -> EntryReport:
    rows = EntryReport.objects.select_related("service__organization", "organization", "handled_by")
    report = find_or_404(rows, public_id)
    allow(may_manage_directory(actor))
    return report


def get_directory_import_for(actor: Actor, public_id: str) -> DirectoryImport:
    brought = find_or_404(DirectoryImport.objects, public_id)
    allow(may_manage_directory(actor))
    return brought


def get_directory_mapping_for(actor: Actor, public_id: str) -> DirectoryMapping:
    mapping = find_or_404(DirectoryMapping.objects, public_id)
    allow(may_manage_directory(actor))
    return mapping


def get_partner_link_for(actor: Actor, public_id: str) -> PartnerLink:
    link = find_or_404(PartnerLink.objects.select_related("organization"), public_id)
    allow(may_manage_directory(actor))
    return link


def get_proposed_edit_for(actor: Actor, public_id: str) -> ProposedEdit:
    rows = ProposedEdit.objects.select_related("service__organization", "link", "person", "decided_by")
    edit = find_or_404(rows, public_id)
    allow(may_manage_directory(actor))
    return edit
