"""Help for staff: what each step is for, in a few sentences each (`topics.json`)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from throughline.accounts.queries.search import Search, in_texts, places_of, search_for
from throughline.ui.fields import TranslatedText

PAGE_LABELS = {
    "continuing": _("Plan the next cycle"),
    "cycles": _("View cycles"),
    "directives": _("View community priorities"),
    "initiatives": _("View initiatives"),
    "moderate_queue": _("Review comments"),
    "organizations": _("View partners"),
    "publications": _("View published reports"),
    "urgent": _("View urgent messages"),
}


@dataclass(frozen=True)
class Topic:
    slug: str
    title: TranslatedText
    paragraphs: Sequence[TranslatedText]
    page: str = ""
    roles: frozenset[str] = frozenset()
    """Roles that may open the page, besides owners; empty for all staff."""

    @property
    def text(self) -> str:
        return " ".join(map(str, [self.title, *self.paragraphs]))

    @property
    def page_label(self) -> str:
        return str(PAGE_LABELS[self.page])

    @property
    def summary(self) -> str:
        """The first sentence."""
        return re.split(r"(?<=[.?!])\s", str(self.paragraphs[0]), maxsplit=1)[0]


@cache
def topics() -> list[Topic]:
    """Every topic, in the order of the four activities."""
    rows = json.loads(files(__package__).joinpath("topics.json").read_text(encoding="utf-8"))
    return [
        Topic(
            row["slug"],
            TranslatedText("en", row["title"]),
            [TranslatedText("en", paragraph) for paragraph in row["paragraphs"]],
            row.get("page", ""),
            frozenset(row.get("roles", [])),
        )
        for row in rows
    ]


def topic_search(words: str) -> Search:
    """A search in the topics as they are read now; mistyped words are replaced by those that were meant."""
    texts = [(str(topic.title), topic.text) for topic in topics()]
    return search_for(words, in_texts(texts), texts=[text for _title, text in texts])


def help_topics(words: str | Search = "") -> list[Topic]:
    """Topics that contain every word, those with all of them in the title first."""
    search = words if isinstance(words, Search) else topic_search(words)
    if not search.typed.strip():
        return topics()
    places = places_of(search)
    return [topics()[number] for number in sorted(places, key=lambda number: places[number])]


def topic_of(slug: str) -> Topic | None:
    return next((topic for topic in topics() if topic.slug == slug), None)
