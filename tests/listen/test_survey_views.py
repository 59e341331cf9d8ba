"""A short survey: each answer is stored at once, with and without htmx, and the survey can be resumed."""

from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.listen.taking_part import HTMX, fill, forms_of, text_of
from throughline.accounts.models import District
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import (
    Contributor,
    QuestionKind,
    SurveyAnswer,
    SurveyQuestion,
    Voice,
    VoiceKind,
)
from throughline.listen.queries import answer_column, countable_questions
from throughline.listen.queries.question_kinds import KINDS


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.SURVEY)


def part(district: District, forum: Forum) -> str:
    return district.url("part", forum_id=forum.public_id)


def page_of_question(district: District, question: SurveyQuestion) -> str:
    return f"{part(district, question.forum)}?q={question.public_id}"


def test_every_kind_of_question_is_registered() -> None:
    assert set(KINDS) == set(QuestionKind.values)


def test_every_kind_of_question_is_asked_answered_and_read_back(
    district: District, forum: Forum, client: Client
) -> None:
    school = make.school("Juniper High")
    single = make.question(forum, QuestionKind.SINGLE, "Bus", "Bicycle", "On foot")
    multiple = make.question(forum, QuestionKind.MULTIPLE, "Music", "Sport", "Theatre")
    scale = make.question(
        forum, QuestionKind.SCALE, scale_from=0, scale_to=4, scale_low_label=make.translated("Not at all")
    )
    text = make.question(forum, QuestionKind.TEXT)
    of_school = make.question(forum, QuestionKind.SCHOOL)
    role = make.question(forum, QuestionKind.ROLE)
    language = make.question(forum, QuestionKind.LANGUAGE)
    first, second = list(multiple.choices.all())[:2]
    answers: list[tuple[SurveyQuestion, Any, str]] = [
        (single, single.choices.all()[1].public_id, "Bicycle"),
        (multiple, [first.public_id, second.public_id], "Music, Sport"),
        (scale, "0", "0 – Not at all"),
        (text, "Warmer rooms.", "Warmer rooms."),
        (of_school, school.public_id, "Juniper High"),
        (role, "student", "Student"),
        (language, "es", "Español"),
    ]
    assert {question.kind for question, _given, _label in answers} == set(QuestionKind.values)
    for number, (question, given, _label) in enumerate(answers, 1):
        page = client.get(part(district, forum))
        assert f"Question {number} of {len(answers)}" in text_of(page)
        assert str(question.prompt) in text_of(page)
        assert fill(client, part(district, forum), 0, answer=given).status_code == 303
    review = text_of(client.get(part(district, forum)))
    assert "Review your answers" in review
    for _question, _given, message in answers:
        assert f'<strong dir="auto">{message}</strong>' in review
    contributor = Contributor.objects.get()
    assert (contributor.school, contributor.role) == (school, "student")
    done = fill(client, part(district, forum) + "?q=end", 0)
    assert done["Location"] == district.url("part_done", forum_id=forum.public_id)
    contributor.refresh_from_db()
    assert contributor.finished_at is not None


def test_words_of_a_survey_are_a_voice(district: District, forum: Forum, client: Client) -> None:
    make.question(forum, QuestionKind.TEXT)
    fill(client, part(district, forum), 0, answer="Warmer rooms.")
    voice = Voice.objects.get()
    assert (voice.kind, voice.text, voice.language) == (VoiceKind.SURVEY_TEXT, "Warmer rooms.", "en")
    assert not SurveyAnswer.objects.exists()


def test_save_survey_answer_with_htmx_says_saved_and_nothing_else(
    district: District, forum: Forum, client: Client
) -> None:
    question = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    form = forms_of(client.get(part(district, forum)))[0]
    chosen = question.choices.all()[0].public_id
    response = client.post(form.action, {**form.fields, "answer": chosen}, headers=HTMX)
    assert response.status_code == 200
    assert text_of(response).strip() == "✓ Saved."
    assert SurveyAnswer.objects.get().choices.get().public_id == chosen


def test_save_survey_answer_again_changes_it_and_empty_takes_it_back(
    district: District, forum: Forum, client: Client
) -> None:
    question = make.question(forum, QuestionKind.MULTIPLE, "Music", "Sport")
    music, sport = question.choices.all()
    page = page_of_question(district, question)
    fill(client, page, 0, answer=[music.public_id])
    fill(client, page, 0, answer=[sport.public_id])
    assert list(SurveyAnswer.objects.get().choices.all()) == [sport]
    form = forms_of(client.get(page))[0]
    form.fields.pop("answer")
    client.post(form.action, form.fields)
    assert not SurveyAnswer.objects.exists()


def test_words_of_a_survey_can_be_changed_taken_back_and_given_again(
    district: District, forum: Forum, client: Client
) -> None:
    question = make.question(forum, QuestionKind.TEXT)
    page = page_of_question(district, question)
    for given in ("Warmer rooms.", "Warmer halls.", "", "Warmer all of it."):
        assert fill(client, page, 0, answer=given).status_code == 303
        assert Voice.objects.get().text == given
    assert Voice.objects.get().state == "received"


def test_urgent_words_of_a_survey_stay_as_they_came(district: District, forum: Forum, client: Client) -> None:
    question = make.question(forum, QuestionKind.TEXT)
    page = page_of_question(district, question)
    fill(client, page, 0, answer="I want to kill myself")
    response = fill(client, page, 0, answer="Nothing.")
    assert response.status_code == 422
    assert Voice.objects.get().text == "I want to kill myself"


