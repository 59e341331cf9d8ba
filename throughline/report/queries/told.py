"""A publication as a page reads it: texts, days and figures are themselves again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.dateparse import parse_date, parse_datetime

from throughline.align.models import ActionStatus, InitiativeState
from throughline.convene.models import Cycle, Promise
from throughline.report.queries.grounds import opened_grounds
from throughline.report.queries.publication import TRANSLATED, standing_publication
from throughline.ui.fields import TranslatedText
from throughline.understand.releases import PlainObject, basis_from_plain, n_said


def read_back(content: Any, name: str = "") -> Any:
    """Published JSON as a template wants it. `basis` stays as it was released: `opened_grounds` reads it."""
    if name == "basis":
        return content
    if isinstance(content, dict):
        if set(content) == {TRANSLATED}:
            return TranslatedText.from_json(content[TRANSLATED])
        return {key: read_back(value, key) for key, value in content.items()}
    if isinstance(content, list):
        return [read_back(value) for value in content]
    if isinstance(content, str) and name.endswith("_at"):
        return parse_datetime(content)
    if isinstance(content, str) and (name == "on" or name.endswith("_on")):
        return parse_date(content)
    return content


def page_told(content: PlainObject) -> PlainObject:
    """What a page shows, with what is under each claim."""
    told: PlainObject = read_back(content)
    for finding in told["heard"]:
        finding["n_said"] = n_said(finding["n"], finding["n_of"])
        finding["grounds"] = opened_grounds(basis_from_plain(finding["basis"]))
    told["promise_label"] = _label(Promise, told.get("promise", ""))
    for initiative in [
        *told["unasked"],
        *(initiative for directive in told["directives"] for initiative in directive["initiatives"]),
    ]:
        initiative["state_label"] = _label(InitiativeState, initiative["state"])
        for action in initiative["actions"]:
            action["status_label"] = _label(ActionStatus, action["status"])
    sentences = {finding["stable_id"]: finding["sentence"] for finding in told["heard"]}
    for directive in told["directives"]:
        directive["rests_on"] = [
            {"stable_id": one, "sentence": sentences[one]}
            for one in directive["findings"]
            if one in sentences
        ]
    return told


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


@dataclass(frozen=True)
class FollowedFinding:
    """A published finding that a voice stands under, with the published directives that rest on it."""

    finding: PlainObject
    directives: Sequence[PlainObject]


def followed(cycle: Cycle, stable_ids: Sequence[str]) -> list[FollowedFinding]:
    """The line forward from one voice. Only what was published is told, as it was published."""
    publication = standing_publication(cycle) if cycle.is_public else None
    if publication is None:
        return []
    told = page_told(publication.content)
    return [
        FollowedFinding(
            finding,
            [directive for directive in told["directives"] if finding["stable_id"] in directive["findings"]],
        )
        for finding in told["heard"]
        if finding["stable_id"] in stable_ids
    ]
