"""Many statements, questions or choices at once, and ready questions."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request, screened
from throughline.listen.actions import statement, survey_questions
from throughline.listen.forms.paste import PasteChoicesForm, PasteStatementsForm
from throughline.listen.forms.paste_questions import PasteQuestionsForm
from throughline.listen.models import VoiceState
from throughline.listen.permissions import get_forum_to_ask_in_for, get_question_for
from throughline.listen.queries.statement import seed_statements
from throughline.listen.queries.survey import questions_of
from throughline.listen.views.ask import (
    question_page,
    questions_page,
    say_added,
    see_choices,
    see_list,
    seeds_page,
)
from throughline.listen.views.screening import take_in
from throughline.ui.form_pages import act


@screened
@require_POST
def add_seed_statements(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    submission = request.POST.get("submission")
    listed = seed_statements(forum).exclude(state=VoiceState.WITHDRAWN).values_list("text", "submission")
    known = [text for text, of in listed if not submission or of.rpartition("-")[0] != submission]
    form = PasteStatementsForm(request.POST, district=request.district, known=known)
    seeds = act(form, statement.add_seed_statements, request.actor, forum, error_field="lines")
    if seeds is None:
        return seeds_page(request, forum, paste=form)
    for seed in seeds:
        take_in(request, seed)
    for name, typed in request.POST.items():
        if name.startswith("lines"):
            take_in(request, seeds[0], str(typed))
    say_added(request, len(seeds))
    return see_list(request, forum)


@require_POST
def add_questions(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    known = [question.prompt.source for question in questions_of(forum)]
    form = PasteQuestionsForm(request.POST, district=request.district, known=known)
    questions = act(form, survey_questions.add_questions, request.actor, forum, error_field="lines")
    if questions is None:
        return questions_page(request, forum, paste=form)
    return see_list(request, forum, questions[0])


@require_POST
def add_presets(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    try:
        questions = survey_questions.add_presets(request.actor, forum)
    except Refused as refusal:
        return questions_page(request, forum, str(refusal))
    return see_list(request, forum, questions[0])


@require_POST
def add_choices(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    choices = list(question.choices.all())
    form = PasteChoicesForm(
        request.POST,
        district=request.district,
        known=[choice.label.source for choice in choices],
        has_box=any(choice.is_other for choice in choices),
    )
    if act(form, survey_questions.add_choices, request.actor, question, error_field="lines") is not None:
        return see_choices(request, question)
    return question_page(request, question, paste=form)


@require_POST
def copy_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    copy = survey_questions.copy_question(request.actor, question)
    return see_list(request, question.forum, copy)
