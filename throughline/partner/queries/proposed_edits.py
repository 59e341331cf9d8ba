"""Edits of partners that wait for approval."""

from django.db.models import QuerySet

from throughline.partner.models import ProposedEdit


def waiting_edits() -> QuerySet[ProposedEdit]:
    """What waits, the oldest first."""
    rows = ProposedEdit.objects.filter(state=ProposedEdit.State.WAITING)
    return rows.select_related("service__organization", "link", "person").order_by("created_at", "pk")


def waiting_edit_of(service_key: int) -> ProposedEdit | None:
    return waiting_edits().filter(service=service_key).first()


def declined_edit_of(service_key: int) -> ProposedEdit | None:
    """The newest edit that was declined, unless the partner has answered since."""
    rows = ProposedEdit.objects.filter(service=service_key, state=ProposedEdit.State.DECLINED)
    return rows.filter(answered_at=None).order_by("-pk").first()


def newer_edit_of(edit: ProposedEdit) -> ProposedEdit | None:
    """The edit of the same service that waits now, if it is another one."""
    return waiting_edits().filter(service=edit.service_id).exclude(pk=edit.pk).first()
