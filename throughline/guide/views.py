from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.accounts.models import Role
from throughline.accounts.permissions import Request, allow
from throughline.convene.permissions import may_create_cycle
from throughline.guide import queries
from throughline.ui.pages import page_of


@require_safe
def desk(request: Request) -> HttpResponse:
    allow(request.actor.is_staff)
    page = page_of(request, queries.open_cycles(), per_page=5)
    now = timezone.now()
    return render(
        request,
        "guide/desk.html",
        {
            "page": page,
            "states": [queries.cycle_state(request.actor, cycle, now) for cycle in page],
            "may_create_cycle": may_create_cycle(request.actor),
        },
    )


@require_safe
def continuing(request: Request) -> HttpResponse:
    allow(request.actor.is_staff)
    page = page_of(request, queries.cycles_so_far())
    return render(
        request,
        "guide/continuing.html",
        {
            "page": page,
            "rows": queries.ended_cycles(page),
            "may_create_cycle": may_create_cycle(request.actor),
        },
    )


@require_safe
def help(request: Request) -> HttpResponse:  # shadows the builtin: a view has the name of its page
    allow(request.actor.is_staff)
    search = queries.topic_search(request.GET.get("q", "").strip()[:200])
    return render(request, "guide/help.html", {"search": search, "topics": queries.help_topics(search)})


@require_safe
def help_topic(request: Request, slug: str) -> HttpResponse:
    allow(request.actor.is_staff)
    topic = queries.topic_of(slug)
    if topic is None:
        raise Http404
    may_go = not topic.roles or request.actor.has(Role.OWNER, *topic.roles)
    return render(request, "guide/help_topic.html", {"topic": topic, "may_go": may_go})
