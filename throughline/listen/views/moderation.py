"""The moderation queue, one voice at a time or many at once, and the rules that apply."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Actor, Request, public
from throughline.listen.actions import moderation, translation
from throughline.listen.forms.moderation import BulkMoveForm, MoveForm, QueueFilterForm
from throughline.listen.forms.translation import TranslateVoiceForm
from throughline.listen.models import ModerationMove, Reason, Voice, VoiceKind, VoiceState
from throughline.listen.permissions import (
    forums_to_moderate,
    get_move_for,
    get_voice_to_moderate_for,
    may_read_urgent,
)
from throughline.listen.queries.moderation import (
    UNTRANSLATED,
    appeals_of,
    history,
    names_in,
    next_to_moderate,
    open_appeals,
    open_reports_of,
    statements_to_merge_into,
    untranslated_by_forum,
    voices_to_moderate,
    waits_for_its_names,
)
from throughline.ui.form_pages import UNPROCESSABLE, act, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of

MOST_AT_ONCE = 100


def _queue_url(request: Request, name: str, filters: str, **kwargs: str) -> str:
    url = request.district.url(name, **kwargs)
    return f"{url}?{filters}" if filters else url


def _filters(form: QueueFilterForm) -> str:
    """The filter as a query string, to be carried from voice to voice."""
    return urlencode({name: value for name, value in form.cleaned_data.items() if value})


@require_safe
def moderate_queue(request: Request) -> HttpResponse:
    forums_to_moderate(request.actor)
    form = QueueFilterForm(request.GET, actor=request.actor)
    chosen = form.chosen()
    rows = voices_to_moderate(request.actor, chosen)
    page = page_of(request, rows)
    reports = open_reports_of(page)
    context = {
        "form": form,
        "chosen": chosen,
        "filters": _filters(form),
        "page": page,
        "rows": [
            {
                "voice": voice,
                "reports": reports.get(voice.pk, ()),
                "waits_for_its_names": waits_for_its_names(voice),
            }
            for voice in page
        ],
        "first": next_to_moderate(request.actor, chosen),
        "bulk": BulkMoveForm(),
        "n_appeals": open_appeals(request.actor).count(),
        "missing_translations": untranslated_by_forum(request.actor),
    }
    return render(request, "listen/moderate_queue.html", context)


@require_get_or_post
def moderate_voice(request: Request, voice_id: str) -> HttpResponse:
    voice = get_voice_to_moderate_for(request.actor, voice_id)
    form = QueueFilterForm(request.GET, actor=request.actor)
    chosen = form.chosen()
    if request.method != "POST":
        return _voice_page(request, voice, _filters(form))
    move_form = MoveForm(request.POST)
    try:
        if not move_form.is_valid():
            raise Refused(_("Choose an action."))
        cleaned = move_form.cleaned_data
        following = next_to_moderate(request.actor, chosen, voice)
        entry = moderation.moderate_voice(
            request.actor,
            voice,
            move=cleaned["move"],
            reason=cleaned["reason"],
            into=_statement(request.actor, cleaned["into"]),
            seen=cleaned["seen"] or None,
        )
    except Refused as refusal:
        voice.refresh_from_db()
        return _voice_page(request, voice, _filters(form), problem=str(refusal))
    messages.success(request, _("Done: %(what)s.") % {"what": entry.get_move_display()})
    if following is None:
        return see_other(_queue_url(request, "moderate_queue", _filters(form)))
    return see_other(_queue_url(request, "moderate_voice", _filters(form), voice_id=following.public_id))


def _statement(actor: Actor, public_id: str) -> Voice | None:
    rows = Voice.objects.filter(kind=VoiceKind.STATEMENT, forum__in=forums_to_moderate(actor))
    return rows.filter(public_id=public_id).first() if public_id else None


@require_POST
def translate_voice(request: Request, voice_id: str) -> HttpResponse:
    voice = get_voice_to_moderate_for(request.actor, voice_id)
    filter_form = QueueFilterForm(request.GET, actor=request.actor)
    chosen = filter_form.chosen()
    following = next_to_moderate(request.actor, chosen, voice) if chosen.show == UNTRANSLATED else None
    form = TranslateVoiceForm(posted(request), voice=voice)
    if act(form, translation.translate_voice, request.actor, voice) is None:
        return _voice_page(request, voice, _filters(filter_form), translations=form)
    messages.success(request, _("Translations saved."))
    target = following or voice
    return see_other(_queue_url(request, "moderate_voice", _filters(filter_form), voice_id=target.public_id))


def _voice_page(
    request: Request,
    voice: Voice,
    filters: str,
    problem: str = "",
    translations: TranslateVoiceForm | None = None,
) -> HttpResponse:
    if translations is None and voice.text and not voice.is_held and voice.state != VoiceState.WITHDRAWN:
        translations = TranslateVoiceForm(voice=voice)
    search = request.GET.get("find", "").strip()[:100]
    can_merge = voice.kind == VoiceKind.STATEMENT and not voice.is_held
    context = {
        "voice": voice,
        "is_urgent_reader": may_read_urgent(request.actor, voice.forum),
        "is_movable": not voice.is_held and voice.state != VoiceState.WITHDRAWN,
        "can_merge": can_merge,
        "similar": statements_to_merge_into(voice, search) if can_merge else [],
        "search": search,
        "history": history(voice),
        "appeals": appeals_of(voice),
        "reports": open_reports_of([voice]).get(voice.pk, ()),
        "translations": translations,
        "names": names_in(voice),
        "waits_for_its_names": waits_for_its_names(voice),
        "undoable": moderation.last_undoable(voice),
        "reasons": Reason.choices,
        "seen": moderation.stand(voice),
        "filters": filters,
        "filter_fields": [
            (name, request.GET[name])
            for name in ("show", "forum", "kind", "language")
            if request.GET.get(name)
        ],
        "problem": problem,
        "typed": request.POST,
    }
    is_refused = problem or (translations is not None and translations.is_bound)
    status = UNPROCESSABLE if is_refused else 200
    return render(request, "listen/moderate_voice.html", context, status=status)


@require_POST
def undo_move(request: Request, move_id: str) -> HttpResponse:
    move = get_move_for(request.actor, move_id)
    try:
        moderation.undo_move(request.actor, move)
        messages.success(request, _("Undone. The earlier status is back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return see_other(request.district.url("moderate_voice", voice_id=move.voice.public_id))


@require_POST
def moderate_voices(request: Request) -> HttpResponse:
    forums = forums_to_moderate(request.actor)
    wanted = set(request.POST.getlist("voice")[:MOST_AT_ONCE])
    rows = list(Voice.objects.filter(public_id__in=wanted, forum__in=forums).select_related("forum__cycle"))
    if len(rows) != len(wanted):
        raise Http404
    form = BulkMoveForm(request.POST)
    if not rows:
        messages.error(request, _("Select at least one item."))
    elif not form.is_valid():
        messages.error(request, _("Choose an action."))
    else:
        _move_many(request, rows, move=form.cleaned_data["move"], reason=form.cleaned_data["reason"])
    return see_other(_back(request))


def _move_many(request: Request, rows: list[Voice], *, move: str, reason: str) -> None:
    try:
        n_moved, n_left = moderation.moderate_voices(request.actor, rows, move=move, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if n_moved:
        sentence = ngettext("%(n)s item changed.", "%(n)s items changed.", n_moved) % {"n": n_moved}
        messages.success(request, f"{ModerationMove(move).label}. {sentence}")
    if n_left:
        left = ngettext(
            "%(n)s item was not changed. It already has this status, is on hold, or was withdrawn.",
            "%(n)s items were not changed. They already have this status, are on hold, or were withdrawn.",
            n_left,
        )
        messages.warning(request, left % {"n": n_left})


def _back(request: Request) -> str:
    """The page the form came from, if it is a page of this district."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(
        f"/d/{request.district.slug}/"
    )
    return back if is_ours else request.district.url("moderate_queue")


@public
@require_safe
def rules(request: Request) -> HttpResponse:
    return render(request, "listen/rules.html", {"reasons": Reason})
