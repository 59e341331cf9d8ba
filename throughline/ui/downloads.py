"""File downloads, with their headers."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import PurePath
from typing import IO, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header, parse_header_parameters
from django.utils.text import slugify

EXCEL_MARK = "\ufeff"  # the byte order mark, by which spreadsheets recognize UTF-8
CONTENT_TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml; charset=utf-8",
    ".zip": "application/zip",
}


def download(content: str | bytes | Iterable[str] | Iterable[bytes], filename: str) -> HttpResponseBase:
    """A file to save, streamed if it comes in parts; the suffix determines its content type."""
    content_type = CONTENT_TYPES[PurePath(filename).suffix]
    response = (
        HttpResponse(content, content_type=content_type)
        if isinstance(content, str | bytes)
        else StreamingHttpResponse(content, content_type=content_type)
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


LONGEST_NAME = 60


def filename(kind: str, about: object, suffix: str, *, if_unnamed: str = "", day: date | None = None) -> str:
    """A name that says what the file holds: its kind, what it is about, and the day in the district's zone.

    A name is plain ASCII. For a title in another script, `if_unnamed` (an id) stands in its place. The day is
    that of the data; today if it was counted now.
    """
    day = day or timezone.localdate()
    name = slugify(str(about))
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition("-")[0] or name[:LONGEST_NAME]
    return f"{'-'.join(filter(None, [kind, name or if_unnamed, day.isoformat()]))}.{suffix}"


def saved_name(response: HttpResponseBase) -> str:
    """The name under which a browser saves the file of a response."""
    _header, value = parse_header_parameters(response.headers.get("Content-Disposition", ""))
    return value.get("filename", "")


def csv_download(lines: Iterable[str], filename: str) -> HttpResponseBase:
    """A CSV file to save, streamed line by line, which spreadsheets open as UTF-8."""
    return download(chain([EXCEL_MARK], lines), filename)


def zip_download(tables: Mapping[str, Iterable[str]], filename: str) -> HttpResponseBase:
    """A zip of CSV files by name, packed while it is sent, so that no table has to fit into memory."""
    return download(_zipped(tables), filename)


class _Sent:
    """What `ZipFile` writes to; it is taken away in pieces and never read back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: `take` empties it."""

    def take(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole


def _zipped(tables: Mapping[str, Iterable[str]]) -> Iterator[bytes]:
    sent = _Sent()
    with zipfile.ZipFile(cast(IO[bytes], sent), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in tables.items():
            with archive.open(name, "w", force_zip64=True) as file:
                for line in chain([EXCEL_MARK], lines):
                    file.write(line.encode())
                    if part := sent.take():
                        yield part
    yield sent.take()
