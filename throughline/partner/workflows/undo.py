"""Undo a large change of the directory."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.actions import JobRefused, RunningJob
from throughline.partner import actions
from throughline.partner.models import DirectoryImport, Revision


def undo_revision(job: RunningJob, *, revision_id: str) -> None:
    """Undo in short transactions. If it is stopped, starting it again goes on where it was."""
    revision = Revision.objects.select_related("undone_by").get(public_id=revision_id)
    try:
        actions.undo_in_steps(
            job.actor, revision, lambda n, n_all: job.advance(n, n_all, lambda: _("Undoing changes"))
        )
    except actions.CannotUndo as refused:
        sentence = str(refused)
        raise JobRefused(lambda: sentence) from refused
    with job.last_step():
        job.set_result(lambda: _("The change was undone."))


def undo_import(job: RunningJob, *, import_id: str) -> None:
    """Undo an import entry by entry. If it is stopped, starting it again goes on where it was."""
    brought = DirectoryImport.objects.get(public_id=import_id)
    if actions.is_importing(job.actor):
        raise JobRefused(
            lambda: _("A directory is being imported now. Wait until it is done, then try again.")
        )
    left = actions.undo_import(
        job.actor, brought, lambda n, n_all: job.advance(n, max(n_all, 1), lambda: _("Undoing the import"))
    )
    with job.last_step():
        job.set_result(lambda: _import_sentence(len(left.stays)))


def _import_sentence(n_stay: int) -> str:
    if not n_stay:
        return _("The import was undone.")
    return ngettext(
        "The import was undone. %(n)s entry stays as it is.",
        "The import was undone. %(n)s entries stay as they are.",
        n_stay,
    ) % {"n": n_stay}
