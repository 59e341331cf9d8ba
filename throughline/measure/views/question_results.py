"""Results of one question at a time, counted on request for users who may read everything."""

from datetime import datetime

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from throughline.accounts.actions import record
from throughline.accounts.permissions import Request
from throughline.convene.models import ForumKind
from throughline.convene.permissions import linked_pages
from throughline.formats.writing import csv_lines
from throughline.listen.queries.statement import open_statements
from throughline.listen.queries.survey import questions_of
from throughline.measure.permissions import (
    get_forum_to_analyze_for,
    get_forum_to_count_for,
    get_question_to_count_for,
    may_analyze,
)
from throughline.measure.queries.question_results.export import results_header, results_rows
from throughline.measure.queries.question_results.page import (
    question_results,
    question_rows,
    statement_results,
    texts_results,
)
from throughline.measure.queries.shares import share_label
from throughline.measure.workflows import results_in_sight
from throughline.ui.downloads import csv_download, filename
from throughline.ui.pages import page_of

QUESTIONS_PER_PAGE = SCHOOLS_PER_PAGE = 25


@require_safe
def results(request: Request, forum_id: str) -> HttpResponse:
    """The questions of a forum with how many answered, or its statements with their votes."""
    forum = get_forum_to_count_for(request.actor, forum_id)
    may_read = may_analyze(request.actor)
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "may_read": may_read,
        "linked_pages": linked_pages(request.actor, forum.cycle),
        "computed_at": timezone.now(),
    }
    if forum.kind == ForumKind.SURVEY:
        context["page"] = page = page_of(request, questions_of(forum), QUESTIONS_PER_PAGE)
        context["rows"] = question_rows(forum, page, may_read=may_read)
    elif forum.kind == ForumKind.STATEMENTS and may_read:
        statements = open_statements(forum).select_related("district").order_by("pk")
        context["page"] = page = page_of(request, statements, QUESTIONS_PER_PAGE)
        context["statements"] = statement_results(list(page))
    elif may_read:
        context["texts"] = texts_results(forum)
    return render(request, "measure/results.html", context)


@require_safe
def results_of_question(request: Request, question_id: str) -> HttpResponse:
    question = get_question_to_count_for(request.actor, question_id)
    forum = question.forum
    may_read = may_analyze(request.actor)
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "question": question,
        "may_read": may_read,
        "linked_pages": linked_pages(request.actor, forum.cycle),
    }
    if may_read:
        context["shown"] = shown = question_results(question)
        context["schools"] = page_of(request, shown.schools.rows, SCHOOLS_PER_PAGE, name="schools")
    else:
        context["kept"] = kept = results_in_sight(question)
        context["rows"] = [(one.label, share_label(one.share)) for one in kept.options] if kept else []
        context["computed_at"] = None if kept is None else datetime.fromisoformat(kept.computed_at)
    return render(request, "measure/results_of_question.html", context)


@require_GET
def results_csv(request: Request, forum_id: str) -> HttpResponseBase:
    """Download the results of every question, for internal use: no disclosure control is applied."""
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    record(request.actor, "export_results", forum)
    lines = csv_lines(results_header(), list(results_rows(forum)))  # read now: a stream has no district
    name = filename("not-for-publication-results", forum.title, "csv", if_unnamed=forum.public_id)
    return csv_download(lines, name)
