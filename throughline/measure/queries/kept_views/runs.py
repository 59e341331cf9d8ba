"""Which runs of patterns are visible to users who may not read everything.

Two runs that differ by one person's votes tell those votes. So a run is visible if enough people stand
between it and each run that was visible before it, and in every group that is shown nobody or enough.
"""

from collections.abc import Mapping, Sequence

from django.db.models import Max

from throughline.convene.models import Forum
from throughline.listen.models import Vote
from throughline.listen.queries.burst import Units, unvouched_units
from throughline.measure.models import KeptView, Run, RunKind, RunMember
from throughline.measure.models.results import KeptRuns, from_stored
from throughline.measure.queries.crosstab.visibility import EVERYBODY, is_far_enough
from throughline.measure.queries.guard import minimum_n_of
from throughline.measure.queries.run_results import patterns_of

OF_PATTERNS = (RunKind.OPINION_GROUPS, RunKind.IMPORTED_GROUPS)

Voters = frozenset[tuple[int, int]]
"""People, each with the row number of their last vote: whoever voted again is somebody else."""


def kept_runs(view: KeptView | None) -> KeptRuns:
    return KeptRuns((), 0) if view is None else from_stored(view.content, KeptRuns)


def judged_runs(forum: Forum, kept: KeptRuns) -> KeptRuns:
    """Judge the runs that were made since."""
    runs = Run.objects.filter(forum=forum, kind__in=OF_PATTERNS).order_by("pk")
    new = list(runs.filter(pk__gt=kept.judged))
    if not new:
        return kept
    minimum_n = minimum_n_of(forum.district, [forum])
    visible = list(runs.filter(pk__in=kept.visible))
    before = [groups for run in visible if (groups := voters_by_group(run)) is not None]
    for run in new:
        groups = voters_by_group(run)
        if groups is None or len(groups[EVERYBODY]) < minimum_n:
            continue
        if are_far_apart(forum, groups, before):
            visible.append(run)
            before.append(groups)
    return KeptRuns(tuple(run.pk for run in visible), new[-1].pk)


def runs_to_show(forum: Forum, kept: KeptRuns) -> set[int]:
    """The visible runs but for those protected with a smaller minimum than that of today."""
    minimum_n = minimum_n_of(forum.district, [forum])
    visible = Run.objects.filter(forum=forum, pk__in=kept.visible)
    return {run.pk for run in visible if _has_minimum(run, minimum_n)}


def _has_minimum(run: Run, minimum_n: int) -> bool:
    if run.kind == RunKind.IMPORTED_GROUPS:  # counted each time, by the rules of today
        return True
    return run.published_patterns is not None and run.published_patterns.minimum_n >= minimum_n


def are_far_apart(forum: Forum, run: Mapping[str, Voters], others: Sequence[Mapping[str, Voters]]) -> bool:
    """Whether a run differs from each of the others by enough people, made-up ones not counted."""
    minimum_n = minimum_n_of(forum.district, [forum])
    units = unvouched_units([forum]) if others else ()
    return all(is_far_enough(run, other, minimum_n, _voters_in(units, run, other)) for other in others)


def _voters_in(units: Units, *groups: Mapping[str, Voters]) -> list[Voters]:
    """Those of each unit who came together and for whom nobody vouches."""
    everybody = frozenset(voter for one in groups for voter in one[EVERYBODY])
    return [frozenset(voter for voter in everybody if voter[0] in unit) for unit in units]


def voters_by_group(run: Run) -> dict[str, Voters] | None:
    """The people of each published group and of all; None if nothing may be published."""
    found = patterns_of(run) if run.kind in OF_PATTERNS else None
    if found is None or found.published is None:
        return None
    last_votes = Vote.objects.filter(forum_id=run.forum_id, pk__lte=run.log_position).order_by()
    last = dict(last_votes.values_list("contributor_id").annotate(last=Max("pk")))
    letters = [group.name for group in found.exact.groups]
    placed: dict[str, set[tuple[int, int]]] = {}
    members = RunMember.objects.filter(run=run, group__isnull=False).values_list("contributor_id", "group")
    for person, group in members:
        placed.setdefault(_letter(letters, group), set()).add((person, last.get(person, 0)))
    groups = {
        group.name: frozenset(one for letter in group.made_of for one in placed.get(letter, ()))
        for group in found.published.groups
    }
    return groups | {EVERYBODY: frozenset(one for people in placed.values() for one in people)}


def _letter(letters: Sequence[str], group: int | None) -> str:
    return letters[group] if group is not None and group < len(letters) else ""
