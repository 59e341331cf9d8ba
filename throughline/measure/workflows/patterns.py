"""Find patterns of votes: groups who vote alike, the opinions of each, and what all share."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from throughline.accounts.actions import JobRefused, RunningJob
from throughline.convene.models import Forum, ForumKind
from throughline.listen.queries import VoteTable, vote_table
from throughline.listen.queries.burst import Units, people_set_aside, units_among, unvouched_units
from throughline.measure.actions.run import record_run
from throughline.measure.models import Run, RunKind, RunMember, Setting
from throughline.measure.models.results import Changes, ExactPatterns, PublishedPatterns
from throughline.measure.queries.current_patterns import names_taken
from throughline.measure.queries.frozen import frozen_statements
from throughline.measure.queries.guard import protect_patterns, rules_of
from throughline.measure.queries.patterns.exact import exact_patterns, no_verdict
from throughline.measure.queries.patterns.found import (
    DEFAULT_SEED,
    found_patterns,
    input_hash,
    judged,
    positions_of,
    votes_of,
)
from throughline.measure.queries.run_summary import sentence_of
from throughline.methods import opinion_groups
from throughline.methods.opinion_groups import Judgment
from throughline.methods.votes import Votes

BUDGET_SECONDS = 600  # not reached by forums of ordinary size
SECONDS_BETWEEN_LOOKS = 1.0
N_STEPS = 4


def find_opinion_groups(
    job: RunningJob, *, forum_id: str, seed: int = DEFAULT_SEED, budget_seconds: float = BUDGET_SECONDS
) -> None:
    """Load the votes, look for groups, apply disclosure control, and record the run."""
    forum = Forum.objects.select_related("cycle", "district").filter(public_id=forum_id).first()
    if forum is None or forum.kind != ForumKind.STATEMENTS:
        raise JobRefused(
            lambda: _("Voting patterns can be found only in forums where people vote on statements.")
        )
    job.advance(0, N_STEPS, lambda: _("Reading the votes."))
    aside = people_set_aside(forum)
    table = vote_table(forum, without=aside)
    votes = votes_of(table)
    units = units_among(unvouched_units([forum]), table.contributor_ids.tolist())
    job.advance(
        1,
        N_STEPS,
        lambda: _("Looking for opinion groups and comparing them with randomly shuffled votes."),
    )
    limit = _TimeLimit(job, budget_seconds)
    judgment = judged(votes, seed, is_over=limit.is_over)
    job.advance(2, N_STEPS, lambda: _("Counting how people voted."))
    names, names_used, changes = _names(forum, table, judgment)
    exact, published = _results(
        forum, table, votes, judgment, names, changes, units, is_cut_short=limit.is_cut_short
    )
    frozen = replace(
        frozen_statements(forum),
        names=tuple(names),
        names_used=tuple(names_used),
        n_draws=limit.n_draws if limit.is_cut_short else None,
        units=tuple(tuple(sorted(unit)) for unit in units),
        aside=tuple(sorted(aside)),
    )
    job.advance(3, N_STEPS, lambda: _("Saving the results."))
    with job.last_step():
        run = record_run(
            job.actor,
            forum,
            kind=RunKind.OPINION_GROUPS,
            method=opinion_groups.METHOD,
            method_version=opinion_groups.VERSION,
            settings=_settings(budget_seconds),
            seed=seed,
            log_position=table.log_position,
            input_hash=input_hash(votes),
            n_people=table.n_people,
            exact=exact,
            published=published,
            members=_members(table, judgment) if judgment.placement is not None else [],
            frozen=frozen,
        )
        job.finish_at(forum.district.url("run", run_id=run.public_id))
        job.set_result(lambda: _result_sentence(run, is_cut_short=limit.is_cut_short))


def _result_sentence(run: Run, *, is_cut_short: bool) -> str:
    cut_short = _(
        "The analysis ran out of time before all simulations were finished. The missing results were not "
        "computed."
    )
    return f"{sentence_of(run)} {cut_short}" if is_cut_short else sentence_of(run)


def _results(
    forum: Forum,
    table: VoteTable,
    votes: Votes,
    judgment: Judgment,
    names: Sequence[int],
    changes: Changes | None,
    units: Units,
    *,
    is_cut_short: bool,
) -> tuple[ExactPatterns, PublishedPatterns | None]:
    if judgment.verdict == "cannot_tell":
        exact = no_verdict(
            votes, reason=judgment.reason, n_placed=judgment.n_placed, is_cut_short=is_cut_short
        )
        return exact, None
    rules = rules_of(forum.district, [forum])
    labels = judgment.group_of_person
    found = found_patterns(forum, table, votes, labels, rules, judgment=judgment, names=names, units=units)
    exact = exact_patterns(found, changes=changes, is_cut_short=is_cut_short)
    return exact, protect_patterns(found, rules)


def _settings(budget_seconds: float) -> dict[str, Setting]:
    return {
        "minimum_votes": opinion_groups.MINIMUM_VOTES,
        "minimum_group_size": opinion_groups.MINIMUM_GROUP_SIZE,
        "group_counts": list(opinion_groups.GROUP_COUNTS),
        "null_draws": opinion_groups.N_DRAWS,
        "budget_seconds": budget_seconds,
    }


@dataclass
class _TimeLimit:
    """A time limit checked before each draw. Also reports progress, and lets the job be canceled.

    `n_draws` counts the draws made: a run that ran out of time is recomputed with the same number.
    """

    job: RunningJob
    seconds: float
    n_draws: int = 0
    is_cut_short: bool = False

    def __post_init__(self) -> None:
        self.began = self.looked_at = time.monotonic()

    def _progress_sentence(self) -> str:
        message = _(
            "Looking for opinion groups and comparing them with randomly shuffled votes (simulation %(n)s)."
        )
        return message % {"n": self.n_draws + 1}

    def is_over(self) -> bool:
        now = time.monotonic()
        if now - self.looked_at >= SECONDS_BETWEEN_LOOKS:
            self.looked_at = now
            self.job.advance(1, N_STEPS, self._progress_sentence)
        if self.is_cut_short or now - self.began >= self.seconds:
            self.is_cut_short = True
        else:
            self.n_draws += 1
        return self.is_cut_short


def _names(
    forum: Forum, table: VoteTable, judgment: Judgment
) -> tuple[Sequence[int], Sequence[int], Changes | None]:
    """Numbers of the groups' letters, all numbers used in this forum so far, and who moved.

    A group keeps its letter if its people are mostly the same. Used letters are not reused for other groups,
    until the alphabet runs out (`names_taken`).
    """
    before = (
        Run.objects.filter(forum=forum, kind=RunKind.OPINION_GROUPS, exact__verdict="groups")
        .order_by("-pk")
        .first()
    )
    letters: Sequence[int] = range(judgment.n_groups)
    if before is None:
        return letters, letters if judgment.verdict == "groups" else (), None
    if judgment.verdict != "groups":
        return letters, before.frozen_patterns.names_used, None
    members = RunMember.objects.filter(run=before, group__isnull=False).values_list("contributor_id", "group")
    group_of = dict(members)
    old = np.array([group_of.get(int(pk), -1) for pk in table.contributor_ids], dtype=np.int64)
    letters = before.frozen_patterns.names or tuple(range(len(before.exact_patterns.groups)))
    taken = names_taken(before, judgment.n_groups)
    match = opinion_groups.match_groups(old, judgment.group_of_person, names=letters, taken=taken)
    return (
        match.name,
        sorted({*taken, *letters, *match.name}),
        Changes(before.public_id, match.n_stayed, match.n_moved, match.n_came, match.n_left),
    )


def _members(
    table: VoteTable, judgment: Judgment
) -> list[tuple[int, int | None, float | None, float | None]]:
    has_verdict = judgment.verdict != "cannot_tell"
    return [
        (int(contributor_id), int(group) if has_verdict and group >= 0 else None, _cell(x), _cell(y))
        for contributor_id, group, (x, y) in zip(
            table.contributor_ids, judgment.group_of_person, positions_of(judgment), strict=True
        )
    ]


def _cell(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
