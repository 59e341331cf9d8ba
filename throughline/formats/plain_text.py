"""Take the marks of HTML off a text, for reading it as plain text.

Only what is HTML beyond doubt is a mark: the name of an element, with attributes that have values, or an
entity that ends with a semicolon. "5 < 6", "<ann@example.org>", "AT&T" and Markdown stay as they are written.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final

_TAG: Final = re.compile(
    r"<!doctype\b[^<>]*>|</?o:p\s*/?>|</[a-z]{1,10}(?=\s*$)"
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>"
    r"(?:\s*[a-z_:][\w:.-]*\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'<>=`]+)"
    r"|\s+(?:checked|compact|controls|disabled|download|hidden|ismap|nowrap|noshade|open|reversed)\b)*)\s*/?>",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
_ATTRIBUTE: Final = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+))", re.ASCII)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", re.ASCII)
_DROPPED: Final = re.compile(r"<!--|<(?P<name>script|style)\b[^<>]*>", re.IGNORECASE)
_ENDS: Final = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")} | {
    "": re.compile("-->")
}

_BLOCK_NAMES: Final = (
    "article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table tbody tfoot thead tr ul"
)
_INLINE_NAMES: Final = (
    "a abbr acronym b bdi bdo big body br cite code del dfn em font head html i iframe img input ins kbd li "
    "mark noscript o picture q s samp script small span strike strong style sub sup td th tt u var wbr"
)
_WORD_NAMES: Final = (
    "address audio base button caption col colgroup data details embed label legend link map menu meta meter "
    "object option output param progress ruby select source summary template textarea time title video"
)
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_INLINE: Final = frozenset(_INLINE_NAMES.split())
_WORDS: Final = frozenset(_WORD_NAMES.split())
"""Elements whose names people put in angle brackets as words: marks only with an attribute or in a pair."""

_MOST_ROUNDS: Final = 4
_LINKS: Final = ("http://", "https://", "mailto:", "tel:")


def plain_text(text: str) -> str:
    """
    Take the marks of HTML off a text.

    Line breaks, paragraphs and list items become lines, entities become letters, the address of a link
    follows its text in parentheses, and the content of scripts and style sheets is dropped. Text that was
    escaped more than once is read until nothing changes.

    Parameters
    ----------
    text : str
        A text with or without marks.

    Returns
    -------
    str
        The text without them; the same text if it has none.
    """
    for _round in range(_MOST_ROUNDS):
        if "<" not in text and "&" not in text:
            return text
        plain = _once(text)
        if plain == text:
            return text
        text = plain
    return text


def _once(text: str) -> str:
    without = "".join(_without_code(text))
    names = {match["name"].lower() for match in _TAG.finditer(without) if match["end"] and match["name"]}
    if any(_is_mark(match, names) for match in _TAG.finditer(without)):
        without = "".join(_Marks(without, names).pieces())
        without = _tidied(without)
    return _ENTITY.sub(_letter, without)


def _without_code(text: str) -> Iterator[str]:
    """Yield the text between comments, scripts and style sheets. A script without an end goes to the end."""
    position = 0
    unended: set[str] = set()
    for match in _DROPPED.finditer(text):
        name = (match["name"] or "").lower()
        if match.start() < position or name in unended:
            continue
        end = _ENDS[name].search(text, match.end())
        if end is None and not name:
            unended.add(name)
            continue
        yield text[position : match.start()]
        if end is None:
            return
        position = end.end()
    yield text[position:]


def _letter(match: re.Match[str]) -> str:
    entity = match[0]
    if entity[1] != "#" and entity[1:] not in html5:
        return entity
    letter = html.unescape(entity)
    return " " if letter == "\N{NO-BREAK SPACE}" else letter


def _is_mark(match: re.Match[str], ended: set[str]) -> bool:
    if match["name"] is None:
        return True
    name = match["name"].lower()
    if name in _BLOCKS or name in _INLINE:
        return True
    return name in _WORDS and (bool(match["attributes"]) or name in ended)


class _Marks:
    """Goes through one text and yields its pieces without the marks."""

    def __init__(self, text: str, ended: set[str]) -> None:
        self._text = text
        self._ended = ended
        self._lists: list[int | None] = []
        self._links: list[tuple[str, int]] = []
        self._out: list[str] = []

    def pieces(self) -> list[str]:
        position = 0
        for match in _TAG.finditer(self._text):
            if not _is_mark(match, self._ended):
                continue
            self._out.append(self._text[position : match.start()])
            position = match.end()
            if match["name"]:
                self._take(match["name"].lower(), bool(match["end"]), match["attributes"])
        self._out.append(self._text[position:])
        return self._out

    def _take(self, name: str, is_end: bool, attributes: str) -> None:
        if name == "a":
            self._take_link(is_end, attributes)
        elif name in {"ul", "ol"}:
            self._out.append("\n")
            if not is_end:
                self._lists.append(0 if name == "ol" else None)
            elif self._lists:
                self._lists.pop()
        elif name == "li":
            self._out.append("\n" if is_end else f"\n{self._bullet()} ")
        elif name in {"td", "th"}:
            self._out.append(" " if is_end else "")
        elif name == "img":
            self._out.append(_attributes(attributes).get("alt", ""))
        elif name == "br" or name in _BLOCKS:
            self._out.append("\n")

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "-"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."

    def _take_link(self, is_end: bool, attributes: str) -> None:
        if not is_end:
            self._links.append((_attributes(attributes).get("href", "").strip(), len(self._out)))
            return
        if not self._links:
            return
        address, begin = self._links.pop()
        shown = _ENTITY.sub(_letter, "".join(self._out[begin:])).strip()
        target = address.removeprefix("mailto:").removeprefix("tel:")
        if address.lower().startswith(_LINKS) and target not in shown and shown != target.rstrip("/"):
            self._out.append(f" ({target})" if shown else target)


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): _ENTITY.sub(_letter, next((value for value in match.groups()[1:] if value), ""))
        for match in _ATTRIBUTE.finditer(text)
    }


def _tidied(text: str) -> str:
    return "\n".join(_lines(text)).strip()


def _lines(text: str) -> Iterator[str]:
    """Yield the lines that are not blank, without blanks at their ends."""
    for line in text.splitlines():
        shown = re.sub(r"[ \t\N{NO-BREAK SPACE}]+", " ", line).strip()
        if shown:
            yield shown
