"""Changes to codes, codings, findings and releases."""

from throughline.measure.actions.run import record_run
from throughline.understand.actions.coding import create_code, edit_code, mark_read, put_code, remove_coding
from throughline.understand.actions.finding import (
    add_evidence,
    create_finding,
    drop_finding,
    edit_evidence,
    edit_finding,
    remove_evidence,
)
from throughline.understand.actions.release import ReleaseRefused, release_findings

__all__ = [
    "ReleaseRefused",
    "add_evidence",
    "create_code",
    "create_finding",
    "drop_finding",
    "edit_code",
    "edit_evidence",
    "edit_finding",
    "mark_read",
    "put_code",
    "record_run",
    "release_findings",
    "remove_coding",
    "remove_evidence",
]
