"""A meeting: its page for everybody, and for facilitators its tables and what is noted at them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.convene.models import Forum
from throughline.listen.actions import meeting
from throughline.listen.actions.voice import withdraw_voice
from throughline.listen.forms.words import NoteForm, TableForm
from throughline.listen.models import NotePart
from throughline.listen.permissions import (
    get_forum_to_take_notes_in_for,
    get_note_for,
    get_table_for,
    may_read_urgent,
    may_take_notes,
)
from throughline.listen.queries.meeting import notes_of, notes_with_codes, tables_of
from throughline.listen.views.browser import new_submission, own_link, respond, tell_responders
from throughline.ui.form_pages import require_get_or_post
from throughline.ui.pages import page_of


def show(request: Request, forum: Forum) -> HttpResponse:
    is_helper = request.user.is_authenticated and may_take_notes(request.actor, forum)
    context = {"forum": forum, "is_helper": is_helper, "parts": NotePart.choices}
    return respond(request, "listen/part_meeting.html", context)


@require_get_or_post
def meeting_tables(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_notes_in_for(request.actor, forum_id)
    form = TableForm(
        request.POST or None, district=request.district, initial={"language": request.LANGUAGE_CODE}
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            table = meeting.add_table(request.actor, forum, **form.cleaned_data)
            return HttpResponseRedirect(
                request.district.url("table_notes", table_id=table.public_id), status=303
            )
        status = 422
    page = page_of(request, tables_of(forum))
    return render(
        request, "listen/meeting_tables.html", {"forum": forum, "page": page, "form": form}, status=status
    )


@require_get_or_post
def table_notes(request: Request, table_id: str) -> HttpResponse:
    table = get_table_for(request.actor, table_id)
    form = _note_form(request, table.language)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                note = meeting.add_note(request.actor, table, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                tell_responders(request, note)
                path = request.district.url("table_notes", table_id=table.public_id)
                return HttpResponseRedirect(f"{path}?part={note.part}&saved={note.public_id}", status=303)
    page = page_of(request, notes_of(table))
    saved = request.GET.get("saved", "")
    context = {
        "forum": table.forum,
        "table": table,
        "form": form,
        "page": page,
        "rows": [{"note": note, "part": NotePart(note.part).label} for note in page],
        "saved": next((note for note in page if note.public_id == saved), None),
        "is_urgent_reader": may_read_urgent(request.actor, table.forum),
    }
    return render(request, "listen/table_notes.html", context, status=status)


def _note_form(request: Request, language: str, **initial: str) -> NoteForm:
    part = request.GET.get("part", "")
    return NoteForm(
        request.POST or None,
        district=request.district,
        kind="note",
        label=_("Note"),
        hint=_("In the words that were used, one thought a note. Leave names out."),
        initial={
            "language": language or request.LANGUAGE_CODE,
            "submission": new_submission(),
            "part": part if part in NotePart.values else NotePart.COMMON_GROUND,
            **initial,
        },
    )


@require_get_or_post
def edit_note(request: Request, note_id: str) -> HttpResponse:
    note = get_note_for(request.actor, note_id)
    words = "" if note.is_held else note.text
    form = _note_form(request, note.language, part=note.part, text=words)
    status = 200
    back = request.district.url("table_notes", table_id=note.table.public_id)  # type: ignore[union-attr]
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {name: form.cleaned_data[name] for name in ("part", "text", "language")}
            try:
                changed = meeting.edit_note(request.actor, note, **given)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                tell_responders(request, changed)
                return HttpResponseRedirect(f"{back}?part={changed.part}", status=303)
    context = {
        "forum": note.forum,
        "table": note.table,
        "note": note,
        "form": form,
        "back": back,
        "is_urgent_reader": may_read_urgent(request.actor, note.forum),
    }
    return render(request, "listen/edit_note.html", context, status=status)


@require_POST
def withdraw_note(request: Request, note_id: str) -> HttpResponse:
    note = get_note_for(request.actor, note_id)
    withdraw_voice(request.actor, note)
    back = request.district.url("table_notes", table_id=note.table.public_id)  # type: ignore[union-attr]
    return HttpResponseRedirect(back, status=303)


@require_get_or_post
def edit_table(request: Request, table_id: str) -> HttpResponse:
    table = get_table_for(request.actor, table_id)
    initial = {name: getattr(table, name) for name in ("label", "host", "language", "n_people")}
    form = TableForm(request.POST or None, district=request.district, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            meeting.edit_table(request.actor, table, **form.cleaned_data)
            return HttpResponseRedirect(
                request.district.url("table_notes", table_id=table.public_id), status=303
            )
        status = 422
    return render(
        request, "listen/edit_table.html", {"forum": table.forum, "table": table, "form": form}, status=status
    )


@require_POST
def remove_table(request: Request, table_id: str) -> HttpResponse:
    table = get_table_for(request.actor, table_id)
    try:
        meeting.remove_table(request.actor, table)
    except Refused as refusal:
        context = {
            "forum": table.forum,
            "page": page_of(request, tables_of(table.forum)),
            "form": TableForm(district=request.district),
            "problem": str(refusal),
        }
        return render(request, "listen/meeting_tables.html", context, status=422)
    return HttpResponseRedirect(
        request.district.url("meeting_tables", forum_id=table.forum.public_id), status=303
    )


@require_safe
def table_sheet(request: Request, table_id: str) -> HttpResponse:
    """To print and leave on the table: each note with the link and the square its writers follow it by."""
    table = get_table_for(request.actor, table_id)
    rows = [
        {
            "note": row.note,
            "part": NotePart(row.note.part).label,
            **(own_link(request, row.code) if row.code else {}),
        }
        for row in notes_with_codes(table)
    ]
    return render(request, "listen/table_sheet.html", {"forum": table.forum, "table": table, "rows": rows})
