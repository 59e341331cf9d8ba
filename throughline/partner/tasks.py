"""Background jobs of partner."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from throughline.accounts.actions import run_import, run_job, start_job
from throughline.accounts.models import District, Job
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, workflows


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


def start_search(actor: Actor) -> Job:
    """Start the search for duplicates, or return the one that is at work."""
    return queries.running_search() or start_job(
        actor, kind=queries.JOB_KIND, title=lambda: _("Find duplicates"), task=find_duplicates
    )


def search_for_duplicates(district: District) -> None:
    """Timed: search for duplicates once a day if the directory has changed since the last search."""
    if queries.has_changed_since_search():
        start_search(Actor.system(district))


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


def forget_words_of_reports(district: District) -> None:
    """Timed: delete the words of reports about entries that were done long ago."""
    actions.forget_words_of_reports(timezone.now())


def try_links(district: District) -> None:
    """Timed: try some links of the directory, if the operator has turned it on."""
    workflows.try_links(district)


@task()
def mail_partner_link(district_slug: str, link_id: str) -> None:
    workflows.mail_partner_link(district_slug, link_id)


@task()
def mail_reminder(district_slug: str, link_id: str) -> None:
    workflows.mail_reminder(district_slug, link_id)


@task()
def send_requested_links(district_slug: str, organization_ids: list[str], address: str) -> None:
    workflows.send_requested_links(district_slug, organization_ids, address, mail_partner_link)


def remind_partners(district: District) -> None:
    """Timed: remind partners, once a day, of entries that must be confirmed soon."""
    workflows.remind_partners(district, mail_reminder)


def keep_finder_current(district: District) -> None:
    """Timed: write what the finder lacks, such as after an upgrade, and hours of the days to come."""
    workflows.keep_finder_current()
