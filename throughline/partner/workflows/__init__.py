"""Workflows: read, check, record."""

from throughline.partner.workflows.directory import (
    import_directory,
    import_uploaded_directory,
    result_sentences,
    settle_lost_imports,
    write_uploaded_directory,
)

__all__ = [
    "import_directory",
    "import_uploaded_directory",
    "result_sentences",
    "settle_lost_imports",
    "write_uploaded_directory",
]
