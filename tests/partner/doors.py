from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_scopes import scope

from tests import make
from tests.doors import Door, World, id_of
from tests.partner.link_doors import LINK_DOORS
from throughline.accounts.models import Role, Upload
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.models import (
    DirectoryImport,
    DirectoryMapping,
    Duplicate,
    EntryReport,
    Location,
    ProposedEdit,
    Revision,
    ServiceAtLocation,
    ServiceList,
    Taxonomy,
    TaxonomyTerm,
)
from throughline.ui.fields import TranslatedText

NOT_MAPPED = ["services.csv", "x_color", "kept aside", "", 3, 4, False]


def furnish(world: World) -> None:
    terms = actions.ensure_terms(Actor.system(world.district))
    organization = make.organization("Valley Library")
    service = make.service("Homework room", organization)
    taxonomy = Taxonomy.objects.create(name="AIRS")
    location = Location.objects.create(organization=organization, name="Main branch")
    actor = Actor.system(world.district)
    actions.edit_service(actor, service, terms=[], description="Help with homework.")
    world.rows |= {
        "place": ServiceAtLocation.objects.create(service=service, location=location),
        "imported_taxonomy": taxonomy,
        "imported_term": TaxonomyTerm.objects.create(name="Tutoring", taxonomy_detail=taxonomy),
        "location": location,
        "revision": Revision.objects.first(),
        "organization": organization,
        "service_list": ServiceList.objects.create(name=TranslatedText.of("en", "New families")),
        "deleted_list": ServiceList.objects.create(name=TranslatedText.of("en", "Old")),
        "report": EntryReport.objects.create(service=service, reason="hours"),
        "service": service,
        "school": make.school(),
        "term": terms[0],
        "support": actions.create_support(
            Actor.system(world.district), service=service, term=terms[0], state="offered"
        ),
        "link": actions.create_partner_link(actor, organization, email="desk@library.example"),
        "revoked": actions.revoke_partner_link(actor, actions.create_partner_link(actor, organization)),
        "edit": ProposedEdit.objects.create(
            service=service, fields={"own": {"description": "Open to all."}, "rows": {}}
        ),
        "duplicate": _proposal("organization", organization, make.organization("Valley Library Inc.")),
        "decided": _proposal(
            "organization", make.organization("Hope Hall"), make.organization("Hope Hall"), state="different"
        ),
        "mapping": DirectoryMapping.objects.create(
            name=f"List {organization.pk}", columns={"Agency": "organization.name"}
        ),
        "sheet": Upload.objects.create(kind="spreadsheet", name="gone.csv", removed_at=timezone.now()),
        "brought": DirectoryImport.objects.create(
            version="3.0", report={"fields": [NOT_MAPPED], "counts": []}
        ),
    }


def _proposal(table: str, first: Any, second: Any, **fields: Any) -> Duplicate:
    return Duplicate.objects.create(
        table=table, first_key=first.pk, second_key=second.pk, score=1.0, reasons=["same_name"], **fields
    )


def _merge(world: World) -> dict[str, Any]:
    first = world.rows["duplicate"].first_key
    return {"kept": first, "value_name": first}


def _support(world: World) -> dict[str, Any]:
    return {
        "service": world.rows["service"].pk,
        "term": world.rows["term"].pk,
        "layer": "targeted",
        "state": "offered",
    }


def _files(world: World) -> dict[str, Any]:
    return {"tables": SimpleUploadedFile("organizations.csv", b"id,name,description\no1,Helpers,We help\n")}


def _sheet(world: World) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("list.csv", b"Agency,Phone\nHelpers,719-555-0101\n"),
        "encoding": "detect",
    }


ORGANIZATION = {"name": "Food pantry"}
SERVICE = {"name": "Weekend food", "status": "active"}
LOCATION = {"name": "North branch", "location_type": "physical"}
DETAILS = {"phones-n": "1", "phones-0-number": "303-555-0123"}
TERM = {"code": "music", "name_en": "Music"}


def _listed(world: World) -> dict[str, str]:
    lists, services = world.rows["service_list"], world.rows["service"]
    return {"list_id": lists.public_id, "service_id": services.public_id}


def _shown(
    data: dict[str, str], row: str, state: Callable[[Any], str] = queries.state_of
) -> Callable[[World], dict[str, str]]:
    """The form of an entry as it is now."""

    def shown(world: World) -> dict[str, str]:
        with scope(district=world.district):
            return {**data, "shown": state(world.rows[row])}

    return shown


def _hsds(row: str, noun: str) -> Callable[[World], dict[str, str]]:
    """The argument that names a row by the id under which it is published."""
    return lambda world: {f"{noun}_id": str(world.rows[row].hsds_id)}


HSDS_LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")

