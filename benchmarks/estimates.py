"""Coverage of confidence intervals: at least 2,000 samples of known populations at each point.

A point is a design, a population and a kind of interval. Its coverage is the share of its samples whose
interval contains the truth. Where every sample has the same weights, strata and clusters, the samples are
variables of one design; otherwise each has its own design. Kinds of intervals that are documented as
conservative have no upper bar.
"""

import sys
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from benchmarks.harness import Bar, Figure, at_least, at_most, cpu_seconds, report
from throughline.methods.estimates import (
    Change,
    Design,
    Estimate,
    association,
    benjamini_hochberg,
    change_of_means,
    change_of_shares,
    design_of,
    holm,
    jackknifed,
    means,
    post_stratified,
    quantiles,
    raked,
    ratios,
    regression,
    regression_calibrated,
    shares,
    totals,
)
from throughline.methods.weighting import Margin, rake

PEERS: list[str] = []
N_DRAWS = 2_000
N_SIDE_BY_SIDE = 8_000
SEED = 20_261_122
LOWEST, AVERAGE_FROM, AVERAGE_TO = 93.0, 94.0, 97.0
CONSERVATIVE = {
    "share, beta": "conservative",
    "share, logit": "conservative below 50 people",
    "share of a few groups, beta": "conservative",
}
SCALE = np.arange(1.0, 6.0)
SCALES = {
    "even": [0.2, 0.2, 0.2, 0.2, 0.2],
    "half at the top": [0.05, 0.05, 0.1, 0.3, 0.5],
    "70 % at the top": [0.02, 0.03, 0.05, 0.2, 0.7],
}

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """The coverage of one kind of interval at one design and population."""

    kind: str
    where: str
    percent: float


def main(as_json: bool) -> bool:
    began = cpu_seconds()
    rng = np.random.default_rng(SEED)
    points = [
        point
        for family in (
            shares_of_a_simple_sample,
            shares_of_strata_and_clusters,
            fitted_shares,
            means_on_a_scale,
            means_of_numbers,
            totals_and_ratios,
            fitted_means,
            medians_and_other_quantiles,
            changes,
            coefficients,
        )
        for point in family(rng)
    ]
    for point in points:
        print(f"{point.percent:5.1f} %  {point.kind}: {point.where}", file=sys.stderr)
    figures = [*coverage_figures(points), *false_alarms(rng)]
    figures.append(Figure("points", float(len(points)), "points"))
    figures.append(Figure("whole benchmark, CPU time", cpu_seconds() - began, "s"))
    return report("estimates", figures, as_json)


def coverage_figures(points: Sequence[Point]) -> Iterator[Figure]:
    by_kind: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_kind[point.kind].append(point)
    for kind, kind_points in by_kind.items():
        note = CONSERVATIVE.get(kind)
        name = f"{kind} ({note})" if note else kind
        lowest = min(kind_points, key=lambda point: point.percent)
        average = float(np.mean([point.percent for point in kind_points]))
        yield Figure(
            f"{name}: lowest coverage of {len(kind_points)} points, at {lowest.where}",
            lowest.percent,
            "%",
            **at_least(lowest.percent, LOWEST),
        )
        yield Figure(
            f"{name}: average coverage",
            average,
            "%",
            **(at_least(average, AVERAGE_FROM) if note else between(average, AVERAGE_FROM, AVERAGE_TO)),
        )
    plain = [point.percent for point in points if point.kind not in CONSERVATIVE]
    average = float(np.mean(plain))
    yield Figure(
        "all but the conservative: average coverage",
        average,
        "%",
        **between(average, AVERAGE_FROM, AVERAGE_TO),
    )


def between(value: float, low: float, high: float) -> Bar:
    return {"bar": f"{low:g} to {high:g}", "holds": low <= value <= high}


def coverage(found: Sequence[Estimate | Change], truth: float) -> float:
    """Percentage of intervals that contain the truth; a missing interval counts as not containing it."""
    hair = 1e-9 * max(1.0, abs(truth))
    return 100 * float(
        np.mean(
            [
                each.interval is not None and each.interval.low - hair <= truth <= each.interval.high + hair
                for each in found
            ]
        )
    )


def simple(n: int) -> Design:
    return design_of(np.ones(n), kind="random")


# --- Shares ------------------------------------------------------------------------------------------------


