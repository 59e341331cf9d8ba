"""Community priorities where the public reads of them, and the services added in answer to them."""

from collections.abc import Collection

from throughline.accounts.declarations import PublishedPriority
from throughline.partner.queries import public_supports_by_directive
from throughline.report.models import Publication
from throughline.report.queries.publication import TRANSLATED, current_publications
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import PlainObject


def published_priorities(public_ids: Collection[str]) -> dict[str, PublishedPriority]:
    """Those of the directives that are on the public page of their cycle, with their place there."""
    keys = [publication.pk for publication in current_publications().values()]
    shown = Publication.objects.filter(pk__in=keys, cycle__is_public=True).select_related("cycle", "district")
    found = {}
    for publication in shown.order_by("pk"):
        page = publication.district.url("public_cycle", cycle_id=publication.cycle.public_id)
        for directive in publication.content["directives"]:
            public_id = directive["public_id"]
            if public_id in public_ids:
                sentence = TranslatedText.from_json(directive["sentence"][TRANSLATED])
                found[public_id] = PublishedPriority(sentence, f"{page}#directive-{public_id}")
    return found


def add_supports(page: PlainObject) -> None:
    """Put into a page, at each of its directives, the services that are offered in answer to it today."""
    found = public_supports_by_directive([directive["public_id"] for directive in page["directives"]])
    for directive in page["directives"]:
        directive["supports"] = found.get(directive["public_id"], [])
