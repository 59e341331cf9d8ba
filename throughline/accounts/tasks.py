"""Background entry points."""

from django_tasks import task

from throughline.accounts import workflows
from throughline.accounts.models import District


@task()
def mail_invitation(district_slug: str, invitation_id: str) -> None:
    workflows.mail_invitation(district_slug, invitation_id)


@task()
def mail_reset_link(person_id: str) -> None:
    workflows.mail_reset_link(person_id)


@task()
def mail_address_link(address_pk: int) -> None:
    workflows.mail_address_link(address_pk)


@task()
def mail_notice(person_id: str, verb: str, at: str, to: str = "") -> None:
    workflows.mail_notice(person_id, verb, at, to=to)


@task()
def mail_two_step_reset(person_id: str) -> None:
    workflows.mail_two_step_reset(person_id)


def remind_of_two_step(district: District) -> None:
    """Timed: remind those who must set up two-step sign-in soon."""
    workflows.remind_of_two_step(district)


def fail_lost_jobs(district: District) -> None:
    workflows.fail_lost_jobs()


def remove_expired_rows(district: District) -> None:
    """Timed: delete expired sessions and counts of requests, of the whole installation."""
    workflows.remove_expired_rows()


def remove_old_uploads(district: District) -> None:
    """Timed: delete uploaded files that have expired."""
    workflows.remove_old_uploads(district)
