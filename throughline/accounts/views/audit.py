from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts import queries
from throughline.accounts.forms import AuditFilterForm
from throughline.accounts.models import AuditEntry
from throughline.accounts.permissions import Request, allow, may_read_audit
from throughline.accounts.queries import AuditFilter
from throughline.formats.tables import csv_lines
from throughline.ui.forms import Words
from throughline.ui.pages import page_of


def _asked(request: Request) -> tuple[AuditFilterForm, AuditFilter | None]:
    """The filter form and what it asks for; None where that makes no sense."""
    kinds = [AuditEntry.ActorKind.CONTRIBUTOR, AuditEntry.ActorKind.SYSTEM]
    people: list[tuple[str, Words]] = [(kind.value, kind.label) for kind in kinds]
    people += [(person.public_id, str(person)) for person in queries.audit_people()]
    form = AuditFilterForm(
        request.GET,
        verbs=[(verb, queries.verb_label(verb)) for verb in queries.audit_verbs()],
        people=people,
        object_types=[(name, queries.object_label(name)) for name in queries.audit_object_types()],
    )
    return form, AuditFilter(**form.cleaned_data) if form.is_valid() else None


@require_safe
def audit(request: Request) -> HttpResponse:
    allow(may_read_audit(request.actor))
    form, wanted = _asked(request)
    entries = queries.audit_entries(request.district, wanted or AuditFilter(object_id="-"))
    page = page_of(request, entries)
    return render(
        request,
        "accounts/audit.html",
        {"form": form, "page": page, "rows": [queries.audit_row(entry) for entry in page]},
        status=200 if wanted else 422,
    )


@require_safe
def audit_csv(request: Request) -> HttpResponse | StreamingHttpResponse:
    allow(may_read_audit(request.actor))
    _form, wanted = _asked(request)
    if wanted is None:
        return HttpResponse(_("No such filter."), status=422, content_type="text/plain; charset=utf-8")
    header = ["at", "person", "email", "verb", "object_type", "object_id", "details"]
    return StreamingHttpResponse(
        csv_lines(header, queries.audit_csv_rows(request.district, wanted)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="audit-{request.district.slug}.csv"'},
    )
