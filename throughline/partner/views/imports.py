"""Import a directory."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import keeping_upload, queue_import, start_job
from throughline.accounts.models import Job
from throughline.accounts.permissions import Actor, Request, takes_files
from throughline.partner import permissions, queries, tasks
from throughline.partner.apps import DIRECTORY
from throughline.partner.forms import DirectoryForm
from throughline.partner.models import DirectoryImport
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files
from throughline.ui.pages import page_of

MOST_LISTED = 25


@takes_files(DIRECTORY, permissions.require_may_manage_directory)
@require_get_or_post
def import_directory(request: Request) -> HttpResponse:
    permissions.require_may_manage_directory(request.actor)
    form = DirectoryForm(posted(request), sent_files(request))
    job = act(form, _start_import, request.actor, error_field="tables")
    if job is not None:
        return see_other(request.district.url("job", job_id=job.public_id))
    imports = page_of(request, queries.directory_imports())
    return form_page(
        request, "partner/import_directory.html", form, page=imports, undone=queries.undone_imports(imports)
    )


def _job_title() -> str:
    return _("Service directory")


def _start_import(actor: Actor, *, tables: Sequence["UploadedFile[bytes]"], encoding: str) -> Job:
    with keeping_upload(actor, DIRECTORY, files=tables, choices={"encoding": encoding}) as upload:
        return queue_import(actor, upload, task=tasks.import_directory, title=_job_title)


@require_safe
def directory_import(request: Request, import_id: str) -> HttpResponse:
    brought = permissions.get_directory_import_for(request.actor, import_id)
    page = page_of(request, queries.changes_of_import(brought))
    n_entries, entries = queries.added_entries(brought, MOST_LISTED)
    problems = page_of(request, queries.problems_of(brought), name="problems")
    context = {
        "brought": brought,
        "page": page,
        "changes": queries.told_changes(page),
        "n_entries": n_entries,
        "entries": entries,
        "is_undone": _is_undone(brought),
        "problems": problems,
        "hides_values": queries.hides_values(brought),
        "n_problems": queries.n_problems_of(brought),
        "mapped": queries.fields_of(brought, "mapped"),
        "aside": queries.fields_of(brought, "kept aside") + queries.fields_of(brought, "not read"),
        "missing": queries.fields_of(brought, "missing"),
    }
    return render(request, "partner/directory_import.html", context)


def _is_undone(brought: DirectoryImport) -> bool:
    return queries.undo_in_effect(queries.revision_of_import(brought)) is not None


@require_get_or_post
def undo_import(request: Request, import_id: str) -> HttpResponse:
    """What undoing an import takes back and what stays, before it is done and afterwards."""
    brought = permissions.get_directory_import_for(request.actor, import_id)
    if request.method == "POST":
        here = request.district.url("undo_import", import_id=brought.public_id)
        job = queries.unfinished_undo(here) or start_job(
            request.actor,
            kind=queries.UNDO_KIND,
            title=lambda: _("Undo an import"),
            task=tasks.undo_import,
            result_url=here,
            import_id=brought.public_id,
        )
        return see_other(request.district.url("job", job_id=job.public_id))
    undo = queries.undo_of_import(brought)
    context = {
        "brought": brought,
        "undo": undo,
        "n_stay": len(undo.stays),
        "staying": queries.staying_entries(undo, MOST_LISTED),
        "is_undone": _is_undone(brought),
        "is_busy": brought.seen_at is not None,
    }
    return render(request, "partner/undo_import.html", context)
