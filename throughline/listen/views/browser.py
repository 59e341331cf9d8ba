"""What every page of taking part needs: the browser's token, the steps, the links, a clear word when shut."""

import secrets

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.permissions import Actor, Request, limit
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Contributor, Voice
from throughline.listen.queries.contributor import contributor_of, is_token, new_token
from throughline.listen.tasks import alert_responders

COOKIE = "tl_token"
BEGIN_A_MINUTE = 1200
WRITE_A_MINUTE = 600


def kept_token(request: Request) -> str:
    """The token this browser was given when it first said something; empty before that."""
    token = request.COOKIES.get(COOKIE, "")
    return token if is_token(token) else ""


def offered_token(request: Request) -> str:
    """The browser's token; at first the one that the page proposed, so that a retry is the same browser."""
    proposed = request.POST.get("browser", "")
    return kept_token(request) or (proposed if is_token(proposed) else new_token())


def limit_beginners(request: Request, *, has_begun: bool) -> None:
    """How many browsers may begin from one address; how much one writes is limited where it writes."""
    if not has_begun:
        limit(request, "begin", BEGIN_A_MINUTE)


def token_of_post(request: Request, forum: Forum) -> str:
    """The token under which something is written here; whoever begins here is counted."""
    token = offered_token(request)
    limit_beginners(request, has_begun=contributor_of(forum, token) is not None)
    return token


def keep_token(request: Request, response: HttpResponse, token: str) -> HttpResponse:
    """Set the cookie, if the browser has none: never before it has said something."""
    if kept_token(request) != token:
        response.set_cookie(
            COOKIE,
            token,
            max_age=31_536_000,
            path=f"/d/{request.district.slug}/",
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def proposed_token(request: Request) -> str:
    """What a form carries until the browser has a token of its own."""
    if kept_token(request):
        return ""
    posted = request.POST.get("browser", "")
    return posted if is_token(posted) else new_token()


def contributor_here(request: Request, forum: Forum) -> Contributor | None:
    token = kept_token(request)
    return contributor_of(forum, token) if token else None


def new_submission() -> str:
    return secrets.token_urlsafe(16)


def is_enhanced(request: Request) -> bool:
    return request.headers.get("HX-Request") == "true"


def someone(request: Request) -> Actor:
    """Whoever takes part does so without a name, also when they are signed in."""
    return Actor.contributor(request.district)


def tell_responders(request: Request, voice: Voice | None) -> None:
    if voice is not None and voice.is_held:
        alert_responders.enqueue(request.district.slug)


def respond(request: Request, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A page of one browser's own: shared by no cache."""
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def steps(forum: Forum, current: int) -> list[dict[str, object]]:
    """The named steps of a kind of forum, and where one is."""
    if forum.kind == ForumKind.STATEMENTS:
        names = [_("React"), _("Add yours"), _("Follow what you said")]
    elif forum.kind == ForumKind.SURVEY:
        names = [_("Answer"), _("Look over"), _("Follow what you said")]
    else:
        names = [_("Say it"), _("Follow what you said")]
    return [{"label": name, "is_current": number == current} for number, name in enumerate(names, 1)]


def not_open(
    request: Request, forum: Forum, *, status: int = 200, typed: str = "", why: str = ""
) -> HttpResponse:
    """Say when it opens or that it has closed; what somebody typed meanwhile stays on the page."""
    if is_enhanced(request):
        headers = {"HX-Redirect": request.district.url("part", forum_id=forum.public_id)}
        return HttpResponse(headers=headers)
    context = {
        "forum": forum,
        "state": forum.state(timezone.now()),
        "has_answered": contributor_here(request, forum) is not None,
        "typed": typed,
        "why": why,
    }
    return respond(request, "listen/not_open.html", context, status)


def own_link(request: Request, code: str) -> dict[str, str]:
    path = request.district.url("follow", code=code)
    url = settings.BASE_URL + path
    return {"code": code, "path": path, "url": url, "qr": qr_image(url)}


def qr_image(url: str) -> str:
    return segno.make_qr(url, error="m").svg_data_uri(scale=4, border=4, light="#ffffff")
