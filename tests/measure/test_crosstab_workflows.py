"""Cross-tabulations: counted, guarded and saved; the same answers give the same table."""

import json

from tests import make
from tests.measure.crosstab_survey import Survey
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import QuestionKind, SurveyQuestion
from throughline.measure import workflows
from throughline.measure.models import RunKind, RunMember
from throughline.measure.queries.crosstab.page import crosstab_page
from throughline.measure.queries.crosstab.splits import split_of
from throughline.measure.queries.run_results import table_of
from throughline.understand.actions import release_findings


def by_school(forum: Forum, cells: list[list[int]]) -> tuple[SurveyQuestion, SurveyQuestion]:
    school_question = make.question(forum, QuestionKind.SCHOOL)
    question = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    for name, counts in zip(("Alder School", "Birch School", "Cedar School"), cells, strict=False):
        school = make.school(name)
        for choice, n in enumerate(counts):
            people = make.contributors(forum, n)
            make.answers(people, school_question, school=school)
            make.answers(people, question, choice)
    return school_question, question


def test_a_crosstab_counts_people_and_is_saved_as_a_run(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    one = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(forum, QuestionKind.SINGLE, "Often", "Never")
    make.answers_to_both(one, other, [[20, 12], [15, 11]])
    run = workflows.save_crosstab(actor, forum, one=one, other=other)
    assert run.kind == RunKind.CROSSTAB
    assert run.exact["counts"] == [[20, 12], [15, 11]]
    assert run.exact["row_n"] == [32, 26]
    assert RunMember.objects.filter(run=run).count() == run.n_people == 58
    assert run.input_hash == workflows.save_crosstab(actor, forum, one=one, other=other).input_hash
    release = release_findings(actor, cycle, [make.finding(cycle, run=run)])
    figures = json.loads(release.canonical)["findings"][0]["basis"][0]["figures"]
    assert [row["counts"] for row in figures["rows"]] == [[20, 12], [15, 11]]


def test_small_schools_are_shown_together_with_a_note(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    school, question = by_school(forum, [[30, 10], [3, 4], [2, 5]])
    run = workflows.save_crosstab(actor, forum, one=question, other=school)
    page = crosstab_page(table_of(run), is_guarded=False)
    assert [row.n for row in page.rows] == [40, 7, 7]
    assert page.published is not None
    assert [row.n for row in page.published.rows] == [40, 14]
    assert "Combined to protect privacy" in page.published.merged[0]
    guarded = crosstab_page(table_of(run), is_guarded=True)
    assert guarded.rows[0].cells == ["75%", "25%"]
    assert "7" not in [str(row.n) for row in guarded.rows]


def test_the_guard_hides_what_it_cannot_merge(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    one = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(forum, QuestionKind.SINGLE, "Often", "Never")
    make.answers_to_both(one, other, [[40, 1], [30, 30]])
    guarded = crosstab_page(
        table_of(workflows.save_crosstab(actor, forum, one=one, other=other)), is_guarded=True
    )
    assert "1" not in [cell for row in guarded.rows for cell in row.cells]


def test_a_crosstab_of_nobody_and_of_one_person(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    one = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(forum, QuestionKind.SINGLE, "Often", "Never")
    nobody = crosstab_page(
        table_of(workflows.save_crosstab(actor, forum, one=one, other=other)), is_guarded=False
    )
    assert nobody.is_empty
    make.answers_to_both(one, other, [[1, 0], [0, 0]])
    run = workflows.save_crosstab(actor, forum, one=one, other=other)
    assert crosstab_page(table_of(run), is_guarded=False).rows[0].cells == ["1 (100%)", "0 (0%)"]
    assert crosstab_page(table_of(run), is_guarded=True).is_empty


def test_people_may_choose_several_answers_and_are_counted_once_a_row(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    one = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(forum, QuestionKind.MULTIPLE, "Bus", "Bike")
    people = make.contributors(forum, 12)
    make.answers(people, one, 0)
    make.answers(people, other, 0, 1)
    run = workflows.save_crosstab(actor, forum, one=one, other=other)
    assert run.exact["counts"] == [[12, 12], [0, 0]]
    assert run.exact["row_n"] == [12, 0]
    assert [row.n for row in crosstab_page(table_of(run), is_guarded=True).rows] == [12]


def test_a_release_of_a_split_table_holds_only_what_the_guard_let_through(cycle: Cycle, actor: Actor) -> None:
    survey = Survey(cycle).fill()
    split = split_of(survey.forum, survey.role.public_id, [survey.role])
    run = workflows.save_crosstab(actor, survey.forum, one=survey.school, other=survey.bus, split=split)
    release = release_findings(actor, cycle, [make.finding(cycle, run=run)])
    assert "side_by_side" not in release.canonical
    assert "panels" not in release.canonical
    assert "Student" not in release.canonical
