"""“Something is wrong here”: readers report an entry, and those who keep the directory see to it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Actor, Request, allow, limit, public
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import EntryReportForm, ReportFilter, ReportOutcomeForm
from throughline.partner.models import Organization, Service
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of

ENTRY_REPORTS_A_MINUTE = 60
"""From one address; a whole school may share one."""


@public
@require_get_or_post
def report_service(request: Request, service_id: str) -> HttpResponse:
    return _report(request, permissions.get_service(service_id))


@public
@require_get_or_post
def report_organization(request: Request, organization_id: str) -> HttpResponse:
    return _report(request, permissions.get_organization(organization_id))


def _report(request: Request, entry: Organization | Service) -> HttpResponse:
    form = EntryReportForm(posted(request))
    if request.method == "POST":
        limit(request, "report entry", ENTRY_REPORTS_A_MINUTE)
        report = act(form, actions.report_entry, Actor.taking_part(request), entry)
        if report is not None:
            return see_other(f"{request.path}?sent={'urgent' if report.is_urgent else 'yes'}")
    sent = request.GET.get("sent", "")
    back = _page_of(request, entry)
    return form_page(request, "partner/report_entry.html", form, entry=entry, sent=sent, back=back)


def _page_of(request: Request, entry: Organization | Service) -> str:
    table = str(entry._meta.model_name)
    return request.district.url(table, **{f"{table}_id": entry.public_id})


@require_safe
def entry_reports(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    form = ReportFilter(request.GET or None)
    is_handled = form.is_valid() and form.cleaned_data["show"] == "handled"
    context = {
        "form": form,
        "is_handled": is_handled,
        "page": page_of(request, queries.entry_reports(is_handled=is_handled)),
    }
    return render(request, "partner/entry_reports.html", context)


@require_get_or_post
def entry_report(request: Request, report_id: str) -> HttpResponse:
    """One report with what was done about it; a post says so."""
    report = permissions.get_entry_report_for(request.actor, report_id)
    form = ReportOutcomeForm(posted(request))
    if act(form, actions.handle_report, request.actor, report) is not None:
        return see_other(request.district.url("entry_reports"))
    return form_page(request, "partner/entry_report.html", form, report=report)


@require_POST
def reopen_report(request: Request, report_id: str) -> HttpResponse:
    report = permissions.get_entry_report_for(request.actor, report_id)
    actions.reopen_report(request.actor, report)
    return see_other(request.district.url("entry_report", report_id=report.public_id))
