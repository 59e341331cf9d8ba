"""Actions that change districts, schools, people, jobs, uploads and the audit log."""

from throughline.accounts.actions.account import delete_account, keep_address, record_for_account
from throughline.accounts.actions.audit import record
from throughline.accounts.actions.bulk import refresh_statistics, remove_expired_rows
from throughline.accounts.actions.district import (
    change_district,
    change_school,
    change_small_groups,
    confirm_setup,
    create_district,
    create_school,
    create_schools,
    set_basics,
)
from throughline.accounts.actions.factors import seal_factors
from throughline.accounts.actions.job import (
    LOST_AFTER_MINUTES,
    JobCancelled,
    JobLost,
    JobRefused,
    RunningJob,
    cancel_job,
    claim_timed_run,
    fail_lost_jobs,
    run_job,
    start_job,
)
from throughline.accounts.actions.lost_work import note_worker, restart_lost_work, retry_failed_tasks
from throughline.accounts.actions.mail import DISTRICT_HEADER, send_message
from throughline.accounts.actions.order import swap_with_neighbor
from throughline.accounts.actions.people import (
    INVITATION_DAYS,
    accept_invitation,
    add_member,
    change_member,
    change_person,
    create_person,
    hash_of_code,
    invite_member,
    invite_members,
    join_as_new_person,
    remove_member,
    resend_invitation,
    revoke_invitation,
)
from throughline.accounts.actions.refused import Refused
from throughline.accounts.actions.session import end_session, end_sessions, end_sessions_of_member
from throughline.accounts.actions.two_step import (
    DAYS_BEFORE,
    date_two_step,
    note_reminder,
    reminder_due,
    reset_two_step,
)
from throughline.accounts.actions.upload import (
    discard_upload,
    keeping_upload,
    queue_import,
    remember_choices,
    remove_old_uploads,
    run_import,
)
from throughline.accounts.actions.upload_files import remove_upload

__all__ = [
    "DAYS_BEFORE",
    "DISTRICT_HEADER",
    "INVITATION_DAYS",
    "LOST_AFTER_MINUTES",
    "JobCancelled",
    "JobLost",
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
    "confirm_setup",
    "create_district",
    "create_person",
    "create_school",
    "create_schools",
    "date_two_step",
    "delete_account",
    "discard_upload",
    "end_session",
    "end_sessions",
    "end_sessions_of_member",
    "fail_lost_jobs",
    "hash_of_code",
    "invite_member",
    "invite_members",
    "join_as_new_person",
    "keep_address",
    "keeping_upload",
    "note_reminder",
    "note_worker",
    "queue_import",
    "record",
    "record_for_account",
    "refresh_statistics",
    "remember_choices",
    "reminder_due",
    "remove_expired_rows",
    "remove_member",
    "remove_old_uploads",
    "remove_upload",
    "resend_invitation",
    "reset_two_step",
    "restart_lost_work",
    "retry_failed_tasks",
    "revoke_invitation",
    "run_import",
    "run_job",
    "seal_factors",
    "send_message",
    "set_basics",
    "start_job",
    "swap_with_neighbor",
]
