"""A published page as a data package."""

from collections.abc import Iterator

from throughline.report.models import Publication
from throughline.report.queries.publication import TRANSLATED
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import (
    PlainFinding,
    PlainObject,
    PlainText,
    package_of_findings,
    plain_text,
)


def package_of_publication(publication: Publication) -> Iterator[bytes]:
    """Return the findings of a publication, exactly as published, as a data package."""
    district, cycle = publication.district, publication.cycle
    return package_of_findings(
        cycle,
        name=f"{district.slug}-edition-{publication.number}",
        title=str(cycle.title),
        findings=[_finding(one) for one in publication.content["heard"]],
        created=publication.published_at,
    )


def _finding(heard: PlainObject) -> PlainFinding:
    return {
        "id": heard["stable_id"],
        "sentence": _plain(heard["sentence"]),
        "explanation": _plain(heard["explanation"]),
        "who_is_missing": _plain(heard["who_is_missing"]),
        "n": heard["n"],
        "n_of": heard["n_of"],
        "data_kind": heard["data_kind"],
        "basis": heard["basis"],
        "quotes": heard["quotes"],
    }


def _plain(published: PlainObject) -> PlainText:
    return plain_text(TranslatedText.from_json(published[TRANSLATED]))
