"""Lists of entries as the standard's API filters them: what is given, all has to hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Case, Model, Q, QuerySet, Value, When

from throughline.accounts.models import District
from throughline.accounts.queries.search import among, has_words, matching
from throughline.formats.folding import fold, terms_of
from throughline.formats.hsds import HsdsRow
from throughline.partner.models import (
    Address,
    Attribute,
    Organization,
    RevisionRow,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    SupportKind,
    Taxonomy,
    TaxonomyTerm,
)
from throughline.partner.queries.entries import organization_search, services
from throughline.partner.queries.kind_rows import (
    kind_taxonomy,
    kind_taxonomy_id,
    kind_term_id,
    kind_terms,
)
from throughline.partner.queries.near import Point, locations_near, middle_of, postal_codes_like

Row = TypeVar("Row", bound=Model)

NOTHING: Final = Q(pk__in=[])


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by. Empty values and None narrow nothing."""

    search: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    modified_after: datetime | None = None
    postcode: str = ""
    center: Point | None = None
    most_meters: float | None = None
    parent_id: str = ""
    top_only: bool = False


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """Rows in an order; `first` are rows that are in no table of the standard and come before them."""

    rows: QuerySet[Row]
    keys: Sequence[int] | None = None
    """The keys of all rows in their order, where the database doesn't know it."""
    first: Sequence[HsdsRow] = ()

    @property
    def n(self) -> int:
        n_rows = len(self.keys) if self.keys is not None else self.rows.order_by().count()
        return len(self.first) + n_rows

    def part(self, start: int, size: int) -> tuple[Sequence[HsdsRow], QuerySet[Row]]:
        """Some of the rows, from the given place on."""
        first = self.first[start : start + size]
        start, size = max(0, start - len(self.first)), size - len(first)
        if self.keys is None:
            return first, self.rows[start : start + size]
        keys = self.keys[start : start + size]
        if not keys:
            return first, self.rows.none()
        order = Case(*[When(pk=key, then=Value(place)) for place, key in enumerate(keys)])
        return first, self.rows.filter(among("pk", keys)).order_by(order)


def uuid_of(text: str) -> UUID | None:
    """An id of the standard; None for a text that is none, which no row has."""
    try:
        return UUID(text)
    except ValueError:
        return None


def has_id(field: str, text: str) -> Q:
    """Rows with this id; none where the text is no id."""
    found = uuid_of(text)
    return NOTHING if found is None else Q(**{field: found})


def listed_services(district: District, filters: Filters) -> Listing[Service]:
    return Listing(_services(district, filters))


def _services(district: District, filters: Filters) -> QuerySet[Service]:
    rows = services(filters.search)
    if filters.organization_id:
        rows = rows.filter(has_id("organization__hsds_id", filters.organization_id))
    if filters.taxonomy_term_id:
        own_kinds = [
            kind for kind in SupportKind.objects.all() if kind_term_id(kind) == filters.taxonomy_term_id
        ]
        rows = rows.filter(_has_term(filters) | _has_kind(own_kinds))
    if filters.taxonomy_id:
        is_own = kind_taxonomy_id(district) == filters.taxonomy_id
        rows = rows.filter(_has_taxonomy(filters) | _has_kind(SupportKind.objects.all() if is_own else ()))
    if filters.modified_after is not None:
        rows = rows.filter(_has_changed(filters.modified_after))
    return rows


def _has_kind(kinds: QuerySet[SupportKind] | Sequence[SupportKind]) -> Q:
    """Services of one of the district's own kinds."""
    return Q(pk__in=ServiceTerm.objects.filter(term__in=kinds).values("service"))


def _has_term(filters: Filters) -> Q:
    return _is_attached(has_id("taxonomy_term__hsds_id", filters.taxonomy_term_id))


def _has_taxonomy(filters: Filters) -> Q:
    return _is_attached(has_id("taxonomy_term__taxonomy_detail__hsds_id", filters.taxonomy_id))


