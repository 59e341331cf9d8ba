"""Responses that came together: staff count them, or set them aside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.listen.actions import burst_desk
from throughline.listen.forms.burst import BurstForm
from throughline.listen.models import Burst, BurstState
from throughline.listen.permissions import get_burst_for, get_forum_to_judge_for
from throughline.listen.queries.burst import bursts_page, stand
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


@require_safe
def bursts(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_judge_for(request.actor, forum_id)
    found = bursts_page(forum)
    page = page_of(request, found.rows)
    rows = [{"burst": burst, "seen": stand(burst) if burst.before else ""} for burst in page]
    context = {"forum": forum, "bursts": found, "page": page, "rows": rows}
    return render(request, "listen/bursts.html", context)


@require_get_or_post
def decide_burst(request: Request, burst_id: str) -> HttpResponse:
    burst = get_burst_for(request.actor, burst_id)
    initial = {"state": burst.state, "why": burst.reason, "n_seen": burst.n_people}
    form = BurstForm(posted(request), initial=initial)
    decided: Burst | None = act(form, burst_desk.decide_burst, request.actor, burst)
    if decided is None:
        return form_page(request, "listen/decide_burst.html", form, burst=burst, forum=burst.forum)
    messages.success(
        request,
        {
            BurstState.COUNTED: _("These responses are included."),
            BurstState.SET_ASIDE: _("These responses are excluded from new results."),
            BurstState.OPEN: _("The decision is open again."),
        }[BurstState(decided.state)],
    )
    return see_other(request.district.url("bursts", forum_id=burst.forum.public_id))


@require_POST
def undo_decision(request: Request, burst_id: str) -> HttpResponse:
    burst = get_burst_for(request.actor, burst_id)
    try:
        burst_desk.undo_decision(request.actor, burst, seen=request.POST.get("seen", ""))
        messages.success(request, _("Undone. The earlier status is back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return see_other(request.district.url("bursts", forum_id=burst.forum.public_id))
