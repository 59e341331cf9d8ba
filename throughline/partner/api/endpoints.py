"""What each address of the API answers, in the version of the standard that was asked for."""

from typing import TypeAlias

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from ninja import Body, NinjaAPI, Path, Query
from ninja.errors import HttpError, ValidationError

from throughline.accounts.permissions import Request
from throughline.formats.hsds import HsdsRow, Version
from throughline.formats.hsds.records import record_of
from throughline.partner.api.answers import BodyParser, answer, invalid, not_found, page_answer, unreadable
from throughline.partner.api.parameters import (
    OrganizationChoices,
    OrganizationParameters,
    PlaceParameters,
    ServiceParameters,
    TaxonomyParameters,
    TermParameters,
)
from throughline.partner.models import Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from throughline.partner.queries.kind_rows import kind_taxonomy, kind_terms
from throughline.partner.queries.listings import (
    has_id,
    listed_organizations,
    listed_places,
    listed_services,
    listed_taxonomies,
    listed_terms,
    uuid_of,
)
from throughline.partner.queries.records import Records, minimal

Answer: TypeAlias = HttpResponse


class HsdsRequest(Request):
    """A request of the API: in which version of the standard it is answered."""

    hsds_version: Version


api = NinjaAPI(openapi_url=None, docs_url=None, urls_namespace="hsds", parser=BodyParser())


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return invalid(error)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return unreadable(error)


def _records(request: HsdsRequest, *, is_full: bool) -> Records:
    return Records(request.district, request.hsds_version, is_full=is_full)


# Services


def _services(request: HsdsRequest, parameters: ServiceParameters) -> Answer:
    records = _records(request, is_full=parameters.full)
    listing = listed_services(request.district, parameters.filters())
    if parameters.minimal:
        return page_answer(listing, parameters, lambda _first, rows: minimal(rows))
    return page_answer(
        listing,
        parameters,
        lambda _first, rows: [records.service(row) for row in records.read_services(rows)],
    )


@api.get("/services", url_name="services", summary="Services that match all filters")
def list_services(request: HsdsRequest, parameters: Query[ServiceParameters]) -> Answer:
    return _services(request, parameters)


@api.post("/services", url_name="services", summary="The same, with the filters in the body")
def search_services(request: HsdsRequest, parameters: Body[ServiceParameters]) -> Answer:
    return _services(request, parameters)


@api.get("/services/{id}", url_name="service", summary="A service with all that belongs to it")
def get_service(request: HsdsRequest, id: Path[str]) -> Answer:
    records = _records(request, is_full=True)
    found = records.read_services(Service.objects.filter(has_id("hsds_id", id)))
    if not found:
        return not_found("service")
    response = answer(records.service(found[0]))
    if found[0].last_modified is not None:
        response.headers["Last-Modified"] = http_date(found[0].last_modified.timestamp())
    return response


# Organizations


def _organizations(request: HsdsRequest, parameters: OrganizationParameters) -> Answer:
    records, with_services = _records(request, is_full=parameters.full), parameters.full_service
    return page_answer(
        listed_organizations(request.district, parameters.filters()),
        parameters,
        lambda _first, rows: [
            records.organization(row, with_services=with_services)
            for row in records.read_organizations(rows, with_services=with_services)
        ],
    )


@api.get("/organizations", url_name="organizations", summary="Organizations that match all filters")
def list_organizations(request: HsdsRequest, parameters: Query[OrganizationParameters]) -> Answer:
    return _organizations(request, parameters)


@api.post("/organizations", url_name="organizations", summary="The same, with the filters in the body")
def search_organizations(request: HsdsRequest, parameters: Body[OrganizationParameters]) -> Answer:
    return _organizations(request, parameters)


@api.get(
    "/organizations/{id}", url_name="organization", summary="An organization with all that belongs to it"
)
def get_organization(request: HsdsRequest, id: Path[str], choices: Query[OrganizationChoices]) -> Answer:
    records = _records(request, is_full=True)
    rows = Organization.objects.filter(has_id("hsds_id", id))
    found = records.read_organizations(rows, with_services=choices.full_service)
    if not found:
        return not_found("organization")
    return answer(records.organization(found[0], with_services=choices.full_service))


