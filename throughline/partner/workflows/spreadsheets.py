"""Import a directory from any spreadsheet: look at it, say what its columns are, then write it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import RunningJob
from throughline.accounts.models import Upload
from throughline.formats import hsds
from throughline.formats.hsds.additions import CONFIDENTIAL
from throughline.formats.hsds.sheet_fields import CONFIDENTIAL_COLUMN, is_place
from throughline.formats.hsds.spreadsheet import SheetColumn
from throughline.formats.problems import ReportRow
from throughline.formats.sources import only_file
from throughline.formats.workbooks import Sheet
from throughline.partner import actions, queries
from throughline.partner.models import Location
from throughline.partner.workflows.directory import write_uploaded_directory

PREVIEWED_ROWS = 200
SHOWN_SERVICES = 5
SHOWN_PROBLEMS = 20
LEFT_OUT = frozenset({"sheet_total", "sheet_nothing"})


def check_spreadsheet(upload: Upload) -> None:
    """Refuse a file that can't be read. Raises BadFile."""
    if not sheets_to_choose(upload):
        columns_of_upload(upload)


def sheets_to_choose(upload: Upload) -> Sequence[Sheet]:
    """The sheets among which a person has to choose; none if there is no choice. Raises BadFile."""
    return hsds.sheets_of(_path(upload), name=upload.name)


def columns_of_upload(upload: Upload) -> Sequence[SheetColumn]:
    """The columns of the chosen sheet with their first values. Raises BadFile."""
    return hsds.columns_of(_path(upload), sheet=_sheet(upload), encoding=upload.encoding, name=upload.name)


def shows_samples(columns: Sequence[SheetColumn]) -> list[bool]:
    """Whether the first values of each column are shown on a page.

    Where an address of the district or of the file is confidential, the file may have it: then only columns
    that are known to be about something else are shown.
    """
    may_hide = any(column.suggested == CONFIDENTIAL_COLUMN for column in columns)
    may_hide = may_hide or Location.objects.filter(is_confidential=True).exists()
    return [
        not may_hide
        or column.suggested == CONFIDENTIAL_COLUMN
        or bool(column.suggested and not is_place(column.suggested))
        for column in columns
    ]


@dataclass(frozen=True)
class SheetPreview:
    """What the first rows of a spreadsheet would become."""

    n_rows: int
    n_organizations: int
    n_services: int
    n_locations: int
    n_hidden: int
    """How many of the locations the file marks as confidential."""
    unmatched_marks: Sequence[str]
    """Columns that seem to mark confidential addresses, but are matched to something else."""
    states_status: bool
    """Whether a column has the status of the services."""
    n_known: int
    """How many of the organizations and services are in the directory, by their names."""

    services: Sequence[tuple[str, str, str]]
    """The name of each of the first services, of its organization, and its description."""
    problems: Sequence[str]
    n_problems: int


def preview_of_upload(upload: Upload) -> SheetPreview:
    """Read the first rows as the import will. Raises BadFile."""
    with _opened(upload, most_rows=PREVIEWED_ROWS) as directory:
        report = directory.report
        organizations = {row.id: row.name for row in directory.rows("organization")}
        services = [
            (row.name, organizations.get(row.organization_id, ""), row.description[:160])
            for row in directory.rows("service")
        ]
        return SheetPreview(
            n_rows=max((use.n_rows for use in report.fields), default=0),
            n_organizations=report.n_rows["organization"],
            n_services=report.n_rows["service"],
            n_locations=report.n_rows["location"],
            n_hidden=sum(CONFIDENTIAL in row.extra for row in directory.rows("location")),
            unmatched_marks=_unmatched_marks(upload),
            states_status=any(use.target == "service.status" for use in report.fields),
            n_known=queries.n_known_by_name(
                set(organizations.values()), [(name, owner) for name, owner, _text in services]
            ),
            services=services[:SHOWN_SERVICES],
            problems=[queries.sentence_of(row) for row in _first(report.problems)],
            n_problems=report.n_problems,
        )


def _unmatched_marks(upload: Upload) -> list[str]:
    chosen: Mapping[str, str] = upload.choices.get("columns", {})
    marks = (one.name for one in columns_of_upload(upload) if one.suggested == CONFIDENTIAL_COLUMN)
    return [name for name in marks if chosen.get(name) != CONFIDENTIAL_COLUMN]


def _first(problems: Sequence[ReportRow]) -> Sequence[ReportRow]:
    """The first problems, those of the whole file and rows that are left out before all others."""
    return sorted(problems, key=lambda one: one.row is not None and one.code not in LEFT_OUT)[:SHOWN_PROBLEMS]


def import_uploaded_spreadsheet(job: RunningJob, upload: Upload) -> None:
    """Import an uploaded spreadsheet by the mapping that was chosen. The file is kept if this fails."""
    job.advance(0, 1, lambda: _("Reading files"))
    actions.settle_lost_imports(job.actor, timezone.now(), job.job)
    actions.ensure_terms(job.actor)
    with _opened(upload) as directory:
        write_uploaded_directory(job, upload, directory)


def _opened(upload: Upload, most_rows: int | None = None) -> hsds.OpenSpreadsheet:
    mapping: Mapping[str, str] = upload.choices.get("columns", {})
    return hsds.open_spreadsheet(
        _path(upload),
        mapping,
        sheet=_sheet(upload),
        kinds=queries.kinds_by_name(),
        encoding=upload.encoding,
        name=upload.name,
        most_rows=most_rows,
    )


def _sheet(upload: Upload) -> str:
    sheet: str = upload.choices.get("sheet", "")
    return sheet


def _path(upload: Upload) -> Path:
    return only_file(upload.folder, upload.name)
