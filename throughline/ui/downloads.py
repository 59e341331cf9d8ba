"""Files that pages give out."""

from collections.abc import Iterable
from itertools import chain

from django.http import StreamingHttpResponse

EXCEL_MARK = "\ufeff"  # by which a spreadsheet knows UTF-8


def csv_download(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """A table as a file, streamed line by line; it holds what only the one who asks may read."""
    response = StreamingHttpResponse(chain([EXCEL_MARK], lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
