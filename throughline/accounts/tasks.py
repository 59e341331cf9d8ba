"""Background entry points."""

from django_tasks import task

from throughline.accounts import workflows
from throughline.accounts.models import District


@task()
def mail_invitation(district_slug: str, invitation_id: str) -> None:
    workflows.mail_invitation(district_slug, invitation_id)


def fail_lost_jobs(district: District) -> None:
    workflows.fail_lost_jobs()


def remove_expired_rows(district: District) -> None:
    """Timed: delete expired sessions and counts of requests, of the whole installation."""
    workflows.remove_expired_rows()


def remove_old_uploads(district: District) -> None:
    """Timed: delete uploaded files that have expired."""
    workflows.remove_old_uploads(district)
