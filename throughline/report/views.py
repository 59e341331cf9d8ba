from itertools import chain

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request, allow, limit, public
from throughline.convene.models import Cycle
from throughline.formats.writing import csv_lines
from throughline.report import permissions, queries, workflows
from throughline.report.actions import withdraw_publication as take_back
from throughline.ui.pages import page_of
from throughline.understand import releases

FOLLOWS_A_MINUTE = 30
PACKAGES_A_MINUTE = 30
EXCEL_MARK = "\ufeff"  # by which a spreadsheet knows UTF-8


@public
@require_safe
def district_front(request: Request) -> HttpResponse:
    now = timezone.now()
    page = page_of(request, queries.public_cycles())
    return render(
        request,
        "report/district_front.html",
        {
            "open_forums": queries.open_forums(now),
            "forums_to_come": queries.forums_to_come(now),
            "page": page,
            "cards": queries.cycle_cards(page),
        },
    )


@public
@require_safe
def public_cycle(request: Request, cycle_id: str) -> HttpResponse:
    cycle = permissions.get_public_cycle(cycle_id)
    publication = queries.standing_publication(cycle)
    return render(
        request,
        "report/public_cycle.html",
        {
            "cycle": cycle,
            "publication": publication,
            "told": queries.page_told(publication.content) if publication else None,
            "open_forums": [f for f in queries.open_forums(timezone.now()) if f.cycle_id == cycle.pk],
        },
    )


@public
@require_safe
def public_package(request: Request, cycle_id: str) -> StreamingHttpResponse:
    """What the page tells, as tables with their dictionary: of the edition that stands."""
    limit(request, "public_package", PACKAGES_A_MINUTE)
    publication = permissions.get_standing_publication(permissions.get_public_cycle(cycle_id))
    response = StreamingHttpResponse(
        queries.package_of_publication(publication), content_type="application/zip"
    )
    name = f"{request.district.slug}-{publication.number}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
@require_safe
def public_pattern(request: Request, cycle_id: str, finding_id: str) -> StreamingHttpResponse:
    """A pattern of votes under a published finding, as a table: what was released, and nothing beside."""
    publication = permissions.get_standing_publication(permissions.get_public_cycle(cycle_id))
    told = permissions.get_published_finding(publication, finding_id)
    lines = csv_lines(
        releases.pattern_header(), releases.pattern_rows(releases.basis_from_plain(told["basis"]))
    )
    response = StreamingHttpResponse(chain([EXCEL_MARK], lines), content_type="text/csv; charset=utf-8")
    name = f"{request.district.slug}-{publication.number}-{finding_id}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
@require_safe
def follow(request: Request, code: str) -> HttpResponse:
    limit(request, "follow", FOLLOWS_A_MINUTE)
    line = releases.trace(code)
    if line is None:
        return _seen_once(render(request, "report/follow_unknown.html", status=404))
    context = {
        "line": line,
        "own": queries.OwnLine(line),
        "code": code,
        "is_open": line.forum.is_open(timezone.now()),
        "followed": queries.followed(line.cycle, line.finding_ids),
    }
    return _seen_once(render(request, "report/follow.html", context))


def _seen_once(response: HttpResponse) -> HttpResponse:
    """The address is a secret: kept by no cache, listed by no search engine, told to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    # Not "no-referrer": a browser then sends the page's forms from nowhere, and they are turned away.
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def publications(request: Request) -> HttpResponse:
    allow(permissions.may_read_publications(request.actor))
    page = page_of(request, Cycle.objects.select_related("school"))
    rows = [{"cycle": cycle, "publications": queries.publications_of(cycle)} for cycle in page]
    return render(
        request,
        "report/publications.html",
        {"page": page, "rows": rows, "may_publish": permissions.may_publish(request.actor)},
    )


@require_safe
def preview_publication(request: Request, cycle_id: str) -> HttpResponse:
    cycle = permissions.get_cycle_to_publish_for(request.actor, cycle_id)
    content = queries.compose(cycle)
    standing = queries.standing_publication(cycle)
    return render(
        request,
        "report/preview_publication.html",
        {
            "cycle": cycle,
            "told": queries.page_told(content),
            "standing": standing,
            "is_changed": standing is None or not queries.is_same_page(standing.content, content),
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
        messages.success(request, _("The page is published: everybody can read it now."))
    return HttpResponseRedirect(request.district.url("publications"))


@require_POST
def withdraw_publication(request: Request, publication_id: str) -> HttpResponse:
    publication = permissions.get_publication_for(request.actor, publication_id)
    take_back(request.actor, publication)
    messages.success(request, _("The page was taken back. The one before it stands again, if there is one."))
    return HttpResponseRedirect(request.district.url("publications"))
