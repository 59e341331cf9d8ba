"""Background jobs of measure."""

from typing import Any

from django_tasks import task

from throughline.accounts.actions import run_import, run_job
from throughline.accounts.models import District
from throughline.measure import workflows


@task()
def find_opinion_groups(district_slug: str, job_id: str, **arguments: Any) -> None:
    run_job(district_slug, job_id, workflows.find_opinion_groups, **arguments)


@task()
def find_weights(district_slug: str, job_id: str, **arguments: Any) -> None:
    run_job(district_slug, job_id, workflows.find_weights, **arguments)


@task()
def import_population(district_slug: str, job_id: str, **arguments: Any) -> None:
    run_import(district_slug, job_id, workflows.import_population, **arguments)


@task()
def import_polis(district_slug: str, job_id: str, **arguments: Any) -> None:
    run_import(district_slug, job_id, workflows.import_polis_upload, **arguments)


def keep_current_votes(district: District) -> None:
    """Scheduled job: store the current votes of each forum."""
    workflows.keep_current_votes(district)
