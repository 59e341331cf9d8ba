"""Queries of runs."""

from django.db.models import QuerySet

from throughline.convene.models import Cycle, Forum
from throughline.measure.models import Run, RunKind


def runs_of(cycle: Cycle) -> QuerySet[Run]:
    return Run.objects.filter(forum__cycle=cycle).select_related("forum", "person").order_by("-id")


def runs_before(run: Run) -> QuerySet[Run]:
    """Earlier pattern runs of the same forum, the latest first."""
    if run.kind != RunKind.OPINION_GROUPS:
        return Run.objects.none()
    return Run.objects.filter(forum_id=run.forum_id, kind=run.kind, pk__lt=run.pk).order_by("-pk")


def forums_of(cycle: Cycle) -> list[Forum]:
    return list(Forum.objects.filter(cycle=cycle).order_by("id"))
