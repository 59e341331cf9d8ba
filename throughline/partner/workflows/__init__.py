"""Workflows: read, check, record."""

from throughline.partner.workflows.directory import (
    import_directory,
    import_uploaded_directory,
    result_sentences,
    settle_lost_imports,
    write_uploaded_directory,
)
from throughline.partner.workflows.duplicates import find_duplicates
from throughline.partner.workflows.quality import check_directory, check_directory_in_job, try_links

__all__ = [
    "check_directory",
    "check_directory_in_job",
    "find_duplicates",
    "import_directory",
    "import_uploaded_directory",
    "result_sentences",
    "settle_lost_imports",
    "try_links",
    "write_uploaded_directory",
]
