from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import start_job
from throughline.accounts.permissions import Request
from throughline.convene.models import ForumKind
from throughline.measure import tasks, workflows
from throughline.measure.forms import StartOpinionGroupsForm
from throughline.measure.models import Run, RunKind
from throughline.measure.permissions import (
    get_cycle_to_count_for,
    get_forum_to_analyze_for,
    get_run_for,
    may_analyze,
)
from throughline.measure.queries.crosstab.page import CrosstabPage, crosstab_page
from throughline.measure.queries.crosstab.panels_page import side_by_side_page
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.patterns.page import PatternsPage, patterns_page, spectrum_sentence
from throughline.measure.queries.run_results import table_of
from throughline.measure.queries.run_summary import how_computed, method_page_of, n_people_of, sentence_of
from throughline.measure.queries.runs import forums_of, runs_before, runs_of
from throughline.measure.queries.weights.page import WeightsPage, weights_page
from throughline.ui.form_pages import UNPROCESSABLE, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of

PANELS_PER_PAGE = 12
N_EARLIER = 10


@require_safe
def runs(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_count_for(request.actor, cycle_id)
    forums = forums_of(cycle)
    may_compute = may_analyze(request.actor)
    all_runs = runs_of(cycle)
    if not may_compute:
        visible = workflows.runs_in_sight(forums)
        all_runs = all_runs.filter(Q(kind=RunKind.WEIGHTS) | Q(pk__in=visible))
    page = page_of(request, all_runs)
    kinds = (ForumKind.STATEMENTS, ForumKind.SURVEY)
    to_analyze = page_of(request, [f for kind in kinds for f in forums if f.kind == kind], name="forums")
    return render(
        request,
        "measure/runs.html",
        {
            "cycle": cycle,
            "page": page,
            "rows": [
                {
                    "run": run,
                    "sentence": sentence_of(run, is_guarded=not may_compute),
                    "n": n_people_of(run, is_guarded=not may_compute),
                }
                for run in page
            ],
            "to_analyze": to_analyze,
            "statement_forums": [forum for forum in to_analyze if forum.kind == ForumKind.STATEMENTS],
            "survey_forums": [forum for forum in to_analyze if forum.kind == ForumKind.SURVEY],
            "may_compute": may_compute,
        },
    )


@require_get_or_post
def start_opinion_groups(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    context = {"cycle": forum.cycle, "forum": forum}
    if forum.kind != ForumKind.STATEMENTS:
        status = UNPROCESSABLE if request.method == "POST" else 200
        return render(request, "measure/start_opinion_groups.html", context, status=status)
    form = StartOpinionGroupsForm(posted(request))
    if form.is_valid():
        job = start_job(
            request.actor,
            kind="opinion_groups",
            title=lambda: _("Voting patterns: %(forum)s") % {"forum": forum.title},
            task=tasks.find_opinion_groups,
            forum_id=forum.public_id,
            seed=form.cleaned_data["seed"],
        )
        return see_other(request.district.url("job", job_id=job.public_id))
    return form_page(request, "measure/start_opinion_groups.html", form, **context)


def statement_order(request: Request) -> dict[str, Any]:
    """Read the requested order of statements, and pair of groups, from the query string."""
    one, other = request.GET.get("one", ""), request.GET.get("other", "")
    return {"sort": request.GET.get("sort", ""), "pair": (one, other) if one and other else None}


def is_in_sight(run: Run) -> bool:
    """Whether users without access to raw voices may see a run."""
    return run.kind == RunKind.WEIGHTS or run.pk in workflows.runs_in_sight([run.forum])


@require_safe
def run(request: Request, run_id: str) -> HttpResponse:
    run = get_run_for(request.actor, run_id)
    may_read = may_analyze(request.actor)
    if not may_read and not is_in_sight(run):
        not_shown = {"cycle": run.forum.cycle, "run": run}
        return render(request, "measure/run_not_in_view.html", not_shown)
    shown: PatternsPage | CrosstabPage | WeightsPage
    if run.kind == RunKind.WEIGHTS:
        shown = weights_page(run, is_guarded=not may_read)
    elif run.kind == RunKind.CROSSTAB:
        shown = crosstab_page(table_of(run), is_guarded=not may_read)
    else:
        shown = patterns_page(run, is_guarded=not may_read, **statement_order(request))
    context: dict[str, Any] = {
        "cycle": run.forum.cycle,
        "run": run,
        "shown": shown,
        "page": page_of(request, list(shown.rows)),
        "sentence": sentence_of(run, is_guarded=not may_read),
        "n": n_people_of(run, is_guarded=not may_read),
        "how": how_computed(run),
        "method_page": method_page_of(run),
        "may_read": may_read,
        "minimum_n": rules_of(run.forum.district, [run.forum]).minimum_n,
    }
    if isinstance(shown, PatternsPage):
        context["spectrum"] = spectrum_sentence(shown, str)
        context["earlier"] = runs_before(run)[:N_EARLIER] if may_read else []
    if may_read and run.kind == RunKind.CROSSTAB:
        context["explored"] = explored = side_by_side_page(run.exact_table.side_by_side)
        context["page"] = page_of(request, list(explored.panels), PANELS_PER_PAGE)
    return render(request, "measure/run.html", context)
