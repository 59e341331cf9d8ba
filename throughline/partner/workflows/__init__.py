"""Workflows: read, check, record."""

from throughline.partner.workflows.directory import (
    import_directory,
    import_uploaded_directory,
    result_sentences,
    settle_lost_imports,
    write_uploaded_directory,
)
from throughline.partner.workflows.duplicates import find_duplicates

__all__ = [
    "find_duplicates",
    "import_directory",
    "import_uploaded_directory",
    "result_sentences",
    "settle_lost_imports",
    "write_uploaded_directory",
]
