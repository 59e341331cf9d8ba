from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.permissions import Request
from throughline.convene import actions, queries
from throughline.convene.forms import StorylineForm
from throughline.convene.models import Cycle
from throughline.convene.permissions import get_cycle_to_manage_for, get_storyline_step_for


def _storyline_of(request: Request, cycle: Cycle) -> HttpResponse:
    return redirect(request.district.url("storyline", cycle=cycle.public_id))


def storyline(request: Request, cycle: str) -> HttpResponse:
    row = get_cycle_to_manage_for(request.actor, cycle)
    form = StorylineForm(request.POST or None, languages=request.district.languages)
    if form.is_valid():
        actions.add_storyline_step(request.actor, row, **form.cleaned_data)
        return _storyline_of(request, row)
    return render(
        request,
        "convene/storyline.html",
        {"form": form, "cycle": row, "storyline": queries.storyline_of(row)},
        status=422 if form.is_bound else 200,
    )


def edit_storyline_step(request: Request, step: str) -> HttpResponse:
    row = get_storyline_step_for(request.actor, step)
    form = StorylineForm(
        request.POST or None, languages=request.district.languages, initial=StorylineForm.initial_of(row)
    )
    if form.is_valid():
        actions.change_storyline_step(request.actor, row, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return _storyline_of(request, row.cycle)
    return render(
        request,
        "convene/edit_storyline_step.html",
        {"form": form, "step": row, "cycle": row.cycle},
        status=422 if form.is_bound else 200,
    )


@require_POST
def move_storyline_step(request: Request, step: str) -> HttpResponse:
    row = get_storyline_step_for(request.actor, step)
    actions.move_storyline_step(request.actor, row, is_up=request.POST.get("way") == "up")
    return _storyline_of(request, row.cycle)


@require_POST
def mark_storyline_step(request: Request, step: str) -> HttpResponse:
    row = get_storyline_step_for(request.actor, step)
    actions.mark_storyline_step(request.actor, row, is_done=request.POST.get("is_done") == "yes")
    return _storyline_of(request, row.cycle)


@require_POST
def remove_storyline_step(request: Request, step: str) -> HttpResponse:
    row = get_storyline_step_for(request.actor, step)
    cycle = row.cycle
    actions.remove_storyline_step(request.actor, row)
    messages.success(request, _("Removed."))
    return _storyline_of(request, cycle)
