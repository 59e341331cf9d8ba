"""A publication in the form its page needs: texts, dates and figures decoded from JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from throughline.align.models import ActionStatus, InitiativeState
from throughline.convene.models import Cycle, Promise
from throughline.report.models import Publication
from throughline.report.queries.page_evidence import page_evidence
from throughline.report.queries.publication import TRANSLATED, current_publication
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import (
    PlainObject,
    basis_from_plain,
    has_several_forums,
    n_label,
    text_of_release,
    with_words,
)


def decoded(content: Any, name: str = "") -> Any:
    """Decode published JSON for a template. `basis` is left as released: `basis_from_plain` reads it."""
    if name == "basis":
        return content
    if isinstance(content, dict):
        if set(content) == {TRANSLATED}:
            return TranslatedText.from_json(content[TRANSLATED])
        return {key: decoded(value, key) for key, value in content.items()}
    if isinstance(content, list):
        return [decoded(value) for value in content]
    if isinstance(content, str) and name.endswith("_at"):
        return parse_datetime(content)
    if isinstance(content, str) and (name == "on" or name.endswith("_on")):
        return parse_date(content)
    return content


def report_page(content: PlainObject) -> PlainObject:
    """The decoded page, with labels and the evidence of each finding.

    A published page refers to people's words: those that may still be shown are put in here.
    """
    page: PlainObject = decoded({**content, "heard": with_words(content["heard"])})
    for finding in page["heard"]:
        finding["quotes"] = [{**one, "words": text_of_release(one["words"])} for one in finding["quotes"]]
        finding["n_label"] = n_label(finding["n"], finding["n_of"])
        finding["may_overlap"] = has_several_forums(finding["basis"])
        finding["evidence"] = page_evidence(basis_from_plain(finding["basis"]))
    page["promise_label"] = _label(Promise, page.get("promise", ""))
    for initiative in [
        *page["unasked"],
        *(initiative for directive in page["directives"] for initiative in directive["initiatives"]),
    ]:
        initiative["state_label"] = _label(InitiativeState, initiative["state"])
        for action in initiative["actions"]:
            action["status_label"] = _label(ActionStatus, action["status"])
    sentences = {finding["stable_id"]: finding["sentence"] for finding in page["heard"]}
    for directive in page["directives"]:
        directive["rests_on"] = [
            {"stable_id": one, "sentence": sentences[one]}
            for one in directive["findings"]
            if one in sentences
        ]
    return page


def print_foot_label(address: str, publication: Publication | None, today: date) -> str:
    """The line at the foot of each printed sheet: the address, and the date of what is printed."""
    if publication is None:
        return f"{address} · {date_format(today)}"
    return _("%(address)s · Version %(number)s, published %(when)s") % {
        "address": address,
        "number": publication.number,
        "when": date_format(timezone.localtime(publication.published_at)),
    }


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


@dataclass(frozen=True)
class FollowedFinding:
    """A published finding that uses a voice, with the published directives based on it."""

    finding: PlainObject
    directives: Sequence[PlainObject]


def followed_findings(cycle: Cycle, stable_ids: Sequence[str]) -> list[FollowedFinding]:
    """Published findings that use one voice, with their directives; none unless the cycle is public."""
    publication = current_publication(cycle) if cycle.is_public else None
    if publication is None:
        return []
    page = report_page(publication.content)
    return [
        FollowedFinding(
            finding,
            [directive for directive in page["directives"] if finding["stable_id"] in directive["findings"]],
        )
        for finding in page["heard"]
        if finding["stable_id"] in stable_ids
    ]
