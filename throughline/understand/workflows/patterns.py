"""Patterns of votes: who votes alike, what each group holds, and what all share."""

import hashlib
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from throughline.accounts.actions import JobRefused, RunningJob
from throughline.convene.models import Forum, ForumKind
from throughline.listen.queries import VoteTable, vote_table
from throughline.methods import opinion_groups
from throughline.methods.votes import Votes
from throughline.understand.actions.run import record_run
from throughline.understand.models import Run, RunKind
from throughline.understand.queries.frozen import table_as_frozen
from throughline.understand.queries.guard import Rules, rules_of
from throughline.understand.queries.pages import sentence_of
from throughline.understand.queries.patterns import described, imported_again, sizes_of, votes_of

DEFAULT_SEED = 1
REASONS = {
    opinion_groups.TooFewPeopleError: "few_people",
    opinion_groups.GroupsTooSmallError: "small_groups",
    opinion_groups.TooFewStatementsError: "few_statements",
    opinion_groups.NoDifferenceError: "no_difference",
}


def find_opinion_groups(job: RunningJob, *, forum_id: str, seed: int = DEFAULT_SEED) -> None:
    """Load the votes, find the groups, guard what may be told of them, and record the run."""
    forum = Forum.objects.select_related("cycle", "district").filter(public_id=forum_id).first()
    if forum is None or forum.kind != ForumKind.STATEMENTS:
        raise JobRefused(_("Patterns of votes are found in forums where people vote on statements."))
    job.advance(0, 4, _("Reading the votes"))
    table = vote_table(forum)
    votes = votes_of(table)
    job.advance(1, 4, _("Looking for people who vote alike"))
    found, reason = _found(votes, seed)
    job.advance(2, 4, _("Counting how each group voted"))
    rules = rules_of(forum.district, [forum])
    if found is None:
        result: dict[str, Any] = {"verdict": "cannot_tell", "reason": reason, **sizes_of(table, votes)}
    else:
        result = described(
            forum, table, votes, found.group_of_person, rules, position_of_person=_positions(found)
        )
        result["base"] = [
            [round(float(x), 4), round(float(y), 4), int(n), int(group)]
            for (x, y), n, group in zip(found.base_position, found.base_size, found.base_group, strict=True)
        ]
        result["variance_share"] = [round(float(share), 4) for share in found.placement.plane.variance_share]
    job.advance(3, 4, _("Keeping what was found"))
    run = record_run(
        job.actor,
        forum,
        kind=RunKind.OPINION_GROUPS,
        method=opinion_groups.METHOD,
        method_version=opinion_groups.VERSION,
        settings={
            "minimum_votes": opinion_groups.MINIMUM_VOTES,
            "minimum_group_size": opinion_groups.MINIMUM_GROUP_SIZE,
            "group_counts": list(opinion_groups.GROUP_COUNTS),
        },
        seed=seed,
        log_position=table.log_position,
        input_hash=input_hash(votes),
        n_people=table.n_people,
        result=result,
        members=[] if found is None else _members(table, found),
    )
    job.finish_at(forum.district.url("run", run=run.public_id))
    job.tell(sentence_of(run))


def patterns_again(run: Run) -> tuple[dict[str, Any], str]:
    """What a run of patterns finds in the votes it read, with its own seed and rules; and what those were."""
    table = table_as_frozen(vote_table(run.forum, up_to=run.log_position), run.frozen)
    votes = votes_of(table)
    rules = Rules.from_json(run.frozen["rules"])
    if run.kind == RunKind.IMPORTED_GROUPS:
        return imported_again(run, table, rules), run.input_hash
    found, _reason = _found(votes, run.seed or DEFAULT_SEED)
    if found is None:
        return {}, input_hash(votes)
    return described(run.forum, table, votes, found.group_of_person, rules), input_hash(votes)


def input_hash(votes: Votes) -> str:
    """The same for the same votes, however they were stored or ordered."""
    digest = hashlib.sha256(b"votes 1")
    for column in (
        votes.offsets.astype("<i8"),
        votes.statement.astype("<i4"),
        votes.value.astype("i1"),
        votes.is_zeroed.astype("i1"),
    ):
        digest.update(str(column.size).encode())
        digest.update(column.tobytes())
    return digest.hexdigest()


def _found(votes: Votes, seed: int) -> tuple[opinion_groups.OpinionGroups | None, str]:
    try:
        return opinion_groups.find(votes, rng=np.random.default_rng(seed)), ""
    except opinion_groups.OpinionGroupsError as error:
        return None, next((code for kind, code in REASONS.items() if isinstance(error, kind)), "")


def _positions(found: opinion_groups.OpinionGroups) -> NDArray[np.float64]:
    everyone = np.full((found.placement.n_people, 2), np.nan)
    everyone[found.placement.person] = found.placement.position
    return everyone


def _members(
    table: VoteTable, found: opinion_groups.OpinionGroups
) -> list[tuple[int, int | None, float | None, float | None]]:
    placed = zip(found.placement.person, found.group, found.placement.position, strict=True)
    standing: dict[int, tuple[int, float, float]] = {
        int(person): (int(group), float(x), float(y)) for person, group, (x, y) in placed
    }
    return [
        (int(contributor_id), *standing.get(person, (None, None, None)))
        for person, contributor_id in enumerate(table.contributor_ids)
    ]
