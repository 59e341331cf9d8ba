from collections.abc import Sequence

from django.db.models import QuerySet

from throughline.accounts.models import Job, ReportLine, Role
from throughline.accounts.permissions import Actor
from throughline.formats.writing import Cell


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """Owners and coordinators see every job, others their own. Reports may be long: they are left out."""
    rows = Job.objects.select_related("person").defer("report")
    return rows if actor.has(Role.OWNER, Role.COORDINATOR) else rows.filter(person=actor.person)


def report_table(report: Sequence[ReportLine]) -> tuple[list[list[Cell]], list[str]]:
    """A job's report as lines of cells, and the names of its columns in the order they came."""
    columns: list[str] = []
    for row in report:
        columns += [name for name in row if name not in columns]
    return [[row.get(name, "") for name in columns] for row in report], columns
