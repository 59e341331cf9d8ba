"""Cross-tabulations for analysts: split, weighted, tested, linked, saved and downloaded."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from django.test import Client
from scipy import stats

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.listen.models import Contributor, QuestionKind, SurveyQuestion
from throughline.measure import actions, workflows
from throughline.measure.models import Run, RunKind
from throughline.measure.models.results import (
    ExactSideBySide,
    ExactWeights,
    FrozenWeights,
    WeightMargin,
    from_plain,
    to_plain,
)
from throughline.measure.queries.crosstab.export import csv_rows
from throughline.measure.queries.crosstab.panels_page import side_by_side_page
from throughline.measure.queries.crosstab.splits import split_of
from throughline.measure.queries.guard import rules_of
from throughline.understand.actions import release_findings

Clients = Callable[[Person | None], Client]


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def desk(analyst: Person, client_of: Clients) -> Client:
    return client_of(analyst)


@pytest.fixture
def actor(analyst: Person, district: District) -> Actor:
    return make.actor(analyst, district)


class Survey:
    """A survey of three schools with a single-choice and a multiple-choice question."""

    def __init__(self, cycle: Cycle, kind: str = DataKind.CHOSE) -> None:
        self.forum = make.forum(cycle, ForumKind.SURVEY, data_kind=kind)
        self.school = make.question(self.forum, QuestionKind.SCHOOL)
        self.role = make.question(self.forum, QuestionKind.ROLE)
        self.bus = make.question(self.forum, QuestionKind.SINGLE, "On time", "Late")
        self.ways = make.question(self.forum, QuestionKind.MULTIPLE, "Bus", "Bike", "Walk")

    def people(
        self, school: str, role: str, bus: str, n: int, ways: Sequence[str] = ("Bus",)
    ) -> list[Contributor]:
        school_row = make.School.objects.filter(name=school).first() or make.school(school)
        people = make.contributors(self.forum, n, language="es" if role == "family" else "en")
        make.answers(people, self.school, school=school_row)
        make.answers(people, self.role, word=role)
        for question, labels in ((self.bus, [bus]), (self.ways, ways)):
            choices = question.choices.all()
            places = [place for place, choice in enumerate(choices) if str(choice.label) in labels]
            make.answers(people, question, *places)
        return people

    def fill(self) -> "Survey":
        """Add 166 people in three schools of unequal size, one of them small."""
        self.people("North", "family", "On time", 50)
        self.people("North", "student", "Late", 30, ["Bus", "Walk"])
        self.people("South", "family", "On time", 20)
        self.people("South", "student", "Late", 50, ["Bike"])
        self.people("Little", "family", "Late", 16, ["Walk"])
        return self

    def query(self, *questions: SurveyQuestion, **more: str) -> dict[str, str]:
        named = zip(("one", "other", "split"), questions, strict=False)
        return {name: question.public_id for name, question in named} | more

    def count(self, *questions: SurveyQuestion, **more: object) -> dict[str, object]:
        table = workflows.count_crosstab(self.forum, one=questions[0], other=questions[1], **more)
        found: dict[str, Any] = json.loads(json.dumps(to_plain(table.exact.side_by_side)))
        return found


WEIGHTS = ExactWeights(
    margins=(WeightMargin("school", "", "", "", {}, {}),),
    is_single=True,
    bounds=None,
    n_profiles=1,
    design_effect=1.0,
    effective_n=1.0,
    smallest=1.0,
    median=1.0,
    largest=1.0,
    n_at_lower_bound=0,
    n_at_upper_bound=0,
    relative_error=0.0,
    balances=(),
    costs=(),
    highest=(),
    lowest=(),
)


def weighted(
    actor: Actor,
    forum: Forum,
    weight_of: dict[int, float],
    profiles: Sequence[Sequence[Contributor]] = (),
) -> Run:
    """Record a run of weights; with `profiles`, of one margin with these categories."""
    frozen = FrozenWeights(
        rules_of(forum.district),
        profiles=tuple((number,) for number, _people in enumerate(profiles)),
        people=tuple(tuple(person.pk for person in people) for people in profiles),
    )
    return actions.record_run(
        actor,
        forum,
        kind=RunKind.WEIGHTS,
        method="weighting",
        method_version="1",
        settings={},
        seed=None,
        log_position=0,
        input_hash="0" * 64,
        n_people=len(weight_of),
        exact=WEIGHTS,
        weight_of=weight_of,
        frozen=frozen,
    )


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
    assert "“On time” is 63 % of North (n = 80), and 0 % of Little (n = 16)." in shown.gap
    assert shown.test[0].startswith("If these same answers were dealt out by chance")
    assert "fewer than 0.1 %" in shown.test[0]


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
    assert shown.rows[1].cells[0].range_label == "51 to 72 %"
    assert shown.test[0].startswith("If it made no difference in the community")


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
    assert "“North” is 71 % of On time (n = 70), and 31 % of Late (n = 96)." in shown.gap


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
    assert str(page.model) == "post-stratified by school"
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


# Pages


def test_the_page_shows_small_tables_and_its_address_holds_every_choice(
    desk: Client, district: District, cycle: Cycle
) -> None:
    survey = Survey(cycle).fill()
    url = district.url("crosstab", forum_id=survey.forum.public_id)
    query = survey.query(survey.school, survey.bus, survey.role, shares="column")
    html = desk.get(url, query).content.decode()
    assert html.count('<section class="panel">') == 2
    assert "A table for each answer to" in html
    assert "They carry no range: chance did not choose who answered." in html
    assert "<svg" in html
    assert "style=" not in html
    assert "What may be published of it" in html
    for value in query.values():
        assert f'value="{value}" selected' in html
    assert "split=" in html
    assert "n = 166" in html


def test_a_split_by_what_stands_in_the_table_is_refused(
    desk: Client, district: District, cycle: Cycle
) -> None:
    survey = Survey(cycle)
    url = district.url("crosstab", forum_id=survey.forum.public_id)
    answer = desk.get(url, survey.query(survey.school, survey.bus, survey.bus))
    assert answer.status_code == 422
    assert "neither rows nor columns" in answer.content.decode()


def test_who_may_not_read_everything_gets_neither_groups_nor_weights_nor_the_file(
    district: District, cycle: Cycle, facilitator: Person, client_of: Clients
) -> None:
    survey = Survey(cycle).fill()
    url = district.url("crosstab", forum_id=survey.forum.public_id)
    html = client_of(facilitator).get(url, survey.query(survey.school, survey.bus, survey.role))
    text = html.content.decode()
    assert 'class="panel"' not in text
    assert "<table" not in text
    assert 'name="split"' not in text
    assert "cells.csv" not in text


def test_a_saved_table_shows_the_same_and_to_others_only_what_may_be_published(
    desk: Client,
    district: District,
    cycle: Cycle,
    actor: Actor,
    facilitator: Person,
    client_of: Clients,
) -> None:
    survey = Survey(cycle).fill()
    weights = weighted(
        actor, survey.forum, {person.pk: 1.0 for person in Contributor.objects.filter(forum=survey.forum)}
    )
    query = survey.query(survey.school, survey.bus, survey.role, weights=weights.public_id)
    answer = desk.post(district.url("crosstab", forum_id=survey.forum.public_id), query)
    run = Run.objects.filter(kind=RunKind.CROSSTAB).get()
    assert answer["Location"] == district.url("run", run_id=run.public_id)
    html = desk.get(answer["Location"]).content.decode()
    assert html.count('<section class="panel">') == 2
    assert "Shares are weighted: post-stratified by school." in html
    assert run.settings["weights"] == weights.public_id
    assert run.settings["split_question"] == survey.role.prompt.source
    guarded = client_of(facilitator).get(answer["Location"]).content.decode()
    assert 'class="panel"' not in guarded


def test_a_release_of_a_split_table_holds_only_what_the_guard_let_through(cycle: Cycle, actor: Actor) -> None:
    survey = Survey(cycle).fill()
    split = split_of(survey.forum, survey.role.public_id, [survey.role])
    run = workflows.save_crosstab(actor, survey.forum, one=survey.school, other=survey.bus, split=split)
    release = release_findings(actor, cycle, [make.finding(cycle, run=run)])
    assert "side_by_side" not in release.canonical
    assert "panels" not in release.canonical
    assert "Student" not in release.canonical


def test_the_corner_of_a_released_table_is_no_heading_without_words(
    cycle: Cycle, actor: Actor, desk: Client, district: District
) -> None:
    survey = Survey(cycle).fill()
    run = workflows.save_crosstab(actor, survey.forum, one=survey.school, other=survey.bus)
    release = release_findings(actor, cycle, [make.finding(cycle, run=run)])
    html = desk.get(district.url("release", release_id=release.public_id)).content.decode()
    assert re.search(r"<thead>\s*<tr>\s*<td></td>\s*<th", html)
    assert "></th>" not in html


def test_every_cell_can_be_taken_out_as_a_file_and_that_is_recorded(
    desk: Client, district: District, cycle: Cycle
) -> None:
    survey = Survey(cycle).fill()
    url = district.url("crosstab_csv", forum_id=survey.forum.public_id)
    answer = desk.get(url, survey.query(survey.school, survey.bus, survey.role))
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2 * 3 * 2
    student = next(
        row for row in rows if (row["group"], row["row"], row["column"]) == ("Student", "South", "Late")
    )
    assert (student["n"], student["share"], student["low"]) == ("50", "1.0", "")
    assert (student["data_kind"], student["weights"], student["effective_n"]) == ("chose", "", "50.0")
    assert "not-for-publication" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(verb="export_crosstab").count() == 1
    assert desk.get(url, {"one": "nothing"}).status_code == 404


def test_each_line_of_the_file_names_the_model_it_is_weighted_by_and_what_it_stands_on(
    desk: Client, district: District, cycle: Cycle, actor: Actor
) -> None:
    survey = Survey(cycle, DataKind.RANDOM)
    heavy = survey.people("North", "family", "On time", 20)
    light = survey.people("North", "student", "Late", 20)
    factors = {person.pk: 3.0 for person in heavy} | {person.pk: 1.0 for person in light}
    run = weighted(actor, survey.forum, factors, [heavy, light])
    url = district.url("crosstab_csv", forum_id=survey.forum.public_id)
    answer = desk.get(url, survey.query(survey.school, survey.bus, weights=run.public_id))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    on_time, late = csv.DictReader(io.StringIO(text))
    assert {row["weights"] for row in (on_time, late)} == {"post-stratified by school"}
    assert {row["data_kind"] for row in (on_time, late)} == {"random"}
    assert (on_time["n"], on_time["shares_of"], on_time["share"]) == ("20", "row", "0.75")
    assert float(on_time["effective_n"]) == pytest.approx(80**2 / (20 * 9 + 20))


def test_a_table_of_100_000_cells_streams_line_by_line() -> None:
    n_rows, n_columns = 1_000, 100
    label = {"source": "en", "texts": {"en": "A label"}}
    line = [1] * n_columns
    panel = {
        "label": None,
        "n": 1,
        "test": {"why_not": "several_answers"},
        "gap": None,
        "row_n": [n_columns] * n_rows,
        "column_n": [n_rows] * n_columns,
        "counts": [line] * n_rows,
        "shares": [[0.01] * n_columns] * n_rows,
        "low": [[None] * n_columns] * n_rows,
        "high": [[None] * n_columns] * n_rows,
        "effective_n": [100.0] * n_rows,
    }
    head = {
        "data_kind": "chose",
        "shares_of": "row",
        "has_intervals": False,
        "split": None,
        "weights": None,
    }
    found = head | {"rows": [label] * n_rows, "columns": [label] * n_columns, "panels": [panel]}
    rows = csv_rows(from_plain(ExactSideBySide, found))
    first = next(rows)
    assert first[:5] == ["chose", "", "", "A label", "A label"]
    assert first[5:] == [1, 100, 1_000, "row", 100.0, 0.01, None, None]
    assert sum(1 for _row in rows) == 99_999
