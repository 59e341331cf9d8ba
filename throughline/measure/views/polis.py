"""Import from and export to Polis. In this app, not in `listen`, because published groups are runs."""

import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.actions import queue_import, record
from throughline.accounts.models import Job
from throughline.accounts.permissions import Actor, Request, takes_files
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.formats.survey_csv import lines_of_survey, lines_of_texts
from throughline.listen.actions.imports import keeping_upload_for_cycle
from throughline.listen.permissions import (
    cycles_to_import_into,
    get_forum_to_export_for,
    get_forum_to_export_tied_for,
    may_read_urgent,
)
from throughline.listen.queries.survey_export import questions_to_export, responses, texts
from throughline.measure import tasks
from throughline.measure.apps import POLIS
from throughline.measure.forms import PolisUploadForm
from throughline.measure.workflows import export_polis
from throughline.ui.downloads import csv_download, download, filename, zip_download
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files
from throughline.ui.forms import TiedExportForm


@takes_files(POLIS, cycles_to_import_into)
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
    def job_title() -> str:
        return _("Import of “%(title)s”") % {"title": title or _("Polis conversation")}

    with keeping_upload_for_cycle(
        actor, cycles[cycle], POLIS, files=exported, title=title, choices={"encoding": encoding}
    ) as upload:
        return queue_import(actor, upload, task=tasks.import_polis, title=job_title)


@require_safe
def export_forum(request: Request, forum_id: str) -> HttpResponseBase:
    """Download a forum: a conversation in Polis's format, or the answers to a survey.

    Neither says when within a day somebody took part, nor who of those who voted or answered wrote what.
    """
    forum = get_forum_to_export_for(request.actor, forum_id)
    return _exported(request, forum)


@require_get_or_post
def export_forum_tied(request: Request, forum_id: str) -> HttpResponseBase:
    """Ask, then download a forum with the words of each person tied to their votes or answers."""
    forum = get_forum_to_export_tied_for(request.actor, forum_id)
    if forum.kind not in EXPORTED_KINDS:
        raise Http404
    form = TiedExportForm(posted(request))
    if form.is_valid():
        return _exported(request, forum, is_tied=True)
    back = request.district.url("forum", forum_id=forum.public_id)
    return form_page(request, "measure/export_forum_tied.html", form, forum=forum, back=back)


def _exported(request: Request, forum: Forum, *, is_tied: bool = False) -> HttpResponseBase:
    if forum.kind not in EXPORTED_KINDS:
        raise Http404
    record(request.actor, "export_forum", forum, tied=is_tied)
    return EXPORTED_KINDS[ForumKind(forum.kind)](request, forum, is_tied)


def _conversation(request: Request, forum: Forum, is_tied: bool) -> HttpResponseBase:
    packed = BytesIO()
    has_held_words = may_read_urgent(request.actor, forum)
    with tempfile.TemporaryDirectory() as folder:
        export_polis(request.actor, forum, Path(folder), has_held_words=has_held_words, is_tied=is_tied)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, path.name)
    return download(packed.getvalue(), _name("votes", forum, "zip", is_tied=is_tied))


def _survey(request: Request, forum: Forum, is_tied: bool) -> HttpResponseBase:
    """One table of answers; what people wrote is a second one in a zip, unless tied or not asked for."""
    questions = questions_to_export(forum)
    written = [one for one in questions.values() if one.part == "text"]
    asked = [one for one in questions.values() if is_tied or one.part != "text"]
    answers = lines_of_survey(asked, responses(request.district, forum, questions, is_tied=is_tied))
    if is_tied or not written:
        return csv_download(answers, _name("responses", forum, "csv", is_tied=is_tied))
    words = lines_of_texts(written, texts(request.district, forum, questions))
    name = _name("responses", forum, "zip", is_tied=False)
    return zip_download({"answers.csv": answers, "written-answers.csv": words}, name)


def _name(kind: str, forum: Forum, suffix: str, *, is_tied: bool) -> str:
    kind = f"linked-{kind}" if is_tied else kind
    return filename(kind, forum.title, suffix, if_unnamed=forum.public_id)


EXPORTED_KINDS: Mapping[ForumKind, Callable[[Request, Forum, bool], HttpResponseBase]] = {
    ForumKind.STATEMENTS: _conversation,
    ForumKind.SURVEY: _survey,
}
