"""The public page of a service."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, public
from throughline.partner import permissions, queries
from throughline.partner.models import Service
from throughline.partner.views.common import kept_instead_or_404, problems_for
from throughline.partner.views.saved import saved_ids
from throughline.partner.views.supports import _editable
from throughline.ui.form_pages import see_other
from throughline.ui.pages import page_of
from throughline.ui.share import shared_page


@public
@require_safe
def service(request: Request, service_id: str) -> HttpResponse:
    try:
        service = permissions.get_service(service_id)
    except Http404:
        return see_other(kept_instead_or_404(request, "service", service_id))
    phones = list(queries.phones_of(service))
    confirmed = queries.confirmed(service, timezone.localdate())
    context = {
        "service": service,
        "phones": phones,
        "kinds": service.terms.all(),
        "hours": queries.hours(queries.schedules_of(service)),
        "weeks": queries.weeks_of(service) if service.is_available else [],
        "facts": queries.facts_of(service),
        "ages": queries.ages(service),
        "places": queries.places(queries.locations_of_service(service)),
        "confirmed": confirmed,
        "stale_sentence": queries.stale_sentence(confirmed),
        "share": shared_page(request.path, str(service), [phone.number for phone in phones[:1]]),
        "is_saved": service.public_id in saved_ids(request),
        "may_make_lists": permissions.may_make_service_lists(request.actor),
        "may_manage": permissions.may_manage_directory(request.actor),
        "problems": problems_for(request, service),
        **_supports(request, service),
    }
    return render(request, "partner/service.html", context)


def _supports(request: Request, service: Service) -> dict[str, Any]:
    """Its supports at schools: of all states for members, for families those that are offered."""
    may_see_contacts = permissions.may_see_contacts(request.actor)
    context: dict[str, Any] = {
        "may_see_contacts": may_see_contacts,
        "contacts": list(service.contacts.order_by("pk")) if may_see_contacts else [],
        "public_supports": queries.with_priorities(queries.public_supports().filter(service=service)[:50]),
    }
    if permissions.may_read_supports(request.actor):
        supports = page_of(request, queries.supports().filter(service=service))
        context |= {"supports": supports, "editable": _editable(request, supports)}
    return context
