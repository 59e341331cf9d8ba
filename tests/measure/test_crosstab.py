"""Cross-tabulations side by side: shares, intervals, tests, splits and weights."""

import numpy as np
import pytest
from scipy import stats

from tests.measure.crosstab_survey import Survey, weighted
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind
from throughline.listen.models import Contributor
from throughline.measure.models.results import ExactSideBySide, from_plain
from throughline.measure.queries.crosstab.panels_page import side_by_side_page
from throughline.measure.queries.crosstab.splits import split_of


def test_people_who_chose_to_take_part_get_shares_and_a_shuffle_but_no_range(cycle: Cycle) -> None:
    survey = Survey(cycle).fill()
    found = survey.count(survey.school, survey.bus)
    (panel,) = found["panels"]
    assert found["has_intervals"] is False
    assert panel["n"] == 166
    assert panel["row_n"] == [16, 80, 70]
    assert panel["shares"][1] == pytest.approx([50 / 80, 30 / 80])
    assert panel["low"] == panel["high"] == [[None, None]] * 3
    assert panel["test"]["how"] == "chi_square"
    assert panel["test"]["p"] < 0.001
    (shown,) = side_by_side_page(from_plain(ExactSideBySide, found)).panels
    assert "“On time”: 63% of “North” (80 people), compared with 0% of “Little” (16 people)." in shown.gap
    assert shown.test[0].startswith("If these same answers were shuffled at random")
    assert "less than 0.1%" in shown.test[0]


@pytest.mark.parametrize("kind", [DataKind.RANDOM, DataKind.ROSTER])
def test_where_chance_or_a_roster_chose_each_share_has_its_range(cycle: Cycle, kind: str) -> None:
    survey = Survey(cycle, kind).fill()
    found = survey.count(survey.school, survey.bus)
    (panel,) = found["panels"]
    for row, low, high in zip(panel["shares"], panel["low"], panel["high"], strict=True):
        for share, lowest, highest in zip(row, low, high, strict=True):
            assert lowest <= share <= highest
            assert lowest < highest
    (shown,) = side_by_side_page(from_plain(ExactSideBySide, found)).panels
    assert shown.rows[1].cells[0].range_label == "51% to 72%"
    assert shown.test[0].startswith("If there were no difference in the community")


def test_one_person_in_a_row_has_a_share_and_no_range(cycle: Cycle) -> None:
    survey = Survey(cycle, DataKind.RANDOM)
    survey.people("North", "family", "On time", 1)
    survey.people("South", "family", "Late", 2)
    (panel,) = survey.count(survey.school, survey.bus)["panels"]
    assert panel["shares"] == [[1.0, 0.0], [0.0, 1.0]]
    assert panel["low"][0] == [None, None]
    assert panel["low"][1][0] == 0.0
    assert panel["test"]["how"] == "fisher"


def test_shares_may_be_of_columns(cycle: Cycle) -> None:
    survey = Survey(cycle).fill()
    found = survey.count(survey.school, survey.bus, shares_of="column")
    (panel,) = found["panels"]
    assert panel["shares"][1] == pytest.approx([50 / 70, 30 / 96])
    (shown,) = side_by_side_page(from_plain(ExactSideBySide, found)).panels
    assert "“North”: 71% of “On time” (70 people), compared with 31% of “Late” (96 people)." in shown.gap


def test_a_third_question_makes_a_table_for_each_group_and_the_tests_count_that_in(cycle: Cycle) -> None:
    survey = Survey(cycle).fill()
    split = split_of(survey.forum, survey.role.public_id, [survey.role])
    found = survey.count(survey.school, survey.bus, split=split)
    assert [panel["label"]["texts"]["en"] for panel in found["panels"]] == [
        "Parent, guardian or family member",
        "Student",
    ]
    assert [panel["n"] for panel in found["panels"]] == [86, 80]
    families, students = (panel["test"] for panel in found["panels"])
    assert families["p_adjusted"] >= families["p"]
    assert students == {"why_not": "nothing_to_compare"}
    page = side_by_side_page(from_plain(ExactSideBySide, found))
    assert page.is_adjusted is False
    assert page.n_in_no_group == 0


