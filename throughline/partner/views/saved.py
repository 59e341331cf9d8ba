"""The list that a person keeps on their own device, without an account: its services are in a cookie."""

import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request, public
from throughline.partner import permissions, queries
from throughline.ui.form_pages import see_other
from throughline.ui.share import shared_page

COOKIE = "tl_saved"
MOST_SAVED = 30
SECONDS_KEPT = 31_536_000

_ID = re.compile(r"[A-Za-z0-9_-]{10,40}")


def saved_ids(request: Request) -> list[str]:
    """The public ids of the services that this device keeps."""
    return _ids_in(request.COOKIES.get(_name(), ""))


def _ids_in(text: str) -> list[str]:
    return list(dict.fromkeys(one for one in text.split(".") if _ID.fullmatch(one)))[:MOST_SAVED]


def _name() -> str:
    return f"__Secure-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def _keep(request: Request, response: HttpResponse, ids: list[str]) -> HttpResponse:
    path = f"/d/{request.district.slug}/"
    if not ids:
        response.delete_cookie(_name(), path=path, samesite="Lax")
        return response
    response.set_cookie(
        _name(),
        ".".join(ids),
        max_age=SECONDS_KEPT,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@public
@require_POST
def save_service(request: Request, service_id: str) -> HttpResponse:
    """Put a service on the device's list, or off it."""
    service = permissions.get_service(service_id)
    ids = [one for one in saved_ids(request) if one != service.public_id]
    if request.POST.get("save") != "no":
        ids = [service.public_id, *ids][:MOST_SAVED]
    if request.POST.get("after") == "list":
        return _keep(request, see_other(request.district.url("saved_services")), ids)
    is_saved = service.public_id in ids
    messages.success(request, _("Saved to your list.") if is_saved else _("Removed from your list."))
    return _keep(request, see_other(request.district.url("service", service_id=service.public_id)), ids)


@public
@require_safe
def saved_services(request: Request) -> HttpResponse:
    """The device's list, or one that another person sent: then its services are in the address."""
    sent = _ids_in(request.GET.get("of", ""))
    ids = sent or saved_ids(request)
    cards = queries.service_cards(queries.services_by_ids(ids))
    path = f"{request.district.url('saved_services')}?of={'.'.join(one.service.public_id for one in cards)}"
    title = _("Services in %(district)s") % {"district": request.district.name}
    context = {
        "cards": cards,
        "is_sent": bool(sent),
        "n_gone": len(ids) - len(cards),
        "of": ".".join(sent),
        "share": shared_page(path, title, queries.lines_to_send(cards)),
    }
    return render(request, "partner/saved_services.html", context)


@public
@require_POST
def keep_services(request: Request) -> HttpResponse:
    """Take over a list that another person sent, before what the device has; or clear the device's list."""
    sent = _ids_in(request.POST.get("of", ""))
    ids = list(dict.fromkeys([*sent, *saved_ids(request)]))[:MOST_SAVED] if sent else []
    return _keep(request, see_other(request.district.url("saved_services")), ids)
