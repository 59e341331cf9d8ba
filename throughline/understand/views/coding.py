from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request
from throughline.convene.models import Cycle
from throughline.measure.permissions import get_cycle_to_count_for, may_analyze
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of
from throughline.understand import actions
from throughline.understand.forms.coding import CodeForm, PutCodeForm, TextFilterForm
from throughline.understand.permissions import (
    get_code_for,
    get_coding_for,
    get_cycle_to_analyze_for,
    get_text_for,
)
from throughline.understand.queries.codes import (
    code_count,
    code_counts,
    codings_of,
    n_texts_read,
    next_unread,
    pieces_of,
    texts_for_desk,
    texts_of,
    texts_with_code,
)
from throughline.understand.queries.participants import data_kinds_of, participants_of_code
from throughline.understand.workflows import codes_in_sight


@require_safe
def coding_desk(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_analyze_for(request.actor, cycle_id)
    form = TextFilterForm(request.GET, cycle=cycle)
    page = page_of(request, texts_for_desk(cycle, **form.wanted))
    codings = codings_of(list(page))
    return render(
        request,
        "understand/coding_desk.html",
        {
            "cycle": cycle,
            "form": form,
            "page": page,
            "rows": [{"text": text, "codings": codings[text.pk]} for text in page],
            "n_texts": texts_of(cycle).count(),
            "n_read": n_texts_read(cycle),
            "data_kinds": data_kinds_of(cycle),
            "next_text": next_unread(cycle),
            "counted_at": timezone.now(),
        },
    )


@require_get_or_post
def code_text(request: Request, text_id: str) -> HttpResponse:
    voice = get_text_for(request.actor, text_id)
    form = PutCodeForm(posted(request), voice=voice)
    if act(form, actions.put_code, request.actor, voice):
        return see_other(request.district.url("code_text", text_id=voice.public_id))
    codings = codings_of([voice])[voice.pk]
    return form_page(
        request,
        "understand/code_text.html",
        form,
        cycle=voice.forum.cycle,
        text=voice,
        pieces=pieces_of(voice, codings),
        codings=[
            {
                "coding": coding,
                "words": "" if coding.start is None else voice.text[coding.start : coding.end],
            }
            for coding in codings
        ],
        next_text=next_unread(voice.forum.cycle, after=voice),
    )


@require_POST
def mark_text_read(request: Request, text_id: str) -> HttpResponse:
    voice = get_text_for(request.actor, text_id)
    actions.mark_read(request.actor, voice)
    following = next_unread(voice.forum.cycle, after=voice)
    if following is None:
        messages.success(request, _("All comments have been read."))
        return see_other(request.district.url("coding_desk", cycle_id=voice.forum.cycle.public_id))
    return see_other(request.district.url("code_text", text_id=following.public_id))


@require_POST
def remove_coding(request: Request, coding_id: str) -> HttpResponse:
    coding = get_coding_for(request.actor, coding_id)
    actions.remove_coding(request.actor, coding)
    messages.success(request, _("Code removed from the comment."))
    if coding.voice.is_usable:
        return see_other(request.district.url("code_text", text_id=coding.voice.public_id))
    return see_other(request.district.url("code", code_id=coding.code.public_id))


@require_safe
def codes(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_count_for(request.actor, cycle_id)
    if not may_analyze(request.actor):
        return _codes_in_sight(request, cycle)
    context = {
        "cycle": cycle,
        "page": page_of(request, code_counts(cycle, with_coders=True)),
        "may_read": True,
        "n_texts": texts_of(cycle).count(),
        "n_read": n_texts_read(cycle),
        "data_kinds": data_kinds_of(cycle),
        "counted_at": timezone.now(),
    }
    return render(request, "understand/codes.html", context)


def _codes_in_sight(request: Request, cycle: Cycle) -> HttpResponse:
    """Show kept numbers: two live counts would disclose what one person wrote about between them."""
    shown = codes_in_sight(cycle)
    context = {
        "cycle": cycle,
        "page": page_of(request, shown.rows),
        "may_read": False,
        "minimum_n": shown.minimum_n,
        "n_texts": shown.n_texts,
        "n_read": shown.n_read,
        "data_kinds": data_kinds_of(cycle),
        "counted_at": shown.counted_at,
    }
    return render(request, "understand/codes.html", context)


@require_get_or_post
def create_code(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_analyze_for(request.actor, cycle_id)
    form = CodeForm(posted(request))
    if act(form, actions.create_code, request.actor, cycle):
        messages.success(request, _("Code created. You can now use it on comments."))
        text = texts_of(cycle).filter(public_id=request.GET.get("text", "")).first()
        if text is not None:
            return see_other(request.district.url("code_text", text_id=text.public_id))
        return see_other(request.district.url("codes", cycle_id=cycle.public_id))
    return form_page(request, "understand/create_code.html", form, cycle=cycle)


@require_safe
def code(request: Request, code_id: str) -> HttpResponse:
    code = get_code_for(request.actor, code_id)
    page = page_of(request, texts_with_code(code))
    codings = codings_of(list(page))
    rows = []
    for text in page:
        own = [coding for coding in codings[text.pk] if coding.code_id == code.pk]
        rows.append({"text": text, "pieces": pieces_of(text, own), "codings": own})
    return render(
        request,
        "understand/code.html",
        {
            "cycle": code.cycle,
            "code": code,
            "count": code_count(code),
            "participants": participants_of_code(code),
            "page": page,
            "rows": rows,
            "counted_at": timezone.now(),
        },
    )


@require_get_or_post
def edit_code(request: Request, code_id: str) -> HttpResponse:
    code = get_code_for(request.actor, code_id)
    initial = {"name": code.name, "definition": code.definition}
    form = CodeForm(posted(request), initial=initial)
    if act(form, actions.edit_code, request.actor, code):
        return see_other(request.district.url("code", code_id=code.public_id))
    return form_page(request, "understand/edit_code.html", form, cycle=code.cycle, code=code)
