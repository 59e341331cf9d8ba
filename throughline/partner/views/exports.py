"""The directory as files: whole by the standard, and its lists for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from django_scopes import scope

from throughline.accounts.actions import record
from throughline.accounts.models import District
from throughline.accounts.permissions import Request, limit, public
from throughline.formats import hsds
from throughline.formats.writing import Cell, csv_lines
from throughline.partner import permissions, queries
from throughline.partner.views.common import words_of
from throughline.partner.views.finder import searched
from throughline.ui.downloads import csv_download, download, filename

DIRECTORIES_A_MINUTE = 10
LISTS_A_MINUTE = 30
KINDS: Final = ("tables", "records")


@public
@require_safe
def directory_export(request: Request) -> HttpResponse:
    """Everything that can be downloaded."""
    context = {
        "has_contacts": permissions.may_see_contacts(request.actor),
        "may_manage": permissions.may_manage_directory(request.actor),
        "versions": hsds.WRITTEN,
    }
    return render(request, "partner/directory_export.html", context)


@public
@require_safe
def directory_package(request: Request) -> HttpResponseBase:
    """The whole directory by the standard. Contacts are in it for staff alone."""
    limit(request, "directory_package", DIRECTORIES_A_MINUTE)
    kind, version = request.GET.get("kind", KINDS[0]), request.GET.get("version", hsds.WRITTEN[0])
    if kind not in KINDS or version not in hsds.WRITTEN:
        raise Http404
    district, now = request.district, timezone.now()
    has_contacts = permissions.may_see_contacts(request.actor)
    if has_contacts:
        record(request.actor, "export_directory", district, kind=kind, version=version)
    source = queries.DistrictDirectory(with_contacts=has_contacts, kinds_of=district)
    profile, openapi = (_address(district, name, version) for name in ("hsds_profile", "hsds_openapi"))
    if kind == "tables":
        pieces, _losses = hsds.write_tables(
            source,
            version,
            title=district.name,
            created=now,
            profile_url=profile,
            without=() if has_contacts else ("contact", *queries.WITHHELD),
        )
    else:
        root = {"profile": profile, "openapi_url": openapi}
        pieces, _losses = hsds.write_records(source, version, created=now, root=root)
    name = filename(f"services-hsds-{version}-{kind}", district.name, "zip", if_unnamed=district.slug)
    return download(in_scope(district, pieces), name)


def _address(district: District, name: str, version: str) -> str:
    """The address of what the API says of itself; that of its first version is not in the address."""
    kwargs = {} if version == hsds.WRITTEN[0] else {"version": version}
    return settings.BASE_URL + district.url(name, **kwargs)


@public
@require_safe
def organizations_csv(request: Request) -> HttpResponseBase:
    """The organizations that the page lists for the same search."""
    rows = queries.organizations(queries.organization_search(words_of(request)))
    cells = queries.organization_rows(request.district, rows)
    return list_download(request, "organizations", queries.ORGANIZATION_COLUMNS, cells)


@public
@require_safe
def services_csv(request: Request) -> HttpResponseBase:
    """The services that the page lists for the same search and filters; without any, all that there are."""
    search = searched(request, timezone.localtime())
    if search.form.chosen:
        cells = queries.found_rows(request.district, search.found.hits)
    else:
        cells = queries.service_rows(request.district, queries.services())
    return list_download(request, "services", queries.SERVICE_COLUMNS, cells)


@public
@require_safe
def locations_csv(request: Request) -> HttpResponseBase:
    cells = queries.location_rows(request.district, queries.locations())
    return list_download(request, "locations", queries.LOCATION_COLUMNS, cells)


@require_safe
def supports_csv(request: Request) -> HttpResponseBase:
    cells = queries.support_rows(request.district, queries.supports())
    return list_download(request, "supports", queries.SUPPORT_COLUMNS, cells)


def list_download(
    request: Request, kind: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponseBase:
    """A list of the directory as a CSV file to save."""
    limit(request, "directory_list", LISTS_A_MINUTE)
    district = request.district
    name = filename(kind, district.name, "csv", if_unnamed=district.slug)
    made = _made_for(district, get_language() or settings.LANGUAGE_CODE, rows)
    return csv_download(csv_lines(header, made), name)


def _made_for(district: District, language: str, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """It streams after the request, when another language and another time are in use."""
    left = iter(rows)
    while True:
        with override(language), timezone.override(district.zone):
            row = next(left, None)
        if row is None:
            return
        yield row


def in_scope(district: District, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """It streams after the request: each piece opens a scope."""
    while True:
        with scope(district=district):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
