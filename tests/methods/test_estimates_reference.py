"""Every block of reference values computed by R survey 4.1-1 on California's schools."""

import csv
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.shared import shared
from throughline.methods import estimates, weighting
from throughline.methods.estimates import Design, Estimate

TOLERANCE = 1e-6
NOT_BLOCKS = {"truth|apipop", "meta"}


@cache
def reference() -> dict[str, Any]:
    return json.loads(shared("api", "reference_R_survey.json").read_text())


@cache
def table(name: str) -> dict[str, np.ndarray]:
    with shared("api", f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


def numbers(name: str, column: str) -> np.ndarray:
    return np.array([float(value) if value != "NA" else np.nan for value in table(name)[column]])


@cache
def design(name: str) -> Design:
    if name == "dstrat":
        return estimates.design_of(
            numbers("apistrat", "pw"),
            kind="random",
            strata=table("apistrat")["stype"],
            population=numbers("apistrat", "fpc"),
        )
    one_stage = estimates.design_of(
        numbers("apiclus1", "pw"),
        kind="random",
        clusters=table("apiclus1")["dnum"],
        population=numbers("apiclus1", "fpc"),
    )
    stype = table("apiclus1")["stype"]
    school_types = {str(name): float(n) for name, n in reference()["truth|apipop"]["stype"].items()}
    match name:
        case "dclus1":
            return one_stage
        case "rclus1(JK1)":
            return estimates.jackknifed(one_stage)
        case "dclus1_poststrat":
            return estimates.post_stratified(one_stage, stype, school_types)
        case "rclus1(JK1)_poststrat":
            return estimates.post_stratified(design("rclus1(JK1)"), stype, school_types)
        case "dclus1_rake":
            weights = numbers("apiclus1_weights_ref", "w_rake")
            assert (table("apiclus1_weights_ref")["snum"] == table("apiclus1")["snum"]).all()
            return estimates.raked(one_stage, weights, [stype, table("apiclus1")["sch.wide"]])
        case "dclus1_greg(stype+api99)":
            population = table("apipop")
            known = [np.ones(one_stage.n), stype == "H", stype == "M", numbers("apiclus1", "api99")]
            whole = [
                len(population["stype"]),
                (population["stype"] == "H").sum(),
                (population["stype"] == "M").sum(),
                numbers("apipop", "api99").sum(),
            ]
            return estimates.regression_calibrated(one_stage, np.column_stack(known), whole)
    raise AssertionError(f"no design {name}")


def data_of(name: str) -> str:
    return "apistrat" if name == "dstrat" else "apiclus1"


def close(found: float, wanted: float, scale: float = 1.0) -> bool:
    """Within 1e-6 of `wanted`, relative; where that is exactly 0, within 1e-12 of `scale` (the estimate)."""
    return abs(found - wanted) <= (TOLERANCE * abs(wanted) if wanted else 1e-12 * abs(scale))


def same(found: dict[str, Estimate], block: dict[str, Any]) -> None:
    assert found.keys() == block["est"].keys() == block["se"].keys()
    for name, estimate in found.items():
        assert close(estimate.value, block["est"][name]), name
        assert estimate.standard_error is not None
        assert close(estimate.standard_error, block["se"][name], estimate.value), name
    for name, wanted in block.get("deff", {}).items():
        effect = found[name].design_effect
        assert effect is not None
        assert close(effect, wanted), name
    assert not block.keys() - {"est", "se", "deff"}


def check_mean(name: str, block: dict[str, Any]) -> None:
    (found,) = estimates.means(design(name), numbers(data_of(name), "api00")[:, None])
    same({"api00": found}, block)


def check_total(name: str, block: dict[str, Any]) -> None:
    (found,) = estimates.totals(design(name), numbers(data_of(name), "enroll")[:, None])
    same({"enroll": found}, block)


def school_types(name: str) -> np.ndarray:
    return table(data_of(name))["stype"][:, None] == np.array(["E", "H", "M"])


def check_shares(name: str, block: dict[str, Any]) -> None:
    found = estimates.shares(design(name), school_types(name))
    same(dict(zip(["stypeE", "stypeH", "stypeM"], found, strict=True)), block)


def check_totals(name: str, block: dict[str, Any]) -> None:
    found = estimates.totals(design(name), school_types(name))
    same(dict(zip(["stypeE", "stypeH", "stypeM"], found, strict=True)), block)


def check_ratio(name: str, block: dict[str, Any]) -> None:
    data = data_of(name)
    tested, enrolled = numbers(data, "api.stu")[:, None], numbers(data, "enroll")[:, None]
    (found,) = estimates.ratios(design(name), tested, enrolled)
    same({"api.stu/enroll": found}, block)


def check_by(name: str, block: dict[str, Any]) -> None:
    data = data_of(name)
    found = estimates.means_by(design(name), numbers(data, "api00"), table(data)["stype"])
    same({str(group): each for group, each in found.items()}, block)


def check_domain(name: str, block: dict[str, Any]) -> None:
    data = data_of(name)
    is_in = table(data)["comp.imp"] == "Yes"
    (found,) = estimates.means(design(name), numbers(data, "api00")[:, None], domain=is_in)
    same({"api00": found}, block)


def association(name: str) -> estimates.Association:
    data = table(data_of(name))
    return estimates.association(design(name), data["sch.wide"], data["stype"])


def check_rao_scott_f(name: str, block: dict[str, Any]) -> None:
    found = association(name)
    assert block.keys() == {"F", "ndf", "ddf", "p"}
    assert close(found.f, block["F"])
    assert close(found.numerator_degrees, block["ndf"])
    assert close(found.denominator_degrees, block["ddf"])
    assert close(found.p, block["p"])


def check_rao_scott_1(name: str, block: dict[str, Any]) -> None:
    found = association(name)
    assert block.keys() == {"X2", "df", "p"}
    assert close(found.pearson, block["X2"])
    assert found.degrees_of_freedom == block["df"]
    assert close(found.p_first_order, block["p"])


def check_quantiles(name: str, block: dict[str, Any]) -> None:
    shares = [float(row["_row"]) for row in block["table"]]
    found = estimates.quantiles(design(name), numbers(data_of(name), "api00"), shares, interval="woodruff")
    assert len(found) == len(block["table"]) == 3
    for quantile, row in zip(found, block["table"], strict=True):
        assert row.keys() == {"quantile", "ci.2.5", "ci.97.5", "se", "_row"}
        assert quantile.interval is not None
        assert quantile.standard_error is not None
        assert close(quantile.value, row["quantile"])
        assert close(quantile.interval.low, row["ci.2.5"])
        assert close(quantile.interval.high, row["ci.97.5"])
        assert close(quantile.standard_error, row["se"])


def check_interval(method: str) -> Callable[[str, dict[str, Any]], None]:
    def check(name: str, block: dict[str, Any]) -> None:
        is_wide = table(data_of(name))["sch.wide"] == "Yes"
        (found,) = estimates.shares(design(name), is_wide[:, None], interval=method)
        assert block.keys() == {"est", "lo", "hi"}
        assert found.interval is not None
        assert found.interval.method == method
        assert close(found.value, block["est"])
        assert close(found.interval.low, block["lo"])
        assert close(found.interval.high, block["hi"])

    return check


def check_regression(name: str, block: dict[str, Any]) -> None:
    data, names = data_of(name), ["ell", "meals", "mobility"]
    found = estimates.regression(
        design(name), numbers(data, "api00"), np.column_stack([numbers(data, each) for each in names])
    )
    assert found.standard_error is not None
    assert list(block["est"]) == list(block["se"]) == ["(Intercept)", *names]
    for value, wanted in zip(found.coefficient, block["est"].values(), strict=True):
        assert close(value, wanted)
    for value, wanted in zip(found.standard_error, block["se"].values(), strict=True):
        assert close(value, wanted)


CHECKS: dict[str, Callable[[str, dict[str, Any]], None]] = {
    "svymean|api00": check_mean,
    "svytotal|enroll": check_total,
    "svymean|stype": check_shares,
    "svytotal|stype": check_totals,
    "svyratio|api.stu/enroll": check_ratio,
    "svyby|api00~stype": check_by,
    "domain_mean|api00,comp.imp==Yes": check_domain,
    "svychisq_RaoScott_F|sch.wide+stype": check_rao_scott_f,
    "svychisq_RaoScott1|sch.wide+stype": check_rao_scott_1,
    "svyquantile|api00": check_quantiles,
    "svyciprop_logit|sch.wide": check_interval("logit"),
    "svyciprop_beta|sch.wide": check_interval("beta"),
    "svyglm|api00~ell+meals+mobility": check_regression,
}
WHOLE = list(CHECKS)
BLOCKS = [
    *((name, what) for name in ("dstrat", "dclus1") for what in WHOLE),
    *(
        (name, what)
        for name in (
            "dclus1_poststrat",
            "rclus1(JK1)_poststrat",
            "dclus1_rake",
            "dclus1_greg(stype+api99)",
        )
        for what in ("svymean|api00", "svytotal|enroll")
    ),
    ("rclus1(JK1)", "svymean|api00"),
]


def test_every_block_of_the_reference_is_checked():
    checked = {f"{name}|{what}" for name, what in BLOCKS}
    assert checked == reference().keys() - NOT_BLOCKS
    assert len(checked) == len(BLOCKS) == 35


@pytest.mark.parametrize(("name", "what"), BLOCKS, ids=str)
def test_the_block_equals_the_reference(name, what):
    CHECKS[what](name, reference()[f"{name}|{what}"])


@pytest.mark.parametrize(
    ("what", "column", "estimate"),
    [
        ("svymean|api00", "api00", estimates.means),
        ("svytotal|enroll", "enroll", estimates.totals),
    ],
)
def test_our_own_raking_leads_to_the_estimates_of_the_reference(what, column, estimate):
    """Computed from the population's margins, without using the weights of the reference."""
    sample, truth = table("apiclus1"), reference()["truth|apipop"]
    codes, margins = [], []
    for name, key in (("stype", "stype"), ("sch.wide", "schwide")):
        categories = sorted(truth[key])
        targets = np.array([float(truth[key][one]) for one in categories])
        codes.append([categories.index(one) for one in sample[name].tolist()])
        margins.append(weighting.Margin(name, targets, tuple(categories)))
    weights = weighting.rake(np.array(codes).T, margins, base=numbers("apiclus1", "pw"))
    raked = estimates.raked(design("dclus1"), weights.weight, [sample["stype"], sample["sch.wide"]])
    (found,) = estimate(raked, numbers("apiclus1", column)[:, None])
    same({column: found}, reference()[f"dclus1_rake|{what}"])


def test_post_stratified_weights_equal_the_reference():
    wanted = numbers("apiclus1_weights_ref", "w_poststrat")
    assert np.allclose(design("dclus1_poststrat").weight, wanted, rtol=1e-6, atol=0)


def test_the_intervals_contain_the_population_they_were_drawn_from():
    truth = reference()["truth|apipop"]
    (mean,) = estimates.means(design("dstrat"), numbers("apistrat", "api00")[:, None])
    (total,) = estimates.totals(design("dstrat"), numbers("apistrat", "enroll")[:, None])
    assert mean.interval is not None
    assert total.interval is not None
    assert mean.interval.low < truth["mean_api00"] < mean.interval.high
    assert total.interval.low < truth["total_enroll"] < total.interval.high
