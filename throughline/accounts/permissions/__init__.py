from throughline.accounts.permissions.actor import STAFF, Actor, Request, allow, find_or_404, public, screened
from throughline.accounts.permissions.door import (
    get_invitation_for,
    get_job_for,
    get_membership_for,
    get_school_for,
    get_upload_for,
    may_manage_district,
    may_manage_people,
    may_read_audit,
    may_see_job,
)
from throughline.accounts.permissions.files import TakenFiles, takes_files
from throughline.accounts.permissions.network import address_to_limit, client_address, client_network
from throughline.accounts.permissions.rate import (
    TooMany,
    cache_key,
    hash_for_today,
    is_above,
    keys_of_days,
    limit,
    process_counts,
)
from throughline.accounts.permissions.security_log import account_hash, log_security

__all__ = [
    "STAFF",
    "Actor",
    "Request",
    "TakenFiles",
    "TooMany",
    "account_hash",
    "address_to_limit",
    "allow",
    "cache_key",
    "client_address",
    "client_network",
    "find_or_404",
    "get_invitation_for",
    "get_job_for",
    "get_membership_for",
    "get_school_for",
    "get_upload_for",
    "hash_for_today",
    "is_above",
    "keys_of_days",
    "limit",
    "log_security",
    "may_manage_district",
    "may_manage_people",
    "may_read_audit",
    "may_see_job",
    "process_counts",
    "public",
    "screened",
    "takes_files",
]
