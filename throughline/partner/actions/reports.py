"""Readers say what is wrong with an entry; a person looks, mends it, and says what was done."""

import re
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.methods.urgent_words import find_urgent
from throughline.partner.models import EntryReport, Organization, Service

DAYS_WORDS_ARE_KEPT: Final = 90
"""Days after which the words of a report that is done are deleted."""

_LINK: Final = re.compile(r"https?://|www\.|<a\b|\[url", re.IGNORECASE)


@transaction.atomic
def report_entry(actor: Actor, entry: Organization | Service, *, reason: str, words: str = "") -> EntryReport:
    """Keep what a reader says is wrong. Words that may tell of danger raise a flag as on any page."""
    words = words.strip()
    link = {str(entry._meta.model_name): entry}
    report = EntryReport.objects.create(
        **link,
        reason=reason,
        words=words,
        language=get_language() or "",
        is_urgent=bool(find_urgent(words)),
        is_likely_spam=_is_likely_spam(words),
    )
    record(actor, "report_entry", report, reason=reason)
    return report


def _is_likely_spam(words: str) -> bool:
    """Whether it advertises, or repeats what waits already. Such reports wait behind the others."""
    if not words:
        return False
    same = EntryReport.objects.filter(state=EntryReport.State.OPEN, words=words)
    return bool(_LINK.search(words)) or same.exists()


@transaction.atomic
def handle_report(actor: Actor, report: EntryReport, *, outcome: str, note: str = "") -> EntryReport:
    locked = EntryReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != EntryReport.State.OPEN:
        raise Refused(_("This report was already handled."))
    locked.state, locked.note = outcome, note
    locked.handled_by, locked.handled_at = actor.person, timezone.now()
    if outcome == EntryReport.State.SPAM:
        locked.words = ""
    locked.save()
    record(actor, "handle_report", locked, outcome=outcome)
    return locked


@transaction.atomic
def reopen_report(actor: Actor, report: EntryReport) -> EntryReport:
    EntryReport.objects.filter(pk=report.pk).update(
        state=EntryReport.State.OPEN, handled_by=None, handled_at=None
    )
    record(actor, "reopen_report", report)
    return report


def forget_words_of_reports(now: datetime) -> int:
    """Delete the words of reports that were done long ago; the reason and the note stay."""
    old = now - timedelta(days=DAYS_WORDS_ARE_KEPT)
    rows = EntryReport.objects.filter(handled_at__lt=old).exclude(Q(words=""))
    return rows.update(words="")
