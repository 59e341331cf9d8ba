from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughline.accounts import actions, queries
from throughline.accounts.permissions import Request, allow, get_job_for
from throughline.ui.pages import page_of


def jobs(request: Request) -> HttpResponse:
    allow(request.actor.is_staff)
    page = page_of(request, queries.jobs_for(request.actor))
    return render(request, "accounts/jobs.html", {"page": page})


def job(request: Request, job: str) -> HttpResponse:
    row = get_job_for(request.actor, job)
    lines, columns = queries.report_table(row.report)
    return render(
        request, "accounts/job.html", {"job": row, "report": page_of(request, lines), "columns": columns}
    )


@require_POST
def cancel_job(request: Request, job: str) -> HttpResponse:
    row = get_job_for(request.actor, job)
    actions.cancel_job(request.actor, row)
    return redirect(request.district.url("job", job=row.public_id))
