import csv
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from tests.shared import shared
from throughline.methods.weighting import (
    NOT_KNOWN,
    TOLERANCE,
    BadBaseWeightsError,
    BadBoundsError,
    BadCodesError,
    BadTargetsError,
    ContradictingTotalsError,
    DidNotConvergeError,
    EmptyCategoryError,
    Margin,
    NobodyError,
    OutOfReachError,
    ZeroTargetError,
    collapse,
    cross,
    design_effect,
    diagnose,
    effective_n,
    post_stratify,
    rake,
    rake_profiles,
)

SCHOOL = Margin("school", [300, 500, 200], ("Adams", "Baker", "Clay"))
ROLE = Margin("role", [650, 350], ("parent", "student"))


def answers():
    """A hundred people: too many of Adams, too few students."""
    school = np.repeat([0, 1, 2], [60, 30, 10])
    role = np.resize([0, 0, 0, 0, 1], 100)
    return np.column_stack([school, role])


def sums(weights, codes, number, n_categories):
    return np.bincount(codes[:, number], weights.weight, minlength=n_categories)


@st.composite
def populations(draw):
    """Codes of people, base weights, and margins that can be met with positive weights."""
    seed = draw(st.integers(0, 2**32 - 1))
    sizes = draw(st.lists(st.integers(2, 5), min_size=1, max_size=4))
    n = draw(st.integers(3, 120))
    spread = draw(st.floats(0.0, 1.5))
    rng = np.random.default_rng(seed)
    codes = np.column_stack([rng.integers(0, rng.integers(1, size + 1), n) for size in sizes])
    base = rng.lognormal(0, 0.5, n)
    wanted = base * rng.lognormal(0, spread, n)
    margins = [
        Margin(f"margin {number}", np.bincount(codes[:, number], wanted, minlength=size))
        for number, size in enumerate(sizes)
    ]
    return codes, base, wanted, margins


# --- The weights -------------------------------------------------------------------------------------------


