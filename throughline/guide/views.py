from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import confirm_setup
from throughline.accounts.models import Role, SetupStep
from throughline.accounts.permissions import Request, allow, may_manage_district
from throughline.convene.permissions import may_create_cycle
from throughline.guide import queries
from throughline.ui.form_pages import see_other
from throughline.ui.pages import page_of

EVERY_STEP = "all"


@require_safe
def desk(request: Request) -> HttpResponse:
    if not request.actor.is_staff and request.actor.has(Role.PARTNER_CONTACT):
        return see_other(request.district.url("partner_home"))
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
            "setup": queries.setup_items(request.actor),
            "first_steps": queries.first_steps(request.actor),
        },
    )


@require_safe
def setup_next(request: Request) -> HttpResponse:
    """Go on with the checklist: to its next item, or Home."""
    allow(may_manage_district(request.actor))
    return see_other(queries.next_setup_url(request.actor))


@require_POST
def skip_setup(request: Request) -> HttpResponse:
    """Skip one step of the checklist, or all that are left."""
    allow(may_manage_district(request.actor))
    step = request.POST.get("step", "")
    steps = SetupStep.values if step == EVERY_STEP else [step]
    if not set(steps) <= set(SetupStep.values):
        raise Http404
    confirm_setup(request.actor, request.district, steps=steps)
    return see_other(queries.next_setup_url(request.actor))


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
