"""A short survey: one question on a screen, each answer saved when given, resumed where it was left."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Actor, Request, public
from throughline.convene.models import Forum
from throughline.listen.actions import survey
from throughline.listen.forms.survey import AnswerForm
from throughline.listen.models import SurveyQuestion
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.queries.about_self import still_asked
from throughline.listen.queries.contributor import contributor_of
from throughline.listen.queries.question_kinds import kind_of
from throughline.listen.queries.survey import Given, answers_given, questions_to_answer
from throughline.listen.views.browser_token import (
    current_contributor,
    keep_token,
    proposed_token,
    token_to_write_with,
)
from throughline.listen.views.ceilings import ANSWERS_A_PERSON_A_MINUTE, limit_person, limit_text
from throughline.listen.views.preview import is_preview, preview_of
from throughline.listen.views.screening import take_in
from throughline.listen.views.steps import steps
from throughline.ui.form_pages import UNPROCESSABLE, form_page, see_other

END = "end"


def show(request: Request, forum: Forum) -> HttpResponse:
    questions = questions_to_answer(forum)
    given = answers_given(questions, current_contributor(request, forum))
    question_id = request.GET.get("q", "")
    if question_id == END or (not question_id and questions and all(q.pk in given for q in questions)):
        return _review_page(request, forum, questions, given)
    if not questions:
        context = {"forum": forum, "question": None, **preview_of(request, forum)}
        return render(request, "listen/survey_question.html", context)
    chosen = next((q for q in questions if q.public_id == question_id), None)
    question = chosen or next(q for q in questions if q.pk not in given)
    form = AnswerForm(question=question, initial=given.of(question))
    return _question_page(request, forum, questions, question, form, is_saved=question.pk in given)


def _review_page(
    request: Request, forum: Forum, questions: list[SurveyQuestion], given: Given, problem: str = ""
) -> HttpResponse:
    context = {
        "forum": forum,
        "steps": steps(forum, 2),
        "rows": [{"question": q, "answer": given.labels.get(q.pk, "")} for q in questions],
        "browser": proposed_token(request),
        "problem": problem,
        **preview_of(request, forum),
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "listen/survey_review.html", context, status=status)


def _question_page(
    request: Request,
    forum: Forum,
    questions: list[SurveyQuestion],
    question: SurveyQuestion,
    form: AnswerForm,
    *,
    is_saved: bool = False,
) -> HttpResponse:
    index = questions.index(question)
    return form_page(
        request,
        "listen/survey_question.html",
        form,
        forum=forum,
        steps=steps(forum, 1),
        question=question,
        **form.shown,
        kind=kind_of(question),
        number=index + 1,
        n_questions=len(questions),
        before=questions[index - 1].public_id if index else "",
        has_required=any(one.is_required for one in questions),
        is_saved=is_saved,
        browser=proposed_token(request),
        **preview_of(request, forum),
    )


@public
@require_POST
def save_survey_answer(request: Request, forum_id: str, question_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    questions = questions_to_answer(forum)
    question = next((q for q in questions if q.public_id == question_id), None)
    if question is None:
        raise Http404
    question.forum = forum
    form = AnswerForm(request.POST, question=question)
    if form.is_valid():
        stored = form.stored
        if stored.is_nothing and question.is_required:
            form.add_error(
                "answer", _("This question is required. Answer it to go on, or leave at any time.")
            )
        if is_preview(forum) or (stored.is_nothing and current_contributor(request, forum) is None):
            return _saved(request, forum, questions, question, form, "")
        token = token_to_write_with(request, forum)
        if stored.text:
            limit_text(request, forum, token)
        else:
            limit_person("answer", token, ANSWERS_A_PERSON_A_MINUTE)
        try:
            voice = survey.save_survey_answer(
                Actor.taking_part(request),
                question,
                stored=stored,
                language=request.LANGUAGE_CODE,
                token=token,
            )
        except Refused as refusal:
            form.add_error("answer", refusal)
        else:
            take_in(request, voice)
            return keep_token(request, _saved(request, forum, questions, question, form, token), token)
    return _not_saved(request, forum, questions, question, form)


def _not_saved(
    request: Request,
    forum: Forum,
    questions: list[SurveyQuestion],
    question: SurveyQuestion,
    form: AnswerForm,
) -> HttpResponse:
    if request.htmx:
        errors = [error for of_field in form.errors.values() for error in of_field]
        context = {"errors": errors, "form": form, **preview_of(request, forum)}
        return render(request, "listen/_survey_saved.html", context, status=UNPROCESSABLE)
    return _question_page(request, forum, questions, question, form)


def _saved(
    request: Request,
    forum: Forum,
    questions: list[SurveyQuestion],
    question: SurveyQuestion,
    form: AnswerForm,
    token: str,
) -> HttpResponse:
    """Go on to the next question, unless this one is required and was left empty."""
    if form.errors:
        return _not_saved(request, forum, questions, question, form)
    if request.htmx:
        return render(request, "listen/_survey_saved.html", preview_of(request, forum))
    following = questions.index(question) + 1
    to = questions[following].public_id if following < len(questions) else END
    if still_asked(forum, contributor_of(forum, token)):
        return see_other(f"{request.district.url('about_self', forum_id=forum.public_id)}?to={to}")
    return see_other(f"{request.district.url('part', forum_id=forum.public_id)}?q={to}")


@public
@require_POST
def finish_survey(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    done = request.district.url("part_done", forum_id=forum.public_id)
    if is_preview(forum):
        return see_other(done)
    token = token_to_write_with(request, forum)
    actor = Actor.taking_part(request)
    try:
        survey.finish_survey(actor, forum, token=token, language=request.LANGUAGE_CODE)
    except Refused as refusal:
        contributor = current_contributor(request, forum)
        if not forum.is_open(timezone.now()):
            return see_other(request.district.url("part", forum_id=forum.public_id))
        questions = questions_to_answer(forum)
        return _review_page(request, forum, questions, answers_given(questions, contributor), str(refusal))
    return keep_token(request, see_other(done), token)
