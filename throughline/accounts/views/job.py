from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts import actions, queries
from throughline.accounts.permissions import Request, allow, get_job_for
from throughline.ui.form_pages import see_other
from throughline.ui.pages import page_of


@require_safe
def jobs(request: Request) -> HttpResponse:
    allow(request.actor.is_staff)
    page = page_of(request, queries.jobs_for(request.actor))
    return render(request, "accounts/jobs.html", {"page": page})


@require_safe
def job(request: Request, job_id: str) -> HttpResponse:
    job = get_job_for(request.actor, job_id)
    lines, columns = queries.report_table(job.shown_report)
    return render(
        request, "accounts/job.html", {"job": job, "report": page_of(request, lines), "columns": columns}
    )


@require_POST
def cancel_job(request: Request, job_id: str) -> HttpResponse:
    job = get_job_for(request.actor, job_id)
    actions.cancel_job(request.actor, job)
    return see_other(request.district.url("job", job_id=job.public_id))
