"""The JSON form in which a release is stored and hashed."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypedDict

from throughline.ui.fields import TranslatedText

PlainObject = dict[str, Any]
"""A part of a released file as read; it may have been tampered with."""


class PlainText(TypedDict):
    source: str
    texts: dict[str, str]


class WordsReference(TypedDict):
    """Stands in a release in the place of a person's words, which are kept apart from it."""

    words: str
    source: str
    sha256: dict[str, str]


class PlainQuote(TypedDict):
    words: PlainText | WordsReference
    speaker: str


class PlainFinding(TypedDict):
    """A finding as it is published: in a release, and on the public page of a cycle."""

    id: str
    sentence: PlainText
    explanation: PlainText
    who_is_missing: PlainText
    n: int
    n_of: str
    data_kind: str
    basis: list[Any]
    quotes: list[PlainQuote]


class FindingInFile(PlainFinding):
    """A finding in the file of a release, with the disclosure rules applied to it."""

    minimum_n: int
    rules: dict[str, int]


def canonical(content: object) -> str:
    """Return canonical JSON, the input of the hash: sorted keys, no spaces, no ASCII escapes."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plain_text(text: TranslatedText) -> PlainText:
    """Return a text as JSON, without its blank languages."""
    return {
        "source": text.source_language,
        "texts": {code: words for code, words in text.texts.items() if words},
    }


def without_blanks(text: TranslatedText) -> TranslatedText:
    """Return the text without its blank languages."""
    return TranslatedText(text.source_language, {code: words for code, words in text.texts.items() if words})


def source_of(text: PlainText) -> str:
    return str(text["texts"].get(text["source"], ""))


def text_of(plain: PlainText) -> TranslatedText:
    return TranslatedText(plain["source"], dict(plain["texts"]))


def salted_sha256(salt: str, words: str) -> str:
    """The hash by which a release identifies words without holding them."""
    return sha256_of(salt + words)


def with_each_text(finding: PlainObject, change: Callable[[Any], Any]) -> PlainObject:
    """Copy a finding with `change` applied to each person's words, or to the reference to them, in order.

    They are the words of quotes, the label of an entry about votes on a statement, and the statements of
    patterns; everything else was written by the district.
    """
    changed = dict(finding)
    if "quotes" in finding:
        changed["quotes"] = [{**quote, "words": change(quote["words"])} for quote in finding["quotes"]]
    changed["basis"] = [_entry_with_each_text(entry, change) for entry in finding["basis"]]
    return changed


def _entry_with_each_text(entry: PlainObject, change: Callable[[Any], Any]) -> PlainObject:
    if entry["kind"] == "statement":
        return {**entry, "label": change(entry["label"])}
    figures = entry["figures"]
    if "statements" not in figures:
        return entry
    statements = [
        {**one, "words": change(one["words"])} if one.get("words") else one for one in figures["statements"]
    ]
    return {**entry, "figures": {**figures, "statements": statements}}
