from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow
from throughline.accounts.queries import schools_in_scope
from throughline.convene import actions, queries
from throughline.convene.forms.cycle import CycleForm, EndCycleForm
from throughline.convene.models import Cycle, ForumKind
from throughline.convene.permissions import (
    get_cycle_for,
    get_cycle_to_manage_for,
    linked_pages,
    may_create_cycle,
    may_create_district_cycle,
    may_manage_cycle,
)
from throughline.ui.fields import translation_gaps
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


@require_safe
def cycles(request: Request) -> HttpResponse:
    allow(request.actor.is_staff)
    page = page_of(request, queries.cycles_in_scope())
    return render(
        request,
        "convene/cycles.html",
        {
            "page": page,
            "rows": queries.cycle_rows(list(page), timezone.now()),
            "may_create": may_create_cycle(request.actor),
        },
    )


def _cycle_form(request: Request, cycle: Cycle | None) -> CycleForm:
    is_for_all = may_create_district_cycle(request.actor)
    schools = schools_in_scope()
    return CycleForm(
        posted(request),
        schools=schools if is_for_all else schools.filter(pk__in=request.actor.school_ids),
        may_be_of_district=is_for_all,
        initial=CycleForm.initial_of(cycle) if cycle else None,
    )


@require_get_or_post
def create_cycle(request: Request) -> HttpResponse:
    allow(may_create_cycle(request.actor))
    form = _cycle_form(request, None)
    cycle = act(form, actions.create_cycle, request.actor)
    if cycle is not None:
        return see_other(request.district.url("cycle", cycle_id=cycle.public_id))
    return form_page(request, "convene/create_cycle.html", form)


@require_safe
def cycle(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_for(request.actor, cycle_id)
    now, storyline = timezone.now(), queries.storyline_of(cycle)
    return render(
        request,
        "convene/cycle.html",
        {
            "cycle": cycle,
            "row": queries.cycle_rows([cycle], now)[0],
            "storyline": storyline,
            "gaps": translation_gaps([cycle], request.district.languages),
            "storyline_gaps": translation_gaps(storyline, request.district.languages),
            "missing": queries.missing_labels(cycle),
            "promise_words": queries.PROMISE_WORDS.get(cycle.promise, ""),
            "kinds": ForumKind.choices,
            "may_manage": may_manage_cycle(request.actor, cycle),
            "linked_pages": linked_pages(request.actor, cycle),
        },
    )


@require_get_or_post
def edit_cycle(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_manage_for(request.actor, cycle_id)
    form = _cycle_form(request, cycle)
    if act(form, actions.change_cycle, request.actor, cycle) is not None:
        messages.success(request, _("Saved."))
        return see_other(request.district.url("cycle", cycle_id=cycle.public_id))
    return form_page(request, "convene/edit_cycle.html", form, cycle=cycle)


@require_get_or_post
def end_cycle(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_manage_for(request.actor, cycle_id)
    initial = {
        "note": cycle.promise_kept_note,
        "is_promise_kept": None
        if cycle.is_promise_kept is None
        else ("yes" if cycle.is_promise_kept else "no"),
    }
    form = EndCycleForm(posted(request), initial=initial)
    if act(form, actions.end_cycle, request.actor, cycle) is not None:
        messages.success(request, _("Saved."))
        return see_other(request.district.url("cycle", cycle_id=cycle.public_id))
    return form_page(
        request,
        "convene/end_cycle.html",
        form,
        cycle=cycle,
        promise_words=queries.PROMISE_WORDS.get(cycle.promise, ""),
    )
