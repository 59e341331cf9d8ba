from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from throughline.accounts.actions import record
from throughline.accounts.permissions import Request
from throughline.convene.models import Forum
from throughline.formats.writing import csv_lines
from throughline.listen.queries.survey import countable_questions
from throughline.measure import workflows
from throughline.measure.forms import CrosstabForm
from throughline.measure.permissions import get_forum_to_analyze_for, get_forum_to_count_for, may_analyze
from throughline.measure.queries.crosstab.export import csv_header, csv_rows
from throughline.measure.queries.crosstab.page import crosstab_page
from throughline.measure.queries.crosstab.panels_page import side_by_side_page
from throughline.measure.queries.crosstab.visibility import visible_tables
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.run_summary import sentence_of
from throughline.measure.queries.weights.runs import weights_runs
from throughline.measure.views.run import PANELS_PER_PAGE
from throughline.ui.downloads import csv_download, filename
from throughline.ui.form_pages import form_page, require_get_or_post, see_other
from throughline.ui.pages import page_of


@require_get_or_post
def crosstab(request: Request, forum_id: str) -> HttpResponse:
    door = get_forum_to_analyze_for if request.method == "POST" else get_forum_to_count_for
    forum = door(request.actor, forum_id)
    if not may_analyze(request.actor):
        return _saved_tables(request, forum)
    questions = countable_questions(forum)
    query = request.POST if request.method == "POST" else request.GET
    form = CrosstabForm(
        query if "one" in query else None,
        forum=forum,
        questions=questions,
        weights=weights_runs(forum),
    )
    context: dict[str, Any] = {
        "cycle": forum.cycle,
        "forum": forum,
        "questions": questions,
        "counted_at": timezone.now(),
    }
    if form.is_valid():
        if request.method == "POST":
            run = workflows.save_crosstab(request.actor, forum, **form.wanted)
            messages.success(request, _("Table saved. You can now use it as evidence for a finding."))
            return see_other(request.district.url("run", run_id=run.public_id))
        table = workflows.count_crosstab(forum, **form.wanted)
        context["shown"] = crosstab_page(table, is_guarded=False)
        context["explored"] = explored = side_by_side_page(table.exact.side_by_side)
        context["page"] = page_of(request, list(explored.panels), PANELS_PER_PAGE)
    return form_page(request, "measure/crosstab.html", form, **context)


def _saved_tables(request: Request, forum: Forum) -> HttpResponse:
    """Show saved tables only, without counting again: two counts would disclose what changed between them."""
    page = page_of(request, visible_tables([forum]))
    context = {
        "cycle": forum.cycle,
        "forum": forum,
        "page": page,
        "rows": [{"run": run, "sentence": sentence_of(run)} for run in page],
        "minimum_n": rules_of(forum.district, [forum]).minimum_n,
    }
    return render(request, "measure/saved_tables.html", context)


@require_GET
def crosstab_csv(request: Request, forum_id: str) -> HttpResponseBase:
    """Download every cell of the page, for internal use: no disclosure control is applied."""
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    form = CrosstabForm(
        request.GET,
        forum=forum,
        questions=countable_questions(forum),
        weights=weights_runs(forum),
    )
    if not form.is_valid():
        raise Http404
    exact = workflows.count_crosstab(forum, **form.wanted).exact
    record(request.actor, "export_crosstab", forum, n_people=exact.n_people)
    lines = csv_lines(csv_header(), csv_rows(exact.side_by_side))
    name = filename("not-for-publication-crosstab", forum.title, "csv", if_unnamed=forum.public_id)
    return csv_download(lines, name)
