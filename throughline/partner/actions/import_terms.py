"""The kinds of support that the terms of an imported directory mean."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from throughline.accounts.permissions import Actor
from throughline.formats.hsds import HsdsRow
from throughline.formats.hsds.additions import KINDS_TAXONOMY
from throughline.partner.actions.kinds import ensure_terms
from throughline.partner.models import Attribute, DirectoryRow, Service, ServiceTerm, TaxonomyTerm
from throughline.partner.queries.kind_rows import kind_taxonomy_id
from throughline.partner.queries.kinds import is_open_eligibility, kinds_of_titles


class KindsOfTerms:
    """Gives new services the kinds of support of their terms of Open Eligibility.

    The district's own kinds, which our files hold as a taxonomy of their own, become kinds again.
    """

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._own: dict[str, str] = {}
        self._owned: list[tuple[str, str]] = []
        self._codes: dict[int, list[str]] = {}
        self._kinds: dict[str, int] | None = None

    def without_own(self, table: str, rows: Sequence[HsdsRow]) -> Sequence[HsdsRow]:
        """The rows of a table that are not about the district's own kinds. Those that are, are noted."""
        if table == "taxonomy":
            own = kind_taxonomy_id(self._actor.district)
            return [row for row in rows if row.id.lower() != own]
        if table == "taxonomy_term":
            return [row for row in rows if not self._is_own_term(row)]
        if table == "attribute":
            return [row for row in rows if not self._is_own_attribute(row)]
        return rows

    def _is_own_term(self, row: HsdsRow) -> bool:
        is_own = bool(row.id) and row.taxonomy == KINDS_TAXONOMY and row.code in self._kind_keys()
        if is_own:
            self._own[row.id] = row.code
        return is_own

    def _is_own_attribute(self, row: HsdsRow) -> bool:
        is_own = row.taxonomy_term_id in self._own and row.link_entity == "service"
        if is_own:
            self._owned.append((row.link_id, self._own[row.taxonomy_term_id]))
        return is_own

    def write_own(self, services: Mapping[str, int], last_service: int) -> None:
        """Give the noted kinds to the services that are new, by their ids in the file."""
        keys = self._kind_keys() if self._owned else {}
        found = dict.fromkeys((services.get(one, 0), keys[code]) for one, code in self._owned)
        self._owned.clear()
        rows = [
            ServiceTerm(service_id=service, term_id=kind) for service, kind in found if service > last_service
        ]
        ServiceTerm.objects.bulk_create(rows, ignore_conflicts=True)

    def write(self, attributes: Iterable[DirectoryRow], last_service: int) -> None:
        """Note the kinds of the services that are new: their keys are later than the last one before."""
        terms: dict[UUID, list[int]] = {}
        for one in attributes:
            assert isinstance(one, Attribute)
            if one.link_id is not None and one.taxonomy_term_id is not None:
                terms.setdefault(one.link_id, []).append(one.taxonomy_term_id)
        self._learn({key for keys in terms.values() for key in keys})
        if not any(self._codes[key] for keys in terms.values() for key in keys):
            return
        kinds = self._kind_keys()
        services = Service.everything.filter(hsds_id__in=list(terms), pk__gt=last_service)
        found = {
            (service, kinds[code])
            for service, hsds_id in services.values_list("pk", "hsds_id")
            for key in terms[hsds_id]
            for code in self._codes[key]
            if code in kinds
        }
        rows = [ServiceTerm(service_id=service, term_id=kind) for service, kind in sorted(found)]
        ServiceTerm.objects.bulk_create(rows, ignore_conflicts=True)

    def _learn(self, keys: set[int]) -> None:
        unknown = keys - self._codes.keys()
        for term in TaxonomyTerm.everything.filter(pk__in=unknown).select_related("taxonomy_detail"):
            whole = term.taxonomy_detail
            names = [term.taxonomy, term.term_uri, *([whole.name, whole.uri] if whole else [])]
            if KINDS_TAXONOMY in names:
                self._codes[term.pk] = [term.code]
            else:
                self._codes[term.pk] = kinds_of_titles([term.name]) if is_open_eligibility(*names) else []

    def _kind_keys(self) -> dict[str, int]:
        if self._kinds is None:
            self._kinds = {kind.code: kind.pk for kind in ensure_terms(self._actor)}
        return self._kinds
