from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts import queries
from throughline.accounts.forms.audit import AuditFilterForm
from throughline.accounts.models import AuditEntry
from throughline.accounts.permissions import Request, allow, may_read_audit
from throughline.accounts.queries import AuditFilter
from throughline.formats.folding import fold
from throughline.formats.tables import csv_lines
from throughline.ui.downloads import csv_download, filename
from throughline.ui.forms import Words
from throughline.ui.pages import page_of


def _requested(request: Request) -> tuple[AuditFilterForm, AuditFilter | None]:
    """The filter form and its filter; None if the form is invalid."""
    kinds = [AuditEntry.ActorKind.CONTRIBUTOR, AuditEntry.ActorKind.SYSTEM]
    people: list[tuple[str, Words]] = [(kind.value, kind.label) for kind in kinds]
    people += [(person.public_id, str(person)) for person in queries.audit_people()]
    form = AuditFilterForm(
        request.GET,
        verbs=_sorted([(verb, queries.verb_label(verb)) for verb in queries.audit_verbs()]),
        people=people,
        object_types=_sorted([(name, queries.object_label(name)) for name in queries.audit_object_types()]),
    )
    return form, AuditFilter(**form.cleaned_data) if form.is_valid() else None


def _sorted(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """By label, as people look for them; accents do not count."""
    return sorted(choices, key=lambda choice: fold(choice[1]))


@require_safe
def audit(request: Request) -> HttpResponse:
    allow(may_read_audit(request.actor))
    form, audit_filter = _requested(request)
    entries = queries.audit_entries(request.district, audit_filter or AuditFilter(object_id="-"))
    page = page_of(request, entries)
    return render(
        request,
        "accounts/audit.html",
        {"form": form, "page": page, "rows": [queries.audit_row(entry) for entry in page]},
        status=200 if audit_filter else 422,
    )


@require_safe
def audit_csv(request: Request) -> HttpResponseBase:
    allow(may_read_audit(request.actor))
    _form, audit_filter = _requested(request)
    if audit_filter is None:
        return HttpResponse(
            _("This filter doesn't exist. Clear the filters and try again."),
            status=422,
            content_type="text/plain; charset=utf-8",
        )
    header = ["at", "person", "email", "verb", "object_type", "object_id", "details"]
    lines = csv_lines(header, queries.audit_csv_rows(request.district, audit_filter))
    district = request.district
    return csv_download(lines, filename("audit-log", district.name, "csv", if_unnamed=district.slug))
