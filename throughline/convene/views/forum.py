import io
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor, Request, cacheable, public
from throughline.convene import actions, queries
from throughline.convene.actions import NotReady
from throughline.convene.forms.forum import AnnounceForm, ForumForm, LastDayForm, suggested_days
from throughline.convene.forms.meeting import AnnounceMeetingForm
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.convene.permissions import (
    get_cycle_to_manage_for,
    get_forum_for,
    get_forum_to_manage_for,
    get_public_forum_for,
    linked_pages,
    may_manage_cycle,
)
from throughline.formats.calendar import CalendarEvent, write_calendar
from throughline.ui.downloads import download, filename
from throughline.ui.fields import translation_gaps
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other


def _today(district: District) -> date:
    return timezone.now().astimezone(district.zone).date()


def _opening(district: District, day: date) -> datetime:
    """When a forum opens: at once if today, else at midnight in the district's time zone."""
    return timezone.now() if day <= _today(district) else district.starts(day)


def _closing(district: District, day: date | None) -> datetime | None:
    return district.ends(day) if day else None


def _page_of_forum(request: Request, forum: Forum) -> HttpResponse:
    return see_other(request.district.url("forum", forum_id=forum.public_id))


def _problem(request: Request, cycle: Cycle, forum: Forum | None, refusal: Refused) -> dict[str, str]:
    """A sentence on what is missing, with a link to the page where it can be filled in."""
    missing = refusal.missing if isinstance(refusal, NotReady) else []
    if "responders" in missing and forum is not None:
        link, words = request.district.url("edit_forum", forum_id=forum.public_id), _("Choose who is alerted")
    elif missing:
        link, words = request.district.url("edit_cycle", cycle_id=cycle.public_id), _("Complete the cycle")
    else:
        link, words = "", ""
    return {"sentence": str(refusal), "link": link, "words": words}


def _readiness(request: Request, forum: Forum) -> dict[str, str] | None:
    try:
        actions.refuse_if_not_ready(forum)
    except NotReady as refusal:
        return _problem(request, forum.cycle, forum, refusal)
    return None


def _forum_form(request: Request, kind: str, forum: Forum | None) -> ForumForm:
    return ForumForm(
        posted(request),
        kind=kind,
        people=queries.possible_responders(),
        zone=request.district.zone,
        is_imported=forum is not None and forum.data_kind == DataKind.IMPORTED,
        initial=ForumForm.initial_of(forum) if forum else None,
    )


@require_get_or_post
def create_forum(request: Request, cycle_id: str) -> HttpResponse:
    """Choose the kind, then fill in texts and people; the next page sets what is asked."""
    cycle = get_cycle_to_manage_for(request.actor, cycle_id)
    kind = request.GET.get("kind", "")
    context = {
        "cycle": cycle,
        "forums_this_year": queries.forums_this_year(request.district, timezone.now(), cycle),
    }
    if kind not in ForumKind.values:
        kinds = [(one.value, one.label, queries.KIND_WORDS[one]) for one in ForumKind]
        return render(request, "convene/choose_kind.html", {**context, "kinds": kinds})
    form = _forum_form(request, kind, None)
    forum = act(form, partial(actions.create_forum, kind=kind), request.actor, cycle)
    if forum is not None:
        return see_other(request.district.url("ask", forum_id=forum.public_id))
    return form_page(
        request,
        "convene/create_forum.html",
        form,
        **context,
        kind=ForumKind(kind),
        kind_words=queries.KIND_WORDS[kind],
    )


