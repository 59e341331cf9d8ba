"""The community's own figures: bring a file in, say what its columns mean, or type them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.models import School
from throughline.accounts.permissions import Request
from throughline.formats import race_ethnicity
from throughline.formats.population import acs
from throughline.formats.problems import BadFile
from throughline.listen.actions.imports import keep_upload, queue_import, remember_choices, remove_upload
from throughline.listen.models import Upload, UploadKind
from throughline.listen.queries.reports import refusal
from throughline.measure.actions.population import delete_population as delete_population_action
from throughline.measure.forms import FiguresUploadForm, RosterMappingForm, TabulationForm, TypedFiguresForm
from throughline.measure.models import PopulationSource
from throughline.measure.permissions import (
    get_figures_upload_for,
    get_population_for,
    require_may_keep_figures,
)
from throughline.measure.queries.populations.counts import (
    dimension_of_page,
    dimensions_of,
    known_labels,
    populations_with_counts,
    rows_of,
)
from throughline.measure.tasks import import_population as import_population_task
from throughline.measure.workflows import populations as work
from throughline.ui.form_pages import require_get_or_post
from throughline.ui.pages import page_of


@require_safe
def populations(request: Request) -> HttpResponse:
    require_may_keep_figures(request.actor)
    page = page_of(request, populations_with_counts())
    waiting = (
        Upload.objects.filter(kind=UploadKind.FIGURES, removed_at__isnull=True)
        .select_related("job")
        .defer("job__report")
    )
    context = {"page": page, "waiting": waiting[:20]}
    return render(request, "measure/populations.html", context)


@require_safe
def race_crosswalk(request: Request) -> HttpResponse:
    """The two federal systems of race and ethnicity side by side, as comparisons use them."""
    require_may_keep_figures(request.actor)
    names = known_labels("group")
    rows = [
        {
            "chosen": names[step.key_2024],
            "counted": names[step.key_1997] if step.key_1997 else "",
            "is_whole": step.is_whole,
        }
        for step in race_ethnicity.CROSSWALK
    ]
    return render(request, "measure/race_crosswalk.html", {"rows": rows})


@require_get_or_post
def import_population(request: Request) -> HttpResponse:
    require_may_keep_figures(request.actor)
    form = FiguresUploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"leaid": request.district.nces_id},
    )
    if request.method == "POST" and form.is_valid() and (upload := _keep(request, form)) is not None:
        if upload.choices["source"] in work.MAPPED:
            url = request.district.url("map_population", upload_id=upload.public_id)
            return HttpResponseRedirect(url, status=303)
        return _start(request, upload)
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/import_population.html", {"form": form}, status=status)


def _keep(request: Request, form: FiguresUploadForm) -> Upload | None:
    """Keep the file if it can be read at all; otherwise say why not, and keep nothing."""
    try:
        upload = keep_upload(
            request.actor,
            None,
            kind=UploadKind.FIGURES,
            files=[form.cleaned_data["file"]],
            title=form.cleaned_data["title"],
            **form.choices,
        )
    except Refused as problem:
        form.add_error("file", str(problem))
        return None
    try:
        if upload.choices["source"] == PopulationSource.ROSTER:
            work.roster_columns(upload)
        elif upload.choices["source"] in work.TABULATIONS:
            work.tabulation_of(upload)
    except BadFile as error:
        remove_upload(request.actor, upload)
        form.add_error("file", refusal(error))
        return None
    return upload


@require_get_or_post
def map_population(request: Request, upload_id: str) -> HttpResponse:
    upload = get_figures_upload_for(request.actor, upload_id)
    if upload.removed_at is not None or upload.choices.get("source") not in work.MAPPED:
        return render(request, "measure/figures_gone.html", {"upload": upload}, status=410)
    if upload.job is not None and not upload.job.is_over:
        return HttpResponseRedirect(request.district.url("job", job_id=upload.job.public_id))
    try:
        form, template, context = _mapping_form(request, upload)
    except BadFile as error:
        why = {"upload": upload, "why": refusal(error)}
        return render(request, "measure/figures_gone.html", why, status=410)
    if request.method == "POST" and form.is_valid():
        chosen = {"mapping": form.mapping} if isinstance(form, RosterMappingForm) else {}
        if isinstance(form, TabulationForm):
            chosen = {"meanings": form.meanings}
        remember_choices(request.actor, upload, choices={**upload.choices, **chosen})
        return _start(request, upload)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**context, "upload": upload, "form": form}, status=status)


def _mapping_form(
    request: Request, upload: Upload
) -> tuple[RosterMappingForm | TabulationForm, str, dict[str, Any]]:
    data = request.POST if request.method == "POST" else None
    if upload.choices["source"] == PopulationSource.ROSTER:
        found = work.roster_columns(upload)
        form = RosterMappingForm(data, columns=found.columns)
        return form, "measure/map_population.html", {"n_rows": found.n_rows}
    tabulation = work.tabulation_of(upload)
    tabled = TabulationForm(data, pairs=tabulation.pairs, known=acs.suggested(tabulation))
    return tabled, "measure/map_tabulation.html", {"geography": tabulation.geography}


def _start(request: Request, upload: Upload) -> HttpResponse:
    title = _("Figures: %(title)s") % {"title": upload.title}
    try:
        job = queue_import(request.actor, upload, task=import_population_task, title=title[:200])
    except Refused as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(request.district.url("populations"), status=303)
    return HttpResponseRedirect(request.district.url("job", job_id=job.public_id), status=303)


@require_POST
def discard_figures(request: Request, upload_id: str) -> HttpResponse:
    upload = get_figures_upload_for(request.actor, upload_id)
    if upload.job is not None and not upload.job.is_over:
        messages.error(request, _("It is being imported at this moment. Stop that first."))
    else:
        remove_upload(request.actor, upload)
        messages.success(request, _("The file was removed."))
    return HttpResponseRedirect(request.district.url("populations"), status=303)


@require_get_or_post
def type_population(request: Request) -> HttpResponse:
    require_may_keep_figures(request.actor)
    data = request.POST if request.method == "POST" else None
    form = TypedFiguresForm(data, schools=list(School.objects.all()))
    if request.method == "POST" and form.is_valid():
        kept = work.type_in_population(
            request.actor, counts=form.counts, schools=form.schools_named, **form.about
        )
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(
            request.district.url("population", population_id=kept.public_id), status=303
        )
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/type_population.html", {"form": form}, status=status)


@require_safe
def population(request: Request, population_id: str) -> HttpResponse:
    population = get_population_for(request.actor, population_id)
    dimensions = dimensions_of(population)
    shown = dimension_of_page(dimensions, request.GET.get("by", ""))
    context: dict[str, Any] = {"population": population, "dimensions": dimensions, "shown": shown}
    if shown is not None:
        context["page"] = page_of(request, rows_of(population, shown))
    return render(request, "measure/population.html", context)


@require_get_or_post
def delete_population(request: Request, population_id: str) -> HttpResponse:
    population = get_population_for(request.actor, population_id)
    if request.method == "POST":
        delete_population_action(request.actor, population)
        messages.success(request, _("The figures were deleted."))
        return HttpResponseRedirect(request.district.url("populations"), status=303)
    return render(request, "measure/delete_population.html", {"population": population})
