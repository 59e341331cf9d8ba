"""The page of those who keep the directory."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow
from throughline.partner import permissions, queries
from throughline.partner.queries.pulse import pulse_of_directory


@require_safe
def directory_desk(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    now = timezone.now()
    today = timezone.localdate(now)
    context = {"desk": queries.directory_desk(today), "pulse": pulse_of_directory(today), "now": now}
    return render(request, "partner/directory_desk.html", context)
