"""What is done with words that arrive at a page: those a voice took in, and all others."""

import logging
from collections.abc import Iterable

from django.utils import timezone

from throughline.accounts.permissions import Actor, Request, TooMany
from throughline.convene.models import Forum
from throughline.listen.actions.voice import normalized
from throughline.listen.models import Voice
from throughline.listen.queries.screening import sent_to
from throughline.listen.tasks import alert_responders
from throughline.listen.views.browser_token import kept_token
from throughline.listen.views.ceilings import LONG_PAGES, limit_flags
from throughline.listen.views.preview import is_preview
from throughline.listen.workflows.alerts import is_due
from throughline.listen.workflows.screening import flag_texts, urgent_texts

log = logging.getLogger(__name__)

LONG_PAGE = 5000
"""Characters: more than any form takes."""


def _alert(request: Request, forum: Forum | None) -> None:
    """Enqueue an alert unless it has to wait: then a timed job sends it."""
    if is_due(forum, timezone.now()):
        alert_responders.enqueue(request.district.slug)


def take_in(request: Request, voice: Voice | None, text: str | None = None) -> None:
    """Note that a voice holds what was typed, so that it raises no second flag, and alert if it is held.

    `text` is another text that was kept with the voice. Whatever is not noted here is screened as lost.
    """
    if voice is not None:
        request.texts_taken_in.add(normalized(voice.text if text is None else text))
    if voice is not None and voice.is_held:
        _alert(request, voice.forum)


def screen_lost_words(request: Request, typed: Iterable[str], status: int) -> None:
    """Screen what was typed and not taken in, after the page has answered with `status`.

    Nothing that fails here changes the answer.
    """
    try:
        lost = [words for words in typed if normalized(words) not in request.texts_taken_in]
        if not any(lost):
            return
        match = request.resolver_match
        token = kept_token(request) or request.POST.get("browser", "")
        place = sent_to(match.kwargs if match else {}, token)
        if _is_tried_out(request, place.forum):
            return
        if sum(map(len, lost)) > LONG_PAGE:
            LONG_PAGES.count(request, place.forum)
        if urgent := urgent_texts(lost):
            limit_flags(request, place.forum, place.contributor)
            flag_texts(_sender(request), place, urgent, status=status, language=request.LANGUAGE_CODE)
            _alert(request, place.forum)
    except TooMany:
        log.warning("Text was not screened: too many requests from one IP address")
    except Exception:
        log.exception("Text that was refused could not be screened")


def _is_public(request: Request) -> bool:
    return bool(getattr(request.resolver_match and request.resolver_match.func, "is_public", False))


def _is_tried_out(request: Request, forum: Forum | None) -> bool:
    """Whether staff typed this into the preview of a draft, which promises that nothing is saved."""
    return forum is not None and is_preview(forum) and _is_public(request) and request.actor.is_staff


def _sender(request: Request) -> Actor:
    """Whoever writes on a public page stays a contributor, also if they are signed in."""
    return (
        request.actor
        if request.actor.is_member and not _is_public(request)
        else Actor.contributor(request.district)
    )
