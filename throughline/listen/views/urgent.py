"""The urgent desk, open to those who may read urgent voices; each reading is recorded."""

from django.contrib import messages
from django.http import Http404, HttpResponse
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
from throughline.listen.queries.urgent import flags_beside, flags_dealt_with, open_flags
from throughline.listen.tasks import alert_responders
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
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
    voice = flag.voice
    form = DealForm(posted(request), has_voice=voice is not None, is_held=voice is None or voice.is_held)
    if act(form, urgent_desk.deal_with_urgent, request.actor, flag) is not None:
        messages.success(request, _("Saved. This message is resolved."))
        return see_other(request.district.url("urgent"))
    if not form.is_bound:
        urgent_desk.note_reading(request.actor, flag)
    return form_page(
        request,
        "listen/deal_with_urgent.html",
        form,
        flag=flag,
        voice=voice,
        flags=flags_beside(flag),
        appeals=appeals_of(voice) if voice else [],
    )


@require_POST
def let_go_urgent(request: Request, flag_id: str) -> HttpResponse:
    flag = get_urgent_flag_for(request.actor, flag_id)
    if flag.voice is None:
        raise Http404
    try:
        urgent_desk.let_go(request.actor, flag.voice)
        messages.success(request, _("The comment now needs review, like any other comment."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return see_other(request.district.url("deal_with_urgent", flag_id=flag.public_id))


@require_POST
def flag_voice(request: Request, voice_id: str) -> HttpResponse:
    """Flag a voice as urgent. Any moderator may, even one who may not read urgent voices."""
    voice = get_voice_to_moderate_for(request.actor, voice_id)
    try:
        flag = urgent_desk.flag_as_urgent(request.actor, voice)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return see_other(request.district.url("moderate_voice", voice_id=voice.public_id))
    alert_responders.enqueue(request.district.slug)
    messages.success(
        request, _("The comment is on hold. The people responsible for this forum are being notified now.")
    )
    if may_read_urgent(request.actor, voice.forum):
        return see_other(request.district.url("deal_with_urgent", flag_id=flag.public_id))
    return see_other(request.district.url("moderate_queue"))