def shares_of_a_simple_sample(rng: np.random.Generator) -> Iterator[Point]:
    for n in (20, 30, 40, 166):
        for share in (0.05, 0.1, 0.2, 0.3, 0.5):
            indicators = rng.random((n, N_SIDE_BY_SIDE)) < share
            for method in ("wilson", "logit", "beta"):
                found = shares(simple(n), indicators, interval=method)
                yield Point(f"share, {method}", f"n {n}, share {share:g}", coverage(found, share))
    population = np.arange(100) < 20
    indicators = np.stack([rng.permutation(population)[:40] for _ in range(N_SIDE_BY_SIDE)], axis=1)
    design = design_of(np.full(40, 2.5), kind="random", population=100)
    yield Point(
        "share, wilson", "40 of a population of 100, share 0.2", coverage(shares(design, indicators), 0.2)
    )


def shares_of_strata_and_clusters(rng: np.random.Generator) -> Iterator[Point]:
    for base in (0.1, 0.3, 0.5):
        design, indicators, share = _stratified_shares(rng, base)
        yield Point(
            "share, wilson", f"5 strata, n 60, share {share:.2f}", coverage(shares(design, indicators), share)
        )
    for share, n_clusters, size in ((0.1, 15, 12), (0.3, 15, 12), (0.5, 15, 12), (0.3, 30, 4), (0.1, 30, 4)):
        design = design_of(
            np.ones(n_clusters * size), kind="random", clusters=np.repeat(np.arange(n_clusters), size)
        )
        indicators = _clustered(rng, share, n_clusters, size) < share
        where = f"{n_clusters} clusters of {size}, share {share:g}"
        yield Point("share, wilson", where, coverage(shares(design, indicators), share))
        yield Point(
            "share of a few groups, beta", where, coverage(shares(design, indicators, interval="beta"), share)
        )
    is_in = np.arange(120) < 30
    indicators = rng.random((120, N_SIDE_BY_SIDE)) < 0.2
    found = shares(simple(120), indicators, domain=is_in)
    yield Point("share, wilson", "a domain of 30 out of 120, share 0.2", coverage(found, 0.2))
    weight = np.tile([1.0, 1.0, 2.0, 4.0], 20)
    found = shares(design_of(weight, kind="random"), rng.random((80, N_SIDE_BY_SIDE)) < 0.2)
    yield Point("share, wilson", "n 80 with weights 1 to 4, share 0.2", coverage(found, 0.2))


def _stratified_shares(rng: np.random.Generator, base: float) -> tuple[Design, NDArray[np.bool_], float]:
    size, population = np.array([8, 10, 12, 14, 16]), np.array([400, 300, 900, 500, 1_000])
    each = np.clip(base + np.array([-0.06, -0.03, 0.0, 0.05, 0.08]), 0.02, 0.98)
    stratum = np.repeat(np.arange(5), size)
    design = design_of(
        (population / size)[stratum], kind="random", strata=stratum, population=population[stratum]
    )
    indicators = rng.random((len(stratum), N_SIDE_BY_SIDE)) < each[stratum][:, None]
    return design, indicators, float(each @ population / population.sum())


def _clustered(rng: np.random.Generator, share: float, n_clusters: int, size: int) -> Rows:
    """Uniform numbers, correlated within clusters (correlation of the underlying normal scores: 0.08)."""
    between_clusters = rng.normal(size=(n_clusters, 1, N_DRAWS)) * np.sqrt(0.08)
    within = rng.normal(size=(n_clusters, size, N_DRAWS)) * np.sqrt(0.92)
    return np.asarray(stats.norm.cdf((between_clusters + within).reshape(-1, N_DRAWS)))


