"""Import of a finished survey: upload the file, map its columns, let the worker write it."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts import actions
from throughline.accounts.actions import Refused
from throughline.accounts.models import Upload
from throughline.accounts.permissions import Actor, Request, get_upload_for, takes_files
from throughline.accounts.queries import refusal, report_rows
from throughline.convene.models import Cycle
from throughline.formats.problems import BadFile
from throughline.listen import tasks
from throughline.listen.actions.imports import keeping_upload_for_cycle
from throughline.listen.apps import SURVEY
from throughline.listen.forms.imports import SurveyUploadForm
from throughline.listen.forms.survey_mapping import MappingForm, ReuseForm
from throughline.listen.permissions import cycles_to_import_into
from throughline.listen.queries.imports import EarlierMapping, earlier_mappings, waiting_uploads_for
from throughline.listen.workflows.survey_import import preview
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files
from throughline.ui.pages import page_of


@takes_files(SURVEY, cycles_to_import_into)
@require_get_or_post
def import_survey(request: Request) -> HttpResponse:
    cycles = cycles_to_import_into(request.actor)
    form = SurveyUploadForm(
        posted(request),
        sent_files(request),
        actor=request.actor,
        initial={"cycle": request.GET.get("cycle", "")},
    )
    upload = act(form, _keep, request.actor, form.cycles, error_field="file")
    if upload is not None:
        return see_other(request.district.url("map_survey", upload_id=upload.public_id))
    waiting = page_of(request, waiting_uploads_for(SURVEY, cycles), name="waiting")
    return form_page(request, "listen/import_survey.html", form, has_cycles=cycles.exists(), waiting=waiting)


def _keep(
    actor: Actor,
    cycles: Mapping[str, Cycle],
    *,
    cycle: str,
    title: str,
    file: "UploadedFile[bytes]",
    encoding: str,
) -> Upload:
    with keeping_upload_for_cycle(
        actor,
        cycles[cycle],
        SURVEY,
        files=[file],
        title=title,
        choices={"encoding": encoding},
        check=preview,
    ) as upload:
        return upload


@require_get_or_post
def map_survey(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, SURVEY, upload_id)
    if job := upload.importing_job:
        return see_other(request.district.url("job", job_id=job.public_id))
    if upload.removed_at is not None:
        return render(request, "listen/upload_gone.html", {"upload": upload}, status=410)
    try:
        found = preview(upload)
    except BadFile as error:
        context = {"upload": upload, "why": refusal(error, has_list=False)}
        return render(request, "listen/upload_gone.html", context, status=410)
    choices = upload.choices
    form = MappingForm(
        found, kept=choices.get("columns", {}), roles=choices.get("roles", {}), posted=posted(request)
    )
    cycles = cycles_to_import_into(request.actor)
    earlier = earlier_mappings(upload, cycles, [column.name for column in found.columns])
    reuse = ReuseForm(posted(request), earlier=earlier)
    status = 200
    if request.method == "POST":
        response = _posted_mapping(request, upload, form, reuse, earlier)
        if response is not None:
            return response
        status = 422
    context = {
        "upload": upload,
        "preview": found,
        "form": form,
        "reuse": reuse if earlier else None,
        "notes": report_rows(found.notes),
    }
    return render(request, "listen/map_survey.html", context, status=status)


def _posted_mapping(
    request: Request,
    upload: Upload,
    form: MappingForm,
    reuse: ReuseForm,
    earlier: Sequence[EarlierMapping],
) -> HttpResponse | None:
    """Keep what was chosen, and do what the button says; None to show the mistakes."""
    then = request.POST.get("then", "")
    page = see_other(request.district.url("map_survey", upload_id=upload.public_id))
    is_valid = form.is_valid()
    choices: dict[str, object] = {"columns": form.kept(), "roles": form.roles()}
    if then == "tool" and form.tool.is_valid():
        tool = form.tool.cleaned_data["tool"]
        if tool != form.tool.initial["tool"]:
            choices = {**choices, "tool": tool, "columns": form.corrected()}
        actions.remember_choices(request.actor, upload, choices=choices)
        return page
    if then == "reuse" and reuse.is_valid():
        chosen = next(one for one in earlier if one.upload_id == reuse.cleaned_data["earlier"])
        columns = {**form.kept(), **chosen.columns}
        roles = {**form.roles(), **chosen.roles}
        actions.remember_choices(request.actor, upload, choices={"columns": columns, "roles": roles})
        messages.success(request, _reused(chosen, [one.column.name for one in form.columns]))
        return page
    actions.remember_choices(request.actor, upload, choices=choices)
    if then == "later":
        messages.success(request, _("Saved. You can finish later. The file is kept for one week."))
        return see_other(request.district.url("import_survey"))
    return _start(request, upload, form.mapping().as_dict()) if is_valid and not then else None


def _reused(earlier: EarlierMapping, names: Sequence[str]) -> str:
    sentence = _("The mapping from “%(title)s” was used for %(n)s of %(n_all)s columns.")
    said = sentence % {"title": earlier.title, "n": len(earlier.columns), "n_all": earlier.n_all}
    new = [name[:60] for name in names if name not in earlier.columns]
    if new:
        said += " " + _("Check the new columns: %(names)s.") % {"names": ", ".join(new)}
    return said


def _start(request: Request, upload: Upload, mapping: dict[str, object]) -> HttpResponse:
    url = request.district.url("map_survey", upload_id=upload.public_id)
    try:
        job = actions.queue_import(
            request.actor,
            upload,
            task=tasks.import_survey,
            title=lambda: _("Import of “%(title)s”") % {"title": upload.title},
            mapping_url=url,
            mapping=mapping,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return see_other(request.district.url("import_survey"))
    return see_other(request.district.url("job", job_id=job.public_id))


@require_POST
def discard_upload(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, SURVEY, upload_id)
    try:
        actions.discard_upload(request.actor, upload)
        messages.success(request, _("File removed."))
    except Refused as refused:
        messages.error(request, str(refused))
    return see_other(request.district.url("import_survey"))
