"""What is asked in a forum: statements to begin with, or the questions of a survey."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions import survey
from throughline.listen.actions.statement import add_seed_statement as add_seed
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.forms.ask import ChoiceForm, KindForm, QuestionForm, SeedForm
from throughline.listen.forms.survey import AnswerForm
from throughline.listen.models import QuestionKind, SurveyQuestion, VoiceState
from throughline.listen.permissions import (
    get_choice_for,
    get_forum_to_ask_in_for,
    get_question_for,
    get_seed_for,
)
from throughline.listen.queries.question_kinds import KINDS, kind_of
from throughline.listen.queries.statement import seed_statements
from throughline.listen.queries.survey import n_answers_by_choice, n_answers_by_question, questions_of
from throughline.listen.views.browser import new_submission
from throughline.ui.form_pages import require_get_or_post
from throughline.ui.pages import page_of


def _to(request: Request, forum: Forum, mark: str = "") -> HttpResponseRedirect:
    path = request.district.url("ask", forum_id=forum.public_id)
    return HttpResponseRedirect(f"{path}#q-{mark}" if mark else path, status=303)


@require_safe
def ask(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    if forum.kind == ForumKind.MEETING:
        return HttpResponseRedirect(request.district.url("meeting_tables", forum_id=forum.public_id))
    if forum.kind == ForumKind.STATEMENTS:
        return _seeds(request, forum)
    if forum.kind == ForumKind.SURVEY:
        return _questions(request, forum)
    return render(request, "listen/ask_question.html", {"forum": forum})


# Statements to begin with


def _seeds(request: Request, forum: Forum, form: SeedForm | None = None, status: int = 200) -> HttpResponse:
    initial: dict[str, object] = {
        "language": request.district.source_language,
        "submission": new_submission(),
    }
    context = {
        "forum": forum,
        "page": page_of(request, seed_statements(forum).exclude(state=VoiceState.WITHDRAWN)),
        "form": form or SeedForm(district=request.district, initial=initial),
    }
    return render(request, "listen/ask_statements.html", context, status=status)


@require_POST
def add_seed_statement(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    form = SeedForm(request.POST, district=request.district)
    if not form.is_valid():
        return _seeds(request, forum, form, 422)
    try:
        add_seed(request.actor, forum, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return _seeds(request, forum, form, 422)
    return _to(request, forum)


@require_POST
def withdraw_seed(request: Request, seed_id: str) -> HttpResponse:
    seed = get_seed_for(request.actor, seed_id)
    withdraw_voice(request.actor, seed)
    return _to(request, seed.forum)


# Questions of a survey


def _questions(request: Request, forum: Forum, problem: str = "", status: int = 200) -> HttpResponse:
    questions = questions_of(forum)
    n_answers, n_chosen = n_answers_by_question(forum), n_answers_by_choice(forum)
    rows = [
        {
            "question": question,
            "kind": kind_of(question),
            "kind_label": QuestionKind(question.kind).label,
            "field": AnswerForm(question=question, auto_id=f"preview_{question.pk}_%s")["answer"],
            "n_answers": n_answers.get(question.pk, 0),
            "choices": [
                {"choice": choice, "n": n_chosen.get(choice.pk, 0)} for choice in question.choices.all()
            ],
        }
        for question in questions
    ]
    context = {"forum": forum, "rows": rows, "kinds": KindForm(), "problem": problem}
    return render(request, "listen/ask_survey.html", context, status=status)


@require_get_or_post
def add_question(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        return _to(request, forum)
    form = QuestionForm(request.POST or None, district=request.district, kind=kind)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            made = survey.add_question(request.actor, forum, kind=kind, **form.cleaned_data)
            if KINDS[kind].has_choices:
                path = request.district.url("edit_question", question_id=made.public_id)
                return HttpResponseRedirect(path, status=303)
            return _to(request, forum, made.public_id)
        status = 422
    context = {"forum": forum, "form": form, "kind_label": QuestionKind(kind).label}
    return render(request, "listen/add_question.html", context, status=status)


@require_get_or_post
def edit_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    form = QuestionForm(
        request.POST or None, district=request.district, kind=question.kind, question=question
    )
    if request.method == "POST":
        if form.is_valid():
            try:
                survey.edit_question(request.actor, question, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return _to(request, question.forum, question.public_id)
        return _edit(request, question, form=form, status=422)
    return _edit(request, question, form=form)


def _edit(request: Request, question: SurveyQuestion, status: int = 200, **more: object) -> HttpResponse:
    n_chosen = n_answers_by_choice(question.forum)
    context = {
        "forum": question.forum,
        "question": question,
        "kind": kind_of(question),
        "kind_label": QuestionKind(question.kind).label,
        "is_answered": survey.has_answers(question),
        "choices": [{"choice": c, "n": n_chosen.get(c.pk, 0)} for c in question.choices.all()],
        "form": QuestionForm(district=request.district, kind=question.kind, question=question),
        "choice_form": ChoiceForm(district=request.district),
        **more,
    }
    return render(request, "listen/edit_question.html", context, status=status)


@require_POST
def move_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    survey.move_question(request.actor, question, up=request.POST.get("to") == "up")
    return _to(request, question.forum, question.public_id)


@require_POST
def remove_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    try:
        survey.remove_question(request.actor, question)
    except Refused as refusal:
        return _questions(request, question.forum, str(refusal), 422)
    return _to(request, question.forum)


@require_POST
def add_choice(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    form = ChoiceForm(request.POST, district=request.district)
    if not form.is_valid():
        return _edit(request, question, choice_form=form, status=422)
    survey.add_choice(request.actor, question, **form.cleaned_data)
    path = request.district.url("edit_question", question_id=question.public_id)
    return HttpResponseRedirect(f"{path}#choices", status=303)


@require_get_or_post
def edit_choice(request: Request, choice_id: str) -> HttpResponse:
    choice = get_choice_for(request.actor, choice_id)
    form = ChoiceForm(request.POST or None, district=request.district, initial={"label": choice.label})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            survey.edit_choice(request.actor, choice, **form.cleaned_data)
            path = request.district.url("edit_question", question_id=choice.question.public_id)
            return HttpResponseRedirect(f"{path}#choices", status=303)
        status = 422
    context = {"forum": choice.question.forum, "question": choice.question, "choice": choice, "form": form}
    return render(request, "listen/edit_choice.html", context, status=status)


@require_POST
def remove_choice(request: Request, choice_id: str) -> HttpResponse:
    choice = get_choice_for(request.actor, choice_id)
    try:
        survey.remove_choice(request.actor, choice)
    except Refused as refusal:
        return _edit(request, choice.question, problem=str(refusal), status=422)
    path = request.district.url("edit_question", question_id=choice.question.public_id)
    return HttpResponseRedirect(f"{path}#choices", status=303)
