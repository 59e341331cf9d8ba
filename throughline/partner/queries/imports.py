"""Imports of the directory and what they report."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from throughline.formats.problems import ReportRow
from throughline.partner.models import (
    DirectoryImport,
)
from throughline.partner.queries.revision_words import TABLE_WORDS

NOT_QUOTED: Final = "…"
"""Stands in a report where the value of a cell was."""


def directory_imports() -> QuerySet[DirectoryImport]:
    """Imports that are done. What others write is seen by nobody."""
    return DirectoryImport.objects.filter(state=DirectoryImport.State.DONE).select_related("person")


@dataclass(frozen=True)
class FieldRow:
    """One column of a directory and how it was imported."""

    file: str
    column: str
    state: str
    target: str
    n_filled: int
    n_rows: int
    is_required: bool


def fields_of(brought: DirectoryImport, state: str) -> list[FieldRow]:
    return [FieldRow(*row) for row in brought.report.get("fields", []) if row[2] == state]


def as_json(row: ReportRow) -> dict[str, object]:
    """Return a problem as JSON without its text, so that each reader sees it in their own language."""
    return {
        "code": row.code,
        "file": row.file,
        "row": row.row,
        "column": row.column,
        "params": dict(row.params),
        "is_error": row.is_error,
    }


def problems_of(brought: DirectoryImport) -> list[str]:
    """The problems that are kept of an import, in sentences."""
    return [sentence_of(ReportRow(**row)) for row in brought.report.get("problems", [])]


def hides_values(brought: DirectoryImport) -> bool:
    """Whether values of cells were left out: they could say where a confidential location is."""
    return any(NOT_QUOTED in row["params"].values() for row in brought.report.get("problems", []))


def n_problems_of(brought: DirectoryImport) -> int:
    return sum(row[3] for row in brought.report.get("counts", []))


def sentence_of(row: ReportRow) -> str:
    """A problem in the current language: file, row, what is wrong, and what to do."""
    place = row.file
    where = {"file": row.file, "row": row.row}
    if row.row is not None and row.is_in_json:
        place = _("%(file)s, record %(row)s") % where
    elif row.row is not None:
        place = _("%(file)s, row %(row)s") % where
    if row.column and row.is_in_json:
        place = _("%(place)s, field “%(column)s”") % {"place": place, "column": row.column}
    elif row.column:
        place = _("%(place)s, column “%(column)s”") % {"place": place, "column": row.column}
    params = {**row.params}
    if words := TABLE_WORDS.get(str(params.get("table", ""))):
        params["table"] = str(words).lower()
    parts = [_(row.problem_template) % params]
    if row.remedy_template:
        parts.append(_(row.remedy_template) % params)
    return f"{place}: {' '.join(parts)}"
