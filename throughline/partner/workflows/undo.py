"""Undo a large change of the directory."""

from django.utils.translation import gettext as _

from throughline.accounts.actions import JobRefused, RunningJob
from throughline.partner import actions
from throughline.partner.models import Revision


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
