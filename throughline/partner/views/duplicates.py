"""Entries that may be the same: the list, the pair side by side, and the decisions."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request, allow
from throughline.partner import actions, permissions, queries, tasks
from throughline.partner.forms import DuplicateFilter, MergeForm
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


@require_safe
def duplicates(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    form = DuplicateFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    is_decided = chosen.get("decided") == "yes"
    found = queries.decided_duplicates if is_decided else queries.open_duplicates
    page = page_of(request, found(chosen.get("kind", "")))
    context = {
        "form": form,
        "is_decided": is_decided,
        "page": page,
        "proposals": queries.proposals(list(page)),
        "search": queries.last_search(),
        "running": queries.running_search(),
    }
    return render(request, "partner/duplicates.html", context)


@require_POST
def find_duplicates(request: Request) -> HttpResponse:
    """Start the search, or lead to the one that is at work."""
    allow(permissions.may_manage_directory(request.actor))
    job = tasks.start_search(request.actor)
    return see_other(request.district.url("job", job_id=job.public_id))


@require_get_or_post
def duplicate(request: Request, duplicate_id: str) -> HttpResponse:
    """Two entries side by side. A post merges them."""
    duplicate = permissions.get_duplicate_for(request.actor, duplicate_id)
    (proposal,) = queries.proposals([duplicate])
    context = {"duplicate": duplicate, "proposal": proposal}
    if not (proposal.first and proposal.second):
        if request.method == "POST":
            raise Http404
        return render(request, "partner/duplicate_decided.html", context)
    if not queries.is_open(duplicate):
        return render(request, "partner/duplicate_decided.html", context)
    table = duplicate.table
    compared = queries.comparisons(table, proposal.first, proposal.second)
    form = MergeForm(compared, proposal, posted(request))
    if act(form, actions.merge_duplicate, request.actor, duplicate) is not None:
        return see_other(request.district.url("duplicate", duplicate_id=duplicate.public_id))
    context |= {
        "same": [one for one in compared if one.is_same],
        "of_first": queries.belongings(table, proposal.first),
        "of_second": queries.belongings(table, proposal.second),
    }
    return form_page(request, "partner/duplicate.html", form, **context)


@require_POST
def keep_both(request: Request, duplicate_id: str) -> HttpResponse:
    duplicate = permissions.get_duplicate_for(request.actor, duplicate_id)
    act(_nothing(), actions.keep_both, request.actor, duplicate)
    return see_other(request.district.url("duplicates"))


@require_get_or_post
def reopen_duplicate(request: Request, duplicate_id: str) -> HttpResponse:
    """Take a decision back. If the entries were changed since a merge, the page says which."""
    duplicate = permissions.get_duplicate_for(request.actor, duplicate_id)
    form = forms.Form(posted(request))
    if act(form, actions.reopen_duplicate, request.actor, duplicate) is not None:
        return see_other(request.district.url("duplicate", duplicate_id=duplicate.public_id))
    (proposal,) = queries.proposals([duplicate])
    return form_page(request, "partner/duplicate_decided.html", form, duplicate=duplicate, proposal=proposal)


def _nothing() -> forms.Form:
    """A form without fields, so that a refusal is not an error page."""
    return forms.Form({})
