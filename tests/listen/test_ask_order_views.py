"""The order of questions and choices: one place up or down, or all at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from tests.listen.taking_part import HTMX, text_of
from throughline.accounts.models import AuditEntry, District, Person
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import QuestionKind, SurveyQuestion

CHANGED = "This list has changed since you opened the page. Reload the page, then try again."


@pytest.fixture
def staff(coordinator: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(coordinator)


@pytest.fixture
def survey(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.SURVEY)


def test_order_questions_sets_the_whole_order(district: District, staff: Client, survey: Forum) -> None:
    one, two, three = (make.question(survey, QuestionKind.TEXT) for _n in range(3))
    url = district.url("order_questions", forum_id=survey.public_id)
    response = staff.post(url, {"order": [three.public_id, one.public_id, two.public_id]}, headers=HTMX)
    assert (response.status_code, text_of(response).strip()) == (200, "Saved.")
    assert list(SurveyQuestion.objects.all()) == [three, one, two]
    assert AuditEntry.objects.get(verb="order_questions").details == {"n": 3}
    assert staff.post(url, {"order": [one.public_id, two.public_id, three.public_id]}).status_code == 303
    assert list(SurveyQuestion.objects.all()) == [one, two, three]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_order_questions_refuses_a_list_that_is_not_the_one_there_is(
    district: District, staff: Client, survey: Forum, headers: dict[str, str]
) -> None:
    one, two = (make.question(survey, QuestionKind.TEXT) for _n in range(2))
    other = make.question(make.forum(survey.cycle, ForumKind.SURVEY), QuestionKind.TEXT)
    url = district.url("order_questions", forum_id=survey.public_id)
    for order in ([two], [two, one, other], [two, two], [two, other], []):
        response = staff.post(url, {"order": [question.public_id for question in order]}, headers=headers)
        assert response.status_code == 422
        assert CHANGED in text_of(response)
    assert list(SurveyQuestion.objects.filter(forum=survey)) == [one, two]


def test_choices_move_and_are_put_in_order(district: District, staff: Client, survey: Forum) -> None:
    question = make.question(survey, QuestionKind.SINGLE, "a", "b", "c")
    a, b, c = question.choices.all()
    url = district.url("order_choices", question_id=question.public_id)
    assert staff.post(url, {"order": [c.public_id, a.public_id, b.public_id]}).status_code == 303
    assert list(question.choices.all()) == [c, a, b]
    move = district.url("move_choice", choice_id=b.public_id)
    assert staff.post(move, {"to": "up"})["Location"].endswith("#choices")
    assert list(question.choices.all()) == [c, b, a]
    staff.post(move, {"to": "down"})
    staff.post(move, {"to": "down"})  # already last
    assert list(question.choices.all()) == [c, a, b]
    response = staff.post(url, {"order": [a.public_id]})
    assert response.status_code == 422
    assert CHANGED in text_of(response)
    response = staff.post(url, {"order": [a.public_id]}, headers=HTMX)
    assert (response.status_code, text_of(response).strip()) == (422, CHANGED)
