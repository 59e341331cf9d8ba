"""What is asked in a forum: statements to begin with, or the questions of a survey."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

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
from throughline.ui.pages import page_of


def _to(request: Request, forum: Forum, mark: str = "") -> HttpResponseRedirect:
    path = request.district.url("ask", forum=forum.public_id)
    return HttpResponseRedirect(f"{path}#q-{mark}" if mark else path, status=303)


@require_http_methods(["GET"])
def ask(request: Request, forum: str) -> HttpResponse:
    here = get_forum_to_ask_in_for(request.actor, forum)
    if here.kind == ForumKind.MEETING:
        return HttpResponseRedirect(request.district.url("meeting_tables", forum=here.public_id))
    if here.kind == ForumKind.STATEMENTS:
        return _seeds(request, here)
    if here.kind == ForumKind.SURVEY:
        return _questions(request, here)
    return render(request, "listen/ask_question.html", {"forum": here})


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
def add_seed_statement(request: Request, forum: str) -> HttpResponse:
    here = get_forum_to_ask_in_for(request.actor, forum)
    form = SeedForm(request.POST, district=request.district)
    if not form.is_valid():
        return _seeds(request, here, form, 422)
    try:
        add_seed(request.actor, here, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return _seeds(request, here, form, 422)
    return _to(request, here)


@require_POST
def withdraw_seed(request: Request, seed: str) -> HttpResponse:
    here = get_seed_for(request.actor, seed)
    withdraw_voice(request.actor, here)
    return _to(request, here.forum)


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


@require_http_methods(["GET", "POST"])
def add_question(request: Request, forum: str) -> HttpResponse:
    here = get_forum_to_ask_in_for(request.actor, forum)
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        return _to(request, here)
    form = QuestionForm(request.POST or None, district=request.district, kind=kind)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            made = survey.add_question(request.actor, here, kind=kind, **form.cleaned_data)
            if KINDS[kind].has_choices:
                path = request.district.url("edit_question", question=made.public_id)
                return HttpResponseRedirect(path, status=303)
            return _to(request, here, made.public_id)
        status = 422
    context = {"forum": here, "form": form, "kind_label": QuestionKind(kind).label}
    return render(request, "listen/add_question.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_question(request: Request, question: str) -> HttpResponse:
    here = get_question_for(request.actor, question)
    form = QuestionForm(request.POST or None, district=request.district, kind=here.kind, question=here)
    if request.method == "POST":
        if form.is_valid():
            try:
                survey.edit_question(request.actor, here, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return _to(request, here.forum, here.public_id)
        return _edit(request, here, form=form, status=422)
    return _edit(request, here, form=form)


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
def move_question(request: Request, question: str) -> HttpResponse:
    here = get_question_for(request.actor, question)
    survey.move_question(request.actor, here, up=request.POST.get("to") == "up")
    return _to(request, here.forum, here.public_id)


@require_POST
def remove_question(request: Request, question: str) -> HttpResponse:
    here = get_question_for(request.actor, question)
    try:
        survey.remove_question(request.actor, here)
    except Refused as refusal:
        return _questions(request, here.forum, str(refusal), 422)
    return _to(request, here.forum)


@require_POST
def add_choice(request: Request, question: str) -> HttpResponse:
    here = get_question_for(request.actor, question)
    form = ChoiceForm(request.POST, district=request.district)
    if not form.is_valid():
        return _edit(request, here, choice_form=form, status=422)
    survey.add_choice(request.actor, here, **form.cleaned_data)
    path = request.district.url("edit_question", question=here.public_id)
    return HttpResponseRedirect(f"{path}#choices", status=303)


@require_http_methods(["GET", "POST"])
def edit_choice(request: Request, choice: str) -> HttpResponse:
    here = get_choice_for(request.actor, choice)
    form = ChoiceForm(request.POST or None, district=request.district, initial={"label": here.label})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            survey.edit_choice(request.actor, here, **form.cleaned_data)
            path = request.district.url("edit_question", question=here.question.public_id)
            return HttpResponseRedirect(f"{path}#choices", status=303)
        status = 422
    context = {"forum": here.question.forum, "question": here.question, "choice": here, "form": form}
    return render(request, "listen/edit_choice.html", context, status=status)


@require_POST
def remove_choice(request: Request, choice: str) -> HttpResponse:
    here = get_choice_for(request.actor, choice)
    try:
        survey.remove_choice(request.actor, here)
    except Refused as refusal:
        return _edit(request, here.question, problem=str(refusal), status=422)
    path = request.district.url("edit_question", question=here.question.public_id)
    return HttpResponseRedirect(f"{path}#choices", status=303)
