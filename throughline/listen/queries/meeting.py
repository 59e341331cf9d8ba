"""Tables of a meeting and their notes."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from throughline.convene.models import Forum
from throughline.listen.models import MeetingTable, Voice, VoiceState
from throughline.listen.queries.contributor import code_hash, follow_code, table_secret


def tables_of(forum: Forum) -> QuerySet[MeetingTable]:
    is_not_withdrawn = ~Q(notes__state=VoiceState.WITHDRAWN)
    tables = MeetingTable.objects.filter(forum=forum)
    return tables.annotate(n_notes=Count("notes", filter=is_not_withdrawn)).order_by("position", "id")


def notes_of(table: MeetingTable) -> QuerySet[Voice]:
    return Voice.objects.filter(table=table).exclude(state=VoiceState.WITHDRAWN).order_by("-id")


@dataclass(frozen=True)
class NoteWithCode:
    """A note and the code of its link, derived again from the server's secret; empty if that has changed."""

    note: Voice
    code: str


def notes_with_codes(table: MeetingTable) -> list[NoteWithCode]:
    secret = table_secret(table)
    rows = []
    for note in notes_of(table).order_by("id"):
        code = follow_code(secret, note.public_id)
        rows.append(NoteWithCode(note, code if code_hash(code) == note.follow_hash else ""))
    return rows
