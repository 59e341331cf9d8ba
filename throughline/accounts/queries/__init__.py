from throughline.accounts.queries.audit import (
    AuditFilter,
    AuditRow,
    audit_csv_rows,
    audit_entries,
    audit_object_types,
    audit_people,
    audit_row,
    audit_verbs,
    object_label,
    verb_label,
)
from throughline.accounts.queries.district import (
    OwnDistrict,
    districts_of,
    districts_of_server,
    label_of,
    schools_in_scope,
)
from throughline.accounts.queries.in_words import in_words, sentence_in_words
from throughline.accounts.queries.job import (
    jobs_for,
    report_table,
)
from throughline.accounts.queries.outage import is_outage
from throughline.accounts.queries.outbox import (
    SentMessage,
    is_mail_sent,
    outbox_messages,
)
from throughline.accounts.queries.people import (
    Member,
    find_invitation,
    has_to_use_two_step,
    known_addresses,
    member_of,
    member_with_address,
    members_among,
    open_invitations,
    pending_invitation,
    people_in_scope,
    people_with_date_and_no_need,
    people_with_roles,
    people_without_date,
    people_without_two_step,
)
from throughline.accounts.queries.report import refusal, report_rows
from throughline.accounts.queries.search import has_words
from throughline.accounts.queries.session import sessions_of
from throughline.accounts.queries.upload import waiting_uploads

__all__ = [
    "AuditFilter",
    "AuditRow",
    "Member",
    "OwnDistrict",
    "SentMessage",
    "audit_csv_rows",
    "audit_entries",
    "audit_object_types",
    "audit_people",
    "audit_row",
    "audit_verbs",
    "districts_of",
    "districts_of_server",
    "find_invitation",
    "has_to_use_two_step",
    "has_words",
    "in_words",
    "is_mail_sent",
    "is_outage",
    "jobs_for",
    "known_addresses",
    "label_of",
    "member_of",
    "member_with_address",
    "members_among",
    "object_label",
    "open_invitations",
    "outbox_messages",
    "pending_invitation",
    "people_in_scope",
    "people_with_date_and_no_need",
    "people_with_roles",
    "people_without_date",
    "people_without_two_step",
    "refusal",
    "report_rows",
    "report_table",
    "schools_in_scope",
    "sentence_in_words",
    "sessions_of",
    "verb_label",
    "waiting_uploads",
]
