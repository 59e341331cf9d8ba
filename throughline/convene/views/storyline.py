from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.permissions import Request
from throughline.convene import actions, queries
from throughline.convene.forms.storyline import StorylineForm
from throughline.convene.models import Cycle
from throughline.convene.permissions import get_cycle_to_manage_for, get_storyline_step_for
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


def _storyline_of(request: Request, cycle: Cycle) -> HttpResponse:
    return see_other(request.district.url("storyline", cycle_id=cycle.public_id))


@require_get_or_post
def storyline(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_manage_for(request.actor, cycle_id)
    form = StorylineForm(posted(request))
    if act(form, actions.add_storyline_step, request.actor, cycle) is not None:
        return _storyline_of(request, cycle)
    page = page_of(request, queries.storyline_of(cycle))
    return form_page(request, "convene/storyline.html", form, cycle=cycle, page=page)


@require_get_or_post
def edit_storyline_step(request: Request, step_id: str) -> HttpResponse:
    step = get_storyline_step_for(request.actor, step_id)
    form = StorylineForm(posted(request), initial=StorylineForm.initial_of(step))
    if act(form, actions.change_storyline_step, request.actor, step) is not None:
        messages.success(request, _("Saved."))
        return _storyline_of(request, step.cycle)
    return form_page(request, "convene/edit_storyline_step.html", form, step=step, cycle=step.cycle)


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
    messages.success(request, _("Timeline step removed."))
    return _storyline_of(request, cycle)
