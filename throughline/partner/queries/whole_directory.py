"""The whole directory of the district in scope, in the shape of a directory that was read from files."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Max, Q, QuerySet

from throughline.formats.hsds import TABLES, HsdsRow
from throughline.partner.models import Contact, DirectoryImport, Phone
from throughline.partner.queries.rows import MODELS, hsds_rows, paths_of

_PARENTS_OF_PHONES = ("organization", "service", "location", "service_at_location")


class DistrictDirectory:
    """The directory as it is when this is made: what an import adds later is not in it.

    Contacts are for staff alone, and so are phones that belong to nothing else.
    """

    def __init__(self, *, with_contacts: bool = True) -> None:
        imports = DirectoryImport.objects.order_by()
        self._with_contacts = with_contacts
        self._last = imports.aggregate(last=Max("pk"))["last"] or 0
        self._unfinished = list(
            imports.filter(state=DirectoryImport.State.WRITING).values_list("pk", flat=True)
        )
        self._has_rows: dict[str, bool] = {}

    def rows(self, table: str) -> Iterator[HsdsRow]:
        """The rows of a table, oldest first. `extra` and `values` are the reader's own."""
        return self._read(table, self._visible(table).order_by("pk"))

    def related(self, table: str, field: str, ids: Collection[str]) -> Iterator[HsdsRow]:
        """The rows of a table whose link, or id, is one of these, oldest first."""
        if table not in self._has_rows:
            self._has_rows[table] = self._visible(table).exists()
        if ids and self._has_rows[table]:
            chosen = {f"{paths_of(table)[field]}__in": list(ids)}
            yield from self._read(table, self._visible(table).filter(**chosen).order_by("pk"))

    def _read(self, table: str, rows: QuerySet[Any]) -> Iterator[HsdsRow]:
        blank = [
            name for name, to in TABLES[table].links.items() if to == "contact" and not self._with_contacts
        ]
        for row in hsds_rows(table, rows):
            for name in TABLES[table].links:
                row.values[name] = row.values[name] or ""
            for name in blank:
                row.values[name] = ""
            yield row

    def _visible(self, table: str) -> QuerySet[Any]:
        arrived = Q(arrival__isnull=True) | Q(arrival__lte=self._last)
        rows = MODELS[table].everything.filter(arrived).exclude(arrival__in=self._unfinished)
        return rows if self._with_contacts else _without_contacts(table, rows)


def _without_contacts(table: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    if table == "contact":
        return rows.none()
    if table == "phone":
        return rows.exclude(_of_contacts_alone(""))
    if table == "language":
        return rows.exclude(_of_contacts_alone("phone__"))
    if table in {"attribute", "metadata"}:
        link = "link_id" if table == "attribute" else "resource_id"
        phones = Phone.everything.filter(_of_contacts_alone(""))
        return rows.exclude(
            Q(**{f"{link}__in": Contact.everything.values("hsds_id")})
            | Q(**{f"{link}__in": phones.values("hsds_id")})
        )
    return rows


def _of_contacts_alone(path: str) -> Q:
    """Phones of a contact that belong to nothing else."""
    others = {f"{path}{parent}__isnull": True for parent in _PARENTS_OF_PHONES}
    return Q(**{f"{path}contact__isnull": False}, **others)