def _is_attached(which: Q) -> Q:
    """Rows of any table that have one of these terms attached."""
    rows = Attribute.objects.filter(which, link_id__isnull=False).order_by()
    return Q(hsds_id__in=rows.values("link_id"))


def _has_changed(at: datetime) -> Q:
    """Services that changed since, as they say themselves, or here, or that came with an import since."""
    here = RevisionRow.objects.filter(entry_table="service", revision__at__gte=at)
    return Q(last_modified__gte=at) | Q(arrival__at__gte=at) | Q(pk__in=here.order_by().values("entry_key"))


def listed_organizations(district: District, filters: Filters) -> Listing[Organization]:
    rows = matching(Organization.objects.order_by("name", "id"), organization_search(filters.search))
    if filters.taxonomy_term_id:
        offering = _services(district, Filters(taxonomy_term_id=filters.taxonomy_term_id))
        rows = rows.filter(_has_term(filters) | _offers(offering))
    if filters.taxonomy_id:
        offering = _services(district, Filters(taxonomy_id=filters.taxonomy_id))
        rows = rows.filter(_has_taxonomy(filters) | _offers(offering))
    return Listing(rows)


def _offers(offered: QuerySet[Service]) -> Q:
    return Q(pk__in=offered.filter(organization__isnull=False).order_by().values("organization"))


def listed_places(district: District, filters: Filters) -> Listing[ServiceAtLocation]:
    """Services at locations; the nearest first where a distance is given."""
    rows = ServiceAtLocation.objects.order_by("pk")
    of_services = replace(filters, modified_after=None, postcode="", center=None, most_meters=None)
    if of_services != Filters():
        rows = rows.filter(service__in=_services(district, of_services).order_by().values("pk"))
    if filters.modified_after is not None:
        changed = Service.objects.filter(_has_changed(filters.modified_after)).order_by().values("pk")
        moved = RevisionRow.objects.filter(entry_table="location", revision__at__gte=filters.modified_after)
        has_moved = Q(location__in=moved.order_by().values("entry_key"))
        rows = rows.filter(Q(service__in=changed) | has_moved | Q(arrival__at__gte=filters.modified_after))
    center = filters.center
    if filters.postcode:
        codes = postal_codes_like(filters.postcode)
        if filters.most_meters is None or center is not None:
            there = Address.objects.filter(postal_code__in=codes, location__isnull=False).order_by()
            rows = rows.filter(location__in=there.values("location"))
        else:
            center = middle_of(codes)
            rows = rows if center else rows.none()
    if center is None or filters.most_meters is None:
        return Listing(rows)
    near = locations_near(center, filters.most_meters)
    pairs = rows.filter(among("location", near)).values_list("pk", "location")
    return Listing(rows, [key for key, _place in sorted(pairs, key=lambda pair: (near[pair[1]], pair[0]))])


def listed_taxonomies(district: District, filters: Filters) -> Listing[Taxonomy]:
    own = [row for row in [kind_taxonomy(district)] if _is_named(row, filters.search)]
    rows = Taxonomy.objects.filter(has_words(filters.search, "name", "description"))
    return Listing(rows.order_by("name", "pk"), first=own)


def listed_terms(district: District, filters: Filters) -> Listing[TaxonomyTerm]:
    own = [row for row in kind_terms(district).values() if _is_named(row, filters.search)]
    rows = TaxonomyTerm.objects.filter(has_words(filters.search, "name", "description"))
    if filters.taxonomy_id:
        own = [row for row in own if row.values["taxonomy_id"] == filters.taxonomy_id]
        rows = rows.filter(has_id("taxonomy_detail__hsds_id", filters.taxonomy_id))
    if filters.parent_id:
        own = []
        rows = rows.filter(has_id("parent__hsds_id", filters.parent_id))
    if filters.top_only:
        rows = rows.filter(parent__isnull=True)
    return Listing(rows.order_by("name", "pk"), first=own)


def _is_named(row: HsdsRow, words: str) -> bool:
    terms, text = terms_of(words), fold(f"{row.values['name']} {row.values['description']}")
    return all(term.is_in(text) for term in terms) and bool(terms or not words.strip())
