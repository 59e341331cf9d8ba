"""A large request is read only once it is known who sends it, and that they may."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from throughline.accounts.permissions import TakenFiles
from throughline.accounts.views import length_required, no_room, too_large
from throughline.config.requests.middleware import answer_at_door
from throughline.config.server.limits import FORM_BODY_BYTES, ROOM_LEFT_BYTES, SMALL_BODY_BYTES

Handler = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def n_bytes_of(request: HttpRequest) -> int:
    """The length that was declared; no server passes on more than that."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return int(length) if length.isdecimal() else 0


class BodyMiddleware:
    """Leave large requests unread, unless the page takes them and the person passes its door.

    Django parses a form as soon as the CSRF check looks for its token, and writes files to the disk while it
    does. So whoever comes without being allowed in is answered first, as if the request had nothing in it.
    Nothing else, no error page either, can read a request that this has not opened.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if n_bytes_of(request) > SMALL_BODY_BYTES:
            _close(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return length_required(request)  # Django would read a form of unknown length as an empty one
        n_bytes = n_bytes_of(request)
        if n_bytes <= SMALL_BODY_BYTES:
            return None
        if "district" not in kwargs or not hasattr(request, "district") or getattr(view, "is_public", False):
            return too_large(request, SMALL_BODY_BYTES)
        answer = answer_at_door(request)
        if answer is not None:
            return answer
        taken: TakenFiles | None = getattr(view, "taken_files", None)
        if taken is not None:
            taken.door(request.actor)  # type: ignore[attr-defined]
        most_bytes = taken.kind.limits.max_total_bytes if taken else FORM_BODY_BYTES
        if n_bytes > (most_bytes + FORM_BODY_BYTES if taken else most_bytes):
            return too_large(request, most_bytes)
        if taken is not None and not _has_room(n_bytes):
            return no_room(request)
        _open(request)
        return None


def _has_room(n_bytes: int) -> bool:
    """Whether a request fits twice: as it is received, and unpacked where it is kept."""
    folders = (Path(tempfile.gettempdir()), Path(settings.HOME))
    return all(shutil.disk_usage(folder).free - 2 * n_bytes >= ROOM_LEFT_BYTES for folder in folders)


def _close(request: HttpRequest) -> None:
    """Make the form and its files empty, as Django does with those it could not read."""
    request._mark_post_parse_error()  # type: ignore[attr-defined]


def _open(request: HttpRequest) -> None:
    del request._post, request._files  # type: ignore[attr-defined]
