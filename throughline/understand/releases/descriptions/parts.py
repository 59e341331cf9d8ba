"""Parts of a description."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class DescribedTable:
    """Numbers of a piece of evidence as a table; the first cell of each row is its header."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """Sentences under a heading."""

    heading: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class GroupOnMap:
    """A released group on the map: its center, each axis from -100 to 100. Nobody's position is included."""

    name: str
    n: int
    x: int
    y: int


SentencesAndTables = tuple[list[str], list[DescribedTable]]


def answer_labels() -> dict[str, str]:
    return {"agree": _("Agree"), "disagree": _("Disagree"), "not_sure": _("Not sure")}


def no_longer_shown() -> str:
    """Stands in the place of a statement that was withdrawn, rejected or held since its release."""
    return _("Statement no longer shown")
