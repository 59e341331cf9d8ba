from throughline.understand.views.coding import (
    code,
    code_text,
    codes,
    coding_desk,
    create_code,
    edit_code,
    mark_text_read,
    remove_coding,
)
from throughline.understand.views.finding import (
    add_evidence,
    create_finding,
    drop_finding,
    edit_finding,
    edit_quote,
    finding,
    findings,
    quote_words,
    remove_evidence,
)
from throughline.understand.views.polis import export_forum, import_polis
from throughline.understand.views.release import release, release_download, release_findings, releases
from throughline.understand.views.run import crosstab, run, runs, start_opinion_groups

__all__ = [
    "add_evidence",
    "code",
    "code_text",
    "codes",
    "coding_desk",
    "create_code",
    "create_finding",
    "crosstab",
    "drop_finding",
    "edit_code",
    "edit_finding",
    "edit_quote",
    "export_forum",
    "finding",
    "findings",
    "import_polis",
    "mark_text_read",
    "quote_words",
    "release",
    "release_download",
    "release_findings",
    "releases",
    "remove_coding",
    "remove_evidence",
    "run",
    "runs",
    "start_opinion_groups",
]
