"""Background entry points of partner."""

from typing import Any

from django_tasks import task

from throughline.accounts.actions import run_job
from throughline.partner import workflows


@task()
def import_upload(district_slug: str, job_id: str, **arguments: Any) -> None:
    run_job(district_slug, job_id, workflows.import_upload, **arguments)
