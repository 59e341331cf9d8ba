"""The rows that describe an entry, as its pages and forms show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from throughline.partner.models import (
    CapacityStatus,
    CostOption,
    DirectoryRow,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
)


def details_of(entry: Organization | Service | Location, model: type[DirectoryRow]) -> QuerySet[Any]:
    """The rows of a table that describe an entry; those of a service at one of its places too."""
    fields = {field.name for field in model._meta.concrete_fields}
    link = str(entry._meta.model_name)
    rows = Q(**{link: entry})
    if isinstance(entry, Service):
        if "service_at_location" in fields:
            rows |= Q(service_at_location__in=ServiceAtLocation.objects.filter(service=entry).values("pk"))
    elif "service" in fields:
        rows &= Q(service=None)
    if isinstance(entry, Organization) and model is Phone:
        rows &= Q(contact=None)
    return model.objects.filter(rows).order_by("pk")


def in_order(lookup: str, model: type[DirectoryRow]) -> "Prefetch[str, Any, Any]":
    """Fetch the rows of a lookup in the order in which they came: PostgreSQL has none of its own."""
    return Prefetch(lookup, model.objects.order_by("pk"))


def key_of_place_row(row: Mapping[str, Any]) -> str:
    """What a form calls a row of a confidential place; one from a file may have only the id of the file."""
    return str(row.get("hsds_id") or row.get("foreign_id") or "")


@dataclass(frozen=True)
class Facts:
    """What the page of a service lists besides its texts."""

    costs: Sequence[CostOption]
    documents: Sequence[RequiredDocument]
    areas: Sequence[ServiceArea]
    capacities: Sequence[ServiceCapacity]
    languages: Sequence[Language]
    do_openings_disagree: bool
    """Whether it is said to be full, or open, and the places that were counted say otherwise."""


def do_openings_disagree(service: Service, capacities: Sequence[ServiceCapacity]) -> bool:
    counted = [one.available for one in capacities if one.available is not None]
    if service.capacity_status in {CapacityStatus.FULL, CapacityStatus.WAITING_LIST}:
        return any(counted)
    is_open = service.capacity_status in {CapacityStatus.OPEN, CapacityStatus.LIMITED}
    return is_open and bool(counted) and not any(counted)


def facts_of(service: Service) -> Facts:
    capacities = list(service.capacities.select_related("unit").order_by("pk"))
    return Facts(
        costs=list(service.cost_options.order_by("pk")),
        documents=list(service.required_documents.exclude(document="", uri="").order_by("pk")),
        areas=list(service.service_areas.exclude(name="", description="").order_by("pk")),
        capacities=capacities,
        languages=list(service.languages.exclude(name="", code="").order_by("pk")),
        do_openings_disagree=do_openings_disagree(service, capacities),
    )
