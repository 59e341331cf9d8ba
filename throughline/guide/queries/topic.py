"""Help for staff: what each step is for, in a few sentences each (`topics.json`)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from throughline.formats.folding import has_all, terms_of
from throughline.ui.fields import TranslatedText


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


def help_topics(words: str) -> list[Topic]:
    """Topics that contain every word, those with all of them in the title first."""
    terms = terms_of(words)
    if not terms and words.strip():
        return []
    found = [topic for topic in topics() if has_all(topic.text, terms)]
    return sorted(found, key=lambda topic: not has_all(str(topic.title), terms))


def topic_of(slug: str) -> Topic | None:
    return next((topic for topic in topics() if topic.slug == slug), None)
