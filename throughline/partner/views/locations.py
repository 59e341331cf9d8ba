"""Locations. Their form is the only page that shows where a confidential one is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import LocationForm
from throughline.partner.models import Location
from throughline.partner.views.common import edit_as_shown, problems_for, say_removed
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


def _address_after(request: Request, location: Location) -> str:
    """The page of the organization, or of a service at a location that belongs to none."""
    if location.organization is not None:
        return request.district.url("organization", organization_id=location.organization.public_id)
    there = location.services.select_related("service").first()
    if there is not None:
        return request.district.url("service", service_id=there.service.public_id)
    return request.district.url("organizations")


@require_safe
def confidential_locations(request: Request) -> HttpResponse:
    """The confidential locations, without their addresses."""
    allow(permissions.may_manage_directory(request.actor))
    page = page_of(request, queries.confidential_locations())
    return render(request, "partner/confidential_locations.html", {"page": page})


@require_get_or_post
def create_location(request: Request, organization_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    organization = permissions.get_organization(organization_id)
    form = LocationForm(posted(request), organization=organization)
    del form.fields["was_confidential"]
    if act(form, actions.create_location, request.actor, organization) is not None:
        return see_other(request.district.url("organization", organization_id=organization.public_id))
    return form_page(request, "partner/create_location.html", form, organization=organization)


@require_get_or_post
def edit_location(request: Request, location_id: str) -> HttpResponse:
    location = permissions.get_location_for(request.actor, location_id)
    is_opened = location.is_confidential and posted(request) is None
    place = actions.open_confidential_place(request.actor, location) if is_opened else None
    form = LocationForm(posted(request), organization=location.organization, location=location, place=place)
    if edit_as_shown(request, form, actions.edit_location, location) is not None:
        return see_other(_address_after(request, location))
    return form_page(
        request,
        "partner/edit_location.html",
        form,
        location=location,
        quotes=queries.texts_quoting(location),
        problems=problems_for(request, location),
    )


@require_get_or_post
def remove_location(request: Request, location_id: str) -> HttpResponse:
    location = permissions.get_location_for(request.actor, location_id)
    if request.method == "POST":
        address, name = _address_after(request, location), queries.named(location)
        say_removed(request, name, actions.remove_location(request.actor, location))
        return see_other(address)
    return render(request, "partner/remove_location.html", {"location": location})
