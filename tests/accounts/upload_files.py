"""The kinds of uploads, small files to upload, and the files that are stored."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.accounts import actions
from throughline.accounts.declarations import UploadKind, upload_kinds
from throughline.accounts.models import Upload
from throughline.accounts.permissions import Actor

PAGES: dict[str, tuple[str, str, dict[str, str]]] = {
    "survey": ("import_survey", "file", {"title": "Families", "encoding": "detect"}),
    "polis": ("import_polis", "exported", {"title": "London"}),
    "figures": (
        "import_population",
        "file",
        {"title": "Enrollment", "source": "roster", "who_is_counted": "students", "as_of": "2026"},
    ),
    "directory": ("import_directory", "tables", {}),
    "spreadsheet": ("import_spreadsheet", "file", {}),
}
"""Where each kind is uploaded: the page, the file field, and the other fields of its form."""

each_kind = pytest.mark.parametrize("kind", upload_kinds(), ids=lambda kind: kind.name)


def csv_file(name: str = "table.csv", content: bytes = b"id\n1\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def a_kind(name: str = "directory") -> UploadKind:
    return next(kind for kind in upload_kinds() if kind.name == name)


def keep_upload(actor: Actor, kind: UploadKind, **more: Any) -> Upload:
    with actions.keeping_upload(actor, kind, **more) as upload:
        return upload
