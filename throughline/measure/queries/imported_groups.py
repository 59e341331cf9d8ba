"""The groups of an export: those of the import, else those found here."""

from collections.abc import Mapping

from throughline.convene.models import Forum
from throughline.listen.models import Voice
from throughline.listen.queries.exports import PublishedGroups
from throughline.measure.models import Run, RunKind, RunMember


def imported_run(forum: Forum) -> Run | None:
    """The run of an imported forum's published groups, if any were published."""
    return Run.objects.filter(forum=forum, kind=RunKind.IMPORTED_GROUPS).first()


def published_groups(forum: Forum) -> PublishedGroups:
    """The groups, consensus and summary of the import; without an import, those of the latest run."""
    run = imported_run(forum)
    if run is None:
        return _groups_of_latest_run(forum)
    published = run.exact_import
    labels = {one.group: one.label for one in published.groups}
    members = RunMember.objects.filter(run=run, group__isnull=False).values_list("contributor_id", "group")
    return PublishedGroups(
        groups={contributor_id: labels[group] for contributor_id, group in members if group is not None},
        consensus=_by_row(forum, published.consensus),
        summary=published.summary,
    )


def _groups_of_latest_run(forum: Forum) -> PublishedGroups:
    """The groups of the latest run, if any: A is 0, B is 1, and so on. Later people have no group."""
    run = Run.objects.filter(forum=forum, kind=RunKind.OPINION_GROUPS).order_by("-pk").first()
    if run is None or run.exact_patterns.verdict != "groups":
        return PublishedGroups()
    names = run.frozen_patterns.names
    members = RunMember.objects.filter(run=run, group__isnull=False).values_list("contributor_id", "group")
    return PublishedGroups(
        groups={contributor_id: str(names[group]) for contributor_id, group in members if group is not None},
        consensus=_by_row(forum, {row.voice: row.consensus for row in run.exact_patterns.statements}),
    )


def _by_row(forum: Forum, consensus: Mapping[str, float]) -> dict[int, float]:
    statements = Voice.objects.filter(forum=forum, public_id__in=consensus).values_list("pk", "public_id")
    return {pk: consensus[public_id] for pk, public_id in statements}
