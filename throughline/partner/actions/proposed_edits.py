"""What partners edit: written at once, or kept until the district approves it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.partner.actions.assurance import end_refusals, note_answer
from throughline.partner.actions.details import DETAILS, write_rows
from throughline.partner.actions.history import Recorder, revising
from throughline.partner.actions.shown import CHANGED_SINCE, Entry, lock_as_shown
from throughline.partner.models import Assurer, ProposedEdit, Revision, Service
from throughline.partner.queries import (
    state_of,
    state_of_details,
    told_changes,
    values_of,
)
from throughline.partner.queries.history import ToldRow
from throughline.partner.queries.partner_access import PartnerAccess, is_reviewed
from throughline.partner.queries.proposed_edits import waiting_edit_of

EDITED_BY_PARTNERS: Final = (
    "description",
    "eligibility_description",
    "fees_description",
    "application_process",
)
"""The fields of a service that its partner edits, besides its phones, hours and other rows."""

Values = Mapping[str, Any]


def state_for_partner(entry: Entry) -> str:
    """A digest of everything that a partner's form shows of a service, with the edit that waits."""
    waiting = waiting_edit_of(entry.pk) if isinstance(entry, Service) else None
    return f"{_state_of_entry(entry)}:{waiting.public_id if waiting else ''}"


def _state_of_entry(entry: Entry) -> str:
    return f"{state_of(entry)}:{state_of_details(entry)}"


def _lock(service: Service, shown: str | None) -> None:
    """Lock a service, and refuse if its entry or what waits is not what the partner's form showed."""
    lock_as_shown(service, None)
    if shown is None or shown == state_for_partner(service):
        return
    if shown.rpartition(":")[0] != _state_of_entry(service):
        sentence = _("Someone changed this entry in the meantime. Check what you typed, then send it again.")
    elif waiting_edit_of(service.pk) is None:
        sentence = _("What was waiting was decided or withdrawn in the meantime. Check this, then send it.")
    else:
        sentence = _(
            "Someone else sent a correction in the meantime. It is shown below. "
            "What you typed replaces it if you send the form again."
        )
    raise Refused(sentence, code=CHANGED_SINCE)


@transaction.atomic
def edit_as_partner(
    access: PartnerAccess, service: Service, *, shown: str | None = None, **values: Any
) -> Service:
    """Write at once what a partner edited. It counts as confirmed by the partner."""
    _lock(service, shown)
    if is_reviewed(service):
        raise Refused(_("The district now reviews what you send. Send it again, and it waits for approval."))
    with revising(access.actor, Revision.Kind.PARTNER) as revision:
        _write(revision, service, values, access.email, timezone.localdate())
    _end_waiting(service, ProposedEdit.State.REPLACED)
    record(access.actor, "edit_service", service, by="partner")
    note_answer(access, [service])
    end_refusals([service])
    return service


@transaction.atomic
def propose_edit(
    access: PartnerAccess,
    service: Service,
    *,
    changes: Mapping[str, Any],
    shown: str | None = None,
    **values: Any,
) -> ProposedEdit:
    """Keep what a partner changed in the form until it is approved, in place of what waits already.

    `changes` are what was typed and differs from the entry, `values` what a form made of it: they are valid.
    """
    _lock(service, shown)
    if not changes["own"] and not changes["rows"]:
        raise Refused(
            _("You haven't changed anything. If everything is right, go back and confirm it instead.")
        )
    _end_waiting(service, ProposedEdit.State.REPLACED)
    edit = ProposedEdit.objects.create(
        service=service, link=access.link, person=access.actor.person, fields=dict(changes)
    )
    record(access.actor, "propose_edit", edit, service=service.public_id)
    note_answer(access, [service])
    end_refusals([service])
    return edit


@transaction.atomic
def withdraw_edit(access: PartnerAccess, service: Service, *, edit_id: str) -> ProposedEdit:
    """Take back an edit that waits, unless it was decided or replaced since it was shown."""
    lock_as_shown(service, None)
    edit = waiting_edit_of(service.pk)
    if edit is None or edit.public_id != edit_id:
        raise Refused(_("What was waiting was decided or replaced in the meantime."))
    _end_waiting(service, ProposedEdit.State.WITHDRAWN)
    record(access.actor, "withdraw_edit", edit, service=service.public_id)
    note_answer(access, [service])
    return edit


@transaction.atomic
def approve_edit(actor: Actor, edit: ProposedEdit, *, shown: str | None = None, **values: Any) -> Service:
    """Write an edit that waits. `values` are those of its form, made of the entry as it is now."""
    edit = _waiting(edit)
    service = edit.service
    lock_as_shown(service, shown, state_for_partner)
    with revising(actor, Revision.Kind.PARTNER) as revision:
        _write(revision, service, values, _sender_of(edit), timezone.localdate(edit.created_at))
    _decide(actor, edit, ProposedEdit.State.APPROVED)
    record(actor, "approve_edit", edit, service=service.public_id)
    return service


@transaction.atomic
def decline_edit(actor: Actor, edit: ProposedEdit, *, note: str) -> ProposedEdit:
    """Decline an edit; the partner reads the note on its page."""
    edit = _waiting(edit)
    edit.note = note
    _decide(actor, edit, ProposedEdit.State.DECLINED)
    record(actor, "decline_edit", edit, service=edit.service.public_id)
    return edit


def preview_edit(service: Service, values: Values) -> list[ToldRow]:
    """What an edit would change, in the words of the history. Nothing is kept."""
    with transaction.atomic():
        recorder = Recorder()
        _write(recorder, Service.objects.get(pk=service.pk), values, None, None)
        told = [change.row for change in told_changes(recorder.rows())]
        transaction.set_rollback(True)
    return told


def _write(revision: Recorder, service: Service, values: Values, email: str | None, day: date | None) -> None:
    """Write the values of a partner's form, and that the partner confirmed the service on this day."""
    service.refresh_from_db()
    before = values_of(service)
    for name in EDITED_BY_PARTNERS:
        if name in values:
            setattr(service, name, values[name])
    if day is not None:
        is_newer = service.assured_date is None or day >= service.assured_date
        if is_newer:
            service.assured_date, service.assured_by = day, Assurer.PARTNER
            service.assurer_email = email or ""
    if values_of(service) != before:
        service.save()
        revision.changed(service, before)
    for name in DETAILS:
        if name in values:
            write_rows(revision, service, name, values[name])


def _waiting(edit: ProposedEdit) -> ProposedEdit:
    rows = ProposedEdit.objects.select_for_update(of=("self",)).select_related("service", "link", "person")
    locked = rows.filter(pk=edit.pk).first()
    if locked is None or locked.state != ProposedEdit.State.WAITING:
        raise Refused(_("This edit was decided or replaced in the meantime. Go back to the list."))
    return locked


def _sender_of(edit: ProposedEdit) -> str:
    if edit.link is not None:
        return edit.link.email
    return edit.person.email if edit.person else ""


def _decide(actor: Actor, edit: ProposedEdit, state: str) -> None:
    edit.state, edit.decided_by, edit.decided_at = state, actor.person, timezone.now()
    edit.save(update_fields=["state", "note", "decided_by", "decided_at"])


def _end_waiting(service: Service, state: str) -> None:
    waiting = ProposedEdit.objects.filter(service=service, state=ProposedEdit.State.WAITING)
    waiting.update(state=state, decided_at=timezone.now())
