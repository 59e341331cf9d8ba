"""A finished survey comes in: hand in the file, say what each column is, and let the worker write it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.formats.problems import BadFile
from throughline.listen.actions.imports import keep_upload, queue_import, remember_choices, remove_upload
from throughline.listen.forms.imports import MappingForm, SurveyUploadForm
from throughline.listen.models import Upload, UploadKind
from throughline.listen.permissions import cycles_to_import_into, get_upload_for
from throughline.listen.queries.reports import refusal, report_rows
from throughline.listen.tasks import import_survey as import_survey_task
from throughline.listen.workflows.survey_import import preview
from throughline.ui.form_pages import require_get_or_post


@require_get_or_post
def import_survey(request: Request) -> HttpResponse:
    has_cycles = cycles_to_import_into(request.actor).exists()
    form = SurveyUploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        actor=request.actor,
        initial={"cycle": request.GET.get("cycle", "")},
    )
    status = 200
    if request.method == "POST":
        if form.is_valid() and (upload := _keep(request, form)) is not None:
            return HttpResponseRedirect(
                request.district.url("map_survey", upload_id=upload.public_id), status=303
            )
        status = 422
    context = {"form": form, "has_cycles": has_cycles, "waiting": _waiting(request)}
    return render(request, "listen/import_survey.html", context, status=status)


def _waiting(request: Request) -> list[Upload]:
    """Surveys handed in and not imported yet: whoever was called away finds them here."""
    rows = Upload.objects.filter(kind=UploadKind.SURVEY, removed_at__isnull=True)
    return list(
        rows.filter(cycle__in=cycles_to_import_into(request.actor))
        .select_related("job")
        .defer("job__report")[:20]
    )


def _keep(request: Request, form: SurveyUploadForm) -> Upload | None:
    """Keep the file if it can be read at all; otherwise say why not, and keep nothing."""
    said = form.cleaned_data
    try:
        upload = keep_upload(
            request.actor,
            form.cycles[said["cycle"]],
            kind=UploadKind.SURVEY,
            files=[said["file"]],
            title=said["title"],
            encoding=said["encoding"],
        )
    except Refused as problem:
        form.add_error("file", str(problem))
        return None
    try:
        preview(upload)
    except BadFile as error:
        remove_upload(request.actor, upload)
        form.add_error("file", refusal(error))
        return None
    return upload


@require_get_or_post
def map_survey(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, upload_id)
    if upload.removed_at is not None or upload.kind != UploadKind.SURVEY:
        return render(request, "listen/upload_gone.html", {"upload": upload}, status=410)
    if upload.job is not None and not upload.job.is_over:
        return HttpResponseRedirect(request.district.url("job", job_id=upload.job.public_id))
    try:
        found = preview(upload)
    except BadFile as error:
        return render(
            request, "listen/upload_gone.html", {"upload": upload, "why": refusal(error)}, status=410
        )
    form = MappingForm(
        found,
        kept=upload.choices.get("columns", {}),
        posted=request.POST if request.method == "POST" else None,
    )
    status = 200
    if request.method == "POST":
        is_valid = form.is_valid()
        remember_choices(request.actor, upload, choices={**upload.choices, "columns": form.kept()})
        if request.POST.get("then") == "later":
            messages.success(request, _("Kept. You can go on another time; the file waits for a week."))
            return HttpResponseRedirect(request.district.url("import_survey"), status=303)
        if is_valid:
            return _start(request, upload, form.mapping().as_dict())
        status = 422
    context = {"upload": upload, "preview": found, "form": form, "notes": report_rows(found.notes)}
    return render(request, "listen/map_survey.html", context, status=status)


def _start(request: Request, upload: Upload, mapping: dict[str, object]) -> HttpResponse:
    title = _("Import of “%(title)s”") % {"title": upload.title}
    try:
        job = queue_import(request.actor, upload, task=import_survey_task, title=title[:200], mapping=mapping)
    except Refused as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(request.district.url("import_survey"), status=303)
    return HttpResponseRedirect(request.district.url("job", job_id=job.public_id), status=303)


@require_POST
def discard_upload(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, upload_id)
    if upload.job is not None and not upload.job.is_over:
        messages.error(request, _("It is being imported at this moment. Stop that first."))
    else:
        remove_upload(request.actor, upload)
        messages.success(request, _("The file was removed."))
    return HttpResponseRedirect(request.district.url("import_survey"), status=303)
