"""Cost of raking: six margins at three sizes, compared with two Python packages on the same data.

The population is drawn with correlated categories, and those who answer are a biased sample of it.
"Collapsed" starts with the distinct profiles and their numbers of people, as they are stored with answers,
and ends with a weight for every person; "from the codes" starts with one row per person. The packages run
under their most favorable conditions (their own convergence rule; ipfn also with the collapsed table as an
array), and the errors of their weights are reported too.
"""

import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import Figure, at_most, compared_with, report
from throughline.methods.weighting import Margin, collapse, diagnose, rake, rake_profiles

PEERS = ["weightipy==0.4.2", "ipfn==1.4.4"]

SIZES = (2, 3, 5, 7, 10, 14)
PEOPLE = {"5 k": 5_000, "100 k": 100_000, "1 M": 1_000_000}
BOUNDS = (0.5, 2.5)
SEED = 20261122
N_REPEATS = 5


@dataclass(frozen=True)
class Case:
    """Respondents, and the population they are weighted to."""

    codes: NDArray[np.int64]
    margins: list[Margin]


def main(as_json: bool) -> bool:
    figures = []
    for name, n in PEOPLE.items():
        figures += measure(name, case(n))
    return report("weighting", figures, as_json)


def case(n: int) -> Case:
    """Draw people; the probability of answering depends on three of their categories."""
    rng = np.random.default_rng(SEED)
    n_drawn = 3 * n
    leaning = rng.normal(size=n_drawn)
    columns = []
    for size in SIZES:
        place = 0.5 + (0.6 * leaning + 0.8 * rng.normal(size=n_drawn)) / 5
        columns.append(np.clip((place * size).astype(np.int64), 0, size - 1))
    people = np.column_stack(columns)
    score = 0.7 * people[:, 1] - 0.5 * (people[:, 2] - 2) + 0.25 * (people[:, 5] - 7)
    answers = rng.random(n_drawn) < 1 / (1 + np.exp(-score))
    margins = [
        Margin(f"m{size}", np.bincount(people[:, number], minlength=size).astype(np.float64))
        for number, size in enumerate(SIZES)
    ]
    return Case(np.ascontiguousarray(people[answers][:n]), margins)


def measure(name: str, case: Case) -> list[Figure]:
    assert len(case.codes) == PEOPLE[name], "too few of those drawn have answered"
    profiles = collapse(case.codes, SIZES)
    rake_profiles(profiles, case.margins)  # warm up: load whatever the first call loads
    collapsed, ours = best(lambda: rake_profiles(profiles, case.margins))
    whole, _ = best(lambda: rake(case.codes, case.margins))
    bounded, within = best(lambda: rake(case.codes, case.margins, bounds=BOUNDS))
    diagnosed, _ = best(lambda: diagnose(ours), repeats=1)
    in_table, table_error = ipfn_on_the_table(case)
    weightipy, weightipy_error = weightipy_on_people(case)
    ipfn, ipfn_error = ipfn_on_people(case)
    error = error_of(case, ours.weight)
    factor = within.factor[within.profiles.of_person]
    outside = float(((factor < BOUNDS[0]) | (factor > BOUNDS[1])).sum())
    at_bound = float(np.isclose(factor[:, None], BOUNDS, rtol=1e-12).any(axis=1).sum())
    return [
        Figure(
            f"{name}, collapsed ({profiles.n_profiles} profiles), against ipfn on the table",
            collapsed,
            "s",
            **at_most(collapsed, 0.1),
            **compared_with(collapsed, in_table),
        ),
        Figure(
            f"{name}, from the codes, against weightipy",
            whole,
            "s",
            **at_most(whole, 1.0),
            **compared_with(whole, weightipy),
        ),
        Figure(f"{name}, from the codes, against ipfn", whole, "s", **compared_with(whole, ipfn)),
        Figure(f"{name}, from the codes, factors within {BOUNDS[0]:g} and {BOUNDS[1]:g}", bounded, "s"),
        Figure(f"{name}, largest factor without bounds", float(ours.factor.max()), "×"),
        Figure(f"{name}, people held by a bound", at_bound, "people"),
        Figure(f"{name}, people outside the bounds", outside, "people", **at_most(outside, 0)),
        Figure(f"{name}, diagnosis (each margin left out once)", diagnosed, "s"),
        Figure(
            f"{name}, margin error, against weightipy",
            error,
            "of the target",
            **at_most(error, 1e-8),
            **compared_with(error, weightipy_error),
        ),
        Figure(
            f"{name}, margin error, against ipfn", error, "of the target", **compared_with(error, ipfn_error)
        ),
        Figure(
            f"{name}, margin error, against ipfn on the table",
            error,
            "of the target",
            **compared_with(error, table_error),
        ),
        Figure(
            f"{name}, margin error with bounds",
            error_of(case, within.weight),
            "of the target",
            **at_most(error_of(case, within.weight), 1e-8),
        ),
    ]


