"""The queue, one voice at a time or many at once; appeals; and the rules all of it goes by."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Actor, Request, limit, public
from throughline.listen.actions import moderation
from throughline.listen.actions.appeal import answer_appeal as write_answer
from throughline.listen.actions.appeal import appeal as make_appeal
from throughline.listen.forms.moderation import (
    AnswerAppealForm,
    AppealForm,
    BulkMoveForm,
    MoveForm,
    QueueFilterForm,
)
from throughline.listen.models import ModerationMove, Reason, Voice, VoiceKind, VoiceState
from throughline.listen.permissions import (
    forums_to_moderate,
    get_appeal_for,
    get_move_for,
    get_voice_to_moderate_for,
    may_read_urgent,
)
from throughline.listen.queries import moderation as queue
from throughline.listen.queries.contributor import voice_by_code
from throughline.listen.tasks import alert_responders
from throughline.ui.form_pages import require_get_or_post
from throughline.ui.pages import page_of

MOST_AT_ONCE = 100


def _queue_url(request: Request, name: str, filters: str, **kwargs: str) -> str:
    url = request.district.url(name, **kwargs)
    return f"{url}?{filters}" if filters else url


def _filters(form: QueueFilterForm) -> str:
    """What was filtered by, to be carried from voice to voice."""
    return urlencode({name: value for name, value in form.cleaned_data.items() if value})


@require_safe
def moderate_queue(request: Request) -> HttpResponse:
    forums_to_moderate(request.actor)
    form = QueueFilterForm(request.GET, actor=request.actor)
    chosen = form.chosen()
    rows = queue.voices_to_moderate(request.actor, chosen)
    context = {
        "form": form,
        "chosen": chosen,
        "filters": _filters(form),
        "page": page_of(request, rows),
        "first": queue.next_to_moderate(request.actor, chosen),
        "bulk": BulkMoveForm(),
        "n_appeals": queue.open_appeals(request.actor).count(),
    }
    return render(request, "listen/moderate_queue.html", context)


@require_get_or_post
def moderate_voice(request: Request, voice_id: str) -> HttpResponse:
    voice = get_voice_to_moderate_for(request.actor, voice_id)
    form = QueueFilterForm(request.GET, actor=request.actor)
    chosen = form.chosen()
    if request.method != "POST":
        return _show_voice(request, voice, _filters(form))
    move = MoveForm(request.POST)
    try:
        if not move.is_valid():
            raise Refused(_("Choose what to do with it."))
        cleaned = move.cleaned_data
        following = queue.next_to_moderate(request.actor, chosen, voice)
        done = moderation.moderate_voice(
            request.actor,
            voice,
            move=cleaned["move"],
            reason=cleaned["reason"],
            into=_statement(request.actor, cleaned["into"]),
            seen=cleaned["seen"] or None,
        )
    except Refused as refusal:
        voice.refresh_from_db()
        return _show_voice(request, voice, _filters(form), problem=str(refusal), status=422)
    messages.success(request, _("Done: %(what)s.") % {"what": done.get_move_display()})
    if following is None:
        return HttpResponseRedirect(_queue_url(request, "moderate_queue", _filters(form)), status=303)
    url = _queue_url(request, "moderate_voice", _filters(form), voice_id=following.public_id)
    return HttpResponseRedirect(url, status=303)


def _statement(actor: Actor, public_id: str) -> Voice | None:
    rows = Voice.objects.filter(kind=VoiceKind.STATEMENT, forum__in=forums_to_moderate(actor))
    return rows.filter(public_id=public_id).first() if public_id else None


def _show_voice(
    request: Request, voice: Voice, filters: str, problem: str = "", status: int = 200
) -> HttpResponse:
    search = request.GET.get("find", "").strip()[:100]
    can_merge = voice.kind == VoiceKind.STATEMENT and not voice.is_held
    last = moderation.last_undoable(voice)
    context = {
        "voice": voice,
        "is_urgent_reader": may_read_urgent(request.actor, voice.forum),
        "is_movable": not voice.is_held and voice.state != VoiceState.WITHDRAWN,
        "can_merge": can_merge,
        "similar": queue.statements_to_merge_into(voice, search) if can_merge else [],
        "search": search,
        "history": queue.history(voice),
        "appeals": queue.appeals_of(voice),
        "undoable": last,
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
    return render(request, "listen/moderate_voice.html", context, status=status)


@require_POST
def undo_move(request: Request, move_id: str) -> HttpResponse:
    move = get_move_for(request.actor, move_id)
    try:
        moderation.undo_move(request.actor, move)
        messages.success(request, _("Undone: it stands as it did before."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    url = request.district.url("moderate_voice", voice_id=move.voice.public_id)
    return HttpResponseRedirect(url, status=303)


@require_POST
def moderate_voices(request: Request) -> HttpResponse:
    forums = forums_to_moderate(request.actor)
    wanted = set(request.POST.getlist("voice")[:MOST_AT_ONCE])
    rows = list(Voice.objects.filter(public_id__in=wanted, forum__in=forums).select_related("forum__cycle"))
    if len(rows) != len(wanted):
        raise Http404
    form = BulkMoveForm(request.POST)
    if not rows:
        messages.error(request, _("Tick at least one first."))
    elif not form.is_valid():
        messages.error(request, _("Choose what to do with them."))
    else:
        _move_many(request, rows, move=form.cleaned_data["move"], reason=form.cleaned_data["reason"])
    return HttpResponseRedirect(_back(request), status=303)


def _move_many(request: Request, rows: list[Voice], *, move: str, reason: str) -> None:
    try:
        n_moved, n_left = moderation.moderate_voices(request.actor, rows, move=move, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if n_moved:
        sentence = ngettext("Done for %(n)s.", "Done for %(n)s.", n_moved) % {"n": n_moved}
        messages.success(request, f"{ModerationMove(move).label}. {sentence}")
    if n_left:
        left = ngettext(
            "%(n)s was left as it is: it stands so already, is held back or was taken back.",
            "%(n)s were left as they are: they stand so already, are held back or were taken back.",
            n_left,
        )
        messages.warning(request, left % {"n": n_left})


def _back(request: Request) -> str:
    """Where the form came from, as long as that is a page of this district."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(
        f"/d/{request.district.slug}/"
    )
    return back if is_ours else request.district.url("moderate_queue")


