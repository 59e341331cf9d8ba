"""Opinion groups: fidelity to results published by Polis, speed, memory, freshness, and false findings.

Fidelity is measured on conversations with published groups (../shared/data/polis), speed and memory compared
with red-dwarf's full pipeline on the same votes in the same run. False and true findings are measured in
`opinion_groups_honesty`.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import opinion_groups_honesty, opinion_groups_scale
from benchmarks.harness import Figure, at_least, at_most, percentile, report
from tests.methods.measures import adjusted_rand_index, linear_separability
from throughline.formats import polis
from throughline.methods.opinion_groups import (
    Moments,
    RunningVotes,
    find,
    fit_plane,
    group_informed_consensus,
    place,
    statement_statistics,
)
from throughline.methods.votes import Votes

PEERS = ["red-dwarf==0.4.0"]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "polis"
SEVEN_VOTE_RULE = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "canadian-electoral-reform",
    "scoop-hivemind.biodiversity",
    "scoop-hivemind.taxes",
    "vtaiwan.uberx",
)
AGREEMENT = {
    "vtaiwan.uberx": 0.80,
    "scoop-hivemind.biodiversity": 0.90,
    "scoop-hivemind.taxes": 0.90,
    "canadian-electoral-reform": 0.89,
    "brexit-consensus": 0.86,
}
SEEDS = range(20)
N_MORE_VOTES = 2_000


@dataclass(frozen=True, eq=False)
class Published:
    """A conversation and the results Polis published."""

    export: polis.Conversation
    votes: Votes
    group: NDArray[np.int64]
    consensus: NDArray[np.float64]


@cache
def published(name: str) -> Published:
    export = polis.read(DATA / name)
    log, current = export.votes, export.votes.current()
    return Published(
        export=export,
        votes=Votes.of(
            log.person[current],
            log.statement[current],
            log.value[current],
            n_people=len(export.participants),
            n_statements=len(export.statements),
            zeroed=[i for i, one in enumerate(export.statements) if one.moderated < 0 or one.is_meta],
        ),
        group=np.array([-1 if one.group is None else int(one.group) for one in export.participants]),
        consensus=np.array([np.nan if one.consensus is None else one.consensus for one in export.statements]),
    )


def main(as_json: bool) -> bool:
    if not DATA.exists():
        raise SystemExit(
            f"The conversations with published groups are absent: no {DATA.name} next to the project."
        )
    honest = opinion_groups_honesty.figures(lambda name: published(name).votes)
    figures = [*fidelity(), *speed(), *one_more_vote(), *fresh_map(), *honest]
    return report("opinion-groups", figures, as_json)


def fidelity() -> Iterator[Figure]:
    one = published("bg2050-volunteers")
    ours = group_informed_consensus(statement_statistics(one.votes, one.group))
    n_equal = float((np.abs(ours - one.consensus) < 1e-9).sum())
    yield Figure("consensus of bg2050 within 1e-9, of 371", n_equal, "", **at_least(n_equal, 371))
    for name in SEVEN_VOTE_RULE:
        yield from fidelity_of_the_plane(name)
    for name, bar in AGREEMENT.items():
        yield from agreement(name, bar)
    for name in ("vtaiwan.uberx", "scoop-hivemind.biodiversity", "bg2050-volunteers"):
        largest = difference_from_peer(name)
        yield Figure(f"statistics against red-dwarf's, {name}", largest, "", **at_most(largest, 1e-9))


def fidelity_of_the_plane(name: str) -> Iterator[Figure]:
    one = published(name)
    placement = place(one.votes)
    ours, theirs = set(placement.person.tolist()), set(np.flatnonzero(one.group >= 0).tolist())
    jaccard = len(ours & theirs) / len(ours | theirs)
    yield Figure(f"placed, Jaccard, {name}", jaccard, "", **at_least(jaccard, 0.99))
    label = one.group[placement.person]
    share = linear_separability(placement.position[label >= 0], label[label >= 0])
    yield Figure(f"separability, {name}", share, "", **at_least(share, 0.975))


def agreement(name: str, bar: float) -> Iterator[Figure]:
    """Median over seeds of the adjusted Rand index to the published groups, with the range."""
    one = published(name)
    found = []
    for seed in SEEDS:
        groups = find(one.votes, rng=np.random.default_rng(seed), n_groups=int(one.group.max()) + 1)
        both = (groups.group_of_person >= 0) & (one.group >= 0)
        found.append(adjusted_rand_index(groups.group_of_person[both], one.group[both]))
    median = statistics.median(found)
    yield Figure(f"ARI, median of 20 seeds, {name}", median, "", **at_least(median, bar))
    yield Figure(f"ARI, smallest, {name}", min(found), "")
    yield Figure(f"ARI, largest, {name}", max(found), "")


def rows_for_peer(votes: Votes) -> list[dict[str, int]]:
    columns = (votes.person.tolist(), votes.statement.tolist(), votes.value.tolist())
    return [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in zip(*columns, strict=True)]


def difference_from_peer(name: str) -> float:
    """Largest difference of any figure of any statement and group, with red-dwarf's own groups."""
    from reddwarf.implementations.polis import run_pipeline

    votes = published(name).votes
    zeroed = np.flatnonzero(votes.is_zeroed).tolist()
    peer = run_pipeline(votes=rows_for_peer(votes), mod_out_statement_ids=zeroed, random_state=0)
    label = np.full(votes.n_people, -1)
    placed = peer.participants_df["cluster_id"].dropna()
    label[placed.index.to_numpy()] = placed.to_numpy(dtype=np.int64)
    ours, theirs = statement_statistics(votes, label), peer.group_comment_stats
    columns = {
        "na": ours.n_agree,
        "nd": ours.n_disagree,
        "ns": ours.n_seen,
        "pa": ours.p_agree,
        "pd": ours.p_disagree,
        "pat": ours.z_agree,
        "pdt": ours.z_disagree,
        "ra": ours.r_agree,
        "rd": ours.r_disagree,
        "rat": ours.zr_agree,
        "rdt": ours.zr_disagree,
    }
    group = theirs.index.get_level_values("group_id").to_numpy()
    statement = theirs.index.get_level_values("statement_id").to_numpy()
    return max(
        float(np.abs(table[group, statement] - theirs[name].to_numpy()).max())
        for name, table in columns.items()
    )


