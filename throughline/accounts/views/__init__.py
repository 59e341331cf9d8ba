from throughline.accounts.views.audit import audit, audit_csv
from throughline.accounts.views.district import (
    accent,
    create_school,
    district_settings,
    edit_school,
    outbox,
    schools,
    small_groups,
)
from throughline.accounts.views.error import (
    bad_request,
    confirm_first,
    expired_form,
    server_error,
    signed_out,
    too_many,
    two_step_needed,
    typed_words,
)
from throughline.accounts.views.front import delete_account, front, health, my_account, my_districts
from throughline.accounts.views.job import cancel_job, job, jobs
from throughline.accounts.views.large_request import length_required, no_room, too_large
from throughline.accounts.views.member import (
    change_member,
    invitation,
    invite_member,
    members,
    remove_member,
    revoke_invitation,
)
from throughline.accounts.views.session import (
    end_member_sessions,
    end_other_sessions,
    end_session,
    my_sessions,
)

__all__ = [
    "accent",
    "audit",
    "audit_csv",
    "bad_request",
    "cancel_job",
    "change_member",
    "confirm_first",
    "create_school",
    "delete_account",
    "district_settings",
    "edit_school",
    "end_member_sessions",
    "end_other_sessions",
    "end_session",
    "expired_form",
    "front",
    "health",
    "invitation",
    "invite_member",
    "job",
    "jobs",
    "length_required",
    "members",
    "my_account",
    "my_districts",
    "my_sessions",
    "no_room",
    "outbox",
    "remove_member",
    "revoke_invitation",
    "schools",
    "server_error",
    "signed_out",
    "small_groups",
    "too_large",
    "too_many",
    "two_step_needed",
    "typed_words",
]
