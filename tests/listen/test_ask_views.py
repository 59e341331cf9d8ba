"""Seed statements and questions by staff, which cannot change once answered."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from tests.listen.taking_part import fill, forms_of, text_of
from throughline.accounts.models import AuditEntry, District, Person
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import SurveyAnswer, SurveyQuestion, UrgentFlag, Voice, Vote
from throughline.ui.fields import TranslatedText


@pytest.fixture
def staff(coordinator: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(coordinator)


@pytest.fixture
def survey(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.SURVEY)


@pytest.fixture
def statements(district: District) -> Forum:
    return make.forum(make.cycle())


def test_ask_begins_with_what_to_do(district: District, staff: Client, statements: Forum) -> None:
    page = text_of(staff.get(district.url("ask", forum_id=statements.public_id)))
    assert "No statements yet." in page


def test_add_seed_statement_is_shown_at_once_marked_and_audited(
    district: District, staff: Client, statements: Forum, coordinator: Person
) -> None:
    page = district.url("ask", forum_id=statements.public_id)
    assert fill(staff, page, text="Every student should learn a trade.").status_code == 303
    seed = Voice.objects.get()
    assert seed.is_seed
    assert seed.is_usable
    entry = AuditEntry.objects.get(verb="add_seed_statement")
    assert entry.person == coordinator
    assert "trade" not in str(entry.details)
    shown = text_of(staff.get(page))
    assert "Every student should learn a trade." in shown
    assert "Added 1 statement." in shown


def test_withdraw_seed_takes_it_out(district: District, staff: Client, statements: Forum) -> None:
    """One press in a draft; a page asks first once people may have voted."""
    ask = district.url("ask", forum_id=statements.public_id)
    Forum.objects.update(announced_at=None)
    first = make.statement(statements, "An odd one.", is_seed=True)
    assert fill(staff, ask, 0).url == ask
    page = text_of(staff.get(ask))
    assert "Removed the statement." in page
    assert "An odd one." not in page
    assert Voice.objects.get(pk=first.pk).state == "withdrawn"


@pytest.mark.parametrize("is_announced", [True, False])
def test_withdraw_seed_that_people_may_have_voted_on_asks_first(
    district: District, staff: Client, statements: Forum, is_announced: bool
) -> None:
    seed = make.statement(statements, "A divisive one.", is_seed=True)
    if not is_announced:
        make.vote(statements, make.contributor(statements), seed, 1)
        Forum.objects.update(announced_at=None)
    ask = district.url("ask", forum_id=statements.public_id)
    remove = district.url("withdraw_seed", seed_id=seed.public_id)
    page = staff.get(ask).content.decode()
    assert f'<a href="{remove}"' in page
    assert f'action="{remove}"' not in page
    assert staff.post(remove).url == remove
    assert Voice.objects.get().is_usable
    asked = text_of(staff.get(remove))
    assert "Votes people already cast on it are kept, but they are not counted in new results." in asked
    assert fill(staff, remove).url == ask
    assert Voice.objects.get().state == "withdrawn"
    assert Vote.objects.count() == (0 if is_announced else 1)
    assert staff.get(remove).url == ask


def test_statements_are_listed_in_every_language_with_what_is_missing(
    district: District, staff: Client, statements: Forum
) -> None:
    spanish = TranslatedText("en", {"es": "Autobuses más tarde."}, {"es": True})
    make.statement(statements, "Later buses.", is_seed=True, translation=spanish)
    ask = district.url("ask", forum_id=statements.public_id)
    page = staff.get(ask).content.decode()
    assert '<div lang="es" dir="auto">Autobuses más tarde.</div>' in page
    assert "not translated yet" not in page
    assert "Write 10 to 20 short statements" in page
    for n in range(7):
        make.statement(statements, f"Idea {n}.", is_seed=True)
    page = staff.get(ask).content.decode()
    assert page.count("Spanish: not translated yet") == 7
    assert "Write 10 to 20 short statements" not in page


def test_edit_seed_in_both_languages(district: District, staff: Client, statements: Forum) -> None:
    seed = make.statement(statements, "Later busses.", is_seed=True)
    edit = district.url("edit_seed", seed_id=seed.public_id)
    ask = district.url("ask", forum_id=statements.public_id)
    assert f'href="{edit}"' in staff.get(ask).content.decode()
    assert fill(staff, edit, text="Later buses.", in_es="Autobuses más tarde.").url == ask
    assert "Saved." in text_of(staff.get(ask))
    seed.refresh_from_db()
    assert (seed.text, str(seed.words.in_language("es"))) == ("Later buses.", "Autobuses más tarde.")
    details = AuditEntry.objects.get(verb="edit_seed_statement").details
    assert details == {"is_reworded": True, "languages": ["es"]}


def test_after_a_vote_only_translations_of_a_statement_change(
    district: District, staff: Client, statements: Forum
) -> None:
    seed = make.statement(statements, "Later buses.", is_seed=True)
    edit = district.url("edit_seed", seed_id=seed.public_id)
    before = forms_of(staff.get(edit))[-1]
    make.vote(statements, make.contributor(statements), seed, 0)
    late = staff.post(edit, {**before.fields, "text": "No buses.", "in_es": "Sin autobuses."})
    assert late.status_code == 422
    sentence = "People have already voted on this statement, so only its translations can be changed."
    assert sentence in text_of(late)
    assert "No buses.</textarea>" in late.content.decode()
    page = staff.get(edit)
    assert sentence in text_of(page)
    assert "text" not in forms_of(page)[-1].fields
    assert fill(staff, edit, in_es="Autobuses más tarde.").status_code == 303
    seed.refresh_from_db()
    assert (seed.text, seed.translation.texts) == ("Later buses.", {"es": "Autobuses más tarde."})


def test_edit_seed_checks_urgent_words_and_leaves_what_is_held(
    district: District, staff: Client, statements: Forum
) -> None:
    seed = make.statement(statements, "Later buses.", is_seed=True)
    edit = district.url("edit_seed", seed_id=seed.public_id)
    form = forms_of(staff.get(edit))[-1]
    staff.post(edit, {**form.fields, "text": "I want to kill myself"})
    assert UrgentFlag.objects.get().voice == seed
    refused = staff.post(edit, {**form.fields, "text": "Later buses again."})
    assert refused.status_code == 422
    assert "be edited now. It is on hold, or it was removed." in text_of(refused)
    ask = district.url("ask", forum_id=statements.public_id)
    assert staff.get(edit).url == ask
    assert edit not in [*staff.get(ask).content.decode().split('"')]


def test_ask_of_a_meeting_leads_to_its_tables(district: District, staff: Client) -> None:
    meeting = make.forum(make.cycle(), ForumKind.MEETING)
    response = staff.get(district.url("ask", forum_id=meeting.public_id))
    assert response["Location"] == district.url("meeting_tables", forum_id=meeting.public_id)


def test_add_question_in_both_languages_with_choices_and_a_preview(
    district: District, staff: Client, survey: Forum
) -> None:
    page = district.url("add_question", forum_id=survey.public_id) + "?kind=single"
    response = fill(staff, page, prompt_en="How do you come?", prompt_es="¿Cómo llegas?")
    question = SurveyQuestion.objects.get()
    assert response["Location"] == district.url("edit_question", question_id=question.public_id)
    assert question.prompt.texts == {"en": "How do you come?", "es": "¿Cómo llegas?"}
    fill(staff, response["Location"], label_en="By bus", label_es="En autobús")
    fill(staff, response["Location"], label_en="On foot", label_es="A pie")
    preview = text_of(staff.get(district.url("ask", forum_id=survey.public_id)))
    assert preview.index("By bus") < preview.index("On foot")
    assert 'type="radio"' in preview


def test_add_question_asks_for_the_source_language(district: District, staff: Client, survey: Forum) -> None:
    page = district.url("add_question", forum_id=survey.public_id) + "?kind=text"
    response = fill(staff, page, prompt_es="¿Cómo llegas?")
    assert response.status_code == 422
    assert "¿Cómo llegas?" in text_of(response)
    assert not SurveyQuestion.objects.exists()


def test_add_question_refuses_a_scale_that_does_not_go_up(
    district: District, staff: Client, survey: Forum
) -> None:
    page = district.url("add_question", forum_id=survey.public_id) + "?kind=scale"
    response = fill(staff, page, prompt_en="How warm?", scale_from="5", scale_to="5")
    assert response.status_code == 422
    assert "The highest value must be above the lowest." in text_of(response)


def test_add_question_of_no_kind_leads_back(district: District, staff: Client, survey: Forum) -> None:
    response = staff.get(district.url("add_question", forum_id=survey.public_id) + "?kind=riddle")
    assert response["Location"] == district.url("ask", forum_id=survey.public_id)


def test_move_question_changes_places(district: District, staff: Client, survey: Forum) -> None:
    first, second = make.question(survey, "text"), make.question(survey, "text")
    url = district.url("move_question", question_id=second.public_id)
    staff.post(url, {"to": "up"})
    assert list(SurveyQuestion.objects.all()) == [second, first]
    staff.post(url, {"to": "up"})  # already first
    assert list(SurveyQuestion.objects.all()) == [second, first]
    staff.post(url, {"to": "down"})
    assert list(SurveyQuestion.objects.all()) == [first, second]


def answered(district: District, survey: Forum) -> SurveyQuestion:
    question = make.question(survey, "single", "Yes", "No")
    page = district.url("part", forum_id=survey.public_id)
    fill(Client(), page, 0, answer=question.choices.all()[0].public_id)
    return question


def test_remove_question_is_refused_once_it_has_answers(
    district: District, staff: Client, survey: Forum
) -> None:
    question = answered(district, survey)
    response = staff.post(district.url("remove_question", question_id=question.public_id))
    assert response.status_code == 422
    assert "People have already answered this question, so it can&#x27;t be removed." in text_of(response)
    assert SurveyAnswer.objects.exists()
    other = make.question(survey, "text")
    assert staff.post(district.url("remove_question", question_id=other.public_id)).status_code == 303
    assert SurveyQuestion.objects.count() == 1


def test_remove_choice_is_refused_once_it_was_chosen(
    district: District, staff: Client, survey: Forum
) -> None:
    chosen, other = answered(district, survey).choices.all()
    response = staff.post(district.url("remove_choice", choice_id=chosen.public_id))
    assert response.status_code == 422
    assert staff.post(district.url("remove_choice", choice_id=other.public_id)).status_code == 303
    assert SurveyAnswer.objects.get().choices.get() == chosen


def test_edit_question_mends_words_with_audit_but_not_an_answered_scale(
    district: District, staff: Client, survey: Forum
) -> None:
    question = make.question(survey, "scale")
    page = district.url("edit_question", question_id=question.public_id)
    assert fill(staff, page, 0, scale_to="7").status_code == 303
    fill(Client(), district.url("part", forum_id=survey.public_id), 0, answer="7")
    response = fill(staff, page, 0, scale_to="5")
    assert response.status_code == 422
    assert "its values can&#x27;t be changed" in text_of(response)
    assert fill(staff, page, 0, prompt_en="How warm is it?").status_code == 303
    question.refresh_from_db()
    assert question.prompt.source == "How warm is it?"
    assert question.scale_to == 7
    entry = AuditEntry.objects.filter(verb="edit_question").first()
    assert entry
    assert entry.details["is_answered"] is True


def test_edit_choice_mends_its_words(district: District, staff: Client, survey: Forum) -> None:
    choice = answered(district, survey).choices.all()[0]
    page = district.url("edit_choice", choice_id=choice.public_id)
    assert fill(staff, page, label_en="Yes, always").status_code == 303
    choice.refresh_from_db()
    assert choice.label.source == "Yes, always"
