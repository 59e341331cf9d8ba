"""The JSON form in which a release is stored and hashed."""

import hashlib
import json
from typing import Any, TypedDict

from throughline.ui.fields import TranslatedText

PlainObject = dict[str, Any]
"""A part of a released file as read; it may have been tampered with."""


class PlainText(TypedDict):
    source: str
    texts: dict[str, str]


class PlainQuote(TypedDict):
    words: PlainText
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
