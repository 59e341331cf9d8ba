"""Population figures: import a file, map its columns, or type them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import (
    Refused,
    discard_upload,
    keeping_upload,
    queue_import,
    remember_choices,
)
from throughline.accounts.models import Job, School, Upload
from throughline.accounts.permissions import Actor, Request, get_upload_for, takes_files
from throughline.accounts.queries import refusal, waiting_uploads
from throughline.formats import race_ethnicity
from throughline.formats.population import acs
from throughline.formats.problems import BadFile
from throughline.measure import actions, tasks
from throughline.measure.apps import FIGURES
from throughline.measure.forms import (
    FiguresUploadForm,
    GeographyForm,
    RosterMappingForm,
    TabulationForm,
    TypedFiguresForm,
)
from throughline.measure.models import PopulationSource
from throughline.measure.permissions import get_population_for, require_may_keep_figures
from throughline.measure.queries.populations.counts import (
    dimension_of_page,
    dimensions_of,
    known_labels,
    populations_with_counts,
    rows_of,
)
from throughline.measure.workflows.populations import (
    MAPPED,
    TABULATIONS,
    check_mapped,
    geographies_of,
    needs_geography,
    record_typed_figures,
    roster_columns,
    tabulation_of,
)
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files
from throughline.ui.forms import typed_values
from throughline.ui.pages import page_of


@require_safe
def populations(request: Request) -> HttpResponse:
    require_may_keep_figures(request.actor)
    context = {
        "page": page_of(request, populations_with_counts()),
        "waiting": page_of(request, waiting_uploads(FIGURES), name="waiting"),
    }
    return render(request, "measure/populations.html", context)


@require_safe
def race_crosswalk(request: Request) -> HttpResponse:
    """Show how comparisons map the 2024 standard of race and ethnicity to that of 1997."""
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


@takes_files(FIGURES, require_may_keep_figures)
@require_get_or_post
def import_population(request: Request) -> HttpResponse:
    require_may_keep_figures(request.actor)
    form = FiguresUploadForm(
        posted(request), sent_files(request), initial={"leaid": request.district.nces_id}
    )
    upload = act(form, _keep, request.actor, error_field="file")
    if upload is not None:
        if upload.job is not None:
            return see_other(request.district.url("job", job_id=upload.job.public_id))
        return see_other(request.district.url("map_population", upload_id=upload.public_id))
    return form_page(request, "measure/import_population.html", form)


def _keep(
    actor: Actor, *, file: "UploadedFile[bytes]", title: str, counted_on: date | None, **texts: str
) -> Upload:
    choices = {**texts, "counted_on": counted_on.isoformat() if counted_on else ""}
    with keeping_upload(
        actor, FIGURES, files=[file], title=title, choices=choices, check=check_mapped
    ) as upload:
        if choices["source"] not in MAPPED:
            upload.job = _queue(actor, upload)
        return upload


@require_get_or_post
def map_population(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, FIGURES, upload_id)
    if elsewhere := _not_to_map(request, upload, MAPPED):
        return elsewhere
    try:
        if upload.choices["source"] in TABULATIONS and needs_geography(upload):
            return see_other(request.district.url("choose_geography", upload_id=upload.public_id))
        form, template, context = _mapping_form(request, upload)
    except BadFile as error:
        return _unreadable(request, upload, error)
    if form.is_bound:
        chosen = form.chosen if form.is_valid() else {}
        remember_choices(request.actor, upload, choices={**chosen, "fields": typed_values(form)})
        if form.is_valid():
            return _start(request, upload)
    return form_page(request, template, form, upload=upload, **context)


@require_get_or_post
def choose_geography(request: Request, upload_id: str) -> HttpResponse:
    """Ask which geography of a tabulation is the district, where no id in the file says so."""
    upload = get_upload_for(request.actor, FIGURES, upload_id)
    if elsewhere := _not_to_map(request, upload, TABULATIONS):
        return elsewhere
    map_url = request.district.url("map_population", upload_id=upload.public_id)
    try:
        names = geographies_of(upload)
    except BadFile as error:
        return _unreadable(request, upload, error)
    if not names:
        return see_other(map_url)
    chosen_before = {"geography": upload.choices.get("geography", "")}
    form = GeographyForm(posted(request), initial=chosen_before, names=names)
    if act(form, _choose_geography, request.actor, upload, error_field="geography"):
        return see_other(map_url)
    return form_page(request, "measure/choose_geography.html", form, upload=upload)


def _choose_geography(actor: Actor, upload: Upload, *, geography: str) -> Upload:
    try:
        tabulation_of(upload, geography)
    except BadFile as error:
        raise Refused(refusal(error, has_list=False)) from error
    is_another = geography != upload.choices.get("geography")
    fields = {} if is_another else upload.choices.get("fields", {})
    return remember_choices(actor, upload, choices={"geography": geography, "fields": fields})


def _not_to_map(
    request: Request, upload: Upload, sources: Collection[PopulationSource]
) -> HttpResponse | None:
    """The answer for a file that is being imported, is gone, or has nothing to map."""
    if job := upload.importing_job:
        return see_other(request.district.url("job", job_id=job.public_id))
    if upload.removed_at is not None or upload.choices.get("source") not in sources:
        return render(request, "measure/figures_gone.html", {"upload": upload}, status=410)
    return None


def _unreadable(request: Request, upload: Upload, error: BadFile) -> HttpResponse:
    why = {"upload": upload, "why": refusal(error, has_list=False)}
    return render(request, "measure/figures_gone.html", why, status=410)


def _mapping_form(
    request: Request, upload: Upload
) -> tuple[RosterMappingForm | TabulationForm, str, dict[str, Any]]:
    kept = upload.choices.get("fields", {})
    if upload.choices["source"] == PopulationSource.ROSTER:
        found = roster_columns(upload)
        form = RosterMappingForm(posted(request), initial=kept, columns=found.columns, unclear=found.unclear)
        return form, "measure/map_population.html", {"n_rows": found.n_rows}
    tabulation = tabulation_of(upload)
    tabled = TabulationForm(
        posted(request), initial=kept, pairs=tabulation.pairs, known=acs.suggested(tabulation)
    )
    about = {"geography": tabulation.geography, "found_by": tabulation.found_by}
    return tabled, "measure/map_tabulation.html", about


def _queue(actor: Actor, upload: Upload, mapping_url: str = "") -> Job:
    return queue_import(
        actor,
        upload,
        task=tasks.import_population,
        title=lambda: _("Import of “%(title)s”") % {"title": upload.title},
        mapping_url=mapping_url,
    )


def _start(request: Request, upload: Upload) -> HttpResponse:
    url = request.district.url("map_population", upload_id=upload.public_id)
    try:
        job = _queue(request.actor, upload, url)
    except Refused as refused:
        messages.error(request, str(refused))
        return see_other(request.district.url("populations"))
    return see_other(request.district.url("job", job_id=job.public_id))


@require_POST
def discard_figures(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, FIGURES, upload_id)
    try:
        discard_upload(request.actor, upload)
        messages.success(request, _("File removed."))
    except Refused as refused:
        messages.error(request, str(refused))
    return see_other(request.district.url("populations"))


@require_get_or_post
def type_population(request: Request) -> HttpResponse:
    require_may_keep_figures(request.actor)
    form = TypedFiguresForm(posted(request), schools=list(School.objects.all()))
    if form.is_valid():
        population = record_typed_figures(
            request.actor, counts=form.counts, schools=form.schools_named, **form.about
        )
        messages.success(request, _("Data set saved."))
        return see_other(request.district.url("population", population_id=population.public_id))
    return form_page(request, "measure/type_population.html", form)


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
        actions.delete_population(request.actor, population)
        messages.success(request, _("Data set deleted."))
        return see_other(request.district.url("populations"))
    return render(request, "measure/delete_population.html", {"population": population})