def test_what_is_known_of_contributors_can_split_a_table_too(cycle: Cycle) -> None:
    survey = Survey(cycle).fill()
    split = split_of(survey.forum, "language", [])
    found = survey.count(survey.school, survey.bus, split=split)
    assert [panel["n"] for panel in found["panels"]] == [80, 86]
    Contributor.objects.filter(forum=survey.forum, language="en").update(language="")
    found = survey.count(survey.school, survey.bus, split=split_of(survey.forum, "language", []))
    assert found["split"]["n_left_out"] == 80
    assert side_by_side_page(from_plain(ExactSideBySide, found)).n_in_no_group == 80


def test_several_choices_are_shares_of_people_and_not_tested(cycle: Cycle) -> None:
    survey = Survey(cycle).fill()
    (panel,) = survey.count(survey.school, survey.ways)["panels"]
    assert panel["shares"][1] == pytest.approx([1.0, 0.0, 30 / 80])
    assert panel["test"] == {"why_not": "several_answers"}


def test_weights_change_shares_and_their_ranges_but_no_count(cycle: Cycle, actor: Actor) -> None:
    survey = Survey(cycle, DataKind.RANDOM)
    heavy = survey.people("North", "family", "On time", 20)
    light = survey.people("North", "student", "Late", 20)
    others = survey.people("South", "student", "Late", 30)
    late_comers = survey.people("South", "family", "On time", 5)
    weights = weighted(
        actor,
        survey.forum,
        {person.pk: 3.0 for person in heavy} | {person.pk: 1.0 for person in [*light, *others]},
    )
    found = survey.count(survey.school, survey.bus, weights=weights)
    (panel,) = found["panels"]
    assert panel["counts"] == [[20, 20], [0, 30]]
    assert panel["shares"][0] == pytest.approx([0.75, 0.25])
    assert panel["effective_n"][0] == pytest.approx(80**2 / (20 * 9 + 20))
    assert panel["test"]["how"] == "rao_scott"
    assert found["weights"]["n_left_out"] == len(late_comers)
    page = side_by_side_page(from_plain(ExactSideBySide, found))
    assert str(page.model) == "weighted to match school (post-stratification)"
    assert page.n_without_weight == 5


def post_stratified_ranges(
    weight: np.ndarray, cell: np.ndarray, is_in: np.ndarray, is_so: np.ndarray
) -> tuple[float, float]:
    """Interval of a domain's share after post-stratification, by the textbook formula.

    Särndal, Swensson and Wretman (1992), result 7.6.1: the variance is that of the residuals of the
    linearized answers from their cell means, over the whole sample.
    """
    n_of_domain = weight[is_in].sum()
    share = weight[is_in & is_so].sum() / n_of_domain
    moved_by = np.where(is_in, (is_so - share) / n_of_domain, 0.0)
    left = moved_by - np.array([moved_by[cell == one].mean() for one in cell])
    n = len(weight)
    variance = n / (n - 1) * ((weight * left) ** 2).sum()
    n_effective, t = share * (1 - share) / variance, stats.t.ppf(0.975, is_in.sum() - 1)
    center = (share + t**2 / (2 * n_effective)) / (1 + t**2 / n_effective)
    half = t * np.sqrt(share * (1 - share) / n_effective + t**2 / (4 * n_effective**2))
    half /= 1 + t**2 / n_effective
    return center - half, center + half


