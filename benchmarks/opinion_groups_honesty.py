"""How often opinion groups are found where there are none, and where there are some.

The verdicts of `judge`, with its default numbers of draws, on permuted votes of real conversations, planted
spreads, yes-saying and planted groups. `opinion_groups` reports these figures together with its own.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from benchmarks.harness import Figure, at_least, at_most
from tests.methods.measures import adjusted_rand_index
from tests.methods.planted import planted_continuum, planted_groups, planted_yes_saying
from throughline.methods.opinion_groups import LEVEL, Judgment, find, held_out_statements, judge, place
from throughline.methods.opinion_groups.null import Shuffler, permutation_null
from throughline.methods.opinion_groups.sheet import Sheet, largest_variances
from throughline.methods.votes import Votes

PERMUTED = ("vtaiwan.uberx", "scoop-hivemind.biodiversity", "15-per-hour-seattle")
STRUCTURED = (
    "vtaiwan.uberx",
    "scoop-hivemind.biodiversity",
    "scoop-hivemind.taxes",
    "canadian-electoral-reform",
)
N_SETS = 200
N_REFERENCE = 1999
N_GROUP_SETS = 10
N_MINORITY_SETS = 20
N_SETS_ON_A_REAL_PATTERN = 40
REFERENCE_SEED = 1_000_000  # the sets tested use seeds 0 to 199

Size = tuple[int, int, float]  # people, statements, share of statements each person saw
SIZES: tuple[Size, ...] = tuple((n, 30, seen) for n in (40, 200, 600) for seen in (0.8, 0.6, 0.3))
REAL_PATTERN = "brexit-consensus"
SPREADS: dict[str, Callable[[np.random.Generator], Votes]] = {
    "a bell": lambda rng: planted_continuum(rng, 100, 24),
    "even": lambda rng: planted_continuum(rng, 100, 24, is_even=True),
    "even, steep": lambda rng: planted_continuum(rng, 100, 24, is_even=True, steepness=4),
    "yes-saying": lambda rng: planted_yes_saying(rng, 100, 24),
}


def figures(votes_of: Callable[[str], Votes]) -> Iterator[Figure]:
    """Measure false and true findings; `votes_of` reads the votes of a published conversation."""
    for name in PERMUTED:
        n = permuted_beyond_nothing(votes_of(name))
        yield Figure(f"permuted {name}, not nothing, sets of {N_SETS}", n, "", **at_most(n, 10))
    n = permuted_with_flags(votes_of("15-per-hour-seattle"))
    yield Figure(f"permuted, 2 groups forced, any flagged, sets of {N_SETS}", n, "", **at_most(n, 20))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name, judgment in zip(STRUCTURED, pool.map(judged, map(votes_of, STRUCTURED)), strict=True):
            found = float(judgment.verdict in ("spectrum", "groups"))
            yield Figure(f"structure in {name} ({judgment.verdict})", found, "", **at_least(found, 1))
        for name in SPREADS:
            verdicts = list(pool.map(partial(verdict_on_spread, name), range(N_SETS), chunksize=5))
            n = float(verdicts.count("groups"))
            yield Figure(f"planted: {name}, classed as groups, sets of {N_SETS}", n, "", **at_most(n, 10))
        pattern = votes_of(REAL_PATTERN)
        verdicts = list(pool.map(partial(verdict_on_a_line, pattern), range(N_SETS_ON_A_REAL_PATTERN)))
        n = float(verdicts.count("groups"))
        of_sets = f"sets of {N_SETS_ON_A_REAL_PATTERN}"
        yield Figure(
            f"planted: a line on who saw what in {REAL_PATTERN}, classed as groups, {of_sets}",
            n,
            "",
            **at_most(n, 0.05 * N_SETS_ON_A_REAL_PATTERN),
        )
        for n_groups in (2, 3, 5):
            for size in SIZES:
                outcomes = list(pool.map(partial(judged_groups, n_groups, size), range(N_GROUP_SETS)))
                yield from recovered(n_groups, size, outcomes)
        of_minority = list(pool.map(judged_minority, range(N_MINORITY_SETS)))
    n = float(of_minority.count("found"))
    yield Figure(f"planted minority of 4 % found, sets of {N_MINORITY_SETS}", n, "")
    n = float(of_minority.count("unresolved"))
    yield Figure(f"planted minority of 4 % classed as unresolved, sets of {N_MINORITY_SETS}", n, "")
    n = float(of_minority.count("merged"))
    yield Figure(
        f"planted minority of 4 % merged silently, sets of {N_MINORITY_SETS}", n, "", **at_most(n, 0)
    )


def permuted_beyond_nothing(votes: Votes) -> float:
    """Count the permuted sets, of `N_SETS`, that the test classifies as more than nothing.

    Permuted sets and the null are exchangeable, so one reference, with other seeds, serves all tests.
    """
    sheet = Sheet.of(votes, place(votes), rng=np.random.default_rng(0))
    reference = permutation_null(sheet, rng=np.random.default_rng(REFERENCE_SEED), n_draws=N_REFERENCE)
    shuffler = Shuffler(sheet)
    n_beyond = 0
    for seed in range(N_SETS):
        drawn = sheet.deviation(shuffler.draw(np.random.default_rng(seed)))
        n_beyond += reference.p_value(float(largest_variances(drawn, 1)[0])) <= LEVEL
    return float(n_beyond)


def permuted_with_flags(votes: Votes) -> float:
    """Count the permuted sets, of `N_SETS` forced into two groups, in which any statement is flagged."""
    order = np.argsort(votes.statement, kind="stable")
    n_flagged = 0
    for seed in range(N_SETS):
        rng = np.random.default_rng(seed)
        drawn = np.empty_like(votes.value)
        drawn[order] = votes.value[np.argsort(votes.statement + rng.random(votes.n_votes), kind="stable")]
        permuted = votes.revoted(drawn)
        label = find(permuted, rng=rng, n_groups=2).group_of_person
        n_flagged += any(held_out_statements(permuted, label, 2, rng=rng).listed)
    return float(n_flagged)


def judged(votes: Votes) -> Judgment:
    return judge(votes, rng=np.random.default_rng(1))


def verdict_on_spread(name: str, seed: int) -> str:
    rng = np.random.default_rng([2, seed])
    return judge(SPREADS[name](rng), rng=rng).verdict


def verdict_on_a_line(pattern: Votes, seed: int) -> str:
    """Return the verdict on people along one line who saw exactly the statements seen in a conversation."""
    rng = np.random.default_rng([5, seed])
    place_of, slope, threshold = (rng.normal(size=n) for n in (pattern.n_people, *[pattern.n_statements] * 2))
    lean = place_of[pattern.person] * slope[pattern.statement] - threshold[pattern.statement]
    agrees = rng.random(pattern.n_votes) < 1 / (1 + np.exp(-2 * lean))
    votes = pattern.revoted(np.where(pattern.value == 0, 0, np.where(agrees, 1, -1)).astype(np.int8))
    return judge(votes, rng=rng).verdict


def judged_groups(n_groups: int, size: Size, seed: int) -> tuple[str, int, float]:
    """Return the verdict, the number of groups and the agreement with the planted ones."""
    n_people, n_statements, seen_share = size
    rng = np.random.default_rng([3, n_groups, seed])
    shares = (1 / n_groups,) * n_groups
    votes, group = planted_groups(rng, n_people, n_statements, shares, seen_share=seen_share)
    judgment = judge(votes, rng=rng)
    label = judgment.group_of_person
    is_placed = label >= 0
    return (
        judgment.verdict,
        judgment.n_groups,
        adjusted_rand_index(label[is_placed], group[is_placed]) if judgment.n_groups > 1 else 0.0,
    )


def recovered(n_groups: int, size: Size, outcomes: list[tuple[str, int, float]]) -> Iterator[Figure]:
    n_people, n_statements, seen_share = size
    what = f"{n_groups} groups, {n_people} × {n_statements}, {seen_share:.0%} seen"
    found = [(n_found, agreement) for verdict, n_found, agreement in outcomes if verdict == "groups"]
    yield Figure(f"planted {what}: classed as groups, sets of {N_GROUP_SETS}", float(len(found)), "")
    if found:
        right = float(sum(n_found == n_groups for n_found, _ in found))
        yield Figure(f"planted {what}: number right, of {len(found)}", right, "")
        yield Figure(f"planted {what}: ARI, median", float(np.median([one for _, one in found])), "")


def judged_minority(seed: int) -> str:
    """Return whether 12 of 300 with different opinions are found, classed as unresolved, or merged silently.

    Unresolved: a group of their size could be undetected, whatever the verdict.
    """
    rng = np.random.default_rng([4, seed])
    votes, group = planted_groups(rng, 300, 30, (0.96, 0.04))
    judgment = judge(votes, rng=rng)
    label = judgment.group_of_person
    together = label[(group == 1) & (label >= 0)]
    own = float(np.mean(group[label == np.bincount(together).argmax()] == 1))
    if judgment.n_groups > 1 and own > 0.5:
        return "found"
    visible = judgment.grounds.smallest_visible_share if judgment.grounds else None
    return "merged" if visible is not None and visible <= 0.04 else "unresolved"
