"""What the file readers found, as rows of a job's report in the active language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from throughline.accounts.models import ReportLine
from throughline.formats.problems import BadFile, ReportRow


def report_rows(rows: Iterable[ReportRow]) -> list[ReportLine]:
    """Each problem and note with file, row and remedy."""
    return [
        {
            _("File"): row.file,
            _("Row"): "" if row.row is None else row.row,
            _("Column"): row.column or "",
            _("Details"): _(row.problem_template) % row.params,
            _("What to do"): _(row.remedy_template) % row.params if row.remedy_template else "",
        }
        for row in rows
    ]


def refusal(error: BadFile, *, has_list: bool = True) -> str:
    """Why nothing was imported, in one paragraph: the first problem with file, row and remedy.

    `has_list` is whether the page, or one that it links to, lists the problems.
    """
    row = error.rows[0]
    where = {"file": row.file, "row": row.row, "column": row.column}
    if row.row is not None and row.column and row.is_in_json:
        place = _("%(file)s, record %(row)s, field “%(column)s”") % where
    elif row.row is not None and row.column:
        place = _("%(file)s, row %(row)s, column “%(column)s”") % where
    elif row.row is not None and row.is_in_json:
        place = _("%(file)s, record %(row)s") % where
    elif row.row is not None:
        place = _("%(file)s, row %(row)s") % where
    else:
        place = row.file
    problem = _(row.problem_template) % row.params
    remedy = _(row.remedy_template) % row.params if row.remedy_template else ""
    message = f"{place}: {problem} {remedy}".strip()
    if not has_list and error.n_problems > 1:
        message += " " + _("Total problems: %(n)s.") % {"n": error.n_problems}
    elif error.n_problems > len(error.rows):
        listed = {"n": error.n_problems, "listed": len(error.rows)}
        message += " " + _("Total problems: %(n)s. The list shows the first %(listed)s.") % listed
    elif error.n_problems > 1:
        message += " " + _("Total problems: %(n)s. The list shows all of them.") % {"n": error.n_problems}
    return message + " " + _("Nothing was imported.")
