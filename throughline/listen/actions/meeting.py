"""Tables of a meeting, and the notes taken at them."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.voice import receive, rewrite
from throughline.listen.models import Channel, MeetingTable, NotePart, Voice, VoiceKind
from throughline.listen.queries.contributor import table_secret


@transaction.atomic
def add_table(
    actor: Actor, forum: Forum, *, label: str, host: str = "", language: str = "", n_people: int = 0
) -> MeetingTable:
    last = MeetingTable.objects.filter(forum=forum).aggregate(last=Max("position"))["last"]
    table = MeetingTable.objects.create(
        forum=forum,
        label=label,
        host=host,
        language=language,
        n_people=n_people,
        position=0 if last is None else last + 1,
    )
    record(actor, "add_table", table, forum=forum.public_id, n_people=n_people)
    return table


@transaction.atomic
def edit_table(
    actor: Actor, table: MeetingTable, *, label: str, host: str, language: str, n_people: int
) -> MeetingTable:
    table.label, table.host, table.language, table.n_people = label, host, language, n_people
    table.save(update_fields=["label", "host", "language", "n_people"])
    record(actor, "edit_table", table, n_people=n_people)
    return table


@transaction.atomic
def remove_table(actor: Actor, table: MeetingTable) -> None:
    MeetingTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    if Voice.objects.filter(table=table).exists():
        raise Refused(_("This table has notes, so it can't be removed."))
    record(actor, "remove_table", table)
    table.delete()


@transaction.atomic
def add_note(
    actor: Actor, table: MeetingTable, *, part: str, text: str, language: str, submission: str = ""
) -> Voice:
    """Record a note of a table, during or after the meeting: a closed meeting still accepts notes."""
    if part not in NotePart.values:
        raise Refused(_("Choose which part the note belongs to."))
    table = (
        MeetingTable.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=table.pk)
    )
    return receive(
        actor,
        table.forum,
        "add_note",
        kind=VoiceKind.NOTE,
        text=text,
        language=language,
        channel=Channel.MEETING,
        secret=table_secret(table),
        submission=submission,
        table=table,
        part=part,
    )


@transaction.atomic
def edit_note(actor: Actor, note: Voice, *, part: str, text: str, language: str) -> Voice:
    note = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=note.pk)
    if part not in NotePart.values:
        raise Refused(_("Choose which part the note belongs to."))
    if part != note.part:
        note.part = part
        note.save(update_fields=["part"])
        record(actor, "move_note", note, part=part)
    return rewrite(actor, note, "edit_note", text=text, language=language)
