"""School and role: asked once after the first votes or answers, skippable, changed later, never needed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.listen.taking_part import HTMX, fill, forms_of, text_of
from throughline.accounts.models import AuditEntry, District, Person, School
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.listen.models import Contributor, QuestionKind
from throughline.listen.views import about_self

TITLE = "Two questions about you"
SCHOOL, ROLE = "Which school are you connected to?", "What is your connection to our schools?"


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle(is_school_asked=True, is_role_asked=True)


@pytest.fixture
def school(district: District) -> School:
    return make.school("Alder")


@pytest.fixture
def forum(cycle: Cycle, school: School) -> Forum:
    forum = make.forum(cycle)
    for number in range(7):
        make.statement(forum, f"Statement number {number}.")
    return forum


def url(forum: Forum, name: str = "part") -> str:
    return forum.district.url(name, forum_id=forum.public_id)


def vote(client: Client, forum: Forum, n: int = 1) -> Any:
    for _statement in range(n):
        form = forms_of(client.get(url(forum)))[0]
        response = client.post(form.action, {**form.fields, "answer": "agree"})
    return client.get(response["Location"])


def answer(client: Client, forum: Forum) -> Any:
    response = fill(client, url(forum), text="We need a nurse.", language="en")
    return client.get(response["Location"])


def test_after_five_votes_both_questions_come_and_the_answers_are_kept(
    client: Client, forum: Forum, school: School
) -> None:
    assert TITLE not in text_of(vote(client, forum, 4))
    page = vote(client, forum)
    assert TITLE in text_of(page)
    assert SCHOOL in text_of(page)
    assert ROLE in text_of(page)
    form = forms_of(page)[0]
    response = client.post(form.action, {**form.fields, "school": school.public_id, "role": "family"})
    assert (response.status_code, response["Location"]) == (303, url(forum))
    person = Contributor.objects.get()
    assert (person.school, person.role) == (school, "family")
    assert AuditEntry.objects.filter(verb="save_about_self").count() == 1
    assert "6 of about 7" in text_of(client.get(url(forum)))


def test_what_was_said_about_oneself_is_on_the_page_of_the_private_link(
    client: Client, forum: Forum, school: School
) -> None:
    form = forms_of(vote(client, forum, 5))[0]
    client.post(form.action, {**form.fields, "school": school.public_id, "role": "staff"})
    link = re.search(r'href="(/d/juniper/f/[^"]+)"', text_of(client.get(url(forum, "part_done"))))
    assert link is not None
    page = text_of(Client().get(link[1]))
    assert "<dd>Alder</dd>" in page
    assert "<dd>Teacher or other school staff</dd>" in page


def test_a_skip_is_remembered_and_tells_nothing(client: Client, forum: Forum) -> None:
    form = forms_of(vote(client, forum, 5))[0]
    client.post(form.action, {**form.fields, "skip": "1", "role": "family"})
    person = Contributor.objects.get()
    assert (person.school, person.role) == (None, "")
    assert person.is_school_asked
    assert person.is_role_asked
    assert TITLE not in text_of(client.get(url(forum)))


def test_with_htmx_the_next_statement_comes_in_place(client: Client, forum: Forum, school: School) -> None:
    form = forms_of(vote(client, forum, 5))[0]
    problem = client.post(form.action, {**form.fields, "role": "king"}, headers=HTMX)
    assert problem.status_code == 422
    assert "That isn&#x27;t one of the choices." in text_of(problem)
    page = client.post(form.action, {**form.fields, "school": school.public_id}, headers=HTMX)
    assert "<html" not in text_of(page)
    assert 'data-key="1 a"' in text_of(page)


def test_where_there_are_fewer_statements_they_are_asked_at_the_end(
    client: Client, cycle: Cycle, school: School
) -> None:
    forum = make.forum(cycle)
    make.statement(forum)
    assert TITLE in text_of(vote(client, forum))


def test_voting_again_goes_before_the_questions(client: Client, forum: Forum) -> None:
    vote(client, forum, 5)
    statement = make.statement(forum, "One more.")
    assert TITLE not in text_of(client.get(f"{url(forum)}?again={statement.public_id}"))


def test_an_answer_to_an_open_question_is_followed_by_both_questions(
    client: Client, cycle: Cycle, school: School
) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    page = answer(client, forum)
    assert TITLE in text_of(page)
    form = forms_of(page)[0]
    response = client.post(form.action, {**form.fields, "school": school.public_id, "role": "student"})
    assert response["Location"] == url(forum, "part_done")
    done = text_of(client.get(response["Location"]))
    assert TITLE not in done
    assert re.search(r"<dd>Alder</dd>.*<dd>Student</dd>", done, re.S)
    again = forms_of(client.get(url(forum, "about_self") + "?to=done"))[0]
    client.post(again.action, {**again.fields, "skip": "1"})
    assert Contributor.objects.get().school is None
    assert text_of(client.get(url(forum, "part_done"))).count("<dd>Not answered</dd>") == 2


def test_a_survey_asks_after_its_first_answer_and_goes_on_where_it_was(
    client: Client, cycle: Cycle, school: School
) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    first = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    second = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    response = fill(client, url(forum), answer=first.choices.all()[0].public_id)
    assert response["Location"] == f"{url(forum, 'about_self')}?to={second.public_id}"
    form = forms_of(client.get(response["Location"]))[0]
    response = client.post(form.action, {**form.fields, "skip": "1"})
    assert response["Location"] == f"{url(forum)}?q={second.public_id}"
    response = fill(client, response["Location"], answer=second.choices.all()[0].public_id)
    assert response["Location"] == f"{url(forum)}?q=end"


def test_a_survey_with_a_question_for_the_school_asks_only_for_the_role(
    client: Client, cycle: Cycle, school: School
) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    make.question(forum, QuestionKind.SCHOOL)
    response = fill(client, url(forum), answer=school.public_id)
    page = text_of(client.get(response["Location"]))
    assert ROLE in page
    assert SCHOOL not in page


@pytest.mark.parametrize(
    ("about", "asks"),
    [
        ({"is_for_students": True}, ["Which school do you go to?"]),
        ({"is_for_staff": True}, ["Which school do you work at?"]),
    ],
)
def test_students_and_employees_are_not_asked_what_is_known(
    client: Client, cycle: Cycle, school: School, about: dict[str, bool], asks: list[str]
) -> None:
    page = text_of(answer(client, make.forum(cycle, ForumKind.QUESTION, **about)))
    assert "One question about you" in page
    assert all(label in page for label in asks)
    assert ROLE not in page


def test_a_district_without_schools_and_a_cycle_of_one_school_ask_only_for_the_role(
    client: Client, cycle: Cycle
) -> None:
    page = text_of(answer(client, make.forum(cycle, ForumKind.QUESTION)))
    assert ROLE in page
    assert SCHOOL not in page
    of_school = make.cycle(school=make.school("Birch"), is_school_asked=True)
    assert "question about you" not in text_of(answer(Client(), make.forum(of_school, ForumKind.QUESTION)))


def test_nobody_is_asked_where_the_cycle_does_not_want_it_or_answers_are_imported(
    client: Client, cycle: Cycle, school: School
) -> None:
    quiet = make.forum(make.cycle(), ForumKind.QUESTION)
    assert "about you" not in text_of(answer(client, quiet)).lower()
    imported = make.forum(cycle, ForumKind.QUESTION, data_kind=DataKind.IMPORTED)
    assert "about you" not in text_of(answer(Client(), imported)).lower()
    assert client.get(url(quiet, "about_self"))["Location"] == url(quiet)


def test_whoever_has_not_taken_part_is_not_asked_and_saves_nothing(client: Client, forum: Forum) -> None:
    assert client.get(url(forum, "about_self"))["Location"] == url(forum)
    assert client.post(url(forum, "about_self"), {"role": "family"}).status_code == 303
    assert not Contributor.objects.exists()


def test_after_the_forum_has_closed_the_answer_is_refused(client: Client, forum: Forum) -> None:
    form = forms_of(vote(client, forum, 5))[0]
    now = timezone.now()
    Forum.objects.update(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    response = client.post(form.action, {**form.fields, "role": "family"})
    assert response.status_code == 422
    assert "This forum has closed, so we couldn&#x27;t save your response." in text_of(response)
    assert Contributor.objects.get().role == ""


def test_answers_are_limited_as_those_to_a_survey_are(
    client: Client, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = forms_of(vote(client, forum, 5))[0]
    monkeypatch.setattr(about_self, "ANSWERS_A_PERSON_A_MINUTE", 1)
    assert client.post(form.action, {**form.fields, "role": "family"}).status_code == 303
    assert client.post(form.action, {**form.fields, "role": "staff"}).status_code == 429


def test_staff_who_preview_a_draft_see_the_questions(
    client_of: Callable[[Person | None], Client], coordinator: Person, cycle: Cycle, school: School
) -> None:
    draft = make.forum(cycle, ForumKind.QUESTION, is_open=False)
    assert TITLE in text_of(client_of(coordinator).get(url(draft, "about_self")))
    assert client_of(None).get(url(draft, "about_self")).status_code == 404


def test_a_vote_before_the_fifth_reads_nothing_more(
    client: Client, forum: Forum, django_assert_max_num_queries: Any
) -> None:
    vote(client, forum)
    form = forms_of(client.get(url(forum)))[0]
    Cycle.objects.update(is_school_asked=False, is_role_asked=False)
    with django_assert_max_num_queries(40) as without:
        client.post(form.action, {**form.fields, "answer": "agree"}, headers=HTMX)
    n_queries = len(without)
    Cycle.objects.update(is_school_asked=True, is_role_asked=True)
    form = forms_of(client.get(url(forum)))[0]
    with django_assert_max_num_queries(n_queries):
        client.post(form.action, {**form.fields, "answer": "agree"}, headers=HTMX)
