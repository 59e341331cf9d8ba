"""`throughline export`: the files that pages offer, written by the pages' own views."""

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import IO, cast

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import resolve
from django.utils import timezone, translation
from django_scopes import scope

from throughline.accounts.models import District
from throughline.accounts.permissions import Actor, Request
from throughline.config.export_kinds import EXPORTS
from throughline.ui.downloads import saved_name


def export(arguments: argparse.Namespace, district: District) -> int:
    """Write the file to `arguments.file`: a path, a folder (the file is named as on the page), or `-`."""
    language = district.languages[0]
    with scope(district=district), timezone.override(district.zone), translation.override(language):
        try:
            response = _response(arguments, district)
        except Http404:
            named = ", ".join(f"--{name} {value}" for name, value in _ids(arguments).items())
            return _say_no(f"There is nothing to export in {district.name} with {named or 'these settings'}.")
        if response.status_code != 200:
            return _say_no("The page refused these settings. Check --query against the page's address.")
        try:
            path = _write(response, arguments.file)
        except OSError as problem:
            return _say_no(f"The file could not be written to {arguments.file}: {problem.strerror}.")
    if path is not None:
        print(path)
    return 0


def _ids(arguments: argparse.Namespace) -> dict[str, str]:
    return {name: getattr(arguments, f"{name}_id") for name in EXPORTS[arguments.kind].ids}


def _response(arguments: argparse.Namespace, district: District) -> HttpResponseBase:
    """What the page answers to the operator, who may read everything. It writes the audit row itself."""
    about = EXPORTS[arguments.kind]
    is_tied = getattr(arguments, "tied", False)
    ids = {f"{name}_id": value for name, value in _ids(arguments).items()}
    match = resolve(district.url(about.tied_view if is_tied else about.view, **ids))
    request = Request()
    request.method = "POST" if is_tied else "GET"
    request.path = request.path_info = district.url(match.url_name or "", **ids)
    request.META = {"REMOTE_ADDR": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.GET = QueryDict(arguments.query)
    request.POST = QueryDict("is_needed=on" if is_tied else "")
    request.district, request.actor = district, Actor.system(district)
    request.user, request.texts_taken_in = AnonymousUser(), set()
    kwargs = {name: value for name, value in match.kwargs.items() if name != "district"}
    return cast(HttpResponseBase, match.func(request, **kwargs))


def _parts(response: HttpResponseBase) -> Iterable[bytes]:
    if isinstance(response, StreamingHttpResponse):
        return iter(response)
    return [cast(HttpResponse, response).content]


def _write(response: HttpResponseBase, file: str) -> Path | None:
    """Write all of the file or nothing: an export that stops halfway leaves no file that looks complete."""
    if file == "-":
        _copy(response, cast(IO[bytes], getattr(sys.stdout, "buffer", BytesIO())))
        return None
    path = Path(file)
    if path.is_dir():
        path /= saved_name(response)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".export-")  # only its owner may read it
    try:
        with os.fdopen(handle, "wb") as written:
            _copy(response, written)
        Path(unfinished).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(unfinished).unlink()
        raise
    return path


def _copy(response: HttpResponseBase, written: IO[bytes]) -> None:
    for part in _parts(response):
        written.write(part)
    written.flush()


def _say_no(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
