"""How people come to a forum: the short link, and the poster that shows it."""

import io
from urllib.parse import urlencode

import segno
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, public
from throughline.convene import queries
from throughline.convene.permissions import get_announced_forum_for, get_forum_of_short_link
from throughline.formats.poster import PAPERS, poster_pdf
from throughline.ui.downloads import download, filename


@public
@require_safe
def short_link(request: Request, short_code: str) -> HttpResponse:
    forum = get_forum_of_short_link(short_code)
    url = request.district.url("part", forum_id=forum.public_id)
    language = request.GET.get("lang", "")
    return HttpResponseRedirect(f"{url}?{urlencode({'lang': language})}" if language else url)


@require_safe
def forum_poster(request: Request, forum_id: str, paper: str) -> HttpResponseBase:
    """A poster as a PDF file, in the languages of `?languages=en-es`, or the first two of the district."""
    forum = get_announced_forum_for(request.actor, forum_id)
    printable = queries.printable_languages(forum)
    chosen = request.GET.get("languages", "").split("-")
    languages = [code for code in chosen if code in printable][:2] or printable[:2]
    if paper not in PAPERS or not languages:
        raise Http404
    qr = io.BytesIO()
    segno.make(queries.short_address(forum), micro=False, error="m").save(
        qr, kind="svg", border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    content = queries.poster(forum, languages, qr.getvalue().decode(), timezone.now())
    name = filename(f"poster-{paper}", forum.title, "pdf", if_unnamed=forum.short_code or forum.public_id)
    return download(poster_pdf(content, paper), name)