# Appeals


@require_safe
def appeals(request: Request) -> HttpResponse:
    is_done = request.GET.get("show") == "answered"
    rows = queue.answered_appeals(request.actor) if is_done else queue.open_appeals(request.actor)
    return render(request, "listen/appeals.html", {"page": page_of(request, rows), "is_done": is_done})


@require_get_or_post
def answer_appeal(request: Request, appeal_id: str) -> HttpResponse:
    appeal = get_appeal_for(request.actor, appeal_id)
    form = AnswerAppealForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                write_answer(request.actor, appeal, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Answered. The person reads it behind their own link."))
                return HttpResponseRedirect(request.district.url("appeals"), status=303)
        status = 422
    context = {
        "appeal": appeal,
        "voice": appeal.voice,
        "rejection": queue.reason_of(appeal.voice),
        "history": queue.history(appeal.voice),
        "form": form,
    }
    return render(request, "listen/answer_appeal.html", context, status=status)


@public
@require_get_or_post
def appeal(request: Request, code: str) -> HttpResponse:
    """For whoever holds the link of a voice that was rejected, and for nobody else."""
    limit(request, "appeal", 60)
    voice = voice_by_code(code)
    if voice is None:
        raise Http404
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = make_appeal(Actor.contributor(request.district), voice, text=form.cleaned_data["text"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                if made.voice.is_held:
                    alert_responders.enqueue(request.district.slug)
                return HttpResponseRedirect(request.district.url("appeal", code=code), status=303)
        status = 422
    context = {
        "voice": voice,
        "code": code,
        "rejection": queue.reason_of(voice),
        "is_rejected": voice.state == VoiceState.REJECTED and not voice.is_held,
        "appeals": queue.appeals_of(voice),
        "form": form,
    }
    response = render(request, "listen/appeal.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@public
@require_safe
def rules(request: Request) -> HttpResponse:
    return render(request, "listen/rules.html", {"reasons": Reason})
