"""The opinions of groups of people who vote alike, found in votes or imported."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.listen.models import Voice
from throughline.listen.queries import VoteTable
from throughline.listen.queries.burst import Units
from throughline.measure.models.results import (
    Rules,
    Verdict,
    WhichEnd,
)
from throughline.methods import opinion_groups
from throughline.methods.opinion_groups import Judgment
from throughline.methods.votes import Votes

DEFAULT_SEED = 1
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
N_LISTED = 8
N_ENDS = 2
SHARED_BY_ALL = ("agreement", "rejection")


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


@dataclass(frozen=True)
class Stance:
    """A statement, by its column, and a direction that is typical of a group or of an end of a spectrum."""

    statement: int
    direction: opinion_groups.Direction
    n: int | None = None
    n_seen: int | None = None
    share: float | None = None
    share_of_rest: float | None = None
    q_value: float | None = None


@dataclass(frozen=True, eq=False)
class FoundPatterns:
    """Groups found in votes, and what is computed from them: `group_of_person` is -1 for unplaced people.

    Statements are identified by their column in the votes: `counted` are those with votes, `names` the public
    ids of all; `listed` is what distinguishes each group, `differs` marks statements on which groups differ
    by the test. Without a judgment the groups were published elsewhere and imported. `units` mark the people
    who came together and for whom nobody vouches, unit by unit.
    """

    votes: Votes
    group_of_person: NDArray[np.signedinteger]
    judgment: Judgment | None
    letters: list[str]
    counted: list[int]
    names: list[str]
    listed: list[list[Stance]]
    ends: dict[WhichEnd, list[Stance]]
    differs: NDArray[np.bool_] | None
    positions: NDArray[np.float64] | None
    units: tuple[NDArray[np.bool_], ...] = ()

    @property
    def verdict(self) -> Verdict:
        return "imported" if self.judgment is None else self.judgment.verdict

    @property
    def n_groups(self) -> int:
        return len(self.letters)

    @property
    def sizes(self) -> list[int]:
        return [int((self.group_of_person == group).sum()) for group in range(self.n_groups)]


def found_patterns(
    forum: Forum,
    table: VoteTable,
    votes: Votes,
    group_of_person: NDArray[np.signedinteger],
    rules: Rules,
    *,
    judgment: Judgment | None = None,
    names: Sequence[int] | None = None,
    units: Units = (),
) -> FoundPatterns:
    """Collect the patterns in the votes, of groups found by a judgment here or imported.

    `names` are the numbers of the groups' letters, which they keep from the previous run.
    """
    n_groups = int(group_of_person.max()) + 1
    statistics = opinion_groups.statement_statistics(votes, group_of_person, n_groups)
    ids = _public_ids(forum, table)
    counted = [
        int(j) for j in np.flatnonzero(~votes.is_zeroed & (votes.n_votes_by_statement > 0)) if ids[int(j)]
    ]
    return FoundPatterns(
        votes=votes,
        group_of_person=group_of_person,
        judgment=judgment,
        letters=[NAMES[number] for number in (range(n_groups) if names is None else names)],
        counted=counted,
        names=ids,
        listed=_listed(statistics, votes, judgment, n_groups),
        ends=_ends(judgment, votes, set(counted), rules),
        differs=_differs(judgment),
        positions=None if judgment is None else positions_of(judgment),
        units=tuple(np.isin(table.contributor_ids, list(unit)) for unit in units),
    )


def positions_of(judgment: Judgment) -> NDArray[np.float64]:
    """Everyone's position on the map; NaN for people who are not placed."""
    everyone = np.full((judgment.n_people, 2), np.nan)
    if judgment.placement is not None:
        everyone[judgment.placement.person] = judgment.placement.position[:, :2]
    return everyone


def _listed(
    statistics: opinion_groups.StatementStatistics, votes: Votes, judgment: Judgment | None, n_groups: int
) -> list[list[Stance]]:
    """What distinguishes each group: tested on held-out votes; for imported groups, by Polis' measure."""
    if judgment is None:
        shown = opinion_groups.representative_statements(statistics, is_left_out=votes.is_zeroed)
        return [[Stance(one.statement, one.direction) for one in of_group] for of_group in shown]
    if judgment.held_out is None:
        return [[] for _group in range(n_groups)]
    return [
        [
            Stance(
                one.statement,
                one.direction,
                n=one.n_of_direction,
                n_seen=one.n_seen,
                share=round(one.share, 4),
                share_of_rest=round(one.share_of_rest, 4),
                q_value=round(one.q_value, 4),
            )
            for one in of_group[:N_LISTED]
        ]
        for of_group in judgment.held_out.listed
    ]


def _ends(
    judgment: Judgment | None, votes: Votes, counted: set[int], rules: Rules
) -> dict[WhichEnd, list[Stance]]:
    """Statements typical of either end of the first dimension, if it has enough people to publish them."""
    if judgment is None or judgment.verdict != "spectrum":
        return {}
    along = positions_of(judgment)[:, 0]
    ends = opinion_groups.ends_of_spectrum(votes, along, minimum_people=rules.minimum_n)
    by_end: tuple[tuple[WhichEnd, Sequence[opinion_groups.EndStatement]], ...] = (
        ("low", ends.low),
        ("high", ends.high),
    )
    return {
        name: [Stance(one.statement, one.direction) for one in of_end if one.statement in counted][:N_ENDS]
        for name, of_end in by_end
    }


def _differs(judgment: Judgment | None) -> NDArray[np.bool_] | None:
    """Whether groups differ on each statement, by the test on held-out votes; None without a test."""
    if judgment is None or judgment.held_out is None:
        return None
    q_value = judgment.held_out.q_value.min(axis=(0, 2))
    return np.asarray(q_value <= opinion_groups.FALSE_DISCOVERY_RATE)


def areas_of(
    statistics: opinion_groups.StatementStatistics, some: list[int], differs: NDArray[np.bool_] | None
) -> list[opinion_groups.Area]:
    counts = np.stack([statistics.n_agree, statistics.n_disagree, statistics.n_pass])[:, :, some]
    return opinion_groups.areas(
        statistics.n_seen[:, some], counts, differs=None if differs is None else differs[some]
    )


def _public_ids(forum: Forum, table: VoteTable) -> list[str]:
    named = dict(Voice.objects.filter(forum=forum).values_list("pk", "public_id"))
    return [named.get(int(pk), "") for pk in table.statement_ids]


def judged(
    votes: Votes, seed: int, *, is_over: Callable[[], bool], n_draws: int = opinion_groups.N_DRAWS
) -> Judgment:
    return opinion_groups.judge(votes, rng=np.random.default_rng(seed), n_draws=n_draws, is_over=is_over)


def input_hash(votes: Votes) -> str:
    """A hash that is equal for equal votes, however they were stored or ordered."""
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
