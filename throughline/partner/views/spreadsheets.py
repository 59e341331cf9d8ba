"""Import a directory from any spreadsheet: upload it, say what its columns are, look at the result."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.actions import (
    Refused,
    discard_upload,
    keeping_upload,
    queue_import,
    remember_choices,
)
from throughline.accounts.models import Upload
from throughline.accounts.permissions import Actor, Request, get_upload_for, takes_files
from throughline.accounts.queries import refusal, waiting_uploads
from throughline.formats.problems import BadFile
from throughline.formats.workbooks import Sheet
from throughline.partner import actions, permissions, queries, tasks, workflows
from throughline.partner.apps import SPREADSHEET
from throughline.partner.forms import (
    MappingNameForm,
    SheetForm,
    SheetMappingForm,
    SheetUploadForm,
    UseMappingForm,
)
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files
from throughline.ui.pages import page_of


@takes_files(SPREADSHEET, permissions.require_may_manage_directory)
@require_get_or_post
def import_spreadsheet(request: Request) -> HttpResponse:
    permissions.require_may_manage_directory(request.actor)
    form = SheetUploadForm(posted(request), sent_files(request))
    upload = act(form, _keep, request.actor, error_field="file")
    if upload is not None:
        return see_other(request.district.url("map_spreadsheet", upload_id=upload.public_id))
    context = {
        "waiting": page_of(request, waiting_uploads(SPREADSHEET), name="waiting"),
        "mappings": page_of(request, queries.directory_mappings(), name="mappings"),
    }
    return form_page(request, "partner/import_spreadsheet.html", form, **context)


def _keep(actor: Actor, *, file: "UploadedFile[bytes]", encoding: str) -> Upload:
    with keeping_upload(
        actor,
        SPREADSHEET,
        files=[file],
        choices={"encoding": encoding},
        check=workflows.check_spreadsheet,
    ) as upload:
        return upload


@require_get_or_post
def map_spreadsheet(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, SPREADSHEET, upload_id)
    if elsewhere := _not_to_map(request, upload):
        return elsewhere
    then = request.POST.get("then", "")
    try:
        sheets = workflows.sheets_to_choose(upload)
        sheet_form = SheetForm(
            posted(request) if then == "sheet" else None,
            sheets=sheets,
            chosen=upload.choices.get("sheet", ""),
        )
        if then == "sheet" and sheet_form.is_valid():
            return _choose_sheet(request, upload, sheet_form.cleaned_data["sheet"])
        if _must_choose(upload, sheets):
            return form_page(request, "partner/map_spreadsheet.html", sheet_form, upload=upload)
        columns = workflows.columns_of_upload(upload)
    except BadFile as error:
        return _unreadable(request, upload, error)
    fitting = queries.fitting_mappings({column.name: column.suggested for column in columns})
    form = SheetMappingForm(
        posted(request),
        columns=columns,
        kept=upload.choices.get("columns", {}),
        name=upload.choices.get("keep_as", ""),
    )
    use = UseMappingForm(posted(request) if then == "use" else None, fitting=fitting)
    if form.is_bound and (response := _posted_mapping(request, upload, form, use, fitting)):
        return response
    shown = workflows.shows_samples(columns)
    rows = [(*row, is_shown) for row, is_shown in zip(form.rows, shown, strict=True)]
    return form_page(
        request,
        "partner/map_spreadsheet.html",
        form,
        upload=upload,
        rows=rows,
        sheet_form=sheet_form if sheets else None,
        use=use if fitting else None,
    )


def _must_choose(upload: Upload, sheets: Sequence[Sheet]) -> bool:
    """Whether no sheet is chosen yet and none is the only visible one."""
    is_chosen = bool(upload.choices.get("sheet"))
    return bool(sheets) and not is_chosen and sum(not one.is_hidden for one in sheets) != 1


def _choose_sheet(request: Request, upload: Upload, sheet: str) -> HttpResponse:
    is_another = sheet != upload.choices.get("sheet", "")
    columns = {} if is_another else upload.choices.get("columns", {})
    remember_choices(request.actor, upload, choices={"sheet": sheet, "columns": columns})
    return see_other(request.district.url("map_spreadsheet", upload_id=upload.public_id))


def _posted_mapping(
    request: Request,
    upload: Upload,
    form: SheetMappingForm,
    use: UseMappingForm,
    fitting: Sequence[queries.FittingMapping],
) -> HttpResponse | None:
    """Keep what was chosen, and do what the button says; None to show the mistakes."""
    page = see_other(request.district.url("map_spreadsheet", upload_id=upload.public_id))
    columns = form.chosen
    if use.is_bound and use.is_valid():
        chosen = next(one for one in fitting if one.mapping_id == use.cleaned_data["mapping"])
        choices = {"columns": {**columns, **chosen.columns}, "keep_as": chosen.name}
        remember_choices(request.actor, upload, choices=choices)
        messages.success(
            request, _("The mapping “%(name)s” is used. Check the columns.") % {"name": chosen.name}
        )
        return page
    remember_choices(request.actor, upload, choices={"columns": columns, "keep_as": form.typed_name})
    if request.POST.get("then") == "later":
        messages.success(request, _("Saved. You can finish later. The file is kept for one day."))
        return see_other(request.district.url("import_spreadsheet"))
    if not form.is_valid():
        return None
    if form.cleaned_data["keep_as"]:
        actions.keep_mapping(request.actor, name=form.cleaned_data["keep_as"], columns=columns)
    return see_other(request.district.url("preview_spreadsheet", upload_id=upload.public_id))


@require_get_or_post
def preview_spreadsheet(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, SPREADSHEET, upload_id)
    if elsewhere := _not_to_map(request, upload):
        return elsewhere
    if not upload.choices.get("columns"):
        return see_other(request.district.url("map_spreadsheet", upload_id=upload.public_id))
    if request.method == "POST":
        return _start(request, upload)
    try:
        preview = workflows.preview_of_upload(upload)
    except BadFile as error:
        return _unreadable(request, upload, error)
    return render(request, "partner/preview_spreadsheet.html", {"upload": upload, "preview": preview})


def _start(request: Request, upload: Upload) -> HttpResponse:
    try:
        job = queue_import(
            request.actor,
            upload,
            task=tasks.import_spreadsheet,
            title=lambda: _("Service directory"),
            mapping_url=request.district.url("map_spreadsheet", upload_id=upload.public_id),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return see_other(request.district.url("import_spreadsheet"))
    return see_other(request.district.url("job", job_id=job.public_id))


def _not_to_map(request: Request, upload: Upload) -> HttpResponse | None:
    """The answer for a file that is being imported or is gone."""
    if job := upload.importing_job:
        return see_other(request.district.url("job", job_id=job.public_id))
    if upload.removed_at is not None:
        return render(request, "partner/spreadsheet_gone.html", {"upload": upload}, status=410)
    return None


def _unreadable(request: Request, upload: Upload, error: BadFile) -> HttpResponse:
    why = refusal(error, has_list=False)
    return render(request, "partner/spreadsheet_gone.html", {"upload": upload, "why": why}, status=410)


@require_POST
def discard_spreadsheet(request: Request, upload_id: str) -> HttpResponse:
    upload = get_upload_for(request.actor, SPREADSHEET, upload_id)
    try:
        discard_upload(request.actor, upload)
        messages.success(request, _("File removed."))
    except Refused as refused:
        messages.error(request, str(refused))
    return see_other(request.district.url("import_spreadsheet"))


@require_get_or_post
def directory_mapping(request: Request, mapping_id: str) -> HttpResponse:
    mapping = permissions.get_directory_mapping_for(request.actor, mapping_id)
    form = MappingNameForm(posted(request), initial={"name": mapping.name})
    if act(form, actions.rename_mapping, request.actor, mapping, error_field="name"):
        messages.success(request, _("Mapping saved."))
        return see_other(request.district.url("import_spreadsheet"))
    return form_page(request, "partner/directory_mapping.html", form, mapping=mapping)


@require_POST
def delete_directory_mapping(request: Request, mapping_id: str) -> HttpResponse:
    mapping = permissions.get_directory_mapping_for(request.actor, mapping_id)
    actions.delete_mapping(request.actor, mapping)
    messages.success(request, _("Mapping deleted."))
    return see_other(request.district.url("import_spreadsheet"))
