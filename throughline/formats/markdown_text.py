"""Take the marks of Markdown off a text, for reading it as plain text.

Only marks that would be in the way of reading: emphasis, links, headings, code, tables and escapes. List
items and quotations read well as they are written. Struck text stays marked: without its marks it would be
said.
"""

import re
from typing import Final

_MARK: Final = re.compile(r"[\\\[<#*_`|]")
"""A sign without which a text has no marks."""

_LINK: Final = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\[\]\n]{0,500})\]"
    r"\(\s?<?(?P<address>(?:[^\s()<>]|\([^\s()<>]{0,100}\)){0,2000}+)>?"
    r"(?:\s\"[^\"\n]{0,200}\")?\s?\)"
)
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]+(?=[^\W\d_a-z]|[*_\[¿¡])")
_BEFORE: Final = r"(?<![^\s(\[{\"'“‘¿¡—–>])"
_AFTER: Final = r"(?![\w*])"
_EMPHASIS: Final = (
    re.compile(_BEFORE + r"\*\*\*(?=[^\s*])([^*\n]+)(?<=\S)\*\*\*" + _AFTER),
    re.compile(_BEFORE + r"\*\*(?=[^\s*])([^*\n]+)(?<=\S)\*\*" + _AFTER),
    re.compile(_BEFORE + r"\*(?=[^\s*])([^*\n]+)(?<=\S)\*" + _AFTER),
    re.compile(_BEFORE + r"__(?=[^\s_])([^\n_]+)(?<=\S)__(?!\w)"),
    re.compile(_BEFORE + r"_(?=[^\s_])([^\n_]+)(?<=\S)_(?!\w)"),
    re.compile(_BEFORE + r"`(?=[^\s`])([^`\n]+)(?<=\S)`(?![\w`])"),
)
_AUTOLINK: Final = re.compile(r"<(https?://[^\s<>]{1,2000}|[^\s<>@]{1,64}@[^\s<>@]{1,255})>", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_KEPT: Final = re.compile("[\ue000-\ue07f]")
"""Stand for the escaped signs of ASCII while marks are taken off."""

_DASHES: Final = re.compile(r":?-{2,}:?")
_NO_ADDRESS: Final = re.compile(r"#|/(?!/)|javascript:|data:", re.IGNORECASE)
"""Begins a target that says nothing outside of its page."""


def without_markdown(text: str) -> str:
    """
    Take the marks of Markdown off a text.

    Parameters
    ----------
    text : str
        A text without HTML.

    Returns
    -------
    str
        The text: the address of a link follows its text in parentheses, unless it is a script, data or a
        place in the same page or site; headings and emphasis are plain words. The same text if it has no such
        marks.
    """
    if not _MARK.search(text) or _KEPT.search(text):
        return text
    plain = _ESCAPED.sub(lambda match: chr(0xE000 + ord(match[1])), text)
    plain = _LINK.sub(_link, plain)
    plain = _AUTOLINK.sub(r"\1", plain)
    plain = "\n".join(map(_without_heading, plain.split("\n")))
    for pattern in _EMPHASIS:
        plain = pattern.sub(r"\1", plain)
    plain = "\n".join(_without_table(plain.split("\n")))
    return _KEPT.sub(lambda match: chr(ord(match[0]) - 0xE000), plain)


def _link(match: re.Match[str]) -> str:
    text, address = match["text"].strip(), match["address"]
    if match["image"]:
        return text
    target = address.removeprefix("mailto:").removeprefix("tel:")
    if _NO_ADDRESS.match(address) or target in text:
        return text
    return f"{text} ({target})" if text else target


def _without_heading(line: str) -> str:
    mark = _HEADING.match(line)
    return line[mark.end() :].rstrip().rstrip("#").rstrip() if mark else line


def _without_table(lines: list[str]) -> list[str]:
    """Take the marks of tables off: the line below the header, and the bars at the ends of its rows."""
    if not any(map(_is_rule, lines)):
        return lines
    return [_without_bars(line) if "|" in line else line for line in lines if not _is_rule(line)]


def _is_rule(line: str) -> bool:
    """Return whether a line has nothing but the dashes that stand below the header of a table."""
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return len(cells) > 1 and all(_DASHES.fullmatch(cell.strip()) for cell in cells)


def _without_bars(line: str) -> str:
    return line.strip().removeprefix("|").removesuffix("|").strip()
