from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from throughline.accounts.actions import record
from throughline.accounts.permissions import Request
from throughline.convene.models import ForumKind
from throughline.formats.writing import csv_lines
from throughline.measure.models import Run
from throughline.measure.permissions import (
    get_forum_to_analyze_for,
    get_run_for,
    get_run_to_analyze_for,
    get_runs_to_compare_for,
    may_analyze,
)
from throughline.measure.queries.kept_views.runs import OF_PATTERNS
from throughline.measure.queries.patterns.export import csv_header, csv_rows
from throughline.measure.queries.patterns.opinion_map import map_to_download
from throughline.measure.queries.patterns.page import patterns_page
from throughline.measure.queries.patterns.run_comparison import comparison_of
from throughline.measure.queries.patterns_now import patterns_now_page
from throughline.measure.queries.run_summary import sentence_of
from throughline.measure.views.run import is_in_sight
from throughline.ui.downloads import csv_download, download, filename
from throughline.ui.pages import page_of


@require_GET
def patterns_csv(request: Request, run_id: str) -> HttpResponseBase:
    """Download how each group voted on each statement: exact for analysts, publishable for others."""
    run = get_run_for(request.actor, run_id)
    if run.kind not in OF_PATTERNS:
        raise Http404
    may_read = may_analyze(request.actor)
    if not may_read and not is_in_sight(run):
        raise Http404
    shown = patterns_page(run, is_guarded=not may_read)
    record(request.actor, "export_patterns", run, n_people=run.n_people)
    lines = csv_lines(csv_header(), csv_rows(shown, str))
    kind = "not-for-publication-voting-patterns" if may_read else "voting-patterns"
    return csv_download(lines, _name(kind, run, "csv"))


@require_GET
def patterns_map(request: Request, run_id: str) -> HttpResponseBase:
    """Download the map as an image, for internal use."""
    run = get_run_to_analyze_for(request.actor, run_id)
    if run.kind not in OF_PATTERNS:
        raise Http404
    record(request.actor, "export_patterns", run, n_people=run.n_people)
    svg = render_to_string("ui/charts/opinion_map.svg", {"chart": map_to_download(run)}, request)
    return download(svg, _name("not-for-publication-opinion-map", run, "svg"))


def _name(kind: str, run: Run, suffix: str) -> str:
    forum, day = run.forum, timezone.localdate(run.at)
    return filename(kind, forum.title, suffix, if_unnamed=forum.public_id, day=day)


@require_safe
def patterns_now(request: Request, forum_id: str) -> HttpResponse:
    """Show people's current positions, between two runs."""
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    is_of_statements = forum.kind == ForumKind.STATEMENTS
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "shown": patterns_now_page(forum) if is_of_statements else None,
    }
    return render(request, "measure/patterns_now.html", context)


@require_safe
def compare_runs(request: Request, run_id: str, earlier_id: str) -> HttpResponse:
    run, earlier = get_runs_to_compare_for(request.actor, run_id, earlier_id)
    shown = comparison_of(run, earlier)
    context = {
        "cycle": run.forum.cycle,
        "run": run,
        "earlier": earlier,
        "shown": shown,
        "page": page_of(request, list(shown.rows)),
        "sentences": [(one, sentence_of(one)) for one in (earlier, run)],
    }
    return render(request, "measure/compare_runs.html", context)
