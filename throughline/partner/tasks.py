"""Background entry points of partner."""

from django_tasks import task

from throughline.accounts.actions import run_job
from throughline.partner import workflows


@task()
def import_upload(district_slug: str, job_id: str, *, folder: str) -> None:
    run_job(district_slug, job_id, workflows.import_upload, folder=folder)
