"""The table of all voices received."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from throughline.accounts.models import District, School
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import has_words
from throughline.accounts.queries.export import day_of, shuffled_rows
from throughline.convene.models import Forum
from throughline.formats.tables import Cell
from throughline.listen.models import Contributor, MeetingTable, NotePart, SurveyQuestion, Voice
from throughline.listen.permissions import forums_to_read

HELD = "held"


@dataclass(frozen=True)
class VoiceFilter:
    """Filter of the table. `state` is a state of voices, or `held` for those held back as urgent."""

    forum: Forum | None = None
    kind: str = ""
    state: str = ""
    language: str = ""
    school: School | None = None
    role: str = ""
    search: str = ""

    @property
    def is_about_people(self) -> bool:
        """Whether the filter itself says who wrote what it finds."""
        return bool(self.school or self.role)


def voices_to_read(actor: Actor, chosen: VoiceFilter) -> QuerySet[Voice]:
    """Voices of the forums the actor may read, newest first. A search skips the text of held ones."""
    rows = Voice.objects.select_related("forum__cycle", "contributor__school", "question", "table")
    rows = rows.filter(forum=chosen.forum) if chosen.forum else rows.filter(forum__in=forums_to_read(actor))
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.state == HELD:
        rows = rows.filter(is_held=True)
    elif chosen.state:
        rows = rows.filter(state=chosen.state, is_held=False)
    if chosen.language:
        rows = rows.filter(language=chosen.language)
    if chosen.school:
        rows = rows.filter(contributor__school=chosen.school)
    if chosen.role:
        rows = rows.filter(contributor__role=chosen.role)
    if chosen.search:
        rows = rows.filter(has_words(chosen.search, "text"), is_held=False)
    return rows.order_by("-pk")


def languages_heard() -> list[str]:
    return sorted(
        code for code in Voice.objects.order_by().values_list("language", flat=True).distinct() if code
    )


def roles_heard() -> list[str]:
    rows = Contributor.objects.order_by().values_list("role", flat=True).distinct()
    return sorted(role for role in rows if role)


def export_header(district: District, *, is_tied: bool = False) -> list[str]:
    about_people = [_("person (number for this file only)"), _("school"), _("role")] if is_tied else []
    return [
        _("id"),
        _("forum"),
        _("type"),
        _("question"),
        _("comment"),
        _("language"),
        *(_("translation (%(language)s)") % {"language": code} for code in district.languages),
        _("channel"),
        _("status"),
        _("on hold"),
        _("off topic (about the process)"),
        _("starter statement"),
        *about_people,
        _("date"),
    ]


def export_rows(district: District, rows: QuerySet[Voice], *, is_tied: bool = False) -> Iterator[list[Cell]]:
    """Stream the table in a random order; the text of held voices is left out.

    Only a tied table says which texts are of the same person, and that person's school and role. People are
    numbered at random for this file alone, so that two files cannot be joined by the numbers.
    """
    bare = rows.select_related(None).select_related("contributor")
    shared = _Shared()
    return shuffled_rows(
        district, bare, lambda voice: [_export_row(district, voice, shared, is_tied=is_tied)]
    )


class _Shared:
    """Values that many rows share, read once, and the random number of each person."""

    def __init__(self) -> None:
        self._labels: dict[tuple[type[Model], int], str] = {}
        self._numbers: dict[int, int] = {}
        self._taken: set[int] = set()

    def label(self, model: type[Forum | School | SurveyQuestion | MeetingTable], pk: int | None) -> str:
        if pk is None:
            return ""
        if (model, pk) not in self._labels:
            row = model.objects.get(pk=pk)
            self._labels[model, pk] = (
                str(row.prompt)
                if isinstance(row, SurveyQuestion)
                else row.label
                if isinstance(row, MeetingTable)
                else str(row)
            )
        return self._labels[model, pk]

    def number(self, contributor_id: int | None) -> int | None:
        if contributor_id is None:
            return None
        while contributor_id not in self._numbers:
            number = 1 + secrets.randbelow(1_000_000_000)
            if number not in self._taken:
                self._taken.add(number)
                self._numbers[contributor_id] = number
        return self._numbers[contributor_id]


def _translation(voice: Voice, code: str) -> str:
    """The reviewed translation; the text itself, and what nobody reviewed, are none."""
    return "" if code == voice.language else voice.words.texts.get(code, "")


def _export_row(district: District, voice: Voice, shared: _Shared, *, is_tied: bool) -> list[Cell]:
    about_person: list[Cell] = []
    if is_tied:
        person = voice.contributor
        about_person = [
            shared.number(voice.contributor_id),
            shared.label(School, person.school_id) if person else "",
            person.role if person else "",
        ]
    question, table = (
        shared.label(SurveyQuestion, voice.question_id),
        shared.label(MeetingTable, voice.table_id),
    )
    return [
        voice.public_id,
        shared.label(Forum, voice.forum_id),
        voice.get_kind_display(),
        question or (f"{table}: {_part(voice.part)}" if table else ""),
        "" if voice.is_held else voice.text,
        voice.language,
        *("" if voice.is_held else _translation(voice, code) for code in district.languages),
        voice.get_channel_display(),
        voice.state_label,
        voice.is_held,
        voice.is_meta,
        voice.is_seed,
        *about_person,
        day_of(voice.received_at, district).isoformat(),
    ]


def question_label(question: SurveyQuestion | None, table: MeetingTable | None, part: str) -> str:
    """The question, or the table and part, that a voice belongs to."""
    if question is not None:
        return str(question.prompt)
    return f"{table.label}: {_part(part)}" if table is not None else ""


def _part(part: str) -> str:
    return str(NotePart(part).label) if part in NotePart.values else part
