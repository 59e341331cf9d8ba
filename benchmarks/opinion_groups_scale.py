"""One measurement per process, so that peak memory is measured separately.

`make` writes votes to a folder; `ours`, `ours_from_rows` and `peer` read them and print seconds and MiB as an
object; `exact` compares the components with the exact ones, in double precision.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import peak_mebibytes
from throughline.methods.opinion_groups import (
    OpinionGroups,
    find,
    group_informed_consensus,
    representative_statements,
    statement_statistics,
)
from throughline.methods.votes import Votes

N_PLANTED = 4
SEED = 20261122
SLAB = 20_000
SECONDS_OF_REPEATS = 3.0


def make(folder: Path, n_people: int, n_statements: int, n_each: int) -> None:
    """Write votes of people in four planted groups, each of whom saw `n_each` random statements."""
    rng = np.random.default_rng(SEED)
    statement = np.empty((n_people, n_each), dtype=np.int16)
    value = np.empty((n_people, n_each), dtype=np.int8)
    leaning = rng.uniform(-0.9, 0.9, (N_PLANTED, n_statements))
    for first in range(0, n_people, SLAB):
        rows = slice(first, min(first + SLAB, n_people))
        n = rows.stop - rows.start
        drawn = np.argpartition(rng.random((n, n_statements), dtype=np.float32), n_each, axis=1)
        statement[rows] = np.sort(drawn[:, :n_each], axis=1)
        planted = rng.integers(0, N_PLANTED, n)
        agrees = rng.random((n, n_each)) < (1 + leaning[planted[:, None], statement[rows]]) / 2
        passes = rng.random((n, n_each)) < 0.15
        value[rows] = np.where(passes, 0, np.where(agrees, 1, -1))
    np.save(folder / "statement.npy", statement.reshape(-1))
    np.save(folder / "value.npy", value.reshape(-1))
    np.save(folder / "offsets.npy", np.arange(0, n_people * n_each + 1, n_each))
    np.save(folder / "n_statements.npy", np.array(n_statements))


def read(folder: Path) -> tuple[NDArray[np.int64], NDArray[np.int16], NDArray[np.int8], int]:
    offsets, statement, value, n = (
        np.load(folder / f"{name}.npy") for name in ("offsets", "statement", "value", "n_statements")
    )
    return offsets, statement, value, int(n)


def write(folder: Path, votes: Votes) -> None:
    """Write existing votes, for the other tasks."""
    np.save(folder / "statement.npy", votes.statement)
    np.save(folder / "value.npy", votes.value)
    np.save(folder / "offsets.npy", votes.offsets)
    np.save(folder / "n_statements.npy", np.array(votes.n_statements))
    np.save(folder / "zeroed.npy", np.flatnonzero(votes.is_zeroed))


def zeroed_of(folder: Path) -> list[int]:
    path = folder / "zeroed.npy"
    return [int(one) for one in np.load(path)] if path.exists() else []


def ours(folder: Path) -> dict[str, Any]:
    """Measure our pipeline from arrays sorted by person to representative statements."""
    offsets, statement, value, n_statements = read(folder)
    zeroed = zeroed_of(folder)

    def work() -> OpinionGroups:
        votes = Votes.by_person(offsets, statement, value, n_statements=n_statements, zeroed=zeroed)
        return finished(votes)

    groups, taken = timed(work)
    np.save(folder / "component.npy", groups.placement.plane.component)
    return taken


def ours_from_rows(folder: Path) -> dict[str, Any]:
    """Measure the same from three unsorted columns, which the peer also gets."""
    offsets, statement, value, n_statements = read(folder)
    zeroed = zeroed_of(folder)
    order = np.random.default_rng(SEED).permutation(value.size)
    person = np.repeat(np.arange(offsets.size - 1), np.diff(offsets))[order]
    statement, value = statement[order], value[order]

    def work() -> OpinionGroups:
        n_people = offsets.size - 1
        return finished(
            Votes.of(person, statement, value, n_people=n_people, n_statements=n_statements, zeroed=zeroed)
        )

    return timed(work)[1]


def finished(votes: Votes) -> OpinionGroups:
    """Compute groups, the figures of every statement, representative statements and consensus."""
    groups = find(votes, rng=np.random.default_rng(0))
    statistics = statement_statistics(votes, groups.group_of_person)
    representative_statements(statistics, is_left_out=votes.is_zeroed)
    group_informed_consensus(statistics)
    return groups


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Run repeatedly for a few seconds; return the last outcome, median times and the peak memory."""
    seconds: list[float] = []
    of_processor: list[float] = []
    while not seconds or sum(seconds) < SECONDS_OF_REPEATS:
        began, begun = time.perf_counter(), time.process_time()
        outcome = work()
        seconds.append(time.perf_counter() - began)
        of_processor.append(time.process_time() - begun)
    return outcome, {
        "seconds": statistics.median(seconds),
        "processor_seconds": statistics.median(of_processor),
        "mebibytes": peak_mebibytes(),
    }


def peer(folder: Path) -> dict[str, Any]:
    """Measure red-dwarf's pipeline, from the list of votes it requires."""
    from reddwarf.implementations.polis import run_pipeline

    offsets, statement, value, _ = read(folder)
    person = np.repeat(np.arange(offsets.size - 1), np.diff(offsets))
    columns = (person.tolist(), statement.tolist(), value.tolist())
    votes = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in zip(*columns, strict=True)]
    zeroed = zeroed_of(folder)
    return timed(lambda: run_pipeline(votes=votes, mod_out_statement_ids=zeroed, random_state=0))[1]


def exact(folder: Path) -> dict[str, Any]:
    """Sine of the larger angle between our components and the exact ones, all in double precision."""
    offsets, statement, value, n = read(folder)
    total, seen = (np.bincount(statement, weights=w, minlength=n) for w in (value, None))
    mean = total / seen
    products = np.zeros((n, n))
    for first in range(0, offsets.size - 1, SLAB):
        bounds = offsets[first : first + SLAB + 1]
        rows = slice(int(bounds[0]), int(bounds[-1]))
        laid = np.zeros((bounds.size - 1, n))
        person = np.repeat(np.arange(bounds.size - 1), np.diff(bounds))
        laid[person, statement[rows]] = value[rows] - mean[statement[rows]]
        products += laid.T @ laid
    vectors = np.linalg.eigh(products)[1][:, :-3:-1].T
    found = np.load(folder / "component.npy")
    along = (found * vectors).sum(axis=1, keepdims=True)
    return {"sine": float(np.linalg.norm(found - along * vectors, axis=1).max())}


def main(words: list[str]) -> None:
    task, folder, *numbers = words
    if task == "make":
        make(Path(folder), *map(int, numbers))
        return
    tasks = {"ours": ours, "ours_from_rows": ours_from_rows, "peer": peer, "exact": exact}
    print(json.dumps(tasks[task](Path(folder))), file=sys.__stdout__)


if __name__ == "__main__":
    main(sys.argv[1:])
