"""What groups of people who vote alike hold, as a run keeps it and as it may leave.

The result of a run (`Run.result`):

    verdict         "groups", "spectrum", "nothing", or "cannot_tell" with a `reason`; "imported" where groups
                    came with the votes and nothing was tested here
    n_people, n_placed, n_votes, n_statements
    grounds         {n_people, n_permutations, p_structure, n_dimensions, n_continuum_draws, p_groups,
                    smallest_visible_share}: what the verdict rests on; nothing where nothing was tested
    stability       {bootstrap, split, steadiness}, where there are groups
    groups          [{name, n, x, y}], largest first; one of all who are placed where there are no groups
    statements      [{voice, agree, disagree, not_sure (a count for each group), consensus, area}]
    representative  for each group [{voice, direction, n, n_seen, share, share_of_rest, q_value}]
    ends            of a spectrum: {low: [{voice, direction}], high: [...]}, what people at either end say
    changes         since the run before: {run, n_stayed, n_moved, n_came, n_left}, where there was one
    published       what may leave: {verdict, minimum_n, n_placed, n_unplaced (nothing where few), steadiness,
                    grounds: {n_draws, smallest_visible_percent}, groups: [{name, n, made_of, at}],
                    statements: [{voice, n, answers, consensus, area, stands_for, ends,
                    groups: [{name, n, answers}]}]}, or nothing where too few people were placed
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.listen.models import Voice
from throughline.listen.queries import VoteTable, vote_table
from throughline.measure.models import Run, RunKind, RunMember
from throughline.measure.queries.guard import (
    CannotBeProtectedError,
    Rules,
    counts_told,
    is_told_safely,
    n_shown,
    protect_counts,
    rules_of,
    shares_of,
)
from throughline.methods import opinion_groups
from throughline.methods.opinion_groups import Judgement
from throughline.methods.votes import Votes

DEFAULT_SEED = 1
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
N_SHARED = 5
N_LISTED = 8
N_ENDS = 2
MAP_STEP = 5
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
    judgement: Judgement | None = None,
    names: Sequence[int] | None = None,
) -> dict[str, Any]:
    """The result of a run: of a judgement made here, or of groups published elsewhere and imported.

    `names` are letters by number: a group keeps the one it had in the run before.
    """
    n_groups = int(group_of_person.max()) + 1
    sizes = [int((group_of_person == group).sum()) for group in range(n_groups)]
    letters = [NAMES[number] for number in (range(n_groups) if names is None else names)]
    statistics = opinion_groups.statement_statistics(votes, group_of_person, n_groups)
    consensus = opinion_groups.group_informed_consensus(statistics)
    ids = _public_ids(forum, table)
    counted = [
        int(j) for j in np.flatnonzero(~votes.is_zeroed & (votes.n_votes_by_statement > 0)) if ids[int(j)]
    ]
    listed = _listed(statistics, votes, judgement, n_groups)
    positions = None if judgement is None else positions_of(judgement)
    ends = _ends(judgement, votes, set(counted), rules)
    verdict = "imported" if judgement is None else judgement.verdict
    stability = None if judgement is None else judgement.stability
    differs = _differs(judgement)
    found = _Found(votes, group_of_person, sizes, letters, counted, ids, listed, ends, differs, positions)
    area_of = dict(zip(counted, _areas(statistics, counted, differs), strict=True))
    told = published(found, rules)
    if told is not None:
        told = {
            "verdict": verdict,
            "steadiness": stability.steadiness if stability else None,
            "grounds": None if judgement is None else _grounds_told(judgement),
            **told,
        }
    return {
        "verdict": verdict,
        **sizes_of(table, votes),
        "n_placed": sum(sizes),
        "grounds": None if judgement is None else grounds_of(judgement),
        "stability": None
        if stability is None
        else {
            "bootstrap": stability.bootstrap,
            "split": stability.split,
            "steadiness": stability.steadiness,
        },
        "groups": [
            {"name": letters[group], "n": sizes[group], **_centre(positions, group_of_person, group)}
            for group in range(n_groups)
        ],
        "statements": [
            {
                "voice": ids[j],
                "agree": statistics.n_agree[:, j].tolist(),
                "disagree": statistics.n_disagree[:, j].tolist(),
                "not_sure": statistics.n_pass[:, j].tolist(),
                "consensus": float(consensus[j]),
                "area": area_of[j],
            }
            for j in counted
        ],
        "representative": [
            [{"voice": ids[one.statement], **one.told} for one in of_group if one.statement in set(counted)]
            for of_group in listed
        ],
        "ends": {
            end: [{"voice": ids[one.statement], "direction": one.direction} for one in of_end]
            for end, of_end in ends.items()
        },
        "published": told,
    }


def grounds_of(judgement: Judgement) -> dict[str, Any] | None:
    """What a verdict rests on, as it is kept."""
    grounds = judgement.grounds
    if grounds is None:
        return None
    return {
        "n_people": grounds.n_people,
        "n_permutations": grounds.n_permutations,
        "p_structure": round(grounds.p_structure, 4),
        "n_dimensions": grounds.n_dimensions,
        "n_continuum_draws": grounds.n_continuum_draws,
        "p_groups": None if grounds.p_groups is None else round(grounds.p_groups, 4),
        "smallest_visible_share": grounds.smallest_visible_share,
    }


def _grounds_told(judgement: Judgement) -> dict[str, Any] | None:
    """What a reader of a release needs so as not to take the absence of groups for unity."""
    grounds = judgement.grounds
    if grounds is None:
        return None
    share = grounds.smallest_visible_share
    return {
        "n_draws": grounds.n_permutations,
        "smallest_visible_percent": None if share is None else round(100 * share),
    }


def positions_of(judgement: Judgement) -> NDArray[np.float64]:
    """Where everyone stands on the map; not a number for people who are not placed."""
    everyone = np.full((judgement.n_people, 2), np.nan)
    if judgement.placement is not None:
        everyone[judgement.placement.person] = judgement.placement.position[:, :2]
    return everyone


@dataclass(frozen=True)
class _Said:
    """A statement and which way: what sets a group apart, or what people at an end of a spectrum say."""

    statement: int
    direction: opinion_groups.Direction
    figures: tuple[tuple[str, float], ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        return {"direction": self.direction, **dict(self.figures)}


def _listed(
    statistics: opinion_groups.StatementStatistics, votes: Votes, judgement: Judgement | None, n_groups: int
) -> list[list[_Said]]:
    """What sets each group apart: tested on held-out votes; of imported groups, as Polis lists it."""
    if judgement is None:
        shown = opinion_groups.representative_statements(statistics, is_left_out=votes.is_zeroed)
        return [[_Said(one.statement, one.direction) for one in of_group] for of_group in shown]
    if judgement.held_out is None:
        return [[] for _group in range(n_groups)]
    return [
        [
            _Said(
                one.statement,
                one.direction,
                (
                    ("n", one.n_of_direction),
                    ("n_seen", one.n_seen),
                    ("share", round(one.share, 4)),
                    ("share_of_rest", round(one.share_of_rest, 4)),
                    ("q_value", round(one.q_value, 4)),
                ),
            )
            for one in of_group[:N_LISTED]
        ]
        for of_group in judgement.held_out.listed
    ]


def _ends(
    judgement: Judgement | None, votes: Votes, counted: set[int], rules: Rules
) -> dict[str, list[_Said]]:
    """What most people at either end of the first direction say, of as many as may be told of."""
    if judgement is None or judgement.verdict != "spectrum":
        return {}
    along = positions_of(judgement)[:, 0]
    ends = opinion_groups.ends_of_spectrum(votes, along, minimum_people=rules.minimum_n)
    return {
        name: [
            _Said(one.statement, one.direction, (("share", round(one.share, 4)), ("n_seen", one.n_seen)))
            for one in of_end
            if one.statement in counted
        ][:N_ENDS]
        for name, of_end in (("low", ends.low), ("high", ends.high))
    }


def _differs(judgement: Judgement | None) -> NDArray[np.bool_] | None:
    """Statements on which groups differ by the test on votes that did not form them; nothing untested."""
    if judgement is None or judgement.held_out is None:
        return None
    q_value = judgement.held_out.q_value.min(axis=(0, 2))
    return np.asarray(q_value <= opinion_groups.FALSE_DISCOVERY_RATE)


def _areas(
    statistics: opinion_groups.StatementStatistics, some: list[int], differs: NDArray[np.bool_] | None
) -> list[opinion_groups.Area]:
    counts = np.stack([statistics.n_agree, statistics.n_disagree, statistics.n_pass])[:, :, some]
    return opinion_groups.areas(
        statistics.n_seen[:, some], counts, differs=None if differs is None else differs[some]
    )


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
    letters: list[str]
    counted: list[int]
    names: list[str]
    listed: list[list[_Said]]
    ends: dict[str, list[_Said]]
    differs: NDArray[np.bool_] | None
    positions: NDArray[np.float64] | None


def published(found: _Found, rules: Rules) -> dict[str, Any] | None:
    """What may be told: groups merged until none is small, and on a statement merged again where needed."""
    letters = found.letters
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
    names = ["+".join(group) for group in sizes.groups]
    enough = [j for j in found.counted if int(statistics.n_seen[:, j].sum()) >= rules.minimum_n]
    area_of = dict(zip(enough, _areas(statistics, enough, found.differs), strict=True))
    shared = _shared(statistics, area_of)
    stands_for: dict[int, list[dict[str, str]]] = {j: [] for j in shared}
    ends: dict[int, list[dict[str, str]]] = {}
    for part, name in zip(parts, names, strict=True):
        # What was tested is a group's own; of groups that are shown together nothing was.
        for one in found.listed[part[0]] if len(part) == 1 and len(parts) > 1 else []:
            if one.statement in enough:
                stands = {"name": name, "direction": one.direction}
                stands_for.setdefault(one.statement, []).append(stands)
    for end, of_end in found.ends.items():
        for one in of_end:
            if one.statement in enough:
                stands_for.setdefault(one.statement, [])
                ends.setdefault(one.statement, []).append({"end": end, "direction": one.direction})
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
                "area": "few_votes",
                "stands_for": stands_for[j] if is_whole else [],
                "ends": ends.get(j, []),
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
        if is_whole and min(seen) >= rules.minimum_n:
            rows[-1]["area"] = _area_told(
                area_of[j], told, None if found.differs is None else found.differs[j]
            )
        if not is_told_safely(told, (sum(seen), rows[-1]["answers"])):
            rows[-1]["answers"] = []
    return {
        "minimum_n": rules.minimum_n,
        "n_placed": sum(found.sizes),
        "n_unplaced": n_shown(found.votes.n_people - sum(found.sizes), rules),
        "groups": [
            {"name": "+".join(group), "n": n, "made_of": list(group), "at": at}
            for group, n, at in zip(
                sizes.groups, sizes.n, _places(found.positions, labels, len(parts)), strict=True
            )
        ],
        "statements": rows,
    }


def _shared(
    statistics: opinion_groups.StatementStatistics, area_of: dict[int, opinion_groups.Area]
) -> list[int]:
    """What every group holds, agreeing or refusing, the most widely held first."""
    held = {
        side: opinion_groups.held_by_all(statistics.n_seen, counts)
        for side, counts in zip(SHARED_BY_ALL, (statistics.n_agree, statistics.n_disagree), strict=True)
    }
    alike = [j for j, area in area_of.items() if area in SHARED_BY_ALL]
    return sorted(alike, key=lambda j: (-held[area_of[j]][j], j))[:N_SHARED]


def _area_told(
    area: opinion_groups.Area, told: list[tuple[int, list[dict[str, Any]]]], differs: bool | None
) -> opinion_groups.Area:
    """The area, where the shares that are told bear it out by themselves: so it tells nothing more."""
    if any(share["percent"] is None for _n, shares in told for share in shares):
        return "few_votes"
    ends = np.array([[counts_told(share, n) for share in shares] for n, shares in told])
    seen = np.array([[n] for n, _shares in told])
    least, most = (ends[:, :, which].T[:, :, None] for which in (0, 1))
    (by_shares,) = opinion_groups.areas(
        seen, least, most, differs=None if differs is None else [bool(differs)]
    )
    return area if by_shares == area else "mixed"


def _places(
    positions: NDArray[np.float64] | None, labels: NDArray[np.signedinteger], n_groups: int
) -> list[list[int] | None]:
    """Centres of groups on the map, in steps of a scale of 100: nobody's place moves them visibly."""
    if positions is None or n_groups < 2:
        return [None] * n_groups
    centre = np.array([positions[labels == group].mean(axis=0) for group in range(n_groups)])
    reach = float(np.abs(centre).max()) or 1.0
    steps = np.round(100 / MAP_STEP * centre / reach).astype(int) * MAP_STEP
    return [[int(x), int(y)] for x, y in steps]


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


def judged(
    votes: Votes, seed: int, *, is_over: Callable[[], bool], n_draws: int = opinion_groups.N_DRAWS
) -> Judgement:
    return opinion_groups.judge(votes, rng=np.random.default_rng(seed), n_draws=n_draws, is_over=is_over)


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
