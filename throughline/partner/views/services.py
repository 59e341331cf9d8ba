"""Services."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow, public
from throughline.partner import actions, permissions
from throughline.partner.forms import ServiceForm
from throughline.partner.views.common import (
    edit_as_shown,
    initial_of,
    remove_entry,
)
from throughline.partner.views.finder import finder_context
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other


@public
@require_safe
def services(request: Request) -> HttpResponse:
    return render(request, "partner/services.html", finder_context(request))


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