def test_ranges_count_that_the_weights_were_fitted_to_known_figures_and_that_rows_are_parts_of_the_sample(
    cycle: Cycle, actor: Actor
) -> None:
    survey = Survey(cycle, DataKind.RANDOM)
    cells = [
        [*survey.people("North", "family", "On time", 30), *survey.people("North", "student", "Late", 10)],
        [*survey.people("South", "family", "Late", 12), *survey.people("South", "student", "On time", 8)],
    ]
    factor = [0.75, 1.5]
    weight_of = {person.pk: factor[i] for i, people in enumerate(cells) for person in people}
    run = weighted(actor, survey.forum, weight_of, cells)
    (panel,) = survey.count(survey.role, survey.bus, weights=run)["panels"]
    cell = np.array([0] * 40 + [1] * 20)
    is_family = np.array([True] * 30 + [False] * 10 + [True] * 12 + [False] * 8)
    is_on_time = np.array([True] * 30 + [False] * 22 + [True] * 8)
    weight = np.array(factor)[cell]
    wanted = post_stratified_ranges(weight, cell, is_family, is_on_time)
    assert (panel["low"][0][0], panel["high"][0][0]) == pytest.approx(wanted, rel=1e-9)
    without_margins = weighted(actor, survey.forum, weight_of)
    (wider,) = survey.count(survey.role, survey.bus, weights=without_margins)["panels"]
    assert wider["low"][0][0] < panel["low"][0][0]
    assert wider["test"]["p"] != panel["test"]["p"]


def test_an_answer_that_the_weights_fix_is_not_unsure_and_a_split_is_a_part_of_the_same_sample(
    cycle: Cycle, actor: Actor
) -> None:
    survey = Survey(cycle, DataKind.ROSTER)
    cells = [
        [*survey.people("North", "family", "On time", 30), *survey.people("North", "student", "Late", 10)],
        [*survey.people("South", "family", "Late", 12), *survey.people("South", "student", "On time", 8)],
    ]
    factor = [0.75, 1.5]
    weight_of = {person.pk: factor[i] for i, people in enumerate(cells) for person in people}
    run = weighted(actor, survey.forum, weight_of, cells)
    split = split_of(survey.forum, survey.role.public_id, [survey.role])
    families, _students = survey.count(survey.school, survey.bus, split=split, weights=run)["panels"]
    whole = survey.count(survey.role, survey.school, weights=run, shares_of="column")["panels"][0]
    assert families["n"] == 42
    assert families["shares"][0] == [1.0, 0.0]
    assert whole["counts"] == [[30, 12], [10, 8]]
    assert whole["shares"][0] == pytest.approx([30 / 40, 12 / 20])
    cell = np.array([0] * 40 + [1] * 20)
    is_family = np.array([True] * 30 + [False] * 10 + [True] * 12 + [False] * 8)
    wanted = post_stratified_ranges(np.array(factor)[cell], cell, cell == 0, is_family)
    assert (whole["low"][0][0], whole["high"][0][0]) == pytest.approx(wanted, rel=1e-9)


def test_weights_of_people_who_chose_to_take_part_bring_no_range_and_no_test(
    cycle: Cycle, actor: Actor
) -> None:
    survey = Survey(cycle).fill()
    weights = weighted(
        actor, survey.forum, {person.pk: 1.0 for person in Contributor.objects.filter(forum=survey.forum)}
    )
    found = survey.count(survey.school, survey.bus, weights=weights)
    (panel,) = found["panels"]
    assert panel["low"] == [[None, None]] * 3
    assert panel["test"] == {"why_not": "weighted"}


def test_rows_of_few_make_no_sentence(cycle: Cycle) -> None:
    survey = Survey(cycle)
    survey.people("North", "family", "On time", 40)
    survey.people("Little", "family", "Late", 2)
    found = survey.count(survey.school, survey.bus)
    assert found["panels"][0]["gap"] is None
    assert side_by_side_page(from_plain(ExactSideBySide, found)).panels[0].gap == ""


def test_nobody_is_no_table(cycle: Cycle) -> None:
    survey = Survey(cycle)
    assert survey.count(survey.school, survey.bus)["panels"] == []
    split = split_of(survey.forum, survey.role.public_id, [survey.role])
    assert survey.count(survey.school, survey.bus, split=split)["panels"] == []