# --- Weights fitted to known margins -----------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Population:
    """People with two known margins, whose answers are correlated with both."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    score: Rows
    indicators: NDArray[np.bool_]

    @classmethod
    def of(cls, rng: np.random.Generator, size: int = 6_000) -> "Population":
        one = rng.choice(3, size, p=[0.5, 0.3, 0.2])
        other = rng.choice(4, size, p=[0.35, 0.3, 0.2, 0.15])
        score = 3 + 0.5 * one - 0.3 * other + rng.normal(size=size)
        return cls(one, other, score, score > 3.6)

    def sample(self, rng: np.random.Generator, n: int) -> NDArray[np.int64]:
        return np.asarray(rng.choice(len(self.one), n, replace=False), dtype=np.int64)


def fitted_shares(rng: np.random.Generator) -> Iterator[Point]:
    people = Population.of(rng)
    truth = float(people.indicators.mean())
    for n in (80, 150):
        found = [
            shares(_raked(people, at), people.indicators[at][:, None])[0]
            for at in (people.sample(rng, n) for _ in range(N_DRAWS))
        ]
        yield Point(
            "share, wilson", f"raked to two margins, n {n}, share {truth:.2f}", coverage(found, truth)
        )


def fitted_means(rng: np.random.Generator) -> Iterator[Point]:
    people = Population.of(rng)
    truth, size = float(people.score.mean()), len(people.one)
    cells: dict[Hashable, float] = {cell: float((people.one == cell).sum()) for cell in range(3)}
    known = np.column_stack([np.ones(size), people.one, people.other]).astype(float)
    by_kind: dict[str, list[Estimate]] = defaultdict(list)
    for _ in range(N_DRAWS):
        at = people.sample(rng, 80)
        score = people.score[at][:, None]
        plain = design_of(np.full(80, size / 80), kind="random", population=size)
        by_kind["raked to two margins"] += means(_raked(people, at), score)
        by_kind["post-stratified"] += means(post_stratified(plain, people.one[at], cells), score)
        by_kind["calibrated by regression"] += means(
            regression_calibrated(plain, known[at], known.sum(axis=0)), score
        )
    for where, found in by_kind.items():
        yield Point("mean, Hall", f"{where}, n 80", coverage(found, truth))


def _raked(people: Population, at: NDArray[np.int64]) -> Design:
    size = len(people.one)
    margins = [
        Margin("one", np.bincount(people.one).astype(float)),
        Margin("other", np.bincount(people.other).astype(float)),
    ]
    codes = np.column_stack([people.one[at], people.other[at]])
    weights = rake(codes, margins)
    plain = design_of(np.full(len(at), size / len(at)), kind="random", population=size)
    return raked(plain, weights.weight, [codes[:, 0], codes[:, 1]])


# --- Means, totals, ratios ---------------------------------------------------------------------------------


def means_on_a_scale(rng: np.random.Generator) -> Iterator[Point]:
    for n in (20, 30, 40, 166):
        for name, chance in SCALES.items():
            answers = rng.choice(SCALE, p=chance, size=(n, N_SIDE_BY_SIDE))
            found = means(simple(n), answers, scale=(1, 5))
            yield Point("mean on a scale, Wilson", f"n {n}, {name}", coverage(found, float(SCALE @ chance)))
    for name, chance in SCALES.items():
        design = design_of(np.ones(180), kind="random", clusters=np.repeat(np.arange(15), 12))
        steps = np.cumsum(chance)[:-1]
        answers = 1.0 + np.searchsorted(steps, _clustered(rng, 0.5, 15, 12))
        found = means(design, answers, scale=(1, 5))
        yield Point(
            "mean on a scale, Wilson", f"15 clusters of 12, {name}", coverage(found, float(SCALE @ chance))
        )


def means_of_numbers(rng: np.random.Generator) -> Iterator[Point]:
    shapes = {
        "normal": stats.norm(),
        "gamma, shape 4": stats.gamma(4),
        "exponential": stats.expon(),
        "five-point scale, half at the top": None,
    }
    for n in (20, 30, 40):
        for name, shape in shapes.items():
            chance = SCALES["half at the top"]
            answers = (
                rng.choice(SCALE, p=chance, size=(n, N_SIDE_BY_SIDE))
                if shape is None
                else shape.rvs(size=(n, N_SIDE_BY_SIDE), random_state=rng)
            )
            truth = float(SCALE @ chance) if shape is None else float(shape.mean())
            yield Point("mean, Hall", f"n {n}, {name}", coverage(means(simple(n), answers), truth))
    for n in (20, 40, 166):
        answers = rng.normal(size=(n, N_SIDE_BY_SIDE))
        yield Point("mean, t", f"n {n}, normal", coverage(means(simple(n), answers, interval="t"), 0.0))
    for n in (166, 400):
        answers = rng.exponential(size=(n, N_SIDE_BY_SIDE))
        yield Point("mean, t", f"n {n}, exponential", coverage(means(simple(n), answers, interval="t"), 1.0))
    for n_clusters, size in ((15, 12), (30, 4)):
        clusters = np.repeat(np.arange(n_clusters), size)
        answers = stats.gamma(2).ppf(_clustered(rng, 0.5, n_clusters, size))
        design = design_of(np.ones(len(clusters)), kind="random", clusters=clusters)
        where = f"{n_clusters} clusters of {size}, gamma, shape 2"
        yield Point("mean, Hall", where, coverage(means(design, answers), 2.0))
        found = means(jackknifed(design), answers)
        yield Point("mean, jackknife and t", where, coverage(found, 2.0))
        normal = stats.norm.ppf(_clustered(rng, 0.5, n_clusters, size))
        where = f"{n_clusters} clusters of {size}, normal"
        yield Point("mean, jackknife and t", where, coverage(means(jackknifed(design), normal), 0.0))
    is_in = np.arange(120) < 30
    found = means(simple(120), rng.exponential(size=(120, N_SIDE_BY_SIDE)), domain=is_in)
    yield Point("mean, Hall", "a domain of 30 out of 120, exponential", coverage(found, 1.0))


def totals_and_ratios(rng: np.random.Generator) -> Iterator[Point]:
    size, population = np.array([8, 10, 12, 14, 16]), np.array([60, 80, 200, 120, 300])
    stratum = np.repeat(np.arange(5), size)
    people = [np.sort(rng.gamma(3, 1 + 0.4 * h, size=n)) for h, n in enumerate(population)]
    truth = float(sum(each.sum() for each in people))
    drawn = np.vstack(
        [
            np.stack([rng.permutation(each)[:n] for _ in range(N_DRAWS)], axis=1)
            for each, n in zip(people, size, strict=True)
        ]
    )
    design = design_of(
        (population / size)[stratum], kind="random", strata=stratum, population=population[stratum]
    )
    yield Point(
        "total, Hall", "5 strata of a finite population, n 60, gamma", coverage(totals(design, drawn), truth)
    )
    for n in (40, 100):
        answers = rng.gamma(3, 1, size=(n, N_SIDE_BY_SIDE))
        found = totals(design_of(np.full(n, 50.0), kind="random"), answers)
        yield Point("total, Hall", f"n {n}, gamma, shape 3", coverage(found, 3.0 * 50 * n))
    for n in (30, 60, 166):
        whole = rng.gamma(4, 1, size=(n, N_SIDE_BY_SIDE))
        part = whole * rng.beta(6, 2, size=(n, N_SIDE_BY_SIDE))
        yield Point("ratio, Hall", f"n {n}", coverage(ratios(simple(n), part, whole), 0.75))


# --- Quantiles ---------------------------------------------------------------------------------------------


def medians_and_other_quantiles(rng: np.random.Generator) -> Iterator[Point]:
    wanted = (0.1, 0.25, 0.5, 0.75, 0.9)
    for n in (20, 40, 100):
        answers = rng.exponential(size=(n, N_DRAWS))
        design = simple(n)
        found = [quantiles(design, answers[:, i], wanted) for i in range(N_DRAWS)]
        for at, share in enumerate(wanted):
            truth = -float(np.log1p(-share))
            yield Point("quantile, score", f"n {n}, share {share:g}", coverage([f[at] for f in found], truth))
    design = design_of(np.ones(180), kind="random", clusters=np.repeat(np.arange(15), 12))
    answers = _clustered(rng, 0.5, 15, 12)
    found = [quantiles(design, answers[:, i], (0.25, 0.5)) for i in range(N_DRAWS)]
    for at, share in enumerate((0.25, 0.5)):
        where = f"15 clusters of 12, share {share:g}"
        yield Point("quantile, score", where, coverage([each[at] for each in found], share))
    weight = np.tile([1.0, 1.0, 2.0, 4.0], 20)
    design = design_of(weight, kind="random")
    answers = rng.random((80, N_DRAWS))
    median = [quantiles(design, answers[:, i], (0.5,))[0] for i in range(N_DRAWS)]
    yield Point("quantile, score", "n 80 with weights 1 to 4, median", coverage(median, 0.5))
    for n in (166, 400):
        answers = rng.random((n, N_DRAWS))
        found = [
            quantiles(simple(n), answers[:, i], (0.25, 0.5, 0.75), interval="woodruff")
            for i in range(N_DRAWS)
        ]
        for at, share in enumerate((0.25, 0.5, 0.75)):
            where = f"n {n}, share {share:g}"
            yield Point("quantile, Woodruff", where, coverage([each[at] for each in found], share))


# --- Change ------------------------------------------------------------------------------------------------


def changes(rng: np.random.Generator) -> Iterator[Point]:
    one: NDArray[np.generic]
    other: NDArray[np.generic]
    for n, m, before, after in (
        (20, 20, 0.3, 0.5),
        (30, 30, 0.1, 0.2),
        (30, 60, 0.05, 0.1),
        (40, 40, 0.5, 0.5),
        (40, 166, 0.2, 0.1),
        (166, 166, 0.3, 0.4),
    ):
        one, other = rng.random((n, N_SIDE_BY_SIDE)) < before, rng.random((m, N_SIDE_BY_SIDE)) < after
        found = change_of_shares(simple(n), one, simple(m), other)
        where = f"n {n} and {m}, shares {before:g} and {after:g}"
        yield Point("change of a share", where, coverage(found, after - before))
    for n, n_same, before, after in ((40, 20, 0.3, 0.5), (40, 40, 0.2, 0.3), (100, 60, 0.1, 0.15)):
        early, late = _same_people(rng, n, n_same)
        names = np.arange(n), np.arange(n) + (n - n_same)
        found = change_of_shares(
            simple(n), stats.norm.cdf(early) < before, simple(n), stats.norm.cdf(late) < after, same=names
        )
        where = f"n {n}, {n_same} of them the same, shares {before:g} and {after:g}"
        yield Point("change of a share", where, coverage(found, after - before))
    for n, m in ((20, 20), (20, 80), (40, 40)):
        found = change_of_means(
            simple(n),
            rng.exponential(1.0, (n, N_SIDE_BY_SIDE)),
            simple(m),
            rng.exponential(1.3, (m, N_SIDE_BY_SIDE)),
        )
        yield Point("change of a mean", f"n {n} and {m}, exponential", coverage(found, 0.3))
    for name, chance in SCALES.items():
        one, other = (
            rng.choice(SCALE, p=each, size=(40, N_SIDE_BY_SIDE)) for each in (SCALES["even"], chance)
        )
        found = change_of_means(simple(40), one, simple(40), other, scale=(1, 5))
        truth = float(SCALE @ chance) - 3.0
        yield Point("change of a mean on a scale", f"n 40 and 40, even and {name}", coverage(found, truth))
    for n, n_same in ((30, 15), (40, 40)):
        scores = _same_people(rng, n, n_same)
        names = np.arange(n), np.arange(n) + (n - n_same)
        early, late = (stats.gamma(3).ppf(stats.norm.cdf(each)) for each in scores)
        found = change_of_means(simple(n), early, simple(n), late + 0.3, same=names)
        where = f"n {n}, {n_same} of them the same, gamma, shape 3"
        yield Point("change of a mean", where, coverage(found, 0.3))


def _same_people(rng: np.random.Generator, n: int, n_same: int) -> tuple[Rows, Rows]:
    """Normal scores in two cycles: the last `n_same` rows of the first are the first rows of the second."""
    one = rng.normal(size=(n, N_SIDE_BY_SIDE))
    other = rng.normal(size=(n, N_SIDE_BY_SIDE))
    other[:n_same] = 0.7 * one[n - n_same :] + np.sqrt(1 - 0.49) * other[:n_same]
    return one, other


# --- Regression --------------------------------------------------------------------------------------------


def coefficients(rng: np.random.Generator) -> Iterator[Point]:
    for where, design in (
        ("n 30", simple(30)),
        ("n 60", simple(60)),
        ("20 clusters of 6", design_of(np.ones(120), kind="random", clusters=np.repeat(np.arange(20), 6))),
    ):
        held = []
        for _ in range(N_DRAWS):
            given = rng.normal(size=(design.n, 2))
            outcome = 1 + given @ [0.5, -0.2] + rng.normal(size=design.n)
            intervals = regression(design, outcome, given).intervals
            held.append(intervals is not None and intervals[1].low <= 0.5 <= intervals[1].high)
        yield Point("coefficient", where, 100 * float(np.mean(held)))


# --- False alarms ------------------------------------------------------------------------------------------


def false_alarms(rng: np.random.Generator) -> Iterator[Figure]:
    """How often a test at level 5% has a false positive."""
    clusters = np.repeat(np.arange(20), 8)
    design = design_of(np.ones(len(clusters)), kind="random", clusters=clusters)
    column = np.searchsorted([0.5, 0.8], _clustered(rng, 0.5, 20, 8))
    row = rng.random((len(clusters), N_DRAWS)) < 0.5
    p = np.array([association(design, row[:, i], column[:, i]).p for i in range(N_DRAWS)])
    alarms = 100 * float((p < 0.05).mean())
    yield Figure("Rao-Scott: found where nothing is, 20 clusters of 8", alarms, "%", **at_most(alarms, 6.5))
    uniform = rng.random((N_DRAWS, 20))
    uniform[:, :5] = stats.norm.sf(rng.normal(size=(N_DRAWS, 5)) + 3)
    false = np.arange(20) >= 5
    any_false = 100 * float(np.mean([(holm(each)[false] < 0.05).any() for each in uniform]))
    yield Figure("Holm: sets of 20 with any false finding", any_false, "%", **at_most(any_false, 6.0))
    shares_false = []
    for each in uniform:
        is_found = benjamini_hochberg(each) < 0.05
        shares_false.append((is_found & false).sum() / max(1, is_found.sum()))
    rate = 100 * float(np.mean(shares_false))
    yield Figure("Benjamini-Hochberg: share of false among found", rate, "%", **at_most(rate, 6.0))