@require_safe
def forum(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_for(request.actor, forum_id)
    return render(
        request,
        "convene/forum.html",
        {
            "forum": forum,
            "cycle": forum.cycle,
            "row": queries.forum_row(forum, timezone.now()),
            "responders": queries.responders_of(forum),
            "named": queries.named_responders(forum),
            "problem": _readiness(request, forum),
            "gaps": translation_gaps([forum], request.district.languages),
            "sharing": queries.sharing(forum, timezone.now()) if forum.announced_at else None,
            "may_manage": may_manage_cycle(request.actor, forum.cycle),
            "kinds": ForumKind.choices,
            "linked_pages": linked_pages(request.actor, forum.cycle),
        },
    )


@public
@cacheable
@require_safe
def forum_qr(request: Request, forum_id: str) -> HttpResponse:
    """A link to the forum as a QR code, for printing."""
    forum = get_public_forum_for(request.actor, forum_id)
    link = settings.BASE_URL + request.district.url("part", forum_id=forum.public_id)
    image = io.BytesIO()
    segno.make(link, micro=False, error="m").save(
        image,
        kind="svg",
        scale=6,
        border=4,
        dark="#000",
        light="#fff",
        title=link,
        svgclass=None,
        lineclass=None,
    )
    return HttpResponse(image.getvalue(), content_type="image/svg+xml; charset=utf-8")


@public
@require_safe
def meeting_ics(request: Request, forum_id: str) -> HttpResponseBase:
    """A meeting for people's calendars."""
    forum = get_public_forum_for(request.actor, forum_id)
    if not forum.is_meeting or forum.starts_at is None or forum.ends_at is None:
        raise Http404
    link = settings.BASE_URL + request.district.url("part", forum_id=forum.public_id)
    event = CalendarEvent(
        uid=f"{forum.public_id}@{urlsplit(settings.BASE_URL).hostname}",
        title=str(forum.title),
        starts_at=forum.starts_at,
        ends_at=forum.ends_at,
        stamped_at=forum.announced_at or forum.created_at,
        sequence=forum.n_changes,
        place=str(forum.place) or forum.online_url,
        description="\n".join(filter(None, [str(forum.introduction), forum.online_url, link])),
        url=link,
    )
    day = forum.starts_at.astimezone(request.district.zone).date()
    name = filename("meeting", forum.title, "ics", if_unnamed=forum.public_id, day=day)
    return download(write_calendar(event), name)


@require_get_or_post
def edit_forum(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_manage_for(request.actor, forum_id)
    form = _forum_form(request, forum.kind, forum)
    if act(form, actions.change_forum, request.actor, forum, error_field="responders") is not None:
        messages.success(request, _("Saved."))
        return _page_of_forum(request, forum)
    return form_page(request, "convene/edit_forum.html", form, forum=forum, cycle=forum.cycle)


@require_get_or_post
def announce_forum(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_manage_for(request.actor, forum_id)
    if forum.announced_at is not None:
        return _page_of_forum(request, forum)
    form, announce = _announcement(request, forum)
    problem = _readiness(request, forum)
    if form.is_valid():
        try:
            announce(request.actor, forum, **form.cleaned_data)
        except NotReady as refusal:
            problem = _problem(request, forum.cycle, forum, refusal)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Forum announced."))
            return _page_of_forum(request, forum)
    return form_page(
        request,
        "convene/announce_forum.html",
        form,
        forum=forum,
        cycle=forum.cycle,
        problem=problem,
        row=queries.forum_row(forum, timezone.now()),
        gaps=translation_gaps([forum], request.district.languages),
        cycle_gaps=translation_gaps([forum.cycle], request.district.languages),
        promise_words=queries.PROMISE_WORDS.get(forum.cycle.promise, ""),
        forums_this_year=queries.forums_this_year(request.district, timezone.now(), forum.cycle),
    )


def _announcement(request: Request, forum: Forum) -> tuple[Form, Callable[..., Forum]]:
    """The form and the action that announce a forum: on which days it is open, or when a meeting meets."""
    district = request.district
    if forum.is_meeting:
        initial = AnnounceMeetingForm.initial_of_meeting(forum)
        form = AnnounceMeetingForm(posted(request), zone=district.zone, initial=initial)
        return form, actions.announce_meeting
    today = _today(district)

    def announce(actor: Actor, forum: Forum, *, opens_on: date, closes_on: date | None) -> Forum:
        opens_at, closes_at = _opening(district, opens_on), _closing(district, closes_on)
        return actions.announce_forum(actor, forum, opens_at=opens_at, closes_at=closes_at)

    return AnnounceForm(posted(request), today=today, initial={**suggested_days(today)}), announce


@require_get_or_post
def close_forum(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_manage_for(request.actor, forum_id)
    state = actions.state_to_close(forum, timezone.now())
    if request.method == "POST":
        actions.close_forum(request.actor, forum)
        messages.success(request, _("Forum closed.") if state == "open" else _("Announcement canceled."))
        return _page_of_forum(request, forum)
    if state not in {"open", "announced"}:
        return _page_of_forum(request, forum)
    return render(request, "convene/close_forum.html", {"forum": forum, "cycle": forum.cycle, "state": state})


@require_get_or_post
def reopen_forum(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_manage_for(request.actor, forum_id)
    if forum.is_meeting:
        return see_other(request.district.url("edit_forum", forum_id=forum.public_id))
    today = _today(request.district)
    data = request.POST if request.method == "POST" else None
    form = LastDayForm(data, today=today, initial={"closes_on": suggested_days(today)["closes_on"]})
    problem = None
    if form.is_valid():
        try:
            actions.reopen_forum(
                request.actor, forum, closes_at=_closing(request.district, form.cleaned_data["closes_on"])
            )
        except Refused as refusal:
            problem = _problem(request, forum.cycle, forum, refusal)
        else:
            messages.success(request, _("Saved. The forum is open."))
            return _page_of_forum(request, forum)
    return form_page(
        request,
        "convene/reopen_forum.html",
        form,
        forum=forum,
        cycle=forum.cycle,
        problem=problem,
        state=forum.state(timezone.now()),
    )


@require_get_or_post
def ready_questions(request: Request, cycle_id: str) -> HttpResponse:
    """The five questions: each opens as a draft, to be edited before it is announced."""
    cycle = get_cycle_to_manage_for(request.actor, cycle_id)
    if request.method == "POST":
        question = queries.ready_question(request.POST.get("question", ""))
        if question is None:
            raise Http404
        forum = actions.create_ready_question(request.actor, cycle, question)
        messages.success(request, _("Draft created. Edit it here, then announce it."))
        return see_other(request.district.url("edit_forum", forum_id=forum.public_id))
    return render(
        request,
        "convene/ready_questions.html",
        {
            "cycle": cycle,
            "questions": queries.ready_questions(),
            "missing": queries.missing_labels(cycle),
            "forums_this_year": queries.forums_this_year(request.district, timezone.now(), cycle),
            "taken": set(cycle.forums.exclude(ready_question="").values_list("ready_question", flat=True)),
        },
    )
