"""Organizations, and the page of a partner."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow, public
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import OrganizationForm
from throughline.partner.queries.partner_access import access_of_member
from throughline.partner.views.common import (
    edit_as_shown,
    initial_of,
    kept_instead_or_404,
    problems_for,
    remove_entry,
    words_of,
)
from throughline.partner.views.kept_services import kept_context
from throughline.partner.views.supports import _editable
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


@public
@require_safe
def organizations(request: Request) -> HttpResponse:
    search = queries.organization_search(words_of(request))
    context = {
        "search": search,
        "page": page_of(request, queries.with_names(queries.organizations(search))),
        "may_manage": permissions.may_manage_directory(request.actor),
        "may_read_supports": permissions.may_read_supports(request.actor),
    }
    return render(request, "partner/organizations.html", context)


@require_safe
def partner_home(request: Request) -> HttpResponse:
    """Where partner contacts arrive: their organization, what it offers, and what else they can open."""
    allow(permissions.may_read_supports(request.actor))
    access = access_of_member(request.actor)
    own = access.organizations
    supports = page_of(request, queries.supports().filter(service__organization__in=own))
    context = {
        "organizations": own,
        **kept_context(request, access),
        "supports": supports,
        "editable": _editable(request, supports),
    }
    return render(request, "partner/partner_home.html", context)


@public
@require_safe
def organization(request: Request, organization_id: str) -> HttpResponse:
    try:
        organization = permissions.get_organization(organization_id)
    except Http404:
        return see_other(kept_instead_or_404(request, "organization", organization_id))
    context = {
        "organization": organization,
        "services": page_of(request, queries.with_names(organization.services.order_by("name", "id"))),
        "places": queries.places(queries.locations_of(organization)),
        "addresses": queries.addresses_of(organization),
        "phones": organization.phones.all(),
        "contacts": organization.contacts.all() if permissions.may_see_contacts(request.actor) else [],
        "may_manage": permissions.may_manage_directory(request.actor),
        "problems": problems_for(request, organization),
    }
    return render(request, "partner/organization.html", context)


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
    form = OrganizationForm(posted(request), initial=initial_of(OrganizationForm, organization))
    if edit_as_shown(request, form, actions.edit_organization, organization) is not None:
        return see_other(request.district.url("organization", organization_id=organization.public_id))
    return form_page(request, "partner/edit_organization.html", form, organization=organization)


@require_get_or_post
def remove_organization(request: Request, organization_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    organization = permissions.get_organization(organization_id)
    return remove_entry(request, organization, request.district.url("organizations"))
