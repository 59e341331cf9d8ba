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
from throughline.ui.form_pages import require_get_or_post


def _storyline_of(request: Request, cycle: Cycle) -> HttpResponse:
    return redirect(request.district.url("storyline", cycle_id=cycle.public_id))


@require_get_or_post
def storyline(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_manage_for(request.actor, cycle_id)
    form = StorylineForm(request.POST or None, languages=request.district.languages)
    if form.is_valid():
        actions.add_storyline_step(request.actor, cycle, **form.cleaned_data)
        return _storyline_of(request, cycle)
    return render(
        request,
        "convene/storyline.html",
        {"form": form, "cycle": cycle, "storyline": queries.storyline_of(cycle)},
        status=422 if form.is_bound else 200,
    )


@require_get_or_post
def edit_storyline_step(request: Request, step_id: str) -> HttpResponse:
    step = get_storyline_step_for(request.actor, step_id)
    form = StorylineForm(
        request.POST or None, languages=request.district.languages, initial=StorylineForm.initial_of(step)
    )
    if form.is_valid():
        actions.change_storyline_step(request.actor, step, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return _storyline_of(request, step.cycle)
    return render(
        request,
        "convene/edit_storyline_step.html",
        {"form": form, "step": step, "cycle": step.cycle},
        status=422 if form.is_bound else 200,
    )


@require_POST
def move_storyline_step(request: Request, step_id: str) -> HttpResponse:
    step = get_storyline_step_for(request.actor, step_id)
    actions.move_storyline_step(request.actor, step, is_up=request.POST.get("way") == "up")
    return _storyline_of(request, step.cycle)


@require_POST
def mark_storyline_step(request: Request, step_id: str) -> HttpResponse:
    step = get_storyline_step_for(request.actor, step_id)
    actions.mark_storyline_step(request.actor, step, is_done=request.POST.get("is_done") == "yes")
    return _storyline_of(request, step.cycle)


@require_POST
def remove_storyline_step(request: Request, step_id: str) -> HttpResponse:
    step = get_storyline_step_for(request.actor, step_id)
    cycle = step.cycle
    actions.remove_storyline_step(request.actor, step)
    messages.success(request, _("Removed."))
    return _storyline_of(request, cycle)
