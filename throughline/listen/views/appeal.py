"""Appeals against a rejection, and answers to them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Actor, Request, limit, public
from throughline.listen.actions.appeal import decide_appeal, make_appeal
from throughline.listen.forms.moderation import AnswerAppealForm, AppealForm
from throughline.listen.models import VoiceState
from throughline.listen.permissions import get_appeal_for
from throughline.listen.queries.contributor import voice_by_link
from throughline.listen.queries.moderation import (
    answered_appeals,
    appeals_of,
    history,
    open_appeals,
    reason_of,
)
from throughline.listen.views.ceilings import limit_text
from throughline.listen.views.screening import take_in
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of

APPEAL_PAGES_A_MINUTE = 60


@require_safe
def appeals(request: Request) -> HttpResponse:
    is_done = request.GET.get("show") == "answered"
    rows = answered_appeals(request.actor) if is_done else open_appeals(request.actor)
    return render(request, "listen/appeals.html", {"page": page_of(request, rows), "is_done": is_done})


@require_get_or_post
def answer_appeal(request: Request, appeal_id: str) -> HttpResponse:
    appeal = get_appeal_for(request.actor, appeal_id)
    form = AnswerAppealForm(posted(request))
    if act(form, decide_appeal, request.actor, appeal) is not None:
        messages.success(request, _("Reply saved. The person can read it at their private link."))
        return see_other(request.district.url("appeals"))
    return form_page(
        request,
        "listen/answer_appeal.html",
        form,
        appeal=appeal,
        voice=appeal.voice,
        rejection=reason_of(appeal.voice),
        history=history(appeal.voice),
    )


@public
@require_get_or_post
def appeal(request: Request, code: str) -> HttpResponse:
    """The appeal page, for anyone who has the link of a rejected voice.

    With `?voice=`, the code is that of the link to everything.
    """
    limit(request, "appeal", APPEAL_PAGES_A_MINUTE)
    voice_id = request.GET.get("voice", "")
    voice = voice_by_link(code, voice_id)
    if voice is None:
        raise Http404
    if request.method == "POST":
        limit_text(request, voice.forum, code)
    form = AppealForm(posted(request))
    made = act(form, make_appeal, Actor.taking_part(request), voice)
    if made is not None:
        take_in(request, made.voice, made.text)
        return see_other(request.get_full_path())
    return form_page(
        request,
        "listen/appeal.html",
        form,
        voice=voice,
        back=request.district.url("everything" if voice_id else "follow", code=code),
        rejection=reason_of(voice),
        is_rejected=voice.state == VoiceState.REJECTED and not voice.is_held,
        is_withdrawn=voice.state == VoiceState.WITHDRAWN,
        appeals=() if voice.state == VoiceState.WITHDRAWN else appeals_of(voice),
    )
