"""Many statements, questions or choices at once, all or none; ready questions; a copy of a question."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.listen.taking_part import text_of
from throughline.accounts.models import AuditEntry, District, Person
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.voice import MAX_LENGTH
from throughline.listen.models import QuestionKind, SurveyQuestion, UrgentFlag, Voice

SURVEY = """\
1. How do you get to school? *
- By bus
- On foot
- Another way…

2. Which activities do you want?
+ Music
[] Sports
3. How safe do you feel?
1-5 Not safe / Very safe
4. What should we change first?
"""
SURVEY_ES = """\
¿Cómo llega a la escuela? *
- En autobús
- A pie
- De otra manera…
¿Qué actividades quiere?
[ ] Música
[ ] Deportes
¿Qué tan seguro se siente?
1-5 Nada seguro / Muy seguro
¿Qué debemos cambiar primero?
"""


@pytest.fixture
def staff(coordinator: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(coordinator)


@pytest.fixture
def survey(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.SURVEY)


@pytest.fixture
def statements(district: District) -> Forum:
    return make.forum(make.cycle())


def paste(client: Client, name: str, row: Any, english: str, spanish: str = "", **more: str) -> Any:
    kind = "question_id" if isinstance(row, SurveyQuestion) else "forum_id"
    url = row.district.url(name, **{kind: row.public_id})
    return client.post(url, {"lines_en": english, "lines_es": spanish, **more})


def problems(response: Any) -> str:
    assert response.status_code == 422
    return text_of(response).replace("&#x27;", "'")


# Statements


def test_eight_statements_in_two_languages_are_added_at_once(
    staff: Client, statements: Forum, district: District
) -> None:
    english = "\n".join(f"{n}. Statement {n} of the district." for n in range(1, 9))
    spanish = "\n\n".join(f"- Frase {n} del distrito." for n in range(1, 9))
    response = paste(staff, "add_seed_statements", statements, english, spanish)
    assert response["Location"] == district.url("ask", forum_id=statements.public_id)
    seeds = list(Voice.objects.order_by("pk"))
    assert len(seeds) == 8
    assert all(seed.is_seed and seed.is_usable for seed in seeds)
    assert seeds[7].text == "Statement 8 of the district."
    assert seeds[7].translation.texts == {"es": "Frase 8 del distrito."}
    assert seeds[7].translation.reviewed == {"es": True}
    assert AuditEntry.objects.filter(verb="add_seed_statement").count() == 8
    assert "Added 8 statements." in text_of(staff.get(response.url))


def test_statements_are_added_all_or_none_and_each_line_is_named(staff: Client, statements: Forum) -> None:
    make.statement(statements, "School starts too early.", is_seed=True)
    too_long = "x" * (MAX_LENGTH["statement"] + 1)
    english = f"Good.\n\n{too_long}\n---\ngood.\nSchool starts  too early."
    page = problems(paste(staff, "add_seed_statements", statements, english))
    for sentence in (
        "Line 3 in English is too long. Shorten it to 300 characters or fewer.",
        "Line 4 in English has no words. Write something or remove the line.",
        "Line 5 is the same as line 1. Remove one of them.",
        "Line 6 is already in the list. Remove it.",
    ):
        assert sentence in page
    assert "School starts  too early.</textarea>" in page
    assert Voice.objects.count() == 1


def test_lines_without_their_translation_are_refused(staff: Client, statements: Forum) -> None:
    page = problems(paste(staff, "add_seed_statements", statements, "One.\nTwo.", "Uno."))
    assert "Give each line and its translation the same place. Number of lines: English 2, Spanish 1." in page
    page = problems(paste(staff, "add_seed_statements", statements, "", "Uno."))
    assert "Enter the text in English too." in page
    page = problems(paste(staff, "add_seed_statements", statements, "\n".join(map(str, range(201)))))
    assert "These are 201 lines. Add 200 or fewer at a time." in page
    assert not Voice.objects.exists()


def test_statements_posted_twice_are_added_once(staff: Client, statements: Forum) -> None:
    for _n in range(2):
        response = paste(staff, "add_seed_statements", statements, "One.\nTwo.", submission="abcdefgh")
        assert response.status_code == 303
    assert Voice.objects.count() == 2


def test_urgent_words_among_many_statements_are_held_and_flagged_once(
    staff: Client, statements: Forum
) -> None:
    paste(staff, "add_seed_statements", statements, "Fine.\nI want to kill myself")
    assert [voice.is_held for voice in Voice.objects.order_by("pk")] == [False, True]
    assert UrgentFlag.objects.get().voice is not None


# Questions


def test_a_whole_survey_is_added_at_once(staff: Client, survey: Forum) -> None:
    assert paste(staff, "add_questions", survey, SURVEY, SURVEY_ES).status_code == 303
    one, two, three, four = SurveyQuestion.objects.all()
    assert one.prompt.texts == {"en": "How do you get to school?", "es": "¿Cómo llega a la escuela?"}
    assert (one.kind, one.is_required) == (QuestionKind.SINGLE, True)
    assert [(c.label.texts["en"], c.label.texts["es"], c.is_other) for c in one.choices.all()] == [
        ("By bus", "En autobús", False),
        ("On foot", "A pie", False),
        ("Another way", "De otra manera", True),
    ]
    assert (two.kind, two.is_required) == (QuestionKind.MULTIPLE, False)
    assert [str(choice.label) for choice in two.choices.all()] == ["Music", "Sports"]
    assert (three.kind, three.scale_from, three.scale_to) == (QuestionKind.SCALE, 1, 5)
    assert three.scale_high_label.texts == {"en": "Very safe", "es": "Muy seguro"}
    assert four.kind == QuestionKind.TEXT
    assert AuditEntry.objects.get(verb="add_questions").details["questions"] == [
        question.public_id for question in (one, two, three, four)
    ]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("1 to 5", "1 a 5"),
        ("From 1 through 5", "De 1 hasta 5"),
        ("1–5", "1—5"),
        ("1 to 5: Not safe / Very safe", "del 1 al 5 Nada seguro / Muy seguro"),
        ("1 - 5 Not safe / Very safe", "1 A 5 Nada seguro / Muy seguro"),
    ],
)
def test_a_scale_may_be_written_in_words(staff: Client, survey: Forum, english: str, spanish: str) -> None:
    lines = (f"How safe is it?\n{english}", f"¿Qué tan seguro es?\n{spanish}")
    assert paste(staff, "add_questions", survey, *lines).status_code == 303
    question = SurveyQuestion.objects.get()
    assert (question.kind, question.scale_from, question.scale_to) == (QuestionKind.SCALE, 1, 5)
    names = {"en": "Very safe", "es": "Muy seguro"} if "/" in english else {}
    assert question.scale_high_label.texts == names


def test_a_question_that_mentions_a_range_is_no_scale(staff: Client, survey: Forum) -> None:
    paste(staff, "add_questions", survey, "1 to 5 hours of homework?\nFrom 1 to 5, how safe is it?")
    assert {question.kind for question in SurveyQuestion.objects.all()} == {QuestionKind.TEXT}


@pytest.mark.parametrize(
    ("english", "sentence"),
    [
        ("- Yes\nReally?", "Line 1 is a choice or a scale. Write its question on a line above it."),
        ("Really?\n- Yes", "The question on line 1 has only one choice. Add another."),
        (
            "Really?\n- Yes\n[ ] No",
            "Start all choices of the question on line 1 with the same mark, “-” or “+”.",
        ),
        (
            "How?\n1-5\n- Yes\n- No",
            "The question on line 1 can have one scale or a list of choices, not both.",
        ),
        ("How?\n5-1", "The scale on line 2 must go up, to 10 at most."),
        ("How?\n0-11", "The scale on line 2 must go up, to 10 at most."),
        ("How?\n- a\n- b\n- A", "Line 4 is the same as line 2. Remove one of them."),
        (
            "How?\n- a…\n- b...",
            "Line 3 is a second choice with a text box. A question can have only one.",
        ),
        ("How?\nhow?", "Line 2 is the same as line 1. Remove one of them."),
        ("Here already?", "Line 1 is already in the list. Remove it."),
        ("Q" * 501, "Line 1 in English is too long. Shorten it to 500 characters or fewer."),
        (
            "How?\n- a\n- " + "b" * 201,
            "Line 3 in English is too long. Shorten it to 200 characters or fewer.",
        ),
    ],
)
def test_a_survey_with_a_wrong_line_adds_nothing(
    staff: Client, survey: Forum, english: str, sentence: str
) -> None:
    make.question(survey, QuestionKind.TEXT, prompt=make.translated("Here already?"))
    page = problems(paste(staff, "add_questions", survey, english))
    assert sentence in page
    assert english.splitlines()[-1] in page
    assert SurveyQuestion.objects.count() == 1


def test_a_question_in_one_language_and_a_choice_in_another_do_not_belong_together(
    staff: Client, survey: Forum
) -> None:
    page = problems(paste(staff, "add_questions", survey, "How?\n- a\n- b", "¿Cómo?\na\n- b"))
    assert (
        "Line 2 isn't the same in English and Spanish: "
        "a question, a choice or a scale must be the same in both." in page
    )
    page = problems(paste(staff, "add_questions", survey, "How?\n1-5", "¿Cómo?\n1-4"))
    assert "Line 2 has different scales in two languages." in page


def test_an_empty_survey_offers_the_form_and_what_comes_next(
    district: District, staff: Client, survey: Forum
) -> None:
    Forum.objects.filter(pk=survey.pk).update(announced_at=None, opens_at=None)
    ask, announce = (district.url(name, forum_id=survey.public_id) for name in ("ask", "announce_forum"))
    page = text_of(staff.get(ask))
    assert "How to write questions" in page
    assert announce not in page
    paste(staff, "add_questions", survey, SURVEY)
    assert f'href="{announce}"' in text_of(staff.get(ask))
    Forum.objects.filter(pk=survey.pk).update(announced_at=timezone.now())
    assert announce not in text_of(staff.get(ask))


# Choices


def test_choices_are_added_at_once_after_those_that_are_there(staff: Client, survey: Forum) -> None:
    question = make.question(survey, QuestionKind.SINGLE, "By bus")
    response = paste(staff, "add_choices", question, "• By car\n• Other…", "• En carro\n• Otra…")
    assert response.status_code == 303
    assert [(str(choice.label), choice.is_other) for choice in question.choices.all()] == [
        ("By bus", False),
        ("By car", False),
        ("Other", True),
    ]
    page = problems(paste(staff, "add_choices", question, "by bus\nAnother…"))
    assert "Line 1 is already in the list. Remove it." in page
    assert "This question already has a choice with a text box. It can have only one." in page
    assert question.choices.count() == 3


# Ready questions and copies


def test_ready_questions_about_school_and_role_are_added_once_in_both_languages(
    district: District, staff: Client, survey: Forum
) -> None:
    make.school("Juniper High")
    url = district.url("add_presets", forum_id=survey.public_id)
    assert url in text_of(staff.get(district.url("ask", forum_id=survey.public_id)))
    assert staff.post(url).status_code == 303
    school, role = SurveyQuestion.objects.all()
    assert (school.kind, role.kind) == (QuestionKind.SCHOOL, QuestionKind.ROLE)
    assert school.prompt.texts == {
        "en": "Which school are you connected to?",
        "es": "¿Con qué escuela tiene usted relación?",
    }
    assert role.prompt.texts == {"en": "What is your role?", "es": "¿Cuál es su función?"}
    assert url not in text_of(staff.get(district.url("ask", forum_id=survey.public_id)))
    assert "This survey already asks about school and role." in problems(staff.post(url))


def test_students_are_not_asked_for_their_role_nor_anyone_for_a_school_where_there_is_none(
    district: District, staff: Client
) -> None:
    make.school("Juniper High")
    students = make.forum(make.cycle(), ForumKind.SURVEY, is_for_students=True)
    staff.post(district.url("add_presets", forum_id=students.public_id))
    assert str(SurveyQuestion.objects.get().prompt) == "Which school do you go to?"
    SurveyQuestion.objects.all().delete()
    type(make.school("Other High")).objects.all().delete()
    staff.post(district.url("add_presets", forum_id=make.forum(make.cycle(), ForumKind.SURVEY).public_id))
    assert SurveyQuestion.objects.get().kind == QuestionKind.ROLE


def test_copy_question_puts_one_without_answers_right_after_it(
    district: District, staff: Client, survey: Forum
) -> None:
    first = make.question(survey, QuestionKind.SINGLE, "Yes", "Other", is_required=True)
    first.choices.filter(position=1).update(is_other=True)
    last = make.question(survey, QuestionKind.TEXT)
    make.answers(make.contributors(survey, 1), first, 0)
    response = staff.post(district.url("copy_question", question_id=first.public_id))
    one, copy, three = SurveyQuestion.objects.all()
    assert (one, three) == (first, last)
    assert response["Location"].endswith(f"#q-{copy.public_id}")
    assert (copy.prompt, copy.kind, copy.is_required) == (first.prompt, first.kind, True)
    assert [(str(choice.label), choice.is_other) for choice in copy.choices.all()] == [
        ("Yes", False),
        ("Other", True),
    ]
    assert copy.answers.count() == 0
