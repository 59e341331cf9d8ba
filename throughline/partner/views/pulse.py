"""How fresh the directory is, and what to do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow
from throughline.partner import permissions
from throughline.partner.queries.confirmed import confirmed_on
from throughline.partner.queries.pulse import (
    partners_without_answer,
    pulse_of_directory,
    services_to_confirm,
    shares_by_kind,
    shares_by_school,
)
from throughline.ui.pages import page_of


@require_safe
def directory_pulse(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    today = timezone.localdate()
    page = page_of(request, services_to_confirm(today))
    context = {
        "pulse": pulse_of_directory(today),
        "kinds": shares_by_kind(today),
        "schools": shares_by_school(today),
        "page": page,
        "rows": [(service, confirmed_on(service)) for service in page],
        "silent": page_of(request, partners_without_answer(), name="silent"),
        "now": timezone.now(),
    }
    return render(request, "partner/directory_pulse.html", context)
