"""Readers report what others wrote. A report hides nothing: it asks a person to look."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.listen.actions.tally import count_urgent, count_waiting
from throughline.listen.models import ReportReason, UrgentFlag, UrgentKind, Voice, VoiceReport
from throughline.listen.queries.contributor import is_token, report_hash


@transaction.atomic
def report_voice(actor: Actor, voice: Voice, *, reason: str, token: str) -> VoiceReport:
    """Report a text that others see, once from each browser.

    A report of danger alerts the responders at once, but leaves the text where it is: nobody can hide what
    another person said by reporting it.
    """
    voice = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)
    if reason not in ReportReason.values or not is_token(token):
        raise Refused(_("Choose a reason."))
    if not voice.is_usable:
        raise Refused(_("This comment is no longer shown."))
    reports = VoiceReport.objects.filter(voice=voice)
    browser_hash = report_hash(token, voice)
    if (first := reports.filter(browser_hash=browser_hash).first()) is not None:
        return first
    report = VoiceReport.objects.create(
        voice=voice,
        reason=reason,
        browser_hash=browser_hash,
        reported_on=timezone.localdate(),
        is_repeat=reports.filter(reason=reason, decision__isnull=False).exists(),
    )
    record(actor, "report_voice", voice, reason=reason, is_repeat=report.is_repeat)
    if reason == ReportReason.DANGER and not report.is_repeat:
        _tell_responders(voice)
    count_waiting(voice.forum)
    return report


def _tell_responders(voice: Voice) -> None:
    """Raise a flag that an alert follows; it does not put the text on hold."""
    if not UrgentFlag.objects.filter(voice=voice, dealt_at__isnull=True).exists():
        UrgentFlag.objects.create(voice=voice, kind=UrgentKind.REPORTED)
        count_urgent(voice.forum)
