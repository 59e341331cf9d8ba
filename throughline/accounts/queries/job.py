from collections.abc import Sequence

from django.db.models import QuerySet

from throughline.accounts.models import Job, ReportLine, Role
from throughline.accounts.permissions import Actor
from throughline.formats.writing import Cell


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """Jobs the actor may see: owners and coordinators all, others their own. Reports are deferred."""
    rows = Job.objects.select_related("person").defer("report", "reports")
    return rows if actor.has(Role.OWNER, Role.COORDINATOR) else rows.filter(person=actor.person)


def report_table(report: Sequence[ReportLine]) -> tuple[list[list[Cell]], list[str]]:
    """A job's report as lines of cells, and its column names in order of first appearance."""
    columns: list[str] = []
    for row in report:
        columns += [name for name in row if name not in columns]
    return [[row.get(name, "") for name in columns] for row in report], columns
