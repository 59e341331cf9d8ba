"""Patterns that were found elsewhere and came with an import."""

from typing import Any

from throughline.convene.models import Forum
from throughline.formats.polis import Summary
from throughline.listen.models import Voice
from throughline.listen.queries.exports import PublishedGroups
from throughline.understand.models import Run, RunKind, RunMember


def imported_run(forum: Forum) -> Run | None:
    """The published groups of an imported forum, if any were published."""
    return Run.objects.filter(forum=forum, kind=RunKind.IMPORTED_GROUPS).first()


def published_groups(forum: Forum) -> PublishedGroups:
    """What came with the import beside the votes, shaped for writing it out again."""
    run = imported_run(forum)
    if run is None:
        return PublishedGroups()
    labels = {one["group"]: one["label"] for one in run.result["groups"]}
    members = RunMember.objects.filter(run=run, group__isnull=False).values_list("contributor_id", "group")
    consensus = run.result["consensus"]
    statements = Voice.objects.filter(forum=forum, public_id__in=consensus).values_list("pk", "public_id")
    return PublishedGroups(
        groups={contributor_id: labels[group] for contributor_id, group in members},
        consensus={pk: consensus[public_id] for pk, public_id in statements},
        summary=_summary(run.result["summary"]),
    )


def _summary(said: dict[str, Any]) -> Summary:
    return Summary(**said)
