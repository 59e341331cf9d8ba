"""Results of a question for people without raw rights do not tell the one answer between two looks."""

import re
from collections.abc import Mapping

import numpy as np
import pytest
from django.core.cache import cache

from tests import make
from tests.attack.before_and_after import attackers, everything_on
from tests.measure.crosstab_survey import Survey
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.listen.models import Contributor, SurveyQuestion
from throughline.measure import workflows
from throughline.measure.models import KeptView
from throughline.measure.queries.kept_views import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(district: District) -> list[Person]:
    return attackers(district, make.school("Attackers"))


@pytest.fixture
def survey(district: District) -> Survey:
    return Survey(make.cycle()).fill()


def pages(question: SurveyQuestion, people: list[Person]) -> Mapping[tuple[str, ...], str]:
    district = question.forum.district
    addresses = [
        district.url("results", forum_id=question.forum.public_id),
        district.url("results_of_question", question_id=question.public_id),
    ]
    return everything_on(addresses, people)


def shown(found: Mapping[tuple[str, ...], str]) -> dict[str, str]:
    """The share of each answer, as the first attacker reads it in English."""
    html = next(html for key, html in found.items() if key[1] == "en" and "/questions/" in key[2])
    rows = re.findall(r'<th scope="row">([^<]+)</th>\s*<td class="n">([^<]+)</td>', html)
    return {label.strip(): share.strip() for label, share in rows}


def n_shown(found: Mapping[tuple[str, ...], str]) -> int:
    html = next(html for key, html in found.items() if key[1] == "en" and "/questions/" in key[2])
    counted = re.search(r"(\d+) people who chose to take part", html)
    return int(counted[1]) if counted else 0


def test_one_answer_moves_nothing_and_many_move_only_what_many_chose(
    survey: Survey, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pages(survey.bus, people)
    assert shown(before) == {"On time": "42%", "Late": "58%"}
    assert n_shown(before) == 166
    survey.people("North", "family", "On time", 1)
    assert pages(survey.bus, people) == before
    survey.people("North", "family", "Late", 20, ["Bike"])
    after = pages(survey.bus, people)
    assert n_shown(after) == 186, "the one who chose another answer waits"
    assert shown(after) == {"On time": "38%", "Late": "62%"}
    assert shown(pages(survey.ways, people))["Bike"] == "38%"

    def everybody(_person: object, _move: object, n_people: int, *_rules: object) -> object:
        return np.ones(n_people, dtype=bool)

    monkeypatch.setattr(steps, "moves_in_steps", everybody)
    survey.people("North", "family", "Late", 10)
    assert n_shown(pages(survey.bus, people)) == 197, "without steps the one is told"


def test_without_memory_one_answer_would_be_told(survey: Survey, people: list[Person]) -> None:
    before = pages(survey.bus, people)
    survey.people("North", "family", "On time", 1)
    KeptView.objects.all().delete()
    cache.clear()
    assert n_shown(pages(survey.bus, people)) == n_shown(before) + 1


def test_fewer_than_the_minimum_look_the_same_as_nobody(district: District, people: list[Person]) -> None:
    survey = Survey(make.cycle())
    before = pages(survey.bus, people)
    assert shown(before) == {}
    survey.people("North", "family", "Late", 9)
    assert pages(survey.bus, people) == before
    survey.people("North", "family", "Late", 2)
    assert shown(pages(survey.bus, people)) == {"On time": "less than 10%", "Late": "more than 90%"}


def test_results_that_differ_by_a_few_from_a_saved_table_wait(
    survey: Survey, people: list[Person], district: District
) -> None:
    workflows.save_crosstab(Actor.system(district), survey.forum, one=survey.role, other=survey.bus)
    survey.people("North", "family", "On time", 1)
    assert shown(pages(survey.bus, people)) == {}, "the table and the results would tell the one"
    survey.people("North", "family", "On time", 9)
    assert n_shown(pages(survey.bus, people)) == 176


def test_a_change_of_rules_counts_nobody_anew(
    survey: Survey, people: list[Person], district: District
) -> None:
    before = pages(survey.bus, people)
    survey.people("North", "family", "On time", 1)
    District.objects.filter(pk=district.pk).update(minimum_n=12)
    after = pages(survey.bus, people)
    assert (n_shown(after), shown(after)) == (166, shown(before))
    District.objects.filter(pk=district.pk).update(minimum_n=200)
    assert shown(pages(survey.bus, people)) == {}


def test_made_up_answers_do_not_help(survey: Survey, people: list[Person]) -> None:
    before = pages(survey.bus, people)
    made_up = list(Contributor.objects.filter(burst=make.burst(survey.forum, 12)))
    make.answers(made_up, survey.bus, 0)
    survey.people("North", "family", "On time", 1)
    assert shown(pages(survey.bus, people)) == shown(before), "without the twelve, one is told"


def test_questions_about_people_and_protected_topics_are_never_shown(
    survey: Survey, people: list[Person]
) -> None:
    assert shown(pages(survey.role, people)) == {}
    assert shown(pages(survey.school, people)) == {}
    SurveyQuestion.objects.filter(pk=survey.bus.pk).update(is_protected_topic=True)
    assert shown(pages(survey.bus, people)) == {}


def test_a_question_that_participation_is_compared_by_is_never_shown(
    survey: Survey, people: list[Person]
) -> None:
    assert shown(pages(survey.bus, people)) != {}
    make.population({"other": {"On time": 40, "Late": 60}})
    assert shown(pages(survey.bus, people)) == {}
    assert shown(pages(survey.ways, people)) != {}
