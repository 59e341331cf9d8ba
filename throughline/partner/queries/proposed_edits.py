"""Edits of partners that wait for approval."""

from django.db.models import QuerySet

from throughline.partner.models import ProposedEdit


def waiting_edits() -> QuerySet[ProposedEdit]:
    """What waits, the oldest first."""
    rows = ProposedEdit.objects.filter(state=ProposedEdit.State.WAITING)
    return rows.select_related("service__organization", "link", "person").order_by("created_at", "pk")


def waiting_edit_of(service_key: int) -> ProposedEdit | None:
    return waiting_edits().filter(service=service_key).first()
