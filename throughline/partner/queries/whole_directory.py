"""The whole directory of the district in scope, in the shape of a directory that was read from files."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from django.db.models import Max, Q, QuerySet

from throughline.accounts.models import District
from throughline.formats.hsds import TABLES, HsdsRow
from throughline.partner.models import Address, Contact, DirectoryImport, Phone, ServiceTerm
from throughline.partner.queries.kind_rows import kind_attributes, kind_taxonomy, kind_terms
from throughline.partner.queries.quotes import organizations_with_hidden_places
from throughline.partner.queries.revisions import PARENTS
from throughline.partner.queries.rows import MODELS, hsds_rows, paths_of

KEYS_AT_ONCE = 1_000
_WHOLE = ("organization", "program", "service", "location", "service_at_location")
_PARENTS_OF_PHONES = ("organization", "service", "location", "service_at_location")


class DistrictDirectory:
    """The directory as it is when this is made: what an import adds later is not in it.

    Contacts are for staff alone, and so are phones that belong to nothing else, columns that were stored
    unmapped, who confirmed an entry, rows that belong to nothing, and the own addresses of organizations with
    a confidential location. With `kinds_of`, the kinds of
    support of that district are a taxonomy like others.
    """

    def __init__(self, *, with_contacts: bool = True, kinds_of: District | None = None) -> None:
        imports = DirectoryImport.objects.order_by()
        self._with_contacts = with_contacts
        self._last = imports.aggregate(last=Max("pk"))["last"] or 0
        self._unfinished = list(
            imports.filter(state=DirectoryImport.State.WRITING).values_list("pk", flat=True)
        )
        self._has_rows: dict[str, bool] = {}
        self._district = kinds_of if kinds_of and ServiceTerm.objects.exists() else None
        self._terms = kind_terms(self._district) if self._district else {}

    def rows(self, table: str) -> Iterator[HsdsRow]:
        """The rows of a table, oldest first. `extra` and `values` are the reader's own."""
        own_ids = set()
        for row in self._own(table, None):
            own_ids.add(row.values["id"])
            yield row
        for row in self._read(table, self._visible(table).order_by("pk")):
            if row.values["id"] not in own_ids:
                yield row

    def related(self, table: str, field: str, ids: Collection[str]) -> Iterator[HsdsRow]:
        """The rows of a table whose link, or id, is one of these, oldest first."""
        own_ids = set()
        for row in self._own(table, ids):
            if row.values[field] in ids:
                own_ids.add(row.values["id"])
                yield row
        if table not in self._has_rows:
            self._has_rows[table] = self._visible(table).exists()
        if ids and self._has_rows[table]:
            chosen = {f"{paths_of(table)[field]}__in": list(ids)}
            for row in self._read(table, self._visible(table).filter(**chosen).order_by("pk")):
                if row.values["id"] not in own_ids:
                    yield row

    def _own(self, table: str, ids: Collection[str] | None) -> Iterator[HsdsRow]:
        """The kinds of support as rows; an import of our own file may have brought them as rows besides."""
        if self._district is None:
            return
        if table == "taxonomy":
            yield kind_taxonomy(self._district)
        elif table == "taxonomy_term":
            yield from self._terms.values()
        elif table == "attribute":
            services = self._visible("service").order_by("pk")
            if ids is not None:
                services = services.filter(hsds_id__in=list(ids))
            keys = iter(services.values_list("pk", flat=True).iterator(KEYS_AT_ONCE))
            while some := list(islice(keys, KEYS_AT_ONCE)):
                yield from kind_attributes(some, self._terms, self._district)

    def _read(self, table: str, rows: QuerySet[Any]) -> Iterator[HsdsRow]:
        for row in hsds_rows(table, rows, is_public=not self._with_contacts):
            for name in TABLES[table].links:
                row.values[name] = row.values[name] or ""
            yield row

    def _visible(self, table: str) -> QuerySet[Any]:
        arrived = Q(arrival__isnull=True) | Q(arrival__lte=self._last)
        rows = MODELS[table].everything.filter(arrived).exclude(arrival__in=self._unfinished)
        return rows if self._with_contacts else _without_contacts(table, rows.exclude(of_nothing(table)))


def _without_contacts(table: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    if table == "contact":
        return rows.none()
    if table == "address":
        return rows.exclude(_of_hidden_organizations())
    if table == "phone":
        return rows.exclude(_of_contacts_alone(""))
    if table == "language":
        return rows.exclude(_of_contacts_alone("phone__"))
    if table in {"attribute", "metadata"}:
        link = "link_id" if table == "attribute" else "resource_id"
        withheld: list[QuerySet[Any]] = [
            Contact.everything.all(),
            Phone.everything.filter(_of_contacts_alone("") | of_nothing("phone")),
            Address.everything.filter(_of_hidden_organizations() | of_nothing("address")),
        ]
        for some in withheld:
            rows = rows.exclude(**{f"{link}__in": some.values("hsds_id")})
    return rows


def _of_hidden_organizations() -> Q:
    return Q(location=None, organization__in=organizations_with_hidden_places())


def of_nothing(table: str) -> Q:
    """Rows that describe what is not in the directory: who knows whose address it is."""
    names = {field.name for field in MODELS[table]._meta.concrete_fields}
    links = {f"{parent}__isnull": True for parent in PARENTS if parent in names}
    return Q(**links) if links and table not in _WHOLE else Q(pk__in=())


def _of_contacts_alone(path: str) -> Q:
    """Phones of a contact that belong to nothing else."""
    others = {f"{path}{parent}__isnull": True for parent in _PARENTS_OF_PHONES}
    return Q(**{f"{path}contact__isnull": False}, **others)