def api_sample():
    with shared("api", "apiclus1_weights_ref.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    with shared("api", "apipop.csv").open(newline="") as file:
        population = list(csv.DictReader(file))
    margins, columns = [], []
    for name in ("stype", "sch.wide"):
        count = Counter(row[name] for row in population)
        labels = sorted(count)
        margins.append(Margin(name, [count[label] for label in labels], tuple(labels)))
        columns.append([labels.index(row[name]) for row in rows])

    def column(name):
        return np.array([float(row[name]) for row in rows])

    return np.array(columns).T, margins, column


def test_raked_weights_equal_those_of_r_survey():
    codes, margins, column = api_sample()
    raked = rake(codes, margins, base=column("pw"))
    assert raked.weight == pytest.approx(column("w_rake"), rel=1e-6, abs=1e-6)
    assert raked.model == "raked to stype and sch.wide"


def test_post_stratified_weights_equal_those_of_r_survey():
    codes, margins, column = api_sample()
    weights = post_stratify(codes[:, 0], margins[0], base=column("pw"))
    assert weights.weight == pytest.approx(column("w_poststrat"), rel=1e-9)
    assert weights.model == "post-stratified by stype"


@settings(max_examples=60)
@given(populations())
def test_weights_hit_the_margins(case):
    codes, base, _, margins = case
    weights = rake(codes, margins, base=base)
    for number, margin in enumerate(margins):
        found = sums(weights, codes, number, margin.targets.size)
        assert np.abs(found - margin.targets).max() <= TOLERANCE * margin.total
    assert weights.weight.min() >= 0
    assert weights.relative_error <= TOLERANCE


@settings(max_examples=40)
@given(populations())
def test_without_bounds_they_are_those_of_proportional_fitting(case):
    codes, base, _, margins = case
    fitted = base.copy()
    for _ in range(2_000):
        before = fitted.copy()
        for column, margin in zip(codes.T, margins, strict=True):
            reached = np.bincount(column, fitted, minlength=margin.targets.size)
            fitted *= (margin.targets / np.where(reached > 0, reached, 1))[column]
        if np.abs(fitted / before - 1).max() < 1e-13:
            break
    else:
        assume(False)
    assert rake(codes, margins, base=base).weight == pytest.approx(fitted, rel=1e-6)


@settings(max_examples=60)
@given(populations())
def test_bounds_hold_inside_the_adjustment_and_the_margins_too(case):
    codes, base, wanted, margins = case
    profiles = collapse(codes, [margin.targets.size for margin in margins], base=base)
    possible = np.bincount(profiles.of_person, wanted) / profiles.base
    possible /= wanted.sum() / base.sum()
    low, high = possible.min() * 0.999, possible.max() * 1.001
    assume(low < 1 < high)
    weights = rake(codes, margins, base=base, bounds=(low, high))
    assert weights.factor.min() >= low
    assert weights.factor.max() <= high
    for number, margin in enumerate(margins):
        found = sums(weights, codes, number, margin.targets.size)
        assert np.abs(found - margin.targets).max() <= TOLERANCE * margin.total


def test_bounded_weights_are_the_closest_that_meet_margins_and_bounds():
    codes = answers()
    bounds = (0.42, 3.2)
    weights = rake(codes, [SCHOOL, ROLE], bounds=bounds)
    profiles = weights.profiles
    share = profiles.base / profiles.base.sum()
    rows = [
        np.where(profiles.code[number] == category, share, 0.0)
        for number, margin in enumerate((SCHOOL, ROLE))
        for category in range(margin.targets.size)
    ]
    wanted = np.concatenate([SCHOOL.targets, ROLE.targets]) / 1000
    rows, wanted = np.array(rows[:-1]), wanted[:-1]  # the last follows from the others
    found = minimize(
        lambda factor: float(share @ (factor * np.log(factor) - factor)),
        np.ones(profiles.n_profiles),
        jac=lambda factor: share * np.log(factor),
        bounds=[bounds] * profiles.n_profiles,
        constraints={"type": "eq", "fun": lambda factor: rows @ factor - wanted},
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert found.success
    free = rake(codes, [SCHOOL, ROLE]).factor
    assert free.min() < bounds[0] or free.max() > bounds[1]
    assert weights.factor == pytest.approx(found.x, abs=1e-5)
    assert weights.model == "raked to school and role, factors between 0.42 and 3.2"


@settings(max_examples=30)
@given(populations(), st.randoms(use_true_random=False))
def test_permuting_people_changes_nothing(case, random):
    codes, base, _, margins = case
    order = list(range(len(codes)))
    random.shuffle(order)
    one = rake(codes, margins, base=base).weight
    other = rake(codes[order], margins, base=base[order]).weight
    assert other == pytest.approx(one[order], rel=1e-9)


@settings(max_examples=30)
@given(populations(), st.floats(0.01, 1000))
def test_scaling_the_targets_scales_the_weights(case, scale):
    codes, base, _, margins = case
    scaled = [Margin(margin.name, margin.targets * scale) for margin in margins]
    one, other = rake(codes, margins, base=base), rake(codes, scaled, base=base)
    assert other.weight == pytest.approx(scale * one.weight, rel=1e-8)
    assert other.effective_n == pytest.approx(one.effective_n, rel=1e-8)


@settings(max_examples=30)
@given(populations())
def test_two_of_everybody_weigh_half_each(case):
    codes, base, _, margins = case
    one = rake(codes, margins, base=base)
    two = rake(np.concatenate([codes, codes]), margins, base=np.concatenate([base, base]))
    assert two.weight == pytest.approx(np.tile(one.weight / 2, 2), rel=1e-8)
    assert two.effective_n == pytest.approx(2 * one.effective_n, rel=1e-8)


def test_shares_weigh_to_the_number_of_people_and_counts_to_the_population():
    shares = [
        Margin(each.name, each.targets / 1000, each.categories, is_share=True) for each in (SCHOOL, ROLE)
    ]
    counted, shared_out = rake(answers(), [SCHOOL, ROLE]), rake(answers(), shares)
    assert counted.weight.sum() == pytest.approx(1000)
    assert shared_out.weight.sum() == pytest.approx(100)
    assert rake(answers(), shares, total=1000).weight == pytest.approx(counted.weight)
    assert shared_out.factor == pytest.approx(counted.factor)


def test_a_cross_of_variables_is_met_cell_by_cell():
    targets = np.array([[200, 100], [400, 100], [50, 150]])
    code, margin = cross(answers(), ["school", "role"], [SCHOOL.categories, ROLE.categories], targets)
    weights = post_stratify(code, margin)
    assert np.bincount(code, weights.weight) == pytest.approx(targets.ravel())
    assert margin.categories[:2] == ("Adams × parent", "Adams × student")
    assert weights.model == "post-stratified by school and role"


def test_people_whose_category_is_not_known_keep_their_share():
    codes = answers()
    codes[::10, 0] = NOT_KNOWN
    weights = rake(codes, [SCHOOL, ROLE])
    assert weights.weight[codes[:, 0] == NOT_KNOWN].sum() == pytest.approx(100)
    known = np.bincount(codes[codes[:, 0] >= 0, 0], weights.weight[codes[:, 0] >= 0])
    assert known == pytest.approx(0.9 * SCHOOL.targets)
    assert sums(weights, codes, 1, 2) == pytest.approx(ROLE.targets)
    school = next(each for each in diagnose(weights).margins if each.name == "school")
    assert (school.categories[-1].category, school.categories[-1].n) == (None, 10)


def test_a_margin_that_follows_from_another_is_no_obstacle():
    codes = answers()
    level = np.where(codes[:, 0] < 2, 0, 1)
    doubled = np.column_stack([codes, level])
    weights = rake(doubled, [SCHOOL, ROLE, Margin("level", [800, 200])])
    assert weights.weight == pytest.approx(rake(codes, [SCHOOL, ROLE]).weight)


def test_an_empty_category_that_the_population_lacks_too_is_no_obstacle():
    school = Margin("school", [300, 500, 200, 0], (*SCHOOL.categories, "Dunn"))
    assert rake(answers(), [school, ROLE]).weight == pytest.approx(rake(answers(), [SCHOOL, ROLE]).weight)


def test_many_margins_with_many_categories_are_collapsed_all_the_same():
    rng = np.random.default_rng(3)
    few = rng.integers(0, 90, (40, 14))
    codes = few[rng.integers(0, 40, 500)]
    profiles = collapse(codes, [90] * 14)
    distinct = np.unique(codes, axis=0)
    assert profiles.code.T.tolist() == distinct.tolist()
    assert (profiles.code.T[profiles.of_person] == codes).all()
    assert profiles.n.sum() == 500


# --- Targets that cannot be met are an error ----------------------------------------------------------------


def test_a_negative_target_is_a_code_and_not_a_number_of_people():
    with pytest.raises(
        BadTargetsError, match=r"school: the target of Baker is -8\. Negative numbers"
    ) as caught:
        Margin("school", [300, -8, 200], SCHOOL.categories)
    assert (caught.value.margin, caught.value.category, caught.value.target) == ("school", "Baker", -8)


@pytest.mark.parametrize("targets", [[1.0, math.nan], [math.inf, 1.0], [0.0, 0.0], [], [[1.0]]])
def test_targets_that_are_no_numbers_of_people_are_refused(targets):
    with pytest.raises(BadTargetsError):
        Margin("school", targets)


@pytest.mark.parametrize("targets", [[0.5, 0.4], [50, 50]])
def test_shares_that_do_not_add_up_to_one_are_refused(targets):
    with pytest.raises(BadTargetsError, match="not to 1"):
        Margin("school", targets, is_share=True)


def test_names_that_do_not_fit_the_targets_are_refused():
    with pytest.raises(BadTargetsError):
        Margin("school", [1, 2], ("Adams",))


def test_margins_with_different_totals_contradict_each_other():
    with pytest.raises(ContradictingTotalsError, match="school 1000, role 1001") as caught:
        rake(answers(), [SCHOOL, Margin("role", [651, 350])])
    assert caught.value.totals == {"school": 1000, "role": 1001}


def test_nobody_answered_where_the_population_has_people():
    codes = answers()
    codes[codes[:, 0] == 2, 0] = 1
    for weigh in (lambda: rake(codes, [SCHOOL, ROLE]), lambda: post_stratify(codes[:, 0], SCHOOL)):
        with pytest.raises(EmptyCategoryError, match="school: nobody answered in Clay") as caught:
            weigh()
        assert (caught.value.margin, caught.value.category, caught.value.target) == ("school", "Clay", 200)


def test_people_answered_where_the_population_has_nobody():
    with pytest.raises(ZeroTargetError, match="10 people answered in Clay") as caught:
        rake(answers(), [Margin("school", [300, 700, 0], SCHOOL.categories), ROLE])
    assert (caught.value.margin, caught.value.category, caught.value.n_people) == ("school", "Clay", 10)


def test_margins_no_weights_can_meet_are_named_with_the_nearest_miss():
    codes = np.repeat([[0, 0], [1, 1]], 10, axis=0)
    margins = [Margin("school", [50, 50], ("Adams", "Baker")), Margin("grade", [30, 70], ("K", "1"))]
    with pytest.raises(OutOfReachError, match="No weights meet all targets") as caught:
        rake(codes, margins)
    assert sum(abs(miss.share) for miss in caught.value.misses) == pytest.approx(0.4)
    assert set(caught.value.margins) <= {"school", "grade"}
    assert max(caught.value.error_of_margin.values()) >= 0.2


def test_bounds_too_narrow_for_the_margins_are_named_with_the_nearest_miss():
    with pytest.raises(OutOfReachError, match=r"between 0\.5 and 1\.5 times the average") as caught:
        rake(answers(), [SCHOOL, ROLE], bounds=(0.5, 1.5))
    worst = caught.value.misses[0]
    assert worst.relative == pytest.approx(abs(worst.reached_share - worst.target_share) / worst.target_share)
    by_name = {(miss.margin, miss.category): miss for miss in caught.value.misses}
    assert by_name["school", "Clay"].reached_share == pytest.approx(0.15)  # 10 of 100, at 1.5 each


def test_a_miss_too_small_to_prove_is_still_not_called_met():
    codes = np.tile([[0, 0], [0, 1], [1, 1]], (10, 1))
    margins = [Margin("a", [0.5, 0.5], is_share=True), Margin("b", [0.50000005, 0.49999995], is_share=True)]
    with pytest.raises(DidNotConvergeError) as caught:
        rake(codes, margins)
    assert not isinstance(caught.value, OutOfReachError)
    assert 0 < max(caught.value.error_of_margin.values()) < 1e-6


@pytest.mark.parametrize("bounds", [(-0.1, 2), (1, 2), (0.5, 1), (math.nan, 2), (2, 0.5)])
def test_bounds_that_leave_no_room_are_refused(bounds):
    with pytest.raises(BadBoundsError):
        rake(answers(), [SCHOOL, ROLE], bounds=bounds)


@pytest.mark.parametrize(
    "codes", [np.zeros((2, 1), int), np.zeros(2, int), [[0.0, 0.0]], [[0, 2]], [[3, 0]], [[-2, 0]]]
)
def test_codes_that_do_not_fit_the_margins_are_refused(codes):
    with pytest.raises(BadCodesError):
        rake(codes, [SCHOOL, ROLE])


def test_codes_of_a_cross_that_do_not_fit_are_refused():
    with pytest.raises(BadCodesError):
        cross(answers(), ["school", "role"], [SCHOOL.categories, ROLE.categories], np.ones((2, 2)))
    with pytest.raises(BadCodesError):
        cross([[3, 0]], ["school", "role"], [SCHOOL.categories, ROLE.categories], np.ones((3, 2)))
    with pytest.raises(BadCodesError):
        post_stratify(answers(), SCHOOL)


def test_profiles_of_other_margins_are_refused():
    profiles = collapse(answers(), [3, 2])
    with pytest.raises(BadCodesError):
        rake_profiles(profiles, [SCHOOL])


@pytest.mark.parametrize("base", [[1.0], [1.0, 0.0], [1.0, -1.0], [1.0, math.nan], [1.0, math.inf]])
def test_base_weights_that_are_no_weights_are_refused(base):
    with pytest.raises(BadBaseWeightsError):
        rake([[0], [1]], [Margin("role", [1, 1])], base=base)


def test_a_total_that_is_no_number_of_people_is_refused():
    for total in (0, -5, math.nan):
        with pytest.raises(BadTargetsError):
            rake(answers(), [SCHOOL, ROLE], total=total)


def test_nobody_cannot_be_weighted():
    with pytest.raises(NobodyError):
        rake(np.zeros((0, 2), int), [SCHOOL, ROLE])
    with pytest.raises(NobodyError):
        effective_n([])


# --- Diagnostics -------------------------------------------------------------------------------------------


def test_design_effect_and_effective_size_are_those_of_kish():
    assert design_effect([1, 1, 1, 1]) == 1
    assert design_effect([3, 1]) == pytest.approx(1.25)
    assert effective_n([3, 1]) == pytest.approx(1.6)
    base = np.linspace(1, 2, 100)
    weights = rake(answers(), [SCHOOL, ROLE], base=base)
    assert weights.effective_n == pytest.approx(effective_n(weights.weight))
    assert weights.design_effect == pytest.approx(design_effect(weights.weight))


def test_the_diagnosis_shows_each_category_before_and_after():
    diagnosis = diagnose(rake(answers(), [SCHOOL, ROLE]))
    school = next(margin for margin in diagnosis.margins if margin.name == "school")
    adams = school.categories[0]
    assert (adams.category, adams.n) == ("Adams", 60)
    assert (adams.before_share, adams.target_share) == pytest.approx((0.6, 0.3))
    assert adams.after_share == pytest.approx(0.3)
    assert adams.mean_factor == pytest.approx(0.5)


def test_the_most_costly_margin_comes_first_with_its_cost():
    weights = rake(answers()[:, ::-1], [ROLE, SCHOOL])
    diagnosis = diagnose(weights)
    assert [margin.name for margin in diagnosis.margins] == ["school", "role"]
    without_school = rake(answers()[:, 1:], [ROLE])
    assert diagnosis.margins[0].effective_n_without == pytest.approx(without_school.effective_n)
    assert diagnosis.margins[0].cost == pytest.approx(without_school.effective_n - weights.effective_n)
    alone = diagnose(without_school).margins[0]
    assert alone.effective_n_without == pytest.approx(100)


def test_a_margin_in_the_middle_can_be_left_out():
    level = Margin("level", [400, 600])
    codes = np.column_stack([answers(), np.resize([0, 1, 1], 100)])
    diagnosis = diagnose(rake(codes, [SCHOOL, ROLE, level]))
    role = next(margin for margin in diagnosis.margins if margin.name == "role")
    assert role.effective_n_without == pytest.approx(rake(codes[:, [0, 2]], [SCHOOL, level]).effective_n)


def test_extreme_profiles_and_people_at_the_bounds_are_named():
    bounds = (0.42, 3.2)
    weights = rake(answers(), [SCHOOL, ROLE], bounds=bounds)
    diagnosis = diagnose(weights, n_extreme=2)
    assert diagnosis.highest[0].factor == diagnosis.largest == pytest.approx(3.2)
    assert diagnosis.lowest[0].factor == diagnosis.smallest
    assert len(diagnosis.highest) == len(diagnosis.lowest) == 2
    factor = weights.factor[weights.profiles.of_person]
    assert diagnosis.n_at_upper_bound == np.isclose(factor, 3.2).sum() > 0
    assert diagnosis.n_at_lower_bound == np.isclose(factor, 0.42).sum()
    assert diagnosis.median == np.sort(factor)[49]
    assert diagnosis.highest[0].categories in {("Clay", "student"), ("Baker", "student")}
