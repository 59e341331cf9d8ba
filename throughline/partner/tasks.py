"""Background jobs of partner."""

from django_tasks import task

from throughline.accounts.actions import run_import, run_job
from throughline.accounts.models import District
from throughline.partner import workflows


@task()
def import_directory(district_slug: str, job_id: str, *, upload_id: str) -> None:
    run_import(district_slug, job_id, workflows.import_uploaded_directory, upload_id=upload_id)


@task()
def import_spreadsheet(district_slug: str, job_id: str, *, upload_id: str) -> None:
    run_import(district_slug, job_id, workflows.import_uploaded_spreadsheet, upload_id=upload_id)


def settle_lost_directory_imports(district: District) -> None:
    """Timed: delete rows of imports whose worker was stopped, or do what was left to do of them."""
    workflows.settle_lost_imports(district)


@task()
def find_duplicates(district_slug: str, job_id: str) -> None:
    run_job(district_slug, job_id, workflows.find_duplicates)


@task()
def undo_import(district_slug: str, job_id: str, *, import_id: str) -> None:
    run_job(district_slug, job_id, workflows.undo_import, import_id=import_id)


@task()
def undo_revision(district_slug: str, job_id: str, *, revision_id: str) -> None:
    run_job(district_slug, job_id, workflows.undo_revision, revision_id=revision_id)


@task()
def check_directory(district_slug: str, job_id: str) -> None:
    run_job(district_slug, job_id, workflows.check_directory_in_job)


def check_directories(district: District) -> None:
    """Timed: check the quality of the directory once a day."""
    workflows.check_directory(district)


def try_links(district: District) -> None:
    """Timed: try some links of the directory, if the operator has turned it on."""
    workflows.try_links(district)