def best(work: Callable[[], Any], repeats: int = N_REPEATS) -> tuple[float, Any]:
    """Return the shortest time of some runs, and the result of the last."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), answer


def error_of(case: Case, weight: NDArray[np.float64]) -> float:
    """Largest relative difference between the weighted share of a category and its target."""
    whole = float(weight.sum())
    worst = 0.0
    for number, margin in enumerate(case.margins):
        reached = np.bincount(case.codes[:, number], weight, minlength=margin.targets.size) / whole
        target = margin.targets / margin.total
        worst = max(worst, float((np.abs(reached - target) / target).max()))
    return worst


def frame(case: Case) -> Any:
    import pandas as pd

    return pd.DataFrame({margin.name: case.codes[:, number] for number, margin in enumerate(case.margins)})


def weightipy_on_people(case: Case) -> tuple[float, float]:
    import weightipy

    targets = {
        margin.name: {code: 100 * float(target) / margin.total for code, target in enumerate(margin.targets)}
        for margin in case.margins
    }
    people = frame(case)

    def work() -> Any:
        return weightipy.weight_dataframe(people, weightipy.scheme_from_dict(targets), weight_column="weight")

    with redirect_stdout(StringIO()):
        seconds, weighted = best(work, repeats=2)
    return seconds, error_of(case, weighted["weight"].to_numpy(dtype=np.float64))


def ipfn_on_people(case: Case) -> tuple[float, float]:
    import pandas as pd
    from ipfn import ipfn

    people = frame(case)
    aggregates = [
        pd.Series(margin.targets, index=pd.RangeIndex(margin.targets.size, name=margin.name), name="total")
        for margin in case.margins
    ]
    dimensions = [[margin.name] for margin in case.margins]

    def work() -> Any:
        return ipfn.ipfn(people.assign(total=1.0), list(aggregates), dimensions).iteration()

    with redirect_stdout(StringIO()):
        seconds, fitted = best(work, repeats=1)
    found = Case(fitted[[margin.name for margin in case.margins]].to_numpy(), case.margins)
    return seconds, error_of(found, fitted["total"].to_numpy(dtype=np.float64))


def ipfn_on_the_table(case: Case) -> tuple[float, float]:
    """Measure ipfn on an array of all combinations, into which the people are counted beforehand."""
    from ipfn import ipfn

    place = np.ravel_multi_index(tuple(case.codes.T), SIZES)
    table = np.bincount(place, minlength=int(np.prod(SIZES))).reshape(SIZES).astype(np.float64)
    aggregates = [margin.targets for margin in case.margins]
    dimensions = [[number] for number in range(len(SIZES))]

    def work() -> Any:
        fitted = ipfn.ipfn(table.copy(), list(aggregates), dimensions).iteration()
        return np.divide(fitted, table, out=np.zeros_like(table), where=table > 0).ravel()[place]

    with redirect_stdout(StringIO()):
        seconds, weight = best(work, repeats=2)
    return seconds, error_of(case, weight)
