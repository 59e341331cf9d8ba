"""What groups of people who vote alike hold, as a run keeps it and as it may leave.

The result of a run (`Run.result`):

    verdict         "groups", or "cannot_tell" with a `reason`
    n_people, n_placed, n_votes, n_statements
    groups          [{name, n, x, y}], largest first
    base            [[x, y, n, number of group]]: the fine clusters that are drawn on the map of staff
    statements      [{voice, agree, disagree, not_sure (a count for each group), consensus}]
    representative  for each group [{voice, direction}]
    published       what may leave: {minimum_n, n_placed, groups: [{name, n, made_of}],
                    statements: [{voice, n, answers, consensus, stands_for, groups: [{name, n, answers}]}]},
                    or nothing where too few people were placed
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.listen.models import Voice
from throughline.listen.queries import VoteTable, vote_table
from throughline.methods import opinion_groups
from throughline.methods.votes import Votes
from throughline.understand.models import Run, RunKind, RunMember
from throughline.understand.queries.guard import (
    CannotBeProtectedError,
    Rules,
    is_told_safely,
    protect_counts,
    rules_of,
    shares_of,
)

NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
N_SHARED = 5


def votes_of(table: VoteTable) -> Votes:
    return Votes.of(
        table.person,
        table.statement,
        table.value,
        n_people=table.n_people,
        n_statements=table.n_statements,
        zeroed=table.zeroed,
        sequence=np.arange(len(table.value)),
    )


def sizes_of(table: VoteTable, votes: Votes) -> dict[str, Any]:
    is_used = ~votes.is_zeroed & (votes.n_votes_by_statement > 0)
    return {
        "n_people": table.n_people,
        "n_placed": 0,
        "n_votes": votes.n_votes,
        "n_statements": int(is_used.sum()),
    }


def described(
    forum: Forum,
    table: VoteTable,
    votes: Votes,
    group_of_person: NDArray[np.signedinteger],
    rules: Rules,
    *,
    position_of_person: NDArray[np.float64] | None = None,
) -> dict[str, Any]:
    """The result of a run, whoever made the groups: found here, or published elsewhere and imported."""
    n_groups = int(group_of_person.max()) + 1
    sizes = [int((group_of_person == group).sum()) for group in range(n_groups)]
    statistics = opinion_groups.statement_statistics(votes, group_of_person, n_groups)
    consensus = opinion_groups.group_informed_consensus(statistics)
    listed = opinion_groups.representative_statements(statistics, is_left_out=votes.is_zeroed)
    names = _public_ids(forum, table)
    counted = [
        int(j) for j in np.flatnonzero(~votes.is_zeroed & (votes.n_votes_by_statement > 0)) if names[int(j)]
    ]
    found = _Found(votes, group_of_person, sizes, counted, names)
    return {
        "verdict": "groups",
        **sizes_of(table, votes),
        "n_placed": sum(sizes),
        "groups": [
            {"name": NAMES[group], "n": sizes[group], **_centre(position_of_person, group_of_person, group)}
            for group in range(n_groups)
        ],
        "statements": [
            {
                "voice": names[j],
                "agree": statistics.n_agree[:, j].tolist(),
                "disagree": statistics.n_disagree[:, j].tolist(),
                "not_sure": statistics.n_pass[:, j].tolist(),
                "consensus": float(consensus[j]),
            }
            for j in counted
        ],
        "representative": [
            [{"voice": names[one.statement], "direction": one.direction} for one in of_group]
            for of_group in listed
        ],
        "published": published(found, rules),
    }


def _centre(
    positions: NDArray[np.float64] | None, group_of_person: NDArray[np.signedinteger], group: int
) -> dict[str, float | None]:
    if positions is None:
        return {"x": None, "y": None}
    of_group = positions[group_of_person == group]
    of_group = of_group[~np.isnan(of_group).any(axis=1)]
    if not len(of_group):
        return {"x": None, "y": None}
    x, y = of_group.mean(axis=0)
    return {"x": round(float(x), 4), "y": round(float(y), 4)}


def _public_ids(forum: Forum, table: VoteTable) -> list[str]:
    named = dict(Voice.objects.filter(forum=forum).values_list("pk", "public_id"))
    return [named.get(int(pk), "") for pk in table.statement_ids]


@dataclass(frozen=True, eq=False)
class _Found:
    votes: Votes
    group_of_person: NDArray[np.signedinteger]
    sizes: list[int]
    counted: list[int]
    names: list[str]


def published(found: _Found, rules: Rules) -> dict[str, Any] | None:
    """What may be told: groups merged until none is small, and on a statement merged again where needed."""
    letters = [NAMES[group] for group in range(len(found.sizes))]
    try:
        sizes = protect_counts(letters, found.sizes, rules)
    except CannotBeProtectedError:
        return None
    parts = [[letters.index(letter) for letter in group] for group in sizes.groups]
    merged = np.full(len(found.sizes), -1)
    for number, part in enumerate(parts):
        merged[part] = number
    is_placed = found.group_of_person >= 0
    labels = np.where(is_placed, merged[np.where(is_placed, found.group_of_person, 0)], -1)
    statistics = opinion_groups.statement_statistics(found.votes, labels, len(parts))
    consensus = opinion_groups.group_informed_consensus(statistics)
    listed = opinion_groups.representative_statements(statistics, is_left_out=found.votes.is_zeroed)
    names = ["+".join(group) for group in sizes.groups]
    enough = [j for j in found.counted if int(statistics.n_seen[:, j].sum()) >= rules.minimum_n]
    shared = sorted(enough, key=lambda j: (-consensus[j], j))[:N_SHARED]
    stands_for: dict[int, list[dict[str, str]]] = {j: [] for j in shared}
    if len(parts) > 1:
        for of_group in listed:
            for one in of_group:
                if one.statement in enough:
                    stands = {"name": names[one.group], "direction": one.direction}
                    stands_for.setdefault(one.statement, []).append(stands)
    rows: list[dict[str, Any]] = []
    for j in sorted(stands_for):
        counts = np.stack(
            [statistics.n_agree[:, j], statistics.n_disagree[:, j], statistics.n_pass[:, j]], axis=1
        )
        seen = [int(n) for n in counts.sum(axis=1)]
        together = protect_counts(names, seen, rules)
        is_whole = len(together.groups) == len(names)
        rows.append(
            {
                "voice": found.names[j],
                "n": sum(seen),
                "answers": shares_of(counts.sum(axis=0).tolist(), rules),
                # With the shares of all, an exact consensus would give the counts of a merged group away.
                "consensus": round(float(consensus[j]), 2)
                if is_whole and min(seen) >= rules.minimum_n
                else None,
                "stands_for": stands_for[j] if is_whole else [],
                "groups": [
                    {
                        "name": "+".join(group),
                        "n": n,
                        "answers": shares_of(
                            counts[[names.index(name) for name in group]].sum(axis=0).tolist(), rules
                        ),
                    }
                    for group, n in zip(together.groups, together.n, strict=True)
                    if n
                ],
            }
        )
        told = [(group["n"], group["answers"]) for group in rows[-1]["groups"]]
        if not is_told_safely(told, (sum(seen), rows[-1]["answers"])):
            rows[-1]["answers"] = []
    return {
        "minimum_n": rules.minimum_n,
        "n_placed": sum(found.sizes),
        "groups": [
            {"name": "+".join(group), "n": n, "made_of": list(group)}
            for group, n in zip(sizes.groups, sizes.n, strict=True)
        ],
        "statements": rows,
    }


def patterns_of(run: Run) -> dict[str, Any]:
    """The result of a run of patterns; where the groups came with an import, counted from its votes now."""
    if run.kind != RunKind.IMPORTED_GROUPS:
        result: dict[str, Any] = run.result
        return result
    table = vote_table(run.forum, up_to=run.log_position)
    return imported_again(run, table, rules_of(run.forum.district, [run.forum]))


def imported_again(run: Run, table: VoteTable, rules: Rules) -> dict[str, Any]:
    """Counts of groups that came with an import."""
    votes = votes_of(table)
    members = RunMember.objects.filter(run=run, group__isnull=False).values_list("contributor_id", "group")
    group_of = dict(members)
    labels = np.array([group_of.get(int(pk), -1) for pk in table.contributor_ids], dtype=np.int64)
    if not (labels >= 0).any():
        return {"verdict": "cannot_tell", "reason": "", **sizes_of(table, votes)}
    return described(run.forum, table, votes, labels, rules)
