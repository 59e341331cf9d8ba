"""Supports and their kinds."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import SupportForm, TermForm
from throughline.partner.models import Support
from throughline.partner.views.common import GROUPS_PER_PAGE, initial_of, search_words
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


def _editable(request: Request, supports: Iterable[Support]) -> set[int]:
    """The keys of those that the actor may edit."""
    return {one.pk for one in supports if permissions.may_edit_support(request.actor, one)}


@require_safe
def supports(request: Request) -> HttpResponse:
    directives = page_of(request, queries.directives_to_answer(), GROUPS_PER_PAGE, name="directives")
    schools = page_of(request, queries.schools_and_district(), GROUPS_PER_PAGE, name="schools")
    by_directive = queries.supports_by_directive(list(directives))
    by_school = queries.supports_by_school(list(schools))
    shown = [one for line in by_directive for one in line.supports]
    shown += [one for group in by_school for one in group.supports]
    context = {
        "directives": directives,
        "schools": schools,
        "by_directive": by_directive,
        "by_school": by_school,
        "editable": _editable(request, shown),
        "may_create": permissions.may_create_support(request.actor),
    }
    return render(request, "partner/supports.html", context)


@require_get_or_post
def create_support(request: Request) -> HttpResponse:
    allow(permissions.may_create_support(request.actor))
    actions.ensure_terms(request.actor)
    initial: dict[str, object] = {"layer": "universal", "state": "planned"}
    form = SupportForm(posted(request), actor=request.actor, initial=initial, **search_words(request))
    if act(form, actions.create_support, request.actor) is not None:
        return see_other(request.district.url("supports"))
    return form_page(request, "partner/create_support.html", form)


@require_get_or_post
def edit_support(request: Request, support_id: str) -> HttpResponse:
    support = permissions.get_support_for(request.actor, support_id)
    form = SupportForm(
        posted(request),
        actor=request.actor,
        support=support,
        initial=initial_of(SupportForm, support),
        **search_words(request),
    )
    if act(form, actions.edit_support, request.actor, support) is not None:
        return see_other(request.district.url("supports"))
    return form_page(request, "partner/edit_support.html", form, support=support)


@require_get_or_post
def taxonomy(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    terms = actions.ensure_terms(request.actor)
    form = TermForm(posted(request))
    if act(form, actions.add_term, request.actor) is not None:
        return see_other(request.district.url("taxonomy"))
    return form_page(request, "partner/taxonomy.html", form, page=page_of(request, terms))
