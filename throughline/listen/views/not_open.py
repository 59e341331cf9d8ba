from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from throughline.accounts.permissions import Request
from throughline.convene.models import Forum
from throughline.listen.views.browser_token import current_contributor


def not_open_page(request: Request, forum: Forum, *, status: int = 200, why: str = "") -> HttpResponse:
    """Show when the forum opens, or that it has closed; htmx is redirected to the forum's page."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": request.district.url("part", forum_id=forum.public_id)})
    context = {
        "forum": forum,
        "state": forum.state(timezone.now()),
        "has_answered": current_contributor(request, forum) is not None,
        "why": why,
    }
    return render(request, "listen/not_open.html", context, status=status)
