"""Results of runs, exact and publishable. Imported groups are counted each time."""

from dataclasses import dataclass

import numpy as np

from throughline.listen.queries import VoteTable, vote_table
from throughline.measure.models import Run, RunKind, RunMember
from throughline.measure.models.results import (
    ExactPatterns,
    ExactTable,
    PublishedPatterns,
    PublishedTable,
    Rules,
)
from throughline.measure.queries.guard import protect_patterns, rules_of
from throughline.measure.queries.patterns.exact import exact_patterns, no_verdict
from throughline.measure.queries.patterns.found import found_patterns, votes_of


@dataclass(frozen=True)
class Patterns:
    exact: ExactPatterns
    published: PublishedPatterns | None


@dataclass(frozen=True)
class Table:
    exact: ExactTable
    published: PublishedTable | None


def table_of(run: Run) -> Table:
    return Table(run.exact_table, run.published_table)


def patterns_of(run: Run) -> Patterns:
    if run.kind != RunKind.IMPORTED_GROUPS:
        return Patterns(run.exact_patterns, run.published_patterns)
    table = vote_table(run.forum, up_to=run.log_position)
    return recounted_import(run, table, rules_of(run.forum.district, [run.forum]))


def recounted_import(run: Run, table: VoteTable, rules: Rules) -> Patterns:
    """Count the votes of imported groups."""
    votes = votes_of(table)
    members = RunMember.objects.filter(run=run, group__isnull=False).values_list("contributor_id", "group")
    group_of = dict(members)
    labels = np.array([group_of.get(int(pk), -1) for pk in table.contributor_ids], dtype=np.int64)
    if not (labels >= 0).any():
        return Patterns(no_verdict(votes), None)
    found = found_patterns(run.forum, table, votes, labels, rules)
    return Patterns(exact_patterns(found), protect_patterns(found, rules))
