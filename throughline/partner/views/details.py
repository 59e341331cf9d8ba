"""Phones, hours and other details of services and organizations."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from throughline.accounts.permissions import Request, allow
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import DetailsForm
from throughline.partner.views.common import edit_as_shown
from throughline.ui.form_pages import form_page, posted, require_get_or_post, see_other


@require_get_or_post
def edit_service_details(request: Request, service_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    service = permissions.get_service(service_id)
    form = DetailsForm(posted(request), entry=service)
    if edit_as_shown(request, form, actions.edit_details, service, queries.state_of_details) is not None:
        return see_other(request.district.url("service", service_id=service.public_id))
    return form_page(request, "partner/edit_service_details.html", form, service=service)


@require_get_or_post
def edit_organization_details(request: Request, organization_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    organization = permissions.get_organization(organization_id)
    form = DetailsForm(posted(request), entry=organization)
    if edit_as_shown(request, form, actions.edit_details, organization, queries.state_of_details) is not None:
        return see_other(request.district.url("organization", organization_id=organization.public_id))
    return form_page(request, "partner/edit_organization_details.html", form, organization=organization)


@require_POST
def confirm_service(request: Request, service_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    service = actions.confirm_service(request.actor, permissions.get_service(service_id))
    return see_other(request.district.url("service", service_id=service.public_id))
