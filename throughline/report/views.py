from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request, allow, limit, public
from throughline.convene.models import Cycle
from throughline.formats.writing import csv_lines
from throughline.report import actions, permissions, queries, workflows
from throughline.ui.downloads import csv_download, download, filename
from throughline.ui.form_pages import see_other
from throughline.ui.pages import page_of
from throughline.ui.share import private_link
from throughline.understand import releases

FOLLOWS_A_MINUTE = 30
FORUMS_A_PAGE = 10
PACKAGES_A_MINUTE = 30


@public
@require_safe
def district_front(request: Request) -> HttpResponse:
    now = timezone.now()
    page = page_of(request, queries.public_cycles())
    announced = queries.open_forums(now)
    meetings = queries.meetings_to_come(announced, now)
    open_forums = [forum for forum in announced if forum not in meetings]
    return render(
        request,
        "report/district_front.html",
        {
            "open_forums": open_forums,
            "meetings": meetings,
            "forums_to_come": queries.forums_to_come(now),
            "page": page,
            "cards": queries.cycle_cards(page, open_forums),
        },
    )


@public
@require_safe
def public_cycle(request: Request, cycle_id: str) -> HttpResponse:
    cycle = permissions.get_public_cycle(cycle_id)
    publication = queries.current_publication(cycle)
    address = settings.BASE_URL + request.path
    report = queries.report_page(publication.content) if publication else None
    if report is not None:
        queries.add_supports(report)
    return render(
        request,
        "report/public_cycle.html",
        {
            "cycle": cycle,
            "publication": publication,
            "report": report,
            "open_forums": [f for f in queries.open_forums(timezone.now()) if f.cycle_id == cycle.pk],
            "address": address,
            "print_foot": queries.print_foot_label(address, publication, timezone.localdate()),
        },
    )


@public
@require_safe
def public_package(request: Request, cycle_id: str) -> HttpResponseBase:
    """Download the findings of the current publication, as tables with a data dictionary."""
    limit(request, "public_package", PACKAGES_A_MINUTE)
    publication = permissions.get_current_publication(permissions.get_public_cycle(cycle_id))
    name = filename(
        f"published-findings-{publication.number}",
        publication.cycle.title,
        "zip",
        if_unnamed=cycle_id,
        day=timezone.localdate(publication.published_at),
    )
    return download(queries.package_of_publication(publication), name)


@public
@require_safe
def public_pattern(request: Request, cycle_id: str, finding_id: str) -> HttpResponseBase:
    """Download the released vote patterns of a published finding as a table."""
    publication = permissions.get_current_publication(permissions.get_public_cycle(cycle_id))
    finding = permissions.get_published_finding(publication, finding_id)
    (shown,) = releases.with_words([finding])
    rows = releases.pattern_rows(releases.basis_from_plain(shown["basis"]))
    name = filename(
        f"published-voting-patterns-{finding_id}",
        publication.cycle.title,
        "csv",
        if_unnamed=cycle_id,
        day=timezone.localdate(publication.published_at),
    )
    return csv_download(csv_lines(releases.pattern_header(), rows), name)


@public
@require_safe
def follow(request: Request, code: str) -> HttpResponse:
    limit(request, "follow", FOLLOWS_A_MINUTE)
    line = releases.trace(code)
    if line is None:
        return render(request, "report/follow_unknown.html", status=404)
    context = {
        "line": line,
        "own": queries.OwnLine(line),
        "code": code,
        "is_open": line.forum.is_open(timezone.now()),
        "followed": queries.followed_findings(line.cycle, line.finding_ids),
        "link": private_link(request.district.name, request.path, code),
    }
    return render(request, "report/follow.html", context)


@public
@require_safe
def everything(request: Request, code: str) -> HttpResponse:
    """What one browser said in every forum, for whoever has the link it asked for."""
    limit(request, "follow", FOLLOWS_A_MINUTE)
    lines = releases.trace_everything(code)
    if lines is None:
        return render(request, "report/follow_unknown.html", status=404)
    page = page_of(request, lines, FORUMS_A_PAGE)
    context = {
        "page": page,
        "rows": queries.own_forums(page),
        "code": code,
        "link": private_link(request.district.name, request.path, code),
    }
    return render(request, "report/everything.html", context)


@require_safe
def publications(request: Request) -> HttpResponse:
    allow(permissions.may_read_publications(request.actor))
    page = page_of(request, Cycle.objects.select_related("school"))
    publications_of = queries.publications_by_cycle(page)
    rows = [{"cycle": cycle, "publications": publications_of[cycle.pk]} for cycle in page]
    return render(
        request,
        "report/publications.html",
        {"page": page, "rows": rows, "may_publish": permissions.may_publish(request.actor)},
    )


@require_safe
def preview_publication(request: Request, cycle_id: str) -> HttpResponse:
    cycle = permissions.get_cycle_to_publish_for(request.actor, cycle_id)
    content = queries.compose(cycle)
    current = queries.current_publication(cycle)
    return render(
        request,
        "report/preview_publication.html",
        {
            "cycle": cycle,
            "report": queries.report_page(content),
            "is_changed": current is None or not queries.is_same_page(current.content, content),
            "may_publish": permissions.may_publish(request.actor),
        },
    )


@require_POST
def publish(request: Request, cycle_id: str) -> HttpResponse:
    allow(permissions.may_publish(request.actor))
    cycle = permissions.get_cycle_to_publish_for(request.actor, cycle_id)
    try:
        workflows.publish_cycle(request.actor, cycle)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, _("Page published. Everyone can see it now."))
    return see_other(request.district.url("publications"))


@require_POST
def withdraw_publication(request: Request, publication_id: str) -> HttpResponse:
    publication = permissions.get_publication_for(request.actor, publication_id)
    actions.withdraw_publication(request.actor, publication)
    messages.success(
        request, _("Page unpublished. The public now sees the version before it, if there is one.")
    )
    return see_other(request.district.url("publications"))
