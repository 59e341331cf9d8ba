"""The order of questions and choices: a place up or down, or all at once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.listen.actions import survey_questions
from throughline.listen.permissions import get_choice_for, get_forum_to_ask_in_for, get_question_for
from throughline.listen.views.ask import question_page, questions_page, see_choices, see_list
from throughline.ui.form_pages import UNPROCESSABLE


def _note(request: Request, sentence: str, status: int = 200) -> HttpResponse:
    """What the script that moved the row reads out."""
    return render(request, "listen/_order_note.html", {"sentence": sentence}, status=status)


@require_POST
def move_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    survey_questions.move_question(request.actor, question, is_up=request.POST.get("to") == "up")
    return see_list(request, question.forum, question)


@require_POST
def order_questions(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    try:
        survey_questions.order_questions(request.actor, forum, order=request.POST.getlist("order"))
    except Refused as refusal:
        if request.htmx:
            return _note(request, str(refusal), UNPROCESSABLE)
        return questions_page(request, forum, str(refusal))
    return _note(request, _("Saved.")) if request.htmx else see_list(request, forum)


@require_POST
def move_choice(request: Request, choice_id: str) -> HttpResponse:
    choice = get_choice_for(request.actor, choice_id)
    survey_questions.move_choice(request.actor, choice, is_up=request.POST.get("to") == "up")
    return see_choices(request, choice.question)


@require_POST
def order_choices(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    try:
        survey_questions.order_choices(request.actor, question, order=request.POST.getlist("order"))
    except Refused as refusal:
        if request.htmx:
            return _note(request, str(refusal), UNPROCESSABLE)
        return question_page(request, question, problem=str(refusal))
    return _note(request, _("Saved.")) if request.htmx else see_choices(request, question)
