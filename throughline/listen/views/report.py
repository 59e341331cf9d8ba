"""Report a comment that others see: choose a reason, and a person looks."""

from django.http import HttpResponse
from django.utils import timezone

from throughline.accounts.permissions import Actor, Request, public
from throughline.listen.actions import report
from throughline.listen.forms.report import ReportForm
from throughline.listen.models import ReportReason
from throughline.listen.permissions import get_voice_to_report
from throughline.listen.tasks import alert_responders
from throughline.listen.views.browser_token import keep_token, offered_token, proposed_token
from throughline.listen.views.ceilings import REPORTS, REPORTS_A_PERSON_A_MINUTE, limit_person
from throughline.listen.workflows.alerts import is_due
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other


@public
@require_get_or_post
def report_voice(request: Request, forum_id: str, voice_id: str) -> HttpResponse:
    voice = get_voice_to_report(request.actor, forum_id, voice_id)
    form = ReportForm(posted(request))
    if request.method == "POST":
        token = offered_token(request)
        limit_person("report", token, REPORTS_A_PERSON_A_MINUTE)
        REPORTS.count(request, voice.forum)
        made = act(form, report.report_voice, Actor.taking_part(request), voice, token=token)
        if made is not None:
            if made.reason == ReportReason.DANGER and is_due(voice.forum, timezone.now()):
                alert_responders.enqueue(request.district.slug)
            return keep_token(request, see_other(f"{request.path}?sent={made.reason}"), token)
    return form_page(
        request,
        "listen/report_voice.html",
        form,
        forum=voice.forum,
        voice=voice,
        sent=request.GET.get("sent", ""),
        browser=proposed_token(request),
    )
