"""Who was heard in a forum, and who is missing, while there is time to reach them."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request
from throughline.measure.actions import population as actions
from throughline.measure.forms import InvitationRoundForm, MatchFiguresForm, RolesComparedForm
from throughline.measure.models import Dimension, InvitationRound
from throughline.measure.permissions import (
    get_forum_to_analyze_for,
    get_forum_to_count_for,
    get_invitation_round_for,
    get_population_for,
    may_analyze,
)
from throughline.measure.queries.coverage.invitations import funnel_page
from throughline.measure.queries.coverage.page import coverage_page
from throughline.measure.queries.populations.matching import (
    Match,
    categories_to_match,
    match_of,
    match_with,
    questions_for,
)
from throughline.measure.queries.populations.people import roles_compared
from throughline.ui.form_pages import require_get_or_post


@require_safe
def coverage(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_count_for(request.actor, forum_id)
    may_read = may_analyze(request.actor)
    page = coverage_page(forum, population_id=request.GET.get("figures", ""), is_guarded=not may_read)
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
    figures = get_population_for(request.actor, population_id)
    form = RolesComparedForm(request.POST)
    if form.is_valid():
        actions.settle_roles(request.actor, forum, figures, roles=form.cleaned_data["roles"])
        messages.success(request, _("Saved."))
    return _back(request, forum_id, population_id)


@require_get_or_post
def match_figures(request: Request, forum_id: str, population_id: str, dimension: str) -> HttpResponse:
    """Which answers mean which category of the figures, where the words differ."""
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    figures = get_population_for(request.actor, population_id)
    if dimension not in Dimension.values:
        raise Http404
    questions = questions_for(forum, dimension)
    asked = request.GET.get("question")
    found: Match | None
    if asked is None:
        found = match_of(forum, figures, dimension)
    else:
        question = next((one for one in questions if one.public_id == asked), None)
        found = match_with(figures, dimension, question)
    form = None
    if found is not None and found.options:
        data = request.POST if request.method == "POST" else None
        form = MatchFiguresForm(data, match=found, categories=categories_to_match(figures, found))
        if form.is_valid():
            actions.settle_match(
                request.actor,
                forum,
                figures,
                dimension=dimension,
                question=found.question.public_id if found.question else "",
                values=form.values,
                roles=roles_compared(forum, figures),
            )
            messages.success(request, _("Saved."))
            return _back(request, forum_id, population_id)
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "population": figures,
        "dimension": Dimension(dimension),
        "questions": questions,
        "match": found,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/match_figures.html", context, status=status)


def _back(request: Request, forum: str, population: str) -> HttpResponse:
    url = request.district.url("coverage", forum_id=forum)
    return HttpResponseRedirect(f"{url}?figures={population}", status=303)


@require_get_or_post
def invitations(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    form = InvitationRoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_invitation_round(request.actor, forum, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.district.url("invitations", forum_id=forum_id), status=303)
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "form": form,
        "steps": funnel_page(forum),
        "rounds": InvitationRound.objects.filter(forum=forum),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/invitations.html", context, status=status)


@require_get_or_post
def edit_invitation_round(request: Request, invitation_id: str) -> HttpResponse:
    invitation = get_invitation_round_for(request.actor, invitation_id)
    initial = {name: getattr(invitation, name) for name in InvitationRoundForm.base_fields}
    form = InvitationRoundForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit_invitation_round(request.actor, invitation, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(
            request.district.url("invitations", forum_id=invitation.forum.public_id), status=303
        )
    context = {"cycle": invitation.forum.cycle, "forum": invitation.forum, "form": form, "row": invitation}
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/edit_invitation_round.html", context, status=status)


@require_POST
def remove_invitation_round(request: Request, invitation_id: str) -> HttpResponse:
    invitation = get_invitation_round_for(request.actor, invitation_id)
    forum = invitation.forum.public_id
    actions.remove_invitation_round(request.actor, invitation)
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(request.district.url("invitations", forum_id=forum), status=303)
