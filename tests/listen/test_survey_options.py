"""Required questions, "prefer not to say", and "other, please say"."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.listen.taking_part import HTMX, fill, forms_of, text_of
from throughline.accounts.models import District, Person
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.tally import n_people_and_contributions
from throughline.listen.models import (
    Contributor,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    UrgentFlag,
    Voice,
    VoiceKind,
    VoiceState,
)
from throughline.listen.queries import answer_column
from throughline.listen.queries.question_kinds import DECLINED
from throughline.listen.queries.survey import n_answers_by_question
from throughline.listen.queries.survey_export import questions_to_export, responses, texts

REQUIRED = "This question is required. Answer it to go on, or leave at any time."


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.SURVEY)


def url_of(question: SurveyQuestion) -> str:
    return f"{question.district.url('part', forum_id=question.forum.public_id)}?q={question.public_id}"


def with_other(forum: Forum, kind: str = QuestionKind.SINGLE) -> tuple[SurveyQuestion, SurveyChoice]:
    question = make.question(forum, kind, "By bus", "On foot", "Other")
    other = question.choices.get(position=2)
    other.is_other = True
    other.save()
    return question, other


# Required


def test_a_required_question_is_marked_and_must_be_answered_to_go_on(forum: Forum, client: Client) -> None:
    question = make.question(forum, QuestionKind.SINGLE, "Yes", "No", is_required=True)
    page = text_of(client.get(url_of(question)))
    assert "Questions marked “required” need an answer before you submit." in page
    assert "All questions are optional" not in page
    response = fill(client, url_of(question), 0)
    assert response.status_code == 422
    assert REQUIRED in text_of(response)
    assert not Contributor.objects.exists()
    assert fill(client, url_of(question), 0, answer=question.choices.all()[0].public_id).status_code == 303


def test_a_required_answer_can_be_taken_back_but_the_survey_cannot_be_submitted(
    district: District, forum: Forum, client: Client
) -> None:
    question = make.question(forum, QuestionKind.MULTIPLE, "Music", "Sport", is_required=True)
    fill(client, url_of(question), 0, answer=[question.choices.all()[0].public_id])
    form = forms_of(client.get(url_of(question)))[0]
    form.fields.pop("answer")
    response = client.post(form.action, form.fields, headers=HTMX)
    assert (response.status_code, text_of(response).strip()) == (422, REQUIRED.replace("'", "&#x27;"))
    assert not SurveyAnswer.objects.exists()
    end = district.url("part", forum_id=forum.public_id) + "?q=end"
    response = fill(client, end, 0)
    assert response.status_code == 422
    assert f"Answer this required question before you submit: {question.prompt}" in text_of(response)
    assert Contributor.objects.get().finished_at is None
    fill(client, url_of(question), 0, answer=[question.choices.all()[1].public_id])
    assert fill(client, end, 0)["Location"] == district.url("part_done", forum_id=forum.public_id)


def test_a_survey_without_required_questions_says_that_all_are_optional(forum: Forum, client: Client) -> None:
    question = make.question(forum, QuestionKind.TEXT)
    assert "All questions are optional." in text_of(client.get(url_of(question)))
    assert fill(client, url_of(question), 0, answer="").status_code == 303


# Prefer not to say


@pytest.mark.parametrize("kind", [QuestionKind.ROLE, QuestionKind.LANGUAGE, QuestionKind.SCHOOL])
def test_whoever_prefers_not_to_say_is_asked_once_and_counted_in_no_group(
    kind: str, district: District, forum: Forum, client: Client
) -> None:
    make.school("Juniper High")
    question = make.question(forum, kind)
    assert fill(client, url_of(question), 0, answer=DECLINED).status_code == 303
    answer = SurveyAnswer.objects.get()
    assert (answer.is_declined, answer.word, answer.school) == (True, "", None)
    assert (Contributor.objects.get().role, Contributor.objects.get().school) == ("", None)
    assert answer_column(question).n == 0
    assert n_answers_by_question(forum) == {}
    assert n_people_and_contributions(forum) == (0, 0)
    review = text_of(client.get(district.url("part", forum_id=forum.public_id)))
    assert '<strong dir="auto">Prefer not to say</strong>' in review
    assert not list(responses(district, forum, questions_to_export(forum)))


def test_only_protected_topics_and_questions_about_people_offer_it(forum: Forum, client: Client) -> None:
    plain = make.question(forum, QuestionKind.SCALE)
    protected = make.question(forum, QuestionKind.SCALE, is_protected_topic=True)
    assert "Prefer not to say" not in text_of(client.get(url_of(plain)))
    assert "Prefer not to say" in text_of(client.get(url_of(protected)))


def test_prefer_not_to_say_stands_alone(forum: Forum, client: Client) -> None:
    question = make.question(forum, QuestionKind.MULTIPLE, "Yes", "No", is_protected_topic=True)
    yes = question.choices.all()[0].public_id
    response = fill(client, url_of(question), 0, answer=[yes, DECLINED])
    assert response.status_code == 422
    assert "Choose “Prefer not to say” alone, or choose other answers." in text_of(response)
    assert fill(client, url_of(question), 0, answer=[DECLINED]).status_code == 303
    assert SurveyAnswer.objects.get().is_declined
    assert fill(client, url_of(question), 0, answer=[yes]).status_code == 303
    assert not SurveyAnswer.objects.get().is_declined


def test_a_written_answer_on_a_protected_topic_can_be_declined_and_withdrawn(
    forum: Forum, client: Client
) -> None:
    question = make.question(forum, QuestionKind.TEXT, is_protected_topic=True)
    fill(client, url_of(question), 0, answer="We pray at home.")
    response = fill(client, url_of(question), 0, is_declined="on")
    assert response.status_code == 422
    assert "Delete what you wrote, or uncheck “Prefer not to say.”" in text_of(response)
    assert "We pray at home." in text_of(response)
    assert fill(client, url_of(question), 0, answer="", is_declined="on").status_code == 303
    assert (Voice.objects.get().state, Voice.objects.get().text) == (VoiceState.WITHDRAWN, "")
    assert SurveyAnswer.objects.get().is_declined
    assert "checked" in text_of(client.get(url_of(question)))
    fill(client, url_of(question), 0, answer="We do not.", is_declined="")
    assert not SurveyAnswer.objects.exists()
    assert Voice.objects.get().text == "We do not."


# Other, please say


@pytest.mark.parametrize("is_chosen", [True, False])
def test_words_for_other_choose_it_and_are_a_voice_that_waits_for_review(
    is_chosen: bool, district: District, forum: Forum, client: Client
) -> None:
    question, other = with_other(forum)
    chosen: dict[str, Any] = {"answer": other.public_id} if is_chosen else {}
    assert fill(client, url_of(question), 0, other_words="By boat", **chosen).status_code == 303
    assert list(SurveyAnswer.objects.get().choices.all()) == [other]
    voice = Voice.objects.get()
    assert (voice.kind, voice.text, voice.question) == (VoiceKind.SURVEY_TEXT, "By boat", question)
    assert voice.state == VoiceState.RECEIVED
    assert n_answers_by_question(forum) == {question.pk: 1}
    review = text_of(client.get(district.url("part", forum_id=forum.public_id)))
    assert "Other: By boat" in review
    assert 'value="By boat"' in text_of(client.get(url_of(question)))


def test_other_without_words_counts_and_another_choice_withdraws_the_words(
    forum: Forum, client: Client
) -> None:
    question, other = with_other(forum)
    fill(client, url_of(question), 0, answer=other.public_id, other_words="By boat")
    bus = question.choices.all()[0]
    response = fill(client, url_of(question), 0, answer=bus.public_id)
    assert response.status_code == 422
    assert (
        "You wrote something for “Other” and chose another answer. Choose “Other,” or delete what you wrote."
        in text_of(response)
    )
    assert fill(client, url_of(question), 0, answer=bus.public_id, other_words="").status_code == 303
    assert Voice.objects.get().text == ""
    fill(client, url_of(question), 0, answer=other.public_id, other_words="")
    assert list(SurveyAnswer.objects.get().choices.all()) == [other]
    assert Voice.objects.get().state == VoiceState.WITHDRAWN


def test_words_for_other_join_the_other_checkboxes(forum: Forum, client: Client) -> None:
    question, other = with_other(forum, QuestionKind.MULTIPLE)
    bus = question.choices.all()[0]
    fill(client, url_of(question), 0, answer=[bus.public_id], other_words="By boat")
    assert set(SurveyAnswer.objects.get().choices.all()) == {bus, other}


def test_urgent_words_for_other_are_held(forum: Forum, client: Client) -> None:
    question, _other = with_other(forum)
    fill(client, url_of(question), 0, other_words="I want to kill myself")
    assert Voice.objects.get().is_held
    assert UrgentFlag.objects.get().voice == Voice.objects.get()


def test_refused_urgent_words_for_other_name_whom_to_call_and_reach_a_person(
    forum: Forum, client: Client
) -> None:
    question, _other = with_other(forum)
    bus = question.choices.all()[0].public_id
    response = fill(client, url_of(question), 0, answer=bus, other_words="I want to kill myself")
    assert response.status_code == 422
    assert "988" in text_of(response)
    assert UrgentFlag.objects.get().words == "I want to kill myself"


def test_words_for_other_are_exported_in_their_own_column(
    district: District, forum: Forum, client: Client
) -> None:
    question, _other = with_other(forum)
    fill(client, url_of(question), 0, other_words="By boat")
    columns = questions_to_export(forum)
    title = f"{question.prompt.source} – Other"
    assert [one.title for one in columns.values()] == [question.prompt.source, title]
    assert list(texts(district, forum, columns)) == [(title, "By boat")]
    (tied,) = responses(district, forum, columns, is_tied=True)
    assert [(a.question, a.choices, a.text) for a in tied.answers] == [
        (question.prompt.source, ("Other",), ""),
        (title, (), "By boat"),
    ]
    (loose,) = responses(district, forum, columns)
    assert "By boat" not in str(loose)


# What staff set


@pytest.fixture
def staff(coordinator: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(coordinator)


def test_a_question_about_a_protected_topic_is_never_required(
    district: District, forum: Forum, staff: Client
) -> None:
    page = district.url("add_question", forum_id=forum.public_id) + "?kind=text"
    typed = {"prompt_en": "Do you pray?", "is_required": "on"}
    response = fill(staff, page, **typed, is_protected_topic="on")
    assert response.status_code == 422
    assert "A question about a protected topic can&#x27;t be required." in text_of(response)
    assert fill(staff, page, **typed).status_code == 303
    assert SurveyQuestion.objects.get().is_required


def test_a_question_about_the_person_cannot_be_made_required(
    district: District, forum: Forum, staff: Client
) -> None:
    page = district.url("add_question", forum_id=forum.public_id) + "?kind=role"
    assert 'name="is_required"' not in text_of(staff.get(page))
    fill(staff, page, prompt_en="Who are you?", is_required="on")
    assert not SurveyQuestion.objects.get().is_required


def test_a_question_has_one_choice_with_a_text_box_which_stays_once_used(
    district: District, forum: Forum, staff: Client, client: Client
) -> None:
    question, other = with_other(forum)
    edit = district.url("edit_question", question_id=question.public_id)
    response = fill(staff, edit, label_en="Something else", is_other="on")
    assert response.status_code == 422
    assert "This question already has a choice with a text box. It can have only one." in text_of(response)
    fill(client, url_of(question), 0, other_words="By boat")
    response = fill(
        staff, district.url("edit_choice", choice_id=other.public_id), label_en="Other", is_other=""
    )
    assert response.status_code == 422
    assert "People have already written in the text box, so it can&#x27;t be removed." in text_of(response)
