"""What is asked in a forum: seed statements, or the questions of a survey."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request, screened
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions import statement, survey_questions
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.forms.ask import ChoiceForm, EditSeedForm, KindForm, QuestionForm, SeedForm
from throughline.listen.forms.paste import PasteChoicesForm, PasteStatementsForm
from throughline.listen.forms.paste_questions import PasteQuestionsForm
from throughline.listen.forms.survey import AnswerForm
from throughline.listen.models import QuestionKind, SurveyQuestion, Voice, VoiceState
from throughline.listen.permissions import (
    get_choice_for,
    get_forum_to_ask_in_for,
    get_question_for,
    get_seed_for,
)
from throughline.listen.queries.parent_words import texts_for_parents
from throughline.listen.queries.question_kinds import KINDS, kind_of
from throughline.listen.queries.statement import has_votes, seed_statements_listed
from throughline.listen.queries.survey import (
    n_answers_by_choice,
    n_answers_by_question,
    presets_to_add,
    questions_of,
)
from throughline.listen.views.screening import take_in
from throughline.ui.fields import translation_gaps
from throughline.ui.form_pages import UNPROCESSABLE, act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of

ENOUGH_STATEMENTS = 8
"""From here on the page no longer advises how many to write."""


def see_list(request: Request, forum: Forum, question: SurveyQuestion | None = None) -> HttpResponse:
    url = request.district.url("ask", forum_id=forum.public_id)
    return see_other(f"{url}#q-{question.public_id}" if question else url)


def see_choices(request: Request, question: SurveyQuestion) -> HttpResponse:
    return see_other(f"{request.district.url('edit_question', question_id=question.public_id)}#choices")


@require_safe
def ask(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    if forum.kind == ForumKind.MEETING:
        return HttpResponseRedirect(request.district.url("meeting_tables", forum_id=forum.public_id))
    if forum.kind == ForumKind.STATEMENTS:
        return seeds_page(request, forum)
    if forum.kind == ForumKind.SURVEY:
        return questions_page(request, forum)
    context = {"forum": forum, "texts_for_parents": texts_for_parents(forum)}
    return render(request, "listen/ask_question.html", context)


# Seed statements


def seeds_page(
    request: Request, forum: Forum, *, form: SeedForm | None = None, paste: PasteStatementsForm | None = None
) -> HttpResponse:
    """The list of seed statements, with a form for many at once and one for a single one."""
    page = page_of(request, seed_statements_listed(forum))
    context = {
        "forum": forum,
        "page": page,
        "rows": [{"seed": seed, "translations": _translations(request, seed)} for seed in page],
        "is_advised": page.paginator.count < ENOUGH_STATEMENTS,
        "form": form or SeedForm(district=request.district),
        "paste": paste or PasteStatementsForm(district=request.district),
        "texts_for_parents": texts_for_parents(forum),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "listen/ask_statements.html", context, status=status)


def _translations(request: Request, seed: Voice) -> list[tuple[str, str]]:
    """The statement in each other language of the district; no words where readers see the original."""
    words = seed.words.texts
    return [(code, words.get(code, "")) for code in request.district.languages if code != seed.language]


def say_added(request: Request, n: int) -> None:
    messages.success(request, ngettext("Added %(n)s statement.", "Added %(n)s statements.", n) % {"n": n})


@screened
@require_POST
def add_seed_statement(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    form = SeedForm(request.POST, district=request.district)
    seed = act(form, statement.add_seed_statement, request.actor, forum, error_field="text")
    if seed is None:
        return seeds_page(request, forum, form=form)
    take_in(request, seed)
    say_added(request, 1)
    return see_list(request, forum)


@screened
@require_get_or_post
def edit_seed(request: Request, seed_id: str) -> HttpResponse:
    seed = get_seed_for(request.actor, seed_id)
    if not seed.is_usable and request.method != "POST":
        return see_list(request, seed.forum)
    is_fixed = has_votes(seed)
    form = EditSeedForm(posted(request), seed=seed, is_fixed=is_fixed)
    field = "text" if "text" in form.fields else None
    edited = act(form, statement.edit_seed_statement, request.actor, seed, error_field=field)
    if edited is None:
        return form_page(
            request, "listen/edit_seed.html", form, forum=seed.forum, seed=seed, is_fixed=is_fixed
        )
    take_in(request, edited)
    messages.success(request, _("Saved."))
    return see_list(request, seed.forum)


@require_get_or_post
def withdraw_seed(request: Request, seed_id: str) -> HttpResponse:
    """Remove a statement: at once from a draft, and after a question once people may have voted on it."""
    seed = get_seed_for(request.actor, seed_id)
    if seed.state == VoiceState.WITHDRAWN:
        return see_list(request, seed.forum)
    if request.method != "POST":
        return render(request, "listen/withdraw_seed.html", {"forum": seed.forum, "seed": seed})
    is_asked_first = seed.forum.announced_at is not None or has_votes(seed)
    if is_asked_first and request.POST.get("confirm") != "yes":
        return see_other(request.district.url("withdraw_seed", seed_id=seed.public_id))
    withdraw_voice(request.actor, seed)
    messages.success(request, _("Removed the statement."))
    return see_list(request, seed.forum)


# Questions of a survey


def questions_page(
    request: Request, forum: Forum, problem: str = "", *, paste: PasteQuestionsForm | None = None
) -> HttpResponse:
    questions = questions_of(forum)
    n_answers, n_chosen = n_answers_by_question(forum), n_answers_by_choice(forum)
    rows = [
        {
            "question": question,
            "kind": kind_of(question),
            "kind_label": QuestionKind(question.kind).label,
            **AnswerForm(question=question, auto_id=f"preview_{question.pk}_%s").shown,
            "n_answers": n_answers.get(question.pk, 0),
            "choices": [
                {"choice": choice, "n": n_chosen.get(choice.pk, 0)} for choice in question.choices.all()
            ],
        }
        for question in questions
    ]
    context = {
        "forum": forum,
        "rows": rows,
        "kinds": KindForm(),
        "problem": problem,
        "gaps": translation_gaps(
            [*questions, *(choice for question in questions for choice in question.choices.all())],
            request.district.languages,
        ),
        "paste": paste or PasteQuestionsForm(district=request.district),
        "texts_for_parents": texts_for_parents(forum),
        "presets": [QuestionKind(kind).label for kind in presets_to_add(forum)],
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "listen/ask_survey.html", context, status=status)


@require_get_or_post
def add_question(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        return see_list(request, forum)
    form = QuestionForm(posted(request), district=request.district, kind=kind)
    question = act(form, survey_questions.add_question, request.actor, forum, kind=kind)
    if question is None:
        label = QuestionKind(kind).label
        return form_page(request, "listen/add_question.html", form, forum=forum, kind_label=label)
    if KINDS[kind].has_choices:
        return see_other(request.district.url("edit_question", question_id=question.public_id))
    return see_list(request, forum, question)


@require_get_or_post
def edit_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    form = QuestionForm(posted(request), district=request.district, kind=question.kind, question=question)
    if act(form, survey_questions.edit_question, request.actor, question) is not None:
        return see_list(request, question.forum, question)
    return question_page(request, question, form=form)


def question_page(
    request: Request,
    question: SurveyQuestion,
    *,
    form: QuestionForm | None = None,
    choice_form: ChoiceForm | None = None,
    paste: PasteChoicesForm | None = None,
    problem: str = "",
) -> HttpResponse:
    """The page of a question, with its own form and a form for another choice."""
    n_chosen = n_answers_by_choice(question.forum)
    context = {
        "forum": question.forum,
        "question": question,
        "kind": kind_of(question),
        "kind_label": QuestionKind(question.kind).label,
        "is_answered": survey_questions.has_answers(question),
        "choices": [{"choice": choice, "n": n_chosen.get(choice.pk, 0)} for choice in question.choices.all()],
        "form": form or QuestionForm(district=request.district, kind=question.kind, question=question),
        "choice_form": choice_form or ChoiceForm(district=request.district),
        "paste": paste or PasteChoicesForm(district=request.district),
        "problem": problem,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "listen/edit_question.html", context, status=status)


@require_POST
def remove_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    try:
        survey_questions.remove_question(request.actor, question)
    except Refused as refusal:
        return questions_page(request, question.forum, str(refusal))
    return see_list(request, question.forum)


@require_POST
def add_choice(request: Request, question_id: str) -> HttpResponse:
    question = get_question_for(request.actor, question_id)
    form = ChoiceForm(request.POST, district=request.district)
    if act(form, survey_questions.add_choice, request.actor, question) is not None:
        return see_choices(request, question)
    return question_page(request, question, choice_form=form)


@require_get_or_post
def edit_choice(request: Request, choice_id: str) -> HttpResponse:
    choice = get_choice_for(request.actor, choice_id)
    question = choice.question
    form = ChoiceForm(
        posted(request),
        district=request.district,
        initial={"label": choice.label, "is_other": choice.is_other},
    )
    if act(form, survey_questions.edit_choice, request.actor, choice) is not None:
        return see_choices(request, question)
    return form_page(
        request, "listen/edit_choice.html", form, forum=question.forum, question=question, choice=choice
    )


@require_POST
def remove_choice(request: Request, choice_id: str) -> HttpResponse:
    choice = get_choice_for(request.actor, choice_id)
    try:
        survey_questions.remove_choice(request.actor, choice)
    except Refused as refusal:
        return question_page(request, choice.question, problem=str(refusal))
    return see_choices(request, choice.question)
