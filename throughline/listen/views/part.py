"""The page of every kind of forum, and what follows a contribution."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Actor, Request, limit, public, unstored
from throughline.convene.models import ForumKind
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.queries.contributor import follow_code, one_link_code, own_voices, voice_by_link
from throughline.listen.queries.moderation import waits_for_its_names
from throughline.listen.views import meeting, question, statements, survey
from throughline.listen.views.about_self import about_self_context
from throughline.listen.views.browser_token import current_contributor, kept_token
from throughline.listen.views.follow_link import follow_link, one_link
from throughline.listen.views.not_open import not_open_page
from throughline.listen.views.preview import is_preview, preview_of, previewed_voices
from throughline.listen.views.steps import steps
from throughline.listen.views.what_next import what_next
from throughline.ui.form_pages import see_other
from throughline.ui.pages import page_of

WITHDRAWALS_A_MINUTE = 60
SHOWS = {
    ForumKind.STATEMENTS: statements.show,
    ForumKind.QUESTION: question.show,
    ForumKind.SURVEY: survey.show,
    ForumKind.MEETING: meeting.show,
}


@public
@require_safe
def part(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    if forum.kind != ForumKind.MEETING and not is_preview(forum) and not forum.is_open(timezone.now()):
        return not_open_page(request, forum)
    return SHOWS[ForumKind(forum.kind)](request, forum)


@public
@unstored
@require_safe
def part_done(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    now = timezone.now()
    token = kept_token(request)
    contributor = current_contributor(request, forum)
    voices = own_voices(contributor, token) if contributor else []
    page = page_of(request, voices, per_page=10)
    own = (
        follow_link(request, follow_code(token, contributor.public_id))
        if contributor and forum.kind in {ForumKind.STATEMENTS, ForumKind.SURVEY}
        else None
    )
    context = {
        "forum": forum,
        "steps": steps(forum, 2 if forum.kind == ForumKind.QUESTION else 3),
        "contributor": contributor,
        "own": own,
        "page": page,
        "rows": [
            {
                "voice": row.voice,
                "waits_for_its_names": waits_for_its_names(row.voice),
                "link": follow_link(request, row.code),
            }
            for row in page
        ],
        "one_link": one_link(request, one_link_code(token))
        if contributor and contributor.one_link_hash
        else None,
        "is_any_held": any(row.voice.is_held for row in voices),
        "is_open": forum.is_open(now),
        "what_next": what_next(forum, [row.voice for row in voices] or previewed_voices(forum), now),
        **about_self_context(forum, contributor),
        **preview_of(request, forum),
    }
    return render(request, "listen/part_done.html", context)


@public
@require_safe
def who_sees_what(request: Request) -> HttpResponse:
    return render(request, "listen/who_sees_what.html", {"district": request.district})


@public
@unstored
@require_POST
def withdraw(request: Request) -> HttpResponse:
    """Withdraw one's own text, after a confirmation. The code is sent in the body, not in the URL.

    With a `voice`, the code is that of the link to everything.
    """
    limit(request, "withdraw", WITHDRAWALS_A_MINUTE)
    code, voice_id = request.POST.get("code", ""), request.POST.get("voice", "")
    voice = voice_by_link(code, voice_id)
    if voice is None:
        raise Http404
    back = request.district.url("everything" if voice_id else "follow", code=code)
    if request.POST.get("confirm") != "yes":
        context = {"voice": voice, "code": code, "voice_id": voice_id, "back": back}
        return render(request, "listen/withdraw.html", context)
    withdraw_voice(Actor.taking_part(request), voice)
    return see_other(back)