def test_a_question_left_out_is_no_answer_and_no_contributor(
    district: District, forum: Forum, client: Client
) -> None:
    make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    second = make.question(forum, QuestionKind.TEXT)
    response = fill(client, part(district, forum), 0)
    assert response["Location"].endswith(f"?q={second.public_id}")
    assert not Contributor.objects.exists()
    assert not response.cookies.get("tl_token")


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (QuestionKind.SINGLE, "nothing-like-it"),
        (QuestionKind.SCALE, "99"),
        (QuestionKind.SCALE, "1.5"),
        (QuestionKind.SCHOOL, "elsewhere"),
        (QuestionKind.ROLE, "queen"),
        (QuestionKind.LANGUAGE, "klingon"),
        (QuestionKind.TEXT, "x" * 4001),
    ],
)
def test_an_answer_that_makes_no_sense_is_asked_again(
    district: District, forum: Forum, client: Client, kind: str, wrong: str
) -> None:
    make.school("Juniper High")
    question = make.question(forum, kind, "Yes", "No")
    response = fill(client, part(district, forum), 0, answer=wrong)
    assert response.status_code == 422
    assert str(question.prompt) in text_of(response)
    assert not SurveyAnswer.objects.exists()
    assert not Voice.objects.exists()


def test_a_choice_of_another_question_is_refused(district: District, forum: Forum, client: Client) -> None:
    make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(forum, QuestionKind.SINGLE, "Red", "Blue")
    response = fill(client, part(district, forum), 0, answer=other.choices.all()[0].public_id)
    assert response.status_code == 422


def test_back_leads_to_the_question_before_with_what_was_answered(
    district: District, forum: Forum, client: Client
) -> None:
    first = make.question(forum, QuestionKind.ROLE)
    second = make.question(forum, QuestionKind.TEXT)
    fill(client, part(district, forum), 0, answer="family")
    page = text_of(client.get(page_of_question(district, second)))
    assert f"?q={first.public_id}" in page
    form = forms_of(client.get(page_of_question(district, first)))[0]
    assert form.fields["answer"] == "family"


def test_a_survey_is_in_the_language_of_the_page(district: District, forum: Forum, client: Client) -> None:
    question = make.question(forum, QuestionKind.TEXT)
    page = text_of(client.get(part(district, forum) + "?lang=es"))
    assert question.prompt.texts["es"] in page


def test_a_survey_without_questions_says_so(district: District, forum: Forum, client: Client) -> None:
    assert "This survey has no questions yet." in text_of(client.get(part(district, forum)))


def test_answers_to_a_closed_survey_are_refused(district: District, forum: Forum, client: Client) -> None:
    make.question(forum, QuestionKind.TEXT)
    form = forms_of(client.get(part(district, forum)))[0]
    Forum.objects.update(closes_at=forum.announced_at)
    response = client.post(form.action, {**form.fields, "answer": "Too late."})
    assert response.status_code == 422
    assert "Too late." in text_of(response)
    assert not Voice.objects.exists()


def test_answers_are_counted_by_option_in_reading_order(
    district: District, forum: Forum, client: Client
) -> None:
    question = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    make.question(forum, QuestionKind.TEXT)
    yes, no = question.choices.all()
    for choice in (yes, no, yes):
        fill(Client(), part(district, forum), 0, answer=choice.public_id)
    assert [q.pk for q in countable_questions(forum)] == [question.pk]
    column = answer_column(question)
    assert [option.label for option in column.options] == ["Yes", "No"]
    assert sorted(keys[0] for keys in column.keys_by_contributor.values()) == sorted(
        [yes.public_id, yes.public_id, no.public_id]
    )


def test_a_column_of_answers_holds_the_keys_of_each_answer(forum: Forum) -> None:
    schools = [make.school("North"), make.school("South")]
    for kind in KINDS:
        question = make.question(forum, kind, "Bus", "Bike", "Walk")
        for number in range(4):
            person = make.contributor(forum)
            about: dict[str, object] = {
                QuestionKind.SCALE: {"number": number},
                QuestionKind.SCHOOL: {"school": schools[number % 2] if number else None},
                QuestionKind.ROLE: {"word": "family" if number else ""},
                QuestionKind.LANGUAGE: {"word": "es"},
            }.get(kind, {})
            answer = SurveyAnswer.objects.create(
                forum=forum, contributor=person, question=question, at=forum.created_at, **about
            )
            answer.choices.set(list(reversed(question.choices.all()))[:number])
        answers = SurveyAnswer.objects.filter(question=question)
        by_answer = {one.contributor_id: KINDS[kind].keys(one) for one in answers if KINDS[kind].keys(one)}
        assert answer_column(question).keys_by_contributor == by_answer, kind
        assert len(by_answer) >= 3 or not KINDS[kind].options(question), kind


def test_a_question_with_nothing_to_choose_from_is_not_asked(
    district: District, forum: Forum, client: Client
) -> None:
    make.question(forum, QuestionKind.SINGLE, prompt=make.translated("Which of none?"))
    make.question(forum, QuestionKind.SCHOOL, prompt=make.translated("Which school?"))
    make.question(forum, QuestionKind.TEXT, prompt=make.translated("What else?"))
    page = text_of(client.get(part(district, forum)))
    assert "What else?" in page
    assert "Question 1 of 1" in page
