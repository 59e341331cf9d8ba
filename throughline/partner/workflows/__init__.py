"""Named sequences: read, check, record."""

from throughline.partner.workflows.directory import import_directory, import_upload, keep_and_start

__all__ = ["import_directory", "import_upload", "keep_and_start"]