DOORS: list[Door] = [
    *(Door(f"hsds_{name}", public=True) for name in ("root", "openapi", "profile", *HSDS_LISTS)),
    # A form is no JSON: see test_hsds_api.py for what is.
    *(Door(f"hsds_{name}", method="post", owner=415, public=True) for name in HSDS_LISTS),
    Door("hsds_service", kwargs=_hsds("service", "service"), public=True),
    Door("hsds_organization", kwargs=_hsds("organization", "organization"), public=True),
    Door("hsds_service_at_location", kwargs=_hsds("place", "place"), public=True),
    Door("hsds_taxonomy", kwargs=_hsds("imported_taxonomy", "taxonomy"), public=True),
    Door("hsds_taxonomy_term", kwargs=_hsds("imported_term", "term"), public=True),
    Door("organizations", public=True),
    Door("organization", kwargs=id_of("organization"), public=True),
    Door("partner_home", colleague=200),
    *LINK_DOORS,
    Door("services", public=True),
    Door("service", kwargs=id_of("service"), public=True),
    Door("directory_export", public=True),
    Door("directory_package", public=True),
    Door("directory_package", query="kind=records&version=3.1", public=True),
    Door("organizations_csv", public=True),
    Door("services_csv", public=True),
    Door("locations_csv", public=True),
    Door("import_spreadsheet", colleague_role=Role.BOARD_MEMBER),
    Door("import_spreadsheet", method="post", data=_sheet, owner=303, colleague_role=Role.ANALYST),
    Door("map_spreadsheet", id_of("upload", "sheet"), owner=410, colleague_role=Role.ANALYST),
    Door("map_spreadsheet", id_of("upload", "sheet"), method="post", owner=410, colleague_role=Role.ANALYST),
    Door("preview_spreadsheet", id_of("upload", "sheet"), owner=410, colleague_role=Role.ANALYST),
    Door(
        "preview_spreadsheet", id_of("upload", "sheet"), method="post", owner=410, colleague_role=Role.ANALYST
    ),
    Door(
        "discard_spreadsheet", id_of("upload", "sheet"), method="post", owner=303, colleague_role=Role.ANALYST
    ),
    Door("directory_mapping", id_of("mapping"), colleague_role=Role.FACILITATOR),
    Door(
        "directory_mapping",
        id_of("mapping"),
        method="post",
        data=lambda world: {"name": "Another name"},
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("delete_directory_mapping", id_of("mapping"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door("create_organization", colleague_role=Role.BOARD_MEMBER),
    Door(
        "create_organization",
        method="post",
        data=lambda world: ORGANIZATION,
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("edit_organization", kwargs=id_of("organization"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_organization",
        kwargs=id_of("organization"),
        method="post",
        data=_shown(ORGANIZATION, "organization"),
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("create_service", kwargs=id_of("organization")),
    Door(
        "create_service",
        kwargs=id_of("organization"),
        method="post",
        data=lambda world: SERVICE,
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("edit_service", kwargs=id_of("service")),
    Door(
        "edit_service",
        kwargs=id_of("service"),
        method="post",
        data=_shown(SERVICE, "service"),
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("directory_desk", colleague_role=Role.ANALYST),
    Door("directory_changes", colleague_role=Role.BOARD_MEMBER),
    Door("confidential_locations", colleague_role=Role.ANALYST),
    Door("duplicates", colleague_role=Role.SCHOOL_LEADER),
    Door("find_duplicates", method="post", owner=303, colleague_role=Role.BOARD_MEMBER),
    Door("duplicate", kwargs=id_of("duplicate"), colleague_role=Role.ANALYST),
    Door(
        "duplicate",
        kwargs=id_of("duplicate"),
        method="post",
        data=_merge,
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("keep_both", kwargs=id_of("duplicate"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door("reopen_duplicate", kwargs=id_of("duplicate", "decided"), colleague_role=Role.ANALYST),
    Door(
        "reopen_duplicate",
        kwargs=id_of("duplicate", "decided"),
        method="post",
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("edit_organization_details", kwargs=id_of("organization")),
    Door(
        "edit_organization_details",
        kwargs=id_of("organization"),
        method="post",
        data=_shown(DETAILS, "organization", queries.state_of_details),
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("organization_history", kwargs=id_of("organization")),
    Door("create_location", kwargs=id_of("organization"), colleague_role=Role.SCHOOL_LEADER),
    Door(
        "create_location",
        kwargs=id_of("organization"),
        method="post",
        data=lambda world: LOCATION,
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("edit_location", kwargs=id_of("location"), colleague_role=Role.BOARD_MEMBER),
    Door(
        "edit_location",
        kwargs=id_of("location"),
        method="post",
        data=_shown(LOCATION, "location"),
        owner=303,
        colleague_role=Role.SCHOOL_LEADER,
    ),
    Door("location_history", kwargs=id_of("location"), colleague_role=Role.ANALYST),
    Door("remove_location", kwargs=id_of("location"), colleague_role=Role.SCHOOL_LEADER),
    Door("remove_location", kwargs=id_of("location"), method="post", owner=303),
    Door("remove_organization", kwargs=id_of("organization"), colleague_role=Role.ANALYST),
    Door("remove_organization", kwargs=id_of("organization"), method="post", owner=422),
    Door("remove_service", kwargs=id_of("service"), colleague_role=Role.ANALYST),
    Door("remove_service", kwargs=id_of("service"), method="post", owner=422),
    Door("edit_service_details", kwargs=id_of("service"), colleague_role=Role.SCHOOL_LEADER),
    Door(
        "edit_service_details",
        kwargs=id_of("service"),
        method="post",
        data=_shown(DETAILS, "service", queries.state_of_details),
        owner=303,
        colleague_role=Role.FACILITATOR,
    ),
    Door("confirm_service", kwargs=id_of("service"), method="post", owner=303),
    Door("service_history", kwargs=id_of("service"), colleague_role=Role.BOARD_MEMBER),
    Door("undo_revision", kwargs=id_of("revision"), colleague_role=Role.SCHOOL_LEADER),
    Door("undo_revision", kwargs=id_of("revision"), method="post", owner=303),
    Door("supports", colleague=200),
    Door("supports_csv", colleague=200),
    Door("create_support"),
    Door("create_support", method="post", data=_support, owner=303, colleague_role=Role.BOARD_MEMBER),
    Door("edit_support", kwargs=id_of("support")),
    Door(
        "edit_support",
        kwargs=id_of("support"),
        method="post",
        data=_support,
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("taxonomy"),
    Door("taxonomy", method="post", data=lambda world: TERM, owner=303, colleague_role=Role.BOARD_MEMBER),
    Door("school_pages", public=True),
    Door("school_page", kwargs=id_of("school"), public=True),
    Door("saved_services", public=True),
    Door("keep_services", method="post", owner=303, public=True),
    Door("save_service", kwargs=id_of("service"), method="post", owner=303, public=True),
    Door("service_lists", public=True),
    Door("service_list", kwargs=id_of("list", "service_list"), public=True),
    Door("create_service_list", colleague_role=Role.PARTNER_CONTACT),
    Door("create_service_list", method="post", data=lambda world: {"name_en": "New families"}, owner=303),
    Door("edit_service_list", kwargs=id_of("list", "service_list"), colleague_role=Role.FACILITATOR),
    Door(
        "edit_service_list",
        kwargs=id_of("list", "service_list"),
        method="post",
        data=_shown({"name_en": "Newcomers"}, "service_list", queries.state_of_list),
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("delete_service_list", kwargs=id_of("list", "deleted_list"), method="post", owner=303),
    Door("change_service_list", kwargs=_listed, method="post", data=lambda world: {"to": "up"}, owner=303),
    Door("add_to_service_list", kwargs=id_of("service")),
    Door(
        "add_to_service_list",
        kwargs=id_of("service"),
        method="post",
        data=lambda world: {"service_list": world.rows["service_list"].pk},
        owner=303,
    ),
    Door("report_service", kwargs=id_of("service"), public=True),
    Door(
        "report_service",
        kwargs=id_of("service"),
        method="post",
        data=lambda world: {"reason": "phone"},
        owner=303,
        public=True,
    ),
    Door("report_organization", kwargs=id_of("organization"), public=True),
    Door(
        "report_organization",
        kwargs=id_of("organization"),
        method="post",
        data=lambda world: {"reason": "closed"},
        owner=303,
        public=True,
    ),
    Door("entry_reports", colleague_role=Role.ANALYST),
    Door("entry_report", kwargs=id_of("report"), colleague_role=Role.SCHOOL_LEADER),
    Door(
        "entry_report",
        kwargs=id_of("report"),
        method="post",
        data=lambda world: {"outcome": "fixed"},
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
    Door("reopen_report", kwargs=id_of("report"), method="post", owner=303, colleague_role=Role.FACILITATOR),
    Door("directory_quality", colleague_role=Role.ANALYST),
    Door("directory_quality", method="post", owner=303, colleague_role=Role.ANALYST),
    Door("directory_quality_csv", colleague_role=Role.BOARD_MEMBER),
    Door("import_directory", colleague_role=Role.SCHOOL_LEADER),
    Door("import_directory", method="post", data=_files, owner=303, colleague_role=Role.SCHOOL_LEADER),
    Door("directory_import", kwargs=id_of("import", "brought"), colleague_role=Role.SCHOOL_LEADER),
    Door("undo_import", kwargs=id_of("import", "brought"), colleague_role=Role.ANALYST),
    Door(
        "undo_import",
        kwargs=id_of("import", "brought"),
        method="post",
        owner=303,
        colleague_role=Role.BOARD_MEMBER,
    ),
]
