"""What was changed in the directory, and undoing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import start_job
from throughline.accounts.permissions import Request, allow
from throughline.partner import actions, permissions, queries, tasks
from throughline.partner.models import Location, Organization, Revision, Service
from throughline.ui.form_pages import UNPROCESSABLE, require_get_or_post, see_other
from throughline.ui.pages import page_of


def _history(request: Request, template: str, entry: Organization | Service | Location) -> HttpResponse:
    page = page_of(request, queries.revisions_of(entry))
    context = {"entry": entry, "page": page, "revisions": queries.told(list(page), entry)}
    return render(request, template, context)


@require_safe
def directory_changes(request: Request) -> HttpResponse:
    """Every change, also of entries that were removed and have no history of their own any more."""
    allow(permissions.may_manage_directory(request.actor))
    page = page_of(request, queries.directory_changes())
    return render(request, "partner/directory_changes.html", {"page": page, "changes": queries.changes(page)})


@require_safe
def organization_history(request: Request, organization_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    organization = permissions.get_organization(organization_id)
    return _history(request, "partner/organization_history.html", organization)


@require_safe
def service_history(request: Request, service_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    return _history(request, "partner/service_history.html", permissions.get_service(service_id))


@require_safe
def location_history(request: Request, location_id: str) -> HttpResponse:
    location = permissions.get_location_for(request.actor, location_id)
    return _history(request, "partner/location_history.html", location)


@require_get_or_post
def undo_revision(request: Request, revision_id: str) -> HttpResponse:
    """The whole change, on whichever pages it is shown, and the button that takes it back."""
    revision = permissions.get_revision_for(request.actor, revision_id)
    problem, more = "", ""
    if revision.kind == Revision.Kind.IMPORT and revision.brought_by is not None:
        return see_other(request.district.url("undo_import", import_id=revision.brought_by.public_id))
    if request.method == "POST":
        if queries.is_undone_in_steps(revision):
            return _start_undoing(request, revision)
        try:
            actions.undo(request.actor, revision)
        except actions.CannotUndo as refused:
            problem, more = str(refused), _more_about(request, refused)
        else:
            messages.success(request, _("The change was undone."))
            return see_other(_history_of(request, queries.entry_of_revision(revision)))
    entry = queries.entry_of_revision(revision)
    (told,) = queries.told([revision])
    context = {
        "told": told,
        "entry": entry,
        "back": _history_of(request, entry),
        "problem": problem,
        "more": more,
        "may_undo": told.may_undo or queries.is_undone_in_steps(revision),
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "partner/undo_revision.html", context, status=status)


def _more_about(request: Request, refused: actions.CannotUndo) -> str:
    """The address of the change to undo first, or of the history that has it."""
    if refused.change is not None:
        return request.district.url("undo_revision", revision_id=refused.change.public_id)
    holder = queries.find_entry(*refused.entry) if refused.entry else None
    return _history_of(request, holder) if holder else ""


def _start_undoing(request: Request, revision: Revision) -> HttpResponse:
    job = start_job(
        request.actor,
        kind="undo_revision",
        title=lambda: _("Undo a change"),
        task=tasks.undo_revision,
        revision_id=revision.public_id,
    )
    return see_other(request.district.url("job", job_id=job.public_id))


def _history_of(request: Request, entry: Organization | Service | Location | None) -> str:
    if entry is None:
        return request.district.url("directory_changes")
    name = str(entry._meta.model_name)
    return request.district.url(f"{name}_history", **{f"{name}_id": entry.public_id})
