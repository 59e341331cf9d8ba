"""A meeting: its page for everybody, and for facilitators its tables and notes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request, screened
from throughline.convene.models import Forum
from throughline.listen.actions import meeting
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.forms.words import EditNoteForm, NoteForm, TableForm
from throughline.listen.models import MeetingTable, NotePart
from throughline.listen.permissions import (
    get_forum_to_take_notes_in_for,
    get_note_for,
    get_table_for,
    may_ask,
    may_read_urgent,
    may_take_notes,
)
from throughline.listen.queries.meeting import notes_of, notes_with_codes, tables_of
from throughline.listen.views.ceilings import limit_text
from throughline.listen.views.follow_link import follow_link
from throughline.listen.views.preview import preview_of
from throughline.listen.views.screening import take_in
from throughline.listen.views.what_next import results_sentence
from throughline.ui.form_pages import UNPROCESSABLE, act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


def show(request: Request, forum: Forum) -> HttpResponse:
    is_helper = request.user.is_authenticated and may_take_notes(request.actor, forum)
    context = {
        "forum": forum,
        "is_helper": is_helper,
        "parts": NotePart.choices,
        "results": results_sentence(forum, timezone.now()),
        **preview_of(request, forum),
    }
    return render(request, "listen/part_meeting.html", context)


@require_get_or_post
def meeting_tables(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_notes_in_for(request.actor, forum_id)
    form = TableForm(posted(request), district=request.district, initial={"language": request.LANGUAGE_CODE})
    table = act(form, meeting.add_table, request.actor, forum)
    if table is not None:
        return see_other(request.district.url("table_notes", table_id=table.public_id))
    return _tables_page(request, forum, form)


def _tables_page(request: Request, forum: Forum, form: TableForm, problem: str = "") -> HttpResponse:
    page = page_of(request, tables_of(forum))
    return form_page(
        request,
        "listen/meeting_tables.html",
        form,
        forum=forum,
        page=page,
        problem=problem,
        may_ask=may_ask(request.actor, forum),
    )


@screened
@require_get_or_post
def table_notes(request: Request, table_id: str) -> HttpResponse:
    table = get_table_for(request.actor, table_id)
    _limit_notes(request, table.forum)
    part = request.GET.get("part", "")
    initial: dict[str, object] = {
        "language": table.language or request.LANGUAGE_CODE,
        "part": part if part in NotePart.values else NotePart.COMMON_GROUND,
    }
    form = NoteForm(posted(request), district=request.district, initial=initial)
    note = act(form, meeting.add_note, request.actor, table)
    if note is not None:
        take_in(request, note)
        return see_other(f"{_notes_url(request, table)}?part={note.part}&saved={note.public_id}")
    page = page_of(request, notes_of(table))
    saved_id = request.GET.get("saved", "")
    return form_page(
        request,
        "listen/table_notes.html",
        form,
        forum=table.forum,
        table=table,
        page=page,
        rows=[{"note": note, "part": NotePart(note.part).label} for note in page],
        saved=next((note for note in page if note.public_id == saved_id), None),
        is_urgent_reader=may_read_urgent(request.actor, table.forum),
    )


def _limit_notes(request: Request, forum: Forum) -> None:
    if request.method == "POST":
        limit_text(request, forum, f"member {request.user.pk}")


def _notes_url(request: Request, table: MeetingTable | None) -> str:
    assert table is not None
    return request.district.url("table_notes", table_id=table.public_id)


@screened
@require_get_or_post
def edit_note(request: Request, note_id: str) -> HttpResponse:
    note = get_note_for(request.actor, note_id)
    _limit_notes(request, note.forum)
    initial: dict[str, object] = {
        "language": note.language or request.LANGUAGE_CODE,
        "part": note.part,
        "text": "" if note.is_held else note.text,
    }
    form = EditNoteForm(posted(request), district=request.district, initial=initial)
    notes_url = _notes_url(request, note.table)
    changed = act(form, meeting.edit_note, request.actor, note)
    if changed is not None:
        take_in(request, changed)
        return see_other(f"{notes_url}?part={changed.part}")
    return form_page(
        request,
        "listen/edit_note.html",
        form,
        forum=note.forum,
        table=note.table,
        note=note,
        back=notes_url,
        is_urgent_reader=may_read_urgent(request.actor, note.forum),
    )


@require_POST
def withdraw_note(request: Request, note_id: str) -> HttpResponse:
    note = get_note_for(request.actor, note_id)
    withdraw_voice(request.actor, note)
    return see_other(_notes_url(request, note.table))


@require_get_or_post
def edit_table(request: Request, table_id: str) -> HttpResponse:
    table = get_table_for(request.actor, table_id)
    initial = {name: getattr(table, name) for name in ("label", "host", "language", "n_people")}
    form = TableForm(posted(request), district=request.district, initial=initial)
    if act(form, meeting.edit_table, request.actor, table) is not None:
        return see_other(_notes_url(request, table))
    return form_page(request, "listen/edit_table.html", form, forum=table.forum, table=table)


@require_POST
def remove_table(request: Request, table_id: str) -> HttpResponse:
    table = get_table_for(request.actor, table_id)
    try:
        meeting.remove_table(request.actor, table)
    except Refused as refusal:
        form = TableForm(district=request.district, initial={"language": request.LANGUAGE_CODE})
        response = _tables_page(request, table.forum, form, problem=str(refusal))
        response.status_code = UNPROCESSABLE
        return response
    return see_other(request.district.url("meeting_tables", forum_id=table.forum.public_id))


@require_safe
def table_sheet(request: Request, table_id: str) -> HttpResponse:
    """A sheet to print and leave on the table: each note with the link and QR code to follow it by."""
    table = get_table_for(request.actor, table_id)
    rows = [
        {
            "note": row.note,
            "part": NotePart(row.note.part).label,
            "link": follow_link(request, row.code) if row.code else None,
        }
        for row in notes_with_codes(table)
    ]
    return render(request, "listen/table_sheet.html", {"forum": table.forum, "table": table, "rows": rows})
