"""Every change to districts, schools, people, jobs and the audit."""

from throughline.accounts.actions.audit import record, record_sign_in
from throughline.accounts.actions.district import (
    change_district,
    change_school,
    change_small_groups,
    create_district,
    create_school,
)
from throughline.accounts.actions.job import (
    LOST_AFTER_MINUTES,
    JobCancelled,
    JobGivenUp,
    JobRefused,
    RunningJob,
    cancel_job,
    claim_timed_run,
    give_up_lost_jobs,
    run_job,
    start_job,
)
from throughline.accounts.actions.mail import DISTRICT_HEADER, send_message
from throughline.accounts.actions.people import (
    INVITATION_DAYS,
    accept_invitation,
    add_member,
    change_member,
    change_person,
    create_person,
    hash_of_code,
    invite_member,
    join_as_new_person,
    remove_member,
    revoke_invitation,
)
from throughline.accounts.actions.refused import Refused

__all__ = [
    "DISTRICT_HEADER",
    "INVITATION_DAYS",
    "LOST_AFTER_MINUTES",
    "JobCancelled",
    "JobGivenUp",
    "JobRefused",
    "Refused",
    "RunningJob",
    "accept_invitation",
    "add_member",
    "cancel_job",
    "change_district",
    "change_member",
    "change_person",
    "change_school",
    "change_small_groups",
    "claim_timed_run",
    "create_district",
    "create_person",
    "create_school",
    "give_up_lost_jobs",
    "hash_of_code",
    "invite_member",
    "join_as_new_person",
    "record",
    "record_sign_in",
    "remove_member",
    "revoke_invitation",
    "run_job",
    "send_message",
    "start_job",
]
