from collections.abc import Iterable, Sequence
from typing import TypedDict

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import keeping_upload, queue_import
from throughline.accounts.models import Job
from throughline.accounts.permissions import Actor, Request, allow, public, takes_files
from throughline.partner import actions, permissions, queries, tasks
from throughline.partner.apps import DIRECTORY
from throughline.partner.forms import DirectoryForm, OrganizationForm, ServiceForm, SupportForm, TermForm
from throughline.partner.models import Support
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files
from throughline.ui.pages import page_of

GROUPS_PER_PAGE = 20


def _words(request: Request, name: str = "q") -> str:
    """What was typed, with room for quotation marks around each word."""
    return request.GET.get(name, "").strip()[:200]


class SearchWords(TypedDict):
    """The searches for a service and a directive in a support's form."""

    service_words: str
    directive_words: str


def _search_words(request: Request) -> SearchWords:
    return {
        "service_words": _words(request, "find_service"),
        "directive_words": _words(request, "find_directive"),
    }


def _initial(form: type[forms.Form], row: Model) -> dict[str, object]:
    return {name: getattr(row, name) for name in form.base_fields if name != "terms"}


def _editable(request: Request, supports: Iterable[Support]) -> set[int]:
    """The keys of those that the actor may edit."""
    return {one.pk for one in supports if permissions.may_edit_support(request.actor, one)}


@public
@require_safe
def organizations(request: Request) -> HttpResponse:
    search = queries.organization_search(_words(request))
    context = {
        "search": search,
        "page": page_of(request, queries.organizations(search)),
        "may_manage": permissions.may_manage_directory(request.actor),
        "may_read_supports": permissions.may_read_supports(request.actor),
    }
    return render(request, "partner/organizations.html", context)


@require_safe
def partner_home(request: Request) -> HttpResponse:
    """Where partner contacts arrive: their organization, what it offers, and what else they can open."""
    allow(permissions.may_read_supports(request.actor))
    own = queries.organizations_of(request.actor.person)
    supports = page_of(request, queries.supports().filter(service__organization__in=own))
    context = {
        "organizations": own,
        "supports": supports,
        "editable": _editable(request, supports),
    }
    return render(request, "partner/partner_home.html", context)


@public
@require_safe
def organization(request: Request, organization_id: str) -> HttpResponse:
    organization = permissions.get_organization(organization_id)
    context = {
        "organization": organization,
        "services": page_of(request, organization.services.order_by("name", "id")),
        "places": queries.places(queries.locations_of(organization)),
        "contacts": organization.contacts.all() if permissions.may_see_contacts(request.actor) else [],
        "may_manage": permissions.may_manage_directory(request.actor),
    }
    return render(request, "partner/organization.html", context)


@public
@require_safe
def services(request: Request) -> HttpResponse:
    search, term = queries.service_search(_words(request)), request.GET.get("kind", "")[:60]
    context = {
        "search": search,
        "term": term,
        "terms": queries.terms(),
        "page": page_of(request, queries.services(search, term)),
    }
    return render(request, "partner/services.html", context)


@public
@require_safe
def service(request: Request, service_id: str) -> HttpResponse:
    service = permissions.get_service(service_id)
    phones = service.phones.exclude(number="")
    may_read_supports = permissions.may_read_supports(request.actor)
    supports = page_of(request, queries.supports().filter(service=service) if may_read_supports else [])
    context = {
        "service": service,
        "phones": phones,
        "has_own_contact": bool(phones or service.email or service.url),
        "kinds": service.terms.all(),
        "hours": queries.hours(queries.schedules_of(service)),
        "ages": queries.ages(service),
        "places": queries.places(queries.locations_of_service(service)),
        "supports": supports,
        "editable": _editable(request, supports),
        "may_manage": permissions.may_manage_directory(request.actor),
    }
    return render(request, "partner/service.html", context)


