"""The token by which a forum recognizes a browser. Its cookie is set with the first contribution."""

from django.conf import settings
from django.http import HttpResponse

from throughline.accounts.permissions import Request
from throughline.convene.models import Forum
from throughline.listen.models import Contributor
from throughline.listen.queries.contributor import contributor_of, is_token, new_token
from throughline.listen.views.ceilings import BEGINNERS

COOKIE = "tl_token"
SECURE_PREFIX = "__Secure-"
"""Of the cookie's name under HTTPS, by which browsers refuse it from a page that is not encrypted."""


def kept_token(request: Request) -> str:
    """The token in the browser's cookie; empty before its first contribution."""
    # The plain name is that of versions before the prefix: the cookie lasts a year from its first use.
    names = (cookie_name(), COOKIE)
    return next((token for token in map(request.COOKIES.get, names) if token and is_token(token)), "")


def cookie_name() -> str:
    return f"{SECURE_PREFIX}{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def proposed_token(request: Request) -> str:
    """The token that a form carries until the browser has a cookie of its own."""
    if kept_token(request):
        return ""
    posted = request.POST.get("browser", "")
    return posted if is_token(posted) else new_token()


def offered_token(request: Request) -> str:
    """The browser's token; at first the one the page proposed, so that a retry counts as the same browser."""
    proposed = request.POST.get("browser", "")
    return kept_token(request) or (proposed if is_token(proposed) else new_token())


def keep_token(request: Request, response: HttpResponse, token: str) -> HttpResponse:
    """Set the cookie if the browser has none of this name. It is never set before the first contribution."""
    if request.COOKIES.get(cookie_name()) != token:
        response.set_cookie(
            cookie_name(),
            token,
            max_age=31_536_000,
            path=f"/d/{request.district.slug}/",
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def current_contributor(request: Request, forum: Forum) -> Contributor | None:
    token = kept_token(request)
    return contributor_of(forum, token) if token else None


def limit_beginners(request: Request, forum: Forum, *, has_begun: bool) -> None:
    """Limit how many browsers may begin; those who have begun are not counted."""
    if not has_begun:
        BEGINNERS.count(request, forum)


def token_to_write_with(request: Request, forum: Forum) -> str:
    """The token to write a contribution with; a browser's first is counted against the ceilings."""
    token = offered_token(request)
    limit_beginners(request, forum, has_begun=contributor_of(forum, token) is not None)
    return token
