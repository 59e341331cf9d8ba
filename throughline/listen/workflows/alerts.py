"""Alert a forum's responders to words that must be read now. The mail does not contain them."""

import logging

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from throughline.accounts.actions import send_message
from throughline.accounts.models import District, Person, Role
from throughline.accounts.queries import people_with_roles
from throughline.convene.models import Forum
from throughline.convene.queries import responders_of
from throughline.listen.actions.urgent import claim_alert, give_alert_back
from throughline.listen.models import UrgentFlag

log = logging.getLogger(__name__)


def alert_responders(district: District) -> int:
    """Send the alerts that are due; return how many. An alert that reached nobody is due again."""
    n_sent = 0
    unsent = UrgentFlag.objects.filter(alerted_at__isnull=True, dealt_at__isnull=True)
    for flag in unsent.select_related("voice__forum", "forum"):
        people = _responders(flag.place)
        if not people or not claim_alert(flag, n_people=len(people), now=timezone.now()):
            continue
        n_mailed = sum(_is_mailed(district, flag.place, person) for person in people)
        if n_mailed:
            n_sent += 1
        else:
            give_alert_back(flag)
    return n_sent


def _responders(forum: Forum | None) -> list[Person]:
    return responders_of(forum) if forum else list(people_with_roles(Role.OWNER, Role.COORDINATOR))


def _is_mailed(district: District, forum: Forum | None, person: Person) -> bool:
    try:
        _mail(district, forum, person)
    except Exception:  # if one mailbox fails, the others are still alerted
        log.exception("An alert could not be sent")
        return False
    return True


def _mail(district: District, forum: Forum | None, person: Person) -> None:
    with translation.override(person.language or district.source_language):
        body = _(
            "Something arrived in “%(forum)s” that a person should read now: "
            "it may tell of harm to somebody.\n\n"
            "It is held back and nobody else sees it. Please open it, do what is needed, "
            "and write down what was done:\n%(link)s\n\n"
            "The words are not in this message on purpose.\n"
        ) % {
            "forum": forum.title if forum else district.name,
            "link": settings.BASE_URL + district.url("urgent"),
        }
        subject = _("Please read now: an urgent message to %(district)s") % {"district": district.name}
        send_message(district, to=[person.email], subject=subject, body=body)