# Services at locations


def _places(request: HsdsRequest, parameters: PlaceParameters) -> Answer:
    records = _records(request, is_full=parameters.full)
    return page_answer(
        listed_places(request.district, parameters.filters()),
        parameters,
        lambda _first, rows: [records.place(row) for row in records.read_places(rows)],
    )


@api.get(
    "/service_at_locations",
    url_name="service_at_locations",
    summary="Services at locations that match all filters",
)
def list_service_at_locations(request: HsdsRequest, parameters: Query[PlaceParameters]) -> Answer:
    return _places(request, parameters)


@api.post(
    "/service_at_locations",
    url_name="service_at_locations",
    summary="The same, with the filters in the body",
)
def search_service_at_locations(request: HsdsRequest, parameters: Body[PlaceParameters]) -> Answer:
    return _places(request, parameters)


@api.get(
    "/service_at_locations/{id}",
    url_name="service_at_location",
    summary="A service at a location with all that belongs to it",
)
def get_service_at_location(request: HsdsRequest, id: Path[str]) -> Answer:
    records = _records(request, is_full=True)
    found = records.read_places(ServiceAtLocation.objects.filter(has_id("hsds_id", id)))
    return answer(records.place(found[0])) if found else not_found("service at a location")


# Taxonomies and their terms


def _taxonomies(request: HsdsRequest, parameters: TaxonomyParameters) -> Answer:
    records, version = _records(request, is_full=False), request.hsds_version
    return page_answer(
        listed_taxonomies(request.district, parameters.filters()),
        parameters,
        lambda first, rows: [record_of(row, version) for row in [*first, *records.read("taxonomy", rows)]],
    )


@api.get("/taxonomies", url_name="taxonomies", summary="Taxonomies, the district's own first")
def list_taxonomies(request: HsdsRequest, parameters: Query[TaxonomyParameters]) -> Answer:
    return _taxonomies(request, parameters)


@api.post("/taxonomies", url_name="taxonomies", summary="The same, with the filters in the body")
def search_taxonomies(request: HsdsRequest, parameters: Body[TaxonomyParameters]) -> Answer:
    return _taxonomies(request, parameters)


@api.get("/taxonomies/{id}", url_name="taxonomy", summary="A taxonomy")
def get_taxonomy(request: HsdsRequest, id: Path[str]) -> Answer:
    rows = _records(request, is_full=True).read("taxonomy", Taxonomy.objects.filter(has_id("hsds_id", id)))
    found = [row for row in [kind_taxonomy(request.district), *rows] if _is(row, id)]
    return answer(record_of(found[0], request.hsds_version)) if found else not_found("taxonomy")


def _is(row: HsdsRow, record_id: str) -> bool:
    return uuid_of(str(row.id)) == uuid_of(record_id)


def _terms(request: HsdsRequest, parameters: TermParameters) -> Answer:
    records = _records(request, is_full=False)
    records.keep([kind_taxonomy(request.district)])
    return page_answer(
        listed_terms(request.district, parameters.filters()),
        parameters,
        lambda first, rows: [records.term(row) for row in [*first, *records.read_terms(rows)]],
    )


@api.get("/taxonomy_terms", url_name="taxonomy_terms", summary="Terms of all taxonomies")
def list_taxonomy_terms(request: HsdsRequest, parameters: Query[TermParameters]) -> Answer:
    return _terms(request, parameters)


@api.post("/taxonomy_terms", url_name="taxonomy_terms", summary="The same, with the filters in the body")
def search_taxonomy_terms(request: HsdsRequest, parameters: Body[TermParameters]) -> Answer:
    return _terms(request, parameters)


@api.get("/taxonomy_terms/{id}", url_name="taxonomy_term", summary="A term with its taxonomy")
def get_taxonomy_term(request: HsdsRequest, id: Path[str]) -> Answer:
    records = _records(request, is_full=False)
    records.keep([kind_taxonomy(request.district)])
    rows = records.read_terms(TaxonomyTerm.objects.filter(has_id("hsds_id", id)))
    found = [row for row in [*kind_terms(request.district).values(), *rows] if _is(row, id)]
    return answer(records.term(found[0])) if found else not_found("taxonomy term")