@require_get_or_post
def create_organization(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    form = OrganizationForm(posted(request))
    organization = act(form, actions.create_organization, request.actor)
    if organization is not None:
        return see_other(request.district.url("organization", organization_id=organization.public_id))
    return form_page(request, "partner/create_organization.html", form)


@require_get_or_post
def edit_organization(request: Request, organization_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    organization = permissions.get_organization(organization_id)
    form = OrganizationForm(posted(request), initial=_initial(OrganizationForm, organization))
    if act(form, actions.edit_organization, request.actor, organization) is not None:
        return see_other(request.district.url("organization", organization_id=organization.public_id))
    return form_page(request, "partner/edit_organization.html", form, organization=organization)


@require_get_or_post
def create_service(request: Request, organization_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    organization = permissions.get_organization(organization_id)
    actions.ensure_terms(request.actor)
    form = ServiceForm(posted(request))
    service = act(form, actions.create_service, request.actor, organization)
    if service is not None:
        return see_other(request.district.url("service", service_id=service.public_id))
    return form_page(request, "partner/create_service.html", form, organization=organization)


@require_get_or_post
def edit_service(request: Request, service_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    service = permissions.get_service(service_id)
    actions.ensure_terms(request.actor)
    form = ServiceForm(
        posted(request), initial={**_initial(ServiceForm, service), "terms": service.terms.all()}
    )
    if act(form, actions.edit_service, request.actor, service) is not None:
        return see_other(request.district.url("service", service_id=service.public_id))
    return form_page(request, "partner/edit_service.html", form, service=service)


@require_safe
def supports(request: Request) -> HttpResponse:
    directives = page_of(request, queries.directives_to_answer(), GROUPS_PER_PAGE, name="directives")
    schools = page_of(request, queries.schools_and_district(), GROUPS_PER_PAGE, name="schools")
    by_directive = queries.supports_by_directive(list(directives))
    by_school = queries.supports_by_school(list(schools))
    shown = [one for line in by_directive for one in line.supports]
    shown += [one for group in by_school for one in group.supports]
    context = {
        "directives": directives,
        "schools": schools,
        "by_directive": by_directive,
        "by_school": by_school,
        "editable": _editable(request, shown),
        "may_create": permissions.may_create_support(request.actor),
    }
    return render(request, "partner/supports.html", context)


@require_get_or_post
def create_support(request: Request) -> HttpResponse:
    allow(permissions.may_create_support(request.actor))
    actions.ensure_terms(request.actor)
    initial: dict[str, object] = {"layer": "universal", "state": "planned"}
    form = SupportForm(posted(request), actor=request.actor, initial=initial, **_search_words(request))
    if act(form, actions.create_support, request.actor) is not None:
        return see_other(request.district.url("supports"))
    return form_page(request, "partner/create_support.html", form)


@require_get_or_post
def edit_support(request: Request, support_id: str) -> HttpResponse:
    support = permissions.get_support_for(request.actor, support_id)
    form = SupportForm(
        posted(request),
        actor=request.actor,
        support=support,
        initial=_initial(SupportForm, support),
        **_search_words(request),
    )
    if act(form, actions.edit_support, request.actor, support) is not None:
        return see_other(request.district.url("supports"))
    return form_page(request, "partner/edit_support.html", form, support=support)


@require_get_or_post
def taxonomy(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    terms = actions.ensure_terms(request.actor)
    form = TermForm(posted(request))
    if act(form, actions.add_term, request.actor) is not None:
        return see_other(request.district.url("taxonomy"))
    return form_page(request, "partner/taxonomy.html", form, page=page_of(request, terms))


@takes_files(DIRECTORY, permissions.require_may_manage_directory)
@require_get_or_post
def import_directory(request: Request) -> HttpResponse:
    permissions.require_may_manage_directory(request.actor)
    form = DirectoryForm(posted(request), sent_files(request))
    job = act(form, _start_import, request.actor, error_field="tables")
    if job is not None:
        return see_other(request.district.url("job", job_id=job.public_id))
    imports = page_of(request, queries.directory_imports())
    return form_page(request, "partner/import_directory.html", form, page=imports)


def _job_title() -> str:
    return _("Service directory")


def _start_import(actor: Actor, *, tables: Sequence["UploadedFile[bytes]"], encoding: str) -> Job:
    with keeping_upload(actor, DIRECTORY, files=tables, choices={"encoding": encoding}) as upload:
        return queue_import(actor, upload, task=tasks.import_directory, title=_job_title)


@require_safe
def directory_import(request: Request, import_id: str) -> HttpResponse:
    brought = permissions.get_directory_import_for(request.actor, import_id)
    context = {
        "brought": brought,
        "problems": queries.problems_of(brought),
        "n_problems": queries.n_problems_of(brought),
        "mapped": queries.fields_of(brought, "mapped"),
        "aside": queries.fields_of(brought, "kept aside") + queries.fields_of(brought, "not read"),
        "missing": queries.fields_of(brought, "missing"),
    }
    return render(request, "partner/directory_import.html", context)
