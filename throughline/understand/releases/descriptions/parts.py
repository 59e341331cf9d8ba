"""What a description is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class DescribedTable:
    """Numbers of a piece of evidence: a caption, a header and rows whose first cell names the row."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """Sentences under a heading of their own."""

    heading: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class GroupOnMap:
    """A released group on the map: its center, from -100 to 100 either way. Nobody's own place is in it."""

    name: str
    n: int
    x: int
    y: int


SentencesAndTables = tuple[list[str], list[DescribedTable]]


def answer_labels() -> dict[str, str]:
    return {"agree": _("Agree"), "disagree": _("Disagree"), "not_sure": _("Not sure")}
