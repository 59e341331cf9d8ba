"""The quality of the directory."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import start_job
from throughline.accounts.permissions import Request, allow, limit
from throughline.formats.hsds.quality import GRADES
from throughline.formats.writing import csv_lines
from throughline.partner import permissions, queries, tasks
from throughline.partner.forms import ProblemFilterForm
from throughline.partner.views.exports import LISTS_A_MINUTE
from throughline.ui.downloads import csv_download, filename
from throughline.ui.form_pages import require_get_or_post, see_other
from throughline.ui.pages import page_of

if TYPE_CHECKING:
    from throughline.partner.queries import CheckSummary


@require_get_or_post
def directory_quality(request: Request) -> HttpResponse:
    """What the last check found; posted to, it starts another one, unless one is running."""
    allow(permissions.may_manage_directory(request.actor))
    running = queries.running_check()
    if request.method == "POST":
        job = running or start_job(
            request.actor, kind="check_directory", title=_job_title, task=tasks.check_directory
        )
        return see_other(request.district.url("job", job_id=job.public_id))
    context: dict[str, object] = {"running": running, "has_entries": bool(queries.n_entries())}
    summary = queries.check_summary()
    if summary is not None:
        form = _filters(request, summary)
        found = queries.problems_of_check(summary.check)
        problems = queries.filtered_problems(found, **form.cleaned_data) if form.is_valid() else found.none()
        page = page_of(request, problems)
        context |= {
            "summary": summary,
            "form": form,
            "page": page,
            "rows": queries.with_entries(request.district, page),
        }
    return render(request, "partner/directory_quality.html", context)


@require_safe
def directory_quality_csv(request: Request) -> HttpResponseBase:
    """Every problem that the last check found."""
    allow(permissions.may_manage_directory(request.actor))
    limit(request, "directory_list", LISTS_A_MINUTE)
    district = request.district
    lines = queries.quality_lines(district, queries.last_check())
    name = filename("directory-problems", district.name, "csv", if_unnamed=district.slug)
    return csv_download(csv_lines(queries.QUALITY_COLUMNS, lines), name)


def _job_title() -> str:
    return _("Check of the directory")


def _filters(request: Request, summary: "CheckSummary") -> ProblemFilterForm:
    kinds = {one.code: queries.kind_words(one.code) for one in summary.kinds}
    return ProblemFilterForm(
        request.GET,
        grades=[(grade, queries.GRADE_WORDS[grade]) for grade in GRADES],
        kinds=sorted(kinds.items(), key=lambda pair: pair[1]),
        tables=[(table, queries.TABLE_WORDS[table]) for table in queries.ENTRIES],
    )
