"""Results of one question at a time."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from tests.measure.crosstab_survey import Survey
from tests.words import plain_cells
from throughline.accounts.models import AuditEntry, District
from throughline.convene.models import Cycle, DataKind, ForumKind
from throughline.listen.models import BurstState, Contributor, QuestionKind
from throughline.measure.queries.question_results.page import (
    question_results,
    statement_results,
    texts_results,
)

pytestmark = pytest.mark.django_db


def shares(survey: Survey, name: str) -> list[tuple[str, int, int]]:
    chart = question_results(getattr(survey, name)).chart
    assert chart is not None
    return [(row.label, row.n, row.of) for row in chart.rows]


def test_each_kind_of_question_is_counted_by_option(cycle: Cycle) -> None:
    survey = Survey(cycle).fill()
    assert shares(survey, "bus") == [("On time", 70, 166), ("Late", 96, 166)]
    assert shares(survey, "ways") == [("Bus", 100, 166), ("Bike", 50, 166), ("Walk", 46, 166)]
    assert {label: n for label, n, _of in shares(survey, "school")} == {
        "North": 80,
        "South": 70,
        "Little": 16,
    }
    assert shares(survey, "role")[:2] == [
        ("Parent, guardian or family member", 86, 166),
        ("Student", 80, 166),
    ]
    scale = make.question(survey.forum, QuestionKind.SCALE, scale_low_label=make.translated("Never"))
    people = list(Contributor.objects.filter(forum=survey.forum).order_by("pk")[:3])
    make.answers(people, scale, number=1)
    survey.scale = scale  # type: ignore[attr-defined]
    assert shares(survey, "scale")[:2] == [("1 – Never", 3, 3), ("2", 0, 3)]


def test_an_answer_that_is_no_option_is_counted_as_another_one(cycle: Cycle) -> None:
    survey = Survey(cycle)
    survey.people("North", "grandparent", "Late", 2)
    assert shares(survey, "role")[-1] == ("Other answers", 2, 2)


def test_those_who_skipped_and_those_set_aside(cycle: Cycle) -> None:
    survey = Survey(cycle).fill()
    skipped = make.contributors(survey.forum, 4, role="staff")
    make.answers(skipped, survey.school, school=make.school("East"))
    burst = make.burst(survey.forum, 9)
    aside = list(Contributor.objects.filter(burst=burst))
    make.answers(aside, survey.bus, 0)
    assert question_results(survey.bus).n == 175
    burst.state = BurstState.SET_ASIDE
    burst.save()
    found = question_results(survey.bus)
    assert (found.n, found.n_skipped) == (166, 4)
    assert shares(survey, "bus")[0] == ("On time", 70, 166)
    assert found.schools.rows == []
    by_role = {row.label: (row.n_took_part, row.n_answered) for row in found.roles.rows}
    assert by_role == {"Teacher or other school staff": (4, 0)}
    assert found.roles.n_unknown == 166
    assert found.roles.is_asked
    assert not found.schools.is_asked


def test_only_a_sample_has_a_margin_of_error(cycle: Cycle) -> None:
    chart = question_results(Survey(cycle).fill().bus).chart
    assert chart is not None
    assert not chart.has_intervals
    chart = question_results(Survey(cycle, DataKind.RANDOM).fill().bus).chart
    assert chart is not None
    assert chart.has_intervals
    first = chart.rows[0]
    assert first.low is not None
    assert first.high is not None
    assert 0.34 < first.low < first.share < first.high < 0.50


def test_statements_have_their_votes_and_texts_their_number(cycle: Cycle) -> None:
    forum = make.forum(cycle)
    one, other = make.statement(forum, "Longer lunch"), make.statement(forum, "Later start")
    make.votes(forum, [one, other], (6, [1, -1]), (2, [0, 0]))
    rows = statement_results([one, other])
    assert [row.cells for row in rows] == [[(6, 75), (0, 0), (2, 25)], [(0, 0), (6, 75), (2, 25)]]
    question = make.forum(cycle, ForumKind.QUESTION)
    person = make.contributor(question)
    for _number in range(2):
        make.voice(question, contributor=person)
    make.voice(question)
    found = texts_results(question)
    assert (found.n_texts, found.n_people, found.n_unsigned) == (3, 1, 1)


def test_the_pages_lead_from_the_forum_to_a_question_and_its_file(
    desk: Client, district: District, cycle: Cycle
) -> None:
    survey = Survey(cycle).fill()
    text = make.question(survey.forum, QuestionKind.TEXT)
    forum_page = desk.get(district.url("forum", forum_id=survey.forum.public_id)).content.decode()
    address = district.url("results", forum_id=survey.forum.public_id)
    assert address in forum_page
    html = desk.get(address).content.decode()
    of_question = district.url("results_of_question", question_id=survey.bus.public_id)
    assert of_question in html
    html = desk.get(of_question).content.decode()
    assert html.count("Not asked in this forum.") == 2
    assert "166 people who chose to take part" in html
    assert '<td class="n">58%</td>' in plain_cells(html)
    assert "don&#x27;t give a margin of error" in html
    assert f"?one={survey.bus.public_id}" in html
    of_text = desk.get(district.url("results_of_question", question_id=text.public_id)).content.decode()
    assert "No answers yet." in of_text
    assert district.url("codes", cycle_id=cycle.public_id) in of_text
    answer = desk.get(district.url("results_csv", forum_id=survey.forum.public_id))
    assert "results-" in answer["Content-Disposition"]
    lines = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = {(row["question_id"], row["answer"]): row for row in csv.DictReader(io.StringIO(lines))}
    late = rows[survey.bus.public_id, "Late"]
    assert (late["n"], late["n_answered"], late["low"], late["data_kind"]) == ("96", "166", "", "chose")
    assert rows[text.public_id, "Written answers"]["n"] == "0"
    assert AuditEntry.objects.filter(verb="export_results").count() == 1


@pytest.mark.parametrize("kind", ForumKind.values)
def test_every_kind_of_forum_has_a_page_when_it_is_empty(
    desk: Client, district: District, cycle: Cycle, kind: str
) -> None:
    forum = make.forum(cycle, kind)
    html = desk.get(district.url("results", forum_id=forum.public_id)).content.decode()
    assert 'class="empty"' in html


def test_questions_come_by_pages_with_a_constant_number_of_queries(
    desk: Client, district: District, cycle: Cycle, django_assert_max_num_queries: Callable[..., object]
) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    for number in range(30):
        make.question(forum, QuestionKind.SINGLE, "Yes", "No", position=number)
    with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
        html = desk.get(district.url("results", forum_id=forum.public_id)).content.decode()
    assert plain_cells(html).count('<th scope="row">') == 25
    assert "Page 1 of 2" in html
