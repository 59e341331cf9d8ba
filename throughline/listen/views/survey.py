"""A short survey: one question a screen, each answer kept as it is given, resumed where it was left."""

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request, limit, public
from throughline.convene.models import Forum
from throughline.listen.actions.survey import finish_survey as finish
from throughline.listen.actions.survey import save_survey_answer as save
from throughline.listen.forms.survey import AnswerForm
from throughline.listen.models import SurveyQuestion
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.queries.question_kinds import kind_of
from throughline.listen.queries.survey import answers_given, questions_to_answer
from throughline.listen.views.browser import (
    WRITE_A_MINUTE,
    contributor_here,
    is_enhanced,
    keep_token,
    proposed_token,
    respond,
    someone,
    steps,
    tell_responders,
    token_of_post,
)

END = "end"


def show(request: Request, forum: Forum) -> HttpResponse:
    questions = questions_to_answer(forum)
    given = answers_given(questions, contributor_here(request, forum))
    asked = request.GET.get("q", "")
    if asked == END or (not asked and questions and all(q.pk in given for q in questions)):
        rows = [{"question": q, "answer": given.labels.get(q.pk, "")} for q in questions]
        context = {"forum": forum, "steps": steps(forum, 2), "rows": rows, "browser": proposed_token(request)}
        return respond(request, "listen/survey_review.html", context)
    if not questions:
        return respond(request, "listen/survey_question.html", {"forum": forum, "question": None})
    chosen = next((q for q in questions if q.public_id == asked), None)
    question = chosen or next(q for q in questions if q.pk not in given)
    form = AnswerForm(question=question, initial={"answer": given.initial.get(question.pk)})
    return _ask(request, forum, questions, question, form, is_saved=question.pk in given)


def _ask(
    request: Request,
    forum: Forum,
    questions: list[SurveyQuestion],
    question: SurveyQuestion,
    form: forms.Form,
    *,
    is_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    here = [q.pk for q in questions].index(question.pk)
    context: dict[str, object] = {
        "forum": forum,
        "steps": steps(forum, 1),
        "question": question,
        "form": form,
        "field": form["answer"],
        "kind": kind_of(question),
        "number": here + 1,
        "n_questions": len(questions),
        "before": questions[here - 1].public_id if here else "",
        "is_saved": is_saved,
        "browser": proposed_token(request),
    }
    return respond(request, "listen/survey_question.html", context, status)


@public
@require_POST
def save_survey_answer(request: Request, forum_id: str, question_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    limit(request, "answer", WRITE_A_MINUTE * 4)
    questions = questions_to_answer(forum)
    asked = next((q for q in questions if q.public_id == question_id), None)
    if asked is None:
        raise Http404
    asked.forum = forum
    form = AnswerForm(request.POST, question=asked)
    if form.is_valid():
        stored = kind_of(asked).store(asked, form.cleaned_data["answer"])
        if stored.is_nothing and contributor_here(request, forum) is None:
            return _saved(request, forum, questions, asked)
        token = token_of_post(request, forum)
        try:
            voice = save(
                someone(request),
                asked,
                stored=stored,
                language=request.LANGUAGE_CODE,
                token=token,
            )
        except Refused as refusal:
            form.add_error("answer", str(refusal))
        else:
            tell_responders(request, voice)
            return keep_token(request, _saved(request, forum, questions, asked), token)
    if is_enhanced(request):
        context: dict[str, object] = {"errors": form.errors.get("answer"), "form": form}
        return respond(request, "listen/_survey_saved.html", context, 422)
    return _ask(request, forum, questions, asked, form, status=422)


def _saved(
    request: Request, forum: Forum, questions: list[SurveyQuestion], question: SurveyQuestion
) -> HttpResponse:
    if is_enhanced(request):
        return respond(request, "listen/_survey_saved.html", {"is_saved": True})
    following = [q.pk for q in questions].index(question.pk) + 1
    to = questions[following].public_id if following < len(questions) else END
    return HttpResponseRedirect(
        f"{request.district.url('part', forum_id=forum.public_id)}?q={to}", status=303
    )


@public
@require_POST
def finish_survey(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    token = token_of_post(request, forum)
    try:
        finish(someone(request), forum, token=token, language=request.LANGUAGE_CODE)
    except Refused:
        return HttpResponseRedirect(request.district.url("part", forum_id=forum.public_id), status=303)
    done = request.district.url("part_done", forum_id=forum.public_id)
    return keep_token(request, HttpResponseRedirect(done, status=303), token)
