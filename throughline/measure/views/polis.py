"""Import from and export to Polis. In this app, not in `listen`, because published groups are runs."""

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import queue_import, record
from throughline.accounts.models import Job
from throughline.accounts.permissions import Actor, Request
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.formats.survey_csv import lines_of_survey
from throughline.listen.actions.imports import keeping_upload_for_cycle
from throughline.listen.permissions import cycles_to_import_into, get_forum_to_export_for, may_read_urgent
from throughline.listen.queries.survey_export import questions_to_export, responses
from throughline.measure import tasks
from throughline.measure.apps import POLIS
from throughline.measure.forms import PolisUploadForm
from throughline.measure.workflows import export_polis
from throughline.ui.downloads import csv_download, download
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files


@require_get_or_post
def import_polis(request: Request) -> HttpResponse:
    has_cycles = cycles_to_import_into(request.actor).exists()
    form = PolisUploadForm(
        posted(request),
        sent_files(request),
        actor=request.actor,
        initial={"cycle": request.GET.get("cycle", "")},
    )
    job = act(form, _start, request.actor, form.cycles, error_field="exported")
    if job is not None:
        return see_other(request.district.url("job", job_id=job.public_id))
    return form_page(request, "measure/import_polis.html", form, has_cycles=has_cycles)


def _start(
    actor: Actor,
    cycles: Mapping[str, Cycle],
    *,
    cycle: str,
    title: str,
    exported: Sequence["UploadedFile[bytes]"],
    encoding: str,
) -> Job:
    name = _("Import of “%(title)s”") % {"title": title or _("a conversation from Polis")}
    with keeping_upload_for_cycle(
        actor, cycles[cycle], POLIS, files=exported, title=title, choices={"encoding": encoding}
    ) as upload:
        return queue_import(actor, upload, task=tasks.import_polis, title=name)


@require_safe
def export_forum(request: Request, forum_id: str) -> HttpResponseBase:
    """Download a zip of a statements forum, or a table of a survey.

    People in the zip are numbered for this file only, unless an import gave them ids.
    """
    forum = get_forum_to_export_for(request.actor, forum_id)
    if forum.kind == ForumKind.SURVEY:
        return _survey_table(request, forum)
    if forum.kind != ForumKind.STATEMENTS:
        raise Http404
    packed = BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        export_polis(request.actor, forum, Path(folder), has_held_words=may_read_urgent(request.actor, forum))
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, path.name)
    record(request.actor, "export_forum", forum)
    return download(packed.getvalue(), f"{forum.public_id}.zip")


def _survey_table(request: Request, forum: Forum) -> HttpResponseBase:
    questions = questions_to_export(forum)
    record(request.actor, "export_forum", forum)
    lines = lines_of_survey(list(questions.values()), responses(request.district, forum, questions))
    return csv_download(lines, f"{forum.public_id}.csv")
