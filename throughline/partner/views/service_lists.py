"""Lists of services that staff make and share."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request, allow, public
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import (
    AddToListForm,
    ServiceListForm,
    bring_up_to_date,
    is_changed_since,
    show_state,
)
from throughline.partner.models import ServiceList
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of
from throughline.ui.share import shared_page


def _address(request: Request, service_list: ServiceList, name: str = "service_list") -> str:
    return request.district.url(name, list_id=service_list.public_id)


@public
@require_safe
def service_lists(request: Request) -> HttpResponse:
    context = {
        "page": page_of(request, queries.service_lists(request.actor)),
        "may_make": permissions.may_make_service_lists(request.actor),
    }
    return render(request, "partner/service_lists.html", context)


@public
@require_safe
def service_list(request: Request, list_id: str) -> HttpResponse:
    service_list = permissions.get_service_list(list_id)
    cards = queries.service_cards(queries.services_of_list(service_list))
    context = {
        "service_list": service_list,
        "cards": cards,
        "share": shared_page(request.path, str(service_list.name), queries.lines_to_send(cards)),
        "may_edit": permissions.may_edit_service_list(request.actor, service_list),
    }
    return render(request, "partner/service_list.html", context)


@require_get_or_post
def create_service_list(request: Request) -> HttpResponse:
    allow(permissions.may_make_service_lists(request.actor))
    form = ServiceListForm(posted(request))
    service_list = act(form, actions.create_service_list, request.actor)
    if service_list is not None:
        return see_other(_address(request, service_list))
    return form_page(request, "partner/create_service_list.html", form)


@require_get_or_post
def edit_service_list(request: Request, list_id: str) -> HttpResponse:
    service_list = permissions.get_service_list_to_edit_for(request.actor, list_id)
    initial = {name: getattr(service_list, name) for name in ("name", "note", "school", "is_public")}
    form = ServiceListForm(posted(request), initial=initial)
    show_state(form, queries.state_of_list(service_list))
    if act(form, actions.edit_service_list, request.actor, service_list) is not None:
        return see_other(_address(request, service_list))
    if is_changed_since(form):
        service_list.refresh_from_db()
        bring_up_to_date(form, queries.state_of_list(service_list))
    services = queries.services_of_list(service_list)
    return form_page(
        request, "partner/edit_service_list.html", form, service_list=service_list, services=services
    )


@require_POST
def delete_service_list(request: Request, list_id: str) -> HttpResponse:
    service_list = permissions.get_service_list_to_edit_for(request.actor, list_id)
    actions.delete_service_list(request.actor, service_list)
    return see_other(request.district.url("service_lists"))


@require_POST
def change_service_list(request: Request, list_id: str, service_id: str) -> HttpResponse:
    """Move a service of a list up or down, or remove it."""
    service_list = permissions.get_service_list_to_edit_for(request.actor, list_id)
    service = permissions.get_service(service_id)
    change = request.POST.get("to", "")
    if change == "out":
        actions.remove_from_service_list(request.actor, service_list, service=service)
    elif change in {"up", "down"}:
        actions.move_in_service_list(request.actor, service_list, service=service, is_up=change == "up")
    return see_other(_address(request, service_list, "edit_service_list"))


@require_get_or_post
def add_to_service_list(request: Request, service_id: str) -> HttpResponse:
    allow(permissions.may_make_service_lists(request.actor))
    service = permissions.get_service(service_id)
    form = AddToListForm(permissions.service_lists_to_edit_for(request.actor), posted(request))
    entry = act(form, actions.add_to_service_list, request.actor, service)
    if entry is not None:
        return see_other(_address(request, entry.of))
    return form_page(request, "partner/add_to_service_list.html", form, service=service)
