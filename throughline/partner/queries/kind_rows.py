"""The district's own kinds of support in the standard: a taxonomy, its terms, and what services have of them.

Their ids are made from those of the rows, so they stay the same.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID, uuid5

from django.utils.translation import gettext, gettext_noop, override

from throughline.accounts.models import District
from throughline.accounts.queries.search import among
from throughline.formats.hsds import TABLES, HsdsRow
from throughline.formats.hsds.additions import KINDS_TAXONOMY
from throughline.partner.models import ServiceTerm, SupportKind
from throughline.partner.queries.kinds import KINDS, TAXONOMY

_IDS: Final = UUID("f6f2a8a2-6f0c-4f3e-9c57-6b5c5f0d7a11")
_TITLES: Final = {kind.code: kind.open_eligibility for kind in KINDS}


def kind_taxonomy_id(district: District) -> str:
    return str(uuid5(_IDS, f"taxonomy:{district.slug}"))


def kind_term_id(kind: SupportKind) -> str:
    return str(uuid5(_IDS, f"term:{kind.public_id}"))


def kind_taxonomy(district: District) -> HsdsRow:
    """The taxonomy of the district's kinds of support."""
    return _row(
        "taxonomy",
        id=kind_taxonomy_id(district),
        name=KINDS_TAXONOMY,
        description=_in_source_language(
            district, gettext_noop("The types of support that %(name)s sorts its services by."), district.name
        ),
    )


def kind_terms(district: District) -> dict[int, HsdsRow]:
    """The kinds of support as terms of that taxonomy, in the district's order, by their keys."""
    language = district.source_language
    return {
        kind.pk: _row(
            "taxonomy_term",
            id=kind_term_id(kind),
            code=kind.code,
            name=kind.name.in_language(language),
            description=_description(kind, district),
            language=language,
            taxonomy=KINDS_TAXONOMY,
            taxonomy_id=kind_taxonomy_id(district),
        )
        for kind in SupportKind.objects.all()
    }


def _description(kind: SupportKind, district: District) -> str:
    """Its place in Open Eligibility, or a sentence with its name: the standard requires a description."""
    titles = _TITLES.get(kind.code, ())
    if titles:
        return f"{TAXONOMY}: {', '.join(titles)}"
    name = kind.name.in_language(district.source_language)
    return _in_source_language(district, gettext_noop("Services with this type of support: %(name)s."), name)


def _in_source_language(district: District, template: str, name: str) -> str:
    with override(district.source_language):
        return gettext(template) % {"name": name}


def kind_attributes(
    services: Iterable[int], terms: dict[int, HsdsRow] | None, district: District
) -> Iterator[HsdsRow]:
    """What attaches the kinds to services, which are given by their keys."""
    terms = kind_terms(district) if terms is None else terms
    rows = ServiceTerm.objects.filter(among("service", services)).order_by(
        "service", "term__position", "term"
    )
    for service_id, term in rows.values_list("service__hsds_id", "term"):
        term_id = terms[term].values["id"]
        yield _row(
            "attribute",
            id=str(uuid5(_IDS, f"attribute:{service_id}:{term_id}")),
            link_id=str(service_id),
            link_entity="service",
            taxonomy_term_id=term_id,
        )


def _row(table: str, **values: Any) -> HsdsRow:
    return HsdsRow(table=table, values={name: values.get(name) for name in TABLES[table].by_name})