def speed() -> Iterator[Figure]:
    """The whole pipeline, from an unsorted list of votes to the representative statements."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        opinion_groups_scale.write(folder, published("vtaiwan.uberx").votes)
        ours, peer = in_own_process("ours_from_rows", folder), in_own_process("peer", folder)
        yield times_faster("uberx", ours["seconds"], peer["seconds"], 50)
        in_own_process("make", folder, 30_000, 300, 50)
        ours, peer = in_own_process("ours_from_rows", folder), in_own_process("peer", folder)
        yield times_faster("30000 x 300", ours["seconds"], peer["seconds"], 200)
        yield Figure("30000 x 300, peak", ours["mebibytes"], "MiB", peer=peer["mebibytes"])
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        in_own_process("make", folder, 1_000_000, 500, 50)
        ours = in_own_process("ours", folder)
        yield Figure("50M votes", ours["seconds"], "s", **at_most(ours["seconds"], 5))
        yield Figure("50M votes, processor time", ours["processor_seconds"], "s")
        yield Figure("50M votes, peak", ours["mebibytes"], "MiB", **at_most(ours["mebibytes"], 1024))
        sine = in_own_process("exact", folder)["sine"]
        yield Figure("50M votes, angle to the exact components", sine, "rad", **at_most(sine, 1e-3))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def times_faster(name: str, ours: float, peer: float, bar: float) -> Figure:
    """Seconds of both, and the threshold for their ratio."""
    times = peer / ours
    return Figure(name, ours, "s", f"≥ {bar:g}×", times >= bar, peer, times)


def fresh_map() -> Iterator[Figure]:
    """The map of a forum in the product, on SQLite, after each vote and while votes are being written."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.opinion_groups_forum"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "throughline.config.settings",
                "OPENBLAS_NUM_THREADS": "1",
                "THROUGHLINE_DATABASE_URL": "",
                "THROUGHLINE_HOME": home,
            },
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    times, forum = json.loads(done.stdout), "forum of 10,000 people, 300,000 votes"
    p95 = times["under_load_p95"]
    yield Figure(f"map while votes come in, p95, {forum}", p95, "ms", **at_most(p95, 1000))
    yield Figure(f"map while votes come in, median, {forum}", times["under_load"], "ms")
    yield Figure("votes that came in meanwhile, a second", times["votes_a_second"], "")
    yield Figure(f"map after one more vote, median, {forum}", times["fresh"], "ms")
    yield Figure(f"map after a restart, {forum}", times["restarted"], "ms")
    yield Figure(f"keeping the votes, {forum}", times["kept"], "ms")


def in_own_process(task: str, folder: Path, *numbers: int) -> dict[str, Any]:
    """Run one task in a separate process; ours uses its own threads, the peer uses BLAS threads."""
    environment = dict(os.environ)
    if task.startswith("ours"):
        environment["OPENBLAS_NUM_THREADS"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.opinion_groups_scale", task, str(folder), *map(str, numbers)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(done.stdout)) if done.stdout else {}


def one_more_vote() -> Iterator[Figure]:
    """Time to add a new or changed vote to the sums of 20,000 people, and to recompute the plane."""
    for n_statements, bar in ((200, 1.0), (900, 10.0)):
        rng = np.random.default_rng(1)
        person = np.repeat(np.arange(20_000), 50)
        statement = np.argsort(rng.random((20_000, n_statements)), axis=1)[:, :50].reshape(-1)
        value = rng.integers(-1, 2, person.size)
        running = RunningVotes(Votes.of(person, statement, value, n_people=20_000, n_statements=n_statements))
        rows = zip(
            rng.integers(0, 20_000, N_MORE_VOTES).tolist(),
            rng.integers(0, n_statements, N_MORE_VOTES).tolist(),
            rng.integers(-1, 2, N_MORE_VOTES).tolist(),
            strict=True,
        )
        milliseconds = [1000 * seconds(partial(running.vote, *row)) for row in rows]
        p99, name = percentile(milliseconds, 99), f"one more vote, {n_statements} statements"
        yield Figure(f"{name}, median", percentile(milliseconds, 50), "ms")
        yield Figure(f"{name}, p99", p99, "ms", **at_most(p99, bar))
        votes, kept = running.votes(), running.moments
        recounted = Moments.of(votes)
        n_wrong = float(
            sum(
                int((getattr(kept, of) != getattr(recounted, of)).sum())
                for of in recounted.__dataclass_fields__
            )
        )
        yield Figure(f"{name}, sums that differ from counting again", n_wrong, "", **at_most(n_wrong, 0))
        plane = statistics.median(seconds(partial(fit_plane, votes, moments=kept)) for _ in range(5))
        yield Figure(f"plane from stored sums, {n_statements} statements", 1000 * plane, "ms")
