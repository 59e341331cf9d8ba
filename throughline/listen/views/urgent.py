"""The urgent desk: open to those who answer for it; each reading is written down."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.listen.actions import urgent_desk
from throughline.listen.forms.urgent import DealForm
from throughline.listen.permissions import (
    forums_to_respond_in,
    get_urgent_flag_for,
    get_voice_to_moderate_for,
    may_read_urgent,
)
from throughline.listen.queries.moderation import appeals_of
from throughline.listen.queries.urgent import flags_dealt_with, flags_of, open_flags
from throughline.listen.tasks import alert_responders
from throughline.ui.form_pages import require_get_or_post
from throughline.ui.pages import page_of


@require_safe
def urgent(request: Request) -> HttpResponse:
    forums_to_respond_in(request.actor)
    is_log = request.GET.get("show") == "log"
    rows = flags_dealt_with(request.actor) if is_log else open_flags(request.actor)
    return render(request, "listen/urgent.html", {"page": page_of(request, rows), "is_log": is_log})


@require_get_or_post
def deal_with_urgent(request: Request, flag_id: str) -> HttpResponse:
    flag = get_urgent_flag_for(request.actor, flag_id)
    form = DealForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                urgent_desk.deal_with_urgent(request.actor, flag, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Written down. Thank you for dealing with it."))
                return HttpResponseRedirect(request.district.url("urgent"), status=303)
        status = 422
    else:
        urgent_desk.note_reading(request.actor, flag)
    context = {
        "flag": flag,
        "voice": flag.voice,
        "flags": flags_of(flag.voice),
        "appeals": appeals_of(flag.voice),
        "form": form,
    }
    response = render(request, "listen/deal_with_urgent.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def let_go_urgent(request: Request, flag_id: str) -> HttpResponse:
    flag = get_urgent_flag_for(request.actor, flag_id)
    try:
        urgent_desk.let_go(request.actor, flag.voice)
        messages.success(request, _("It waits for moderation now, like any other."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    url = request.district.url("deal_with_urgent", flag_id=flag.public_id)
    return HttpResponseRedirect(url, status=303)


@require_POST
def flag_voice(request: Request, voice_id: str) -> HttpResponse:
    """Any moderator's flag; whoever raises it need not be one of those who answer for it."""
    voice = get_voice_to_moderate_for(request.actor, voice_id)
    try:
        flag = urgent_desk.flag_as_urgent(request.actor, voice)
    except Refused as refusal:
        messages.error(request, str(refusal))
        url = request.district.url("moderate_voice", voice_id=voice.public_id)
        return HttpResponseRedirect(url, status=303)
    alert_responders.enqueue(request.district.slug)
    messages.success(request, _("Held back. Those who answer for this forum are being told now."))
    if may_read_urgent(request.actor, voice.forum):
        url = request.district.url("deal_with_urgent", flag_id=flag.public_id)
    else:
        url = request.district.url("moderate_queue")
    return HttpResponseRedirect(url, status=303)
