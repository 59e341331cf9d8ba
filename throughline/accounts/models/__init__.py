from throughline.accounts.models.audit import AuditEntry
from throughline.accounts.models.district import District, School, SetupStep
from throughline.accounts.models.job import (
    Job,
    JobState,
    JobText,
    Lines,
    ReportLine,
    TimedRun,
    Wording,
    Worker,
)
from throughline.accounts.models.person import (
    NEED_TWO_STEP,
    Invitation,
    Membership,
    Person,
    Role,
    two_step_roles,
)
from throughline.accounts.models.rule_set import OWN_RULES, RULE_FIELDS, RULE_SETS, SMALLEST_N, RuleSet
from throughline.accounts.models.scoped import DistrictRow, OutsideScope, PublicIdMixin, new_public_id
from throughline.accounts.models.search import (
    SHORTEST_WORD,
    IndexedRow,
    IndexWriter,
    SearchEntry,
    SearchWord,
    indexed_models,
    words_in,
)
from throughline.accounts.models.session import Session, SignInMethod, hash_of_session_key
from throughline.accounts.models.upload import Upload

__all__ = [
    "NEED_TWO_STEP",
    "OWN_RULES",
    "RULE_FIELDS",
    "RULE_SETS",
    "SHORTEST_WORD",
    "SMALLEST_N",
    "AuditEntry",
    "District",
    "DistrictRow",
    "IndexWriter",
    "IndexedRow",
    "Invitation",
    "Job",
    "JobState",
    "JobText",
    "Lines",
    "Membership",
    "OutsideScope",
    "Person",
    "PublicIdMixin",
    "ReportLine",
    "Role",
    "RuleSet",
    "School",
    "SearchEntry",
    "SearchWord",
    "Session",
    "SetupStep",
    "SignInMethod",
    "TimedRun",
    "Upload",
    "Wording",
    "Worker",
    "hash_of_session_key",
    "indexed_models",
    "new_public_id",
    "two_step_roles",
    "words_in",
]
