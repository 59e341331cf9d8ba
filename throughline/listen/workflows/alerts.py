"""Alert a forum's responders to words that must be read now. The mail does not contain them."""

import logging
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from throughline.accounts.actions import send_message
from throughline.accounts.models import District, Person, Role
from throughline.accounts.queries import people_with_roles
from throughline.convene.models import Forum
from throughline.convene.queries import responders_of
from throughline.listen.actions.urgent import claim_alert, give_alert_back, note_alerted
from throughline.listen.models import UrgentFlag, UrgentKind
from throughline.listen.queries.urgent import alerts_since_a_look, due_alerts

log = logging.getLogger(__name__)


WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""How long after the first, second and each later alert of a forum the next waits, while nobody looks."""


def alert_responders(district: District) -> int:
    """Send the alerts that are due; return for how many flags. An alert that reached nobody is due again.

    One message tells of all that waits in a forum, so that a flood of words is no flood of mail.
    """
    waiting: dict[Forum | None, list[UrgentFlag]] = defaultdict(list)
    now = timezone.now()
    for flag in due_alerts(now).select_related("voice__forum", "forum"):
        waiting[flag.place].append(flag)
    return sum(
        _alert_to(district, forum, flags, now)
        for forum, flags in waiting.items()
        if any(flag.kind == UrgentKind.FLAGGED for flag in flags) or is_due(forum, now)
    )


def is_due(forum: Forum | None, now: datetime) -> bool:
    """Whether urgent words in a forum, or on a page of none, are told at once.

    The first are, always. Further ones wait longer and longer while nobody opens an urgent message: what has
    been told already leads to the desk, which lists them too. What one of the staff has flagged never waits.
    """
    sent = alerts_since_a_look(forum)
    return not sent or now >= sent[-1] + WAITS[min(len(sent), len(WAITS)) - 1]


def _alert_to(district: District, forum: Forum | None, flags: list[UrgentFlag], now: datetime) -> int:
    people = _responders(forum)
    if not people:
        return 0
    claimed = [flag for flag in flags if claim_alert(flag, now=now)]
    if not claimed:
        return 0
    is_shown = any(flag.voice is not None and not flag.voice.is_held for flag in claimed)
    if sum(_is_mailed(district, forum, person, is_shown=is_shown) for person in people):
        for flag in claimed:
            note_alerted(flag, n_people=len(people))
        return len(claimed)
    for flag in claimed:
        give_alert_back(flag)
    return 0


def _responders(forum: Forum | None) -> list[Person]:
    return responders_of(forum) if forum else list(people_with_roles(Role.OWNER, Role.COORDINATOR))


def _is_mailed(district: District, forum: Forum | None, person: Person, *, is_shown: bool) -> bool:
    try:
        _mail(district, forum, person, is_shown=is_shown)
    except Exception:  # if one mailbox fails, the others are still alerted
        log.exception("An alert email could not be sent")
        return False
    return True


def _mail(district: District, forum: Forum | None, person: Person, *, is_shown: bool) -> None:
    with translation.override(person.language or district.source_language):
        on_hold = _(
            "A message in “%(forum)s” may be about harm to someone. Please read it now.\n\n"
            "The message is on hold, and no one else can see it. Open it, do what is needed, and "
            "record what was done:\n"
            "%(link)s\n\n"
            "To protect privacy, this email does not include the message.\n"
        )
        shown = _(
            "A reader reported that someone may be in danger, because of a comment in “%(forum)s”. Please "
            "read it now.\n\n"
            "Others can still see the comment. Open it, do what is needed, and record what was done:\n"
            "%(link)s\n\n"
            "To protect privacy, this email does not include the comment.\n"
        )
        body = (shown if is_shown else on_hold) % {
            "forum": forum.title if forum else district.name,
            "link": settings.BASE_URL + district.url("urgent"),
        }
        subject = _("Please read now: urgent message for %(district)s") % {"district": district.name}
        send_message(district, to=[person.email], subject=subject, body=body)
