from collections.abc import Mapping

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_safe

from throughline.accounts.actions import record
from throughline.accounts.permissions import Request, allow
from throughline.formats.tables import csv_lines
from throughline.listen.forms.moderation import BulkMoveForm
from throughline.listen.forms.voices import VoiceFilterForm
from throughline.listen.models import ContributorRole, Voice
from throughline.listen.permissions import (
    cycles_to_import_into,
    forums_to_moderate,
    forums_to_read,
    forums_to_respond_in,
    may_export_tied,
    may_moderate,
    may_pass,
    may_read_urgent,
)
from throughline.listen.queries.voices import (
    VoiceFilter,
    export_header,
    export_rows,
    question_label,
    voices_to_read,
)
from throughline.ui.downloads import csv_download, filename
from throughline.ui.form_pages import form_page, posted, require_get_or_post
from throughline.ui.forms import TiedExportForm
from throughline.ui.language import language_name
from throughline.ui.pages import page_of


@require_safe
def voices(request: Request) -> HttpResponse:
    forums_to_read(request.actor)
    form = VoiceFilterForm(request.GET, actor=request.actor)
    chosen = form.chosen()
    page = page_of(request, voices_to_read(request.actor, chosen))
    roles = dict(ContributorRole.choices)
    context = {
        "form": form,
        "is_filtered": any(form.cleaned_data.values()),
        "is_about_people": chosen.is_about_people,
        "page": page,
        "rows": [
            {
                "voice": voice,
                "question": question_label(voice.question, voice.table, voice.part),
                "who": _who(voice, roles),
                "may_read_urgent": voice.is_held and may_read_urgent(request.actor, voice.forum),
                "may_moderate": may_moderate(request.actor, voice.forum),
            }
            for voice in page
        ],
        "query": request.GET.urlencode(),
        "bulk": BulkMoveForm(),
        "may_moderate": may_pass(forums_to_moderate, request.actor),
        "may_respond": may_pass(forums_to_respond_in, request.actor),
        "may_import": may_pass(cycles_to_import_into, request.actor),
        "may_export_tied": may_export_tied(request.actor),
    }
    return render(request, "listen/voices.html", context)


def _who(voice: Voice, roles: Mapping[str, str | Promise]) -> list[str]:
    """What is known of the contributor: role, school, language."""
    person = voice.contributor
    lines = (
        [roles.get(person.role, person.role), person.school.name if person.school else ""] if person else []
    )
    language = capfirst(language_name(voice.language)) if voice.language else ""
    return [str(line) for line in (*lines, language) if line]


@require_GET
def export_voices(request: Request) -> HttpResponseBase:
    """Download the texts. A filter by school or role says who wrote them, so it leads to the other file."""
    forums_to_read(request.actor)
    chosen = VoiceFilterForm(request.GET, actor=request.actor).chosen()
    if chosen.is_about_people:
        return redirect(f"{request.district.url('export_voices_tied')}?{request.GET.urlencode()}")
    return _exported(request, chosen)


@require_get_or_post
def export_voices_tied(request: Request) -> HttpResponseBase:
    """Ask, then download the texts with who wrote them: a number for each person, school and role."""
    forums_to_read(request.actor)
    allow(may_export_tied(request.actor))
    form = TiedExportForm(posted(request))
    if form.is_valid():
        return _exported(request, VoiceFilterForm(request.GET, actor=request.actor).chosen(), is_tied=True)
    back = f"{request.district.url('voices')}?{request.GET.urlencode()}"
    return form_page(request, "listen/export_voices_tied.html", form, back=back)


def _exported(request: Request, chosen: VoiceFilter, *, is_tied: bool = False) -> HttpResponseBase:
    rows = voices_to_read(request.actor, chosen)
    record(request.actor, "export_voices", request.district, n_voices=rows.count(), tied=is_tied)
    header = export_header(request.district, is_tied=is_tied)
    lines = csv_lines(header, export_rows(request.district, rows, is_tied=is_tied))
    district, forum = request.district, chosen.forum
    about, id_ = (forum.title, forum.public_id) if forum else (district.name, district.slug)
    kind = "linked-comments" if is_tied else "comments"
    return csv_download(lines, filename(kind, about, "csv", if_unnamed=id_))
