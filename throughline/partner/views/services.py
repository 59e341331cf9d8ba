"""Services."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow, public
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import ServiceForm
from throughline.partner.views.common import (
    edit_as_shown,
    initial_of,
    kept_instead_or_404,
    problems_for,
    remove_entry,
    services_in_state,
    words_of,
)
from throughline.partner.views.supports import _editable
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


@public
@require_safe
def services(request: Request) -> HttpResponse:
    search, term = queries.service_search(words_of(request)), request.GET.get("kind", "")[:60]
    state, in_state = services_in_state(request)
    listed = queries.services(search, term, in_state)
    context = {
        "search": search,
        "term": term,
        "terms": queries.terms(),
        "state": state,
        "page": page_of(request, listed if state else queries.with_names(listed)),
    }
    return render(request, "partner/services.html", context)


@public
@require_safe
def service(request: Request, service_id: str) -> HttpResponse:
    try:
        service = permissions.get_service(service_id)
    except Http404:
        return see_other(kept_instead_or_404(request, "service", service_id))
    phones = queries.phones_of(service)
    may_read_supports = permissions.may_read_supports(request.actor)
    may_see_contacts = permissions.may_see_contacts(request.actor)
    supports = page_of(request, queries.supports().filter(service=service) if may_read_supports else [])
    context = {
        "service": service,
        "phones": phones,
        "has_own_contact": bool(phones or service.email or service.url),
        "kinds": service.terms.all(),
        "hours": queries.hours(queries.schedules_of(service)),
        "facts": queries.facts_of(service),
        "contacts": list(service.contacts.order_by("pk")) if may_see_contacts else [],
        "may_see_contacts": may_see_contacts,
        "ages": queries.ages(service),
        "places": queries.places(queries.locations_of_service(service)),
        "supports": supports,
        "editable": _editable(request, supports),
        "may_manage": permissions.may_manage_directory(request.actor),
        "problems": problems_for(request, service),
    }
    return render(request, "partner/service.html", context)


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
        posted(request), initial={**initial_of(ServiceForm, service), "terms": service.terms.all()}
    )
    if edit_as_shown(request, form, actions.edit_service, service) is not None:
        return see_other(request.district.url("service", service_id=service.public_id))
    return form_page(request, "partner/edit_service.html", form, service=service)


@require_get_or_post
def remove_service(request: Request, service_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    return remove_entry(request, permissions.get_service(service_id), request.district.url("services"))
