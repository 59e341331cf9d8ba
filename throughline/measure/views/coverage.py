"""Participation in a forum compared with population figures, while missing groups can still be reached."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request
from throughline.convene.models import Forum
from throughline.measure import actions
from throughline.measure.forms import MatchFiguresForm, RolesComparedForm
from throughline.measure.models import Dimension, Population
from throughline.measure.permissions import (
    get_forum_to_analyze_for,
    get_forum_to_count_for,
    get_population_for,
    may_analyze,
)
from throughline.measure.queries.coverage.page import coverage_page
from throughline.measure.queries.populations.matching import (
    Match,
    categories_to_match,
    match_of,
    match_with,
    questions_for,
)
from throughline.measure.queries.populations.people import roles_compared
from throughline.measure.workflows import coverage_in_sight
from throughline.ui.form_pages import UNPROCESSABLE, act, posted, require_get_or_post, see_other


@require_safe
def coverage(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_count_for(request.actor, forum_id)
    may_read = may_analyze(request.actor)
    if may_read:
        page = coverage_page(forum, population_id=request.GET.get("figures", ""))
    else:
        page = coverage_in_sight(forum)
    form = RolesComparedForm(initial={"roles": page.roles}) if may_read and page.population else None
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "shown": page,
        "form": form,
        "may_read": may_read,
    }
    return render(request, "measure/coverage.html", context)


@require_POST
def compare_roles(request: Request, forum_id: str, population_id: str) -> HttpResponse:
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    population = get_population_for(request.actor, population_id)
    form = RolesComparedForm(request.POST)
    if act(form, actions.settle_roles, request.actor, forum, population):
        messages.success(request, _("Saved."))
    return see_other(_coverage_url(request, forum, population))


@require_get_or_post
def match_figures(request: Request, forum_id: str, population_id: str, dimension: str) -> HttpResponse:
    """Edit which answers belong to which category of the figures, where their labels differ."""
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    population = get_population_for(request.actor, population_id)
    if dimension not in Dimension.values:
        raise Http404
    match = _match_to_edit(request, forum, population, dimension)
    form = None
    if match is not None and match.options:
        categories = categories_to_match(population, match)
        form = MatchFiguresForm(posted(request), match=match, categories=categories)
        if form.is_valid():
            actions.settle_match(
                request.actor,
                forum,
                population,
                dimension=dimension,
                question=match.question.public_id if match.question else "",
                values=form.values,
                roles=roles_compared(forum, population),
            )
            messages.success(request, _("Saved."))
            return see_other(_coverage_url(request, forum, population))
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "population": population,
        "dimension": Dimension(dimension),
        "questions": questions_for(forum, dimension),
        "match": match,
        "form": form,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "measure/match_figures.html", context, status=status)


def _match_to_edit(request: Request, forum: Forum, population: Population, dimension: str) -> Match | None:
    """Return the match by the question in the URL, else the current one."""
    question_id = request.GET.get("question")
    if question_id is None:
        return match_of(forum, population, dimension)
    questions = questions_for(forum, dimension)
    question = next((one for one in questions if one.public_id == question_id), None)
    return match_with(population, dimension, question)


def _coverage_url(request: Request, forum: Forum, population: Population) -> str:
    url = request.district.url("coverage", forum_id=forum.public_id)
    return f"{url}?figures={population.public_id}"
