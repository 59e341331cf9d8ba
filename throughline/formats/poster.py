"""A poster of one page that leads people to a forum, in one or two languages, with a QR code and a link."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

PAPERS: Final = {"letter": "us-letter", "a4": "a4"}
LONGEST_TITLE: Final = 240
LONGEST_LINE: Final = 300

# The scripts of the typeface, which comes with typst: no font of the computer is used.
_PRINTED: Final = (
    (0x20, 0x24F),
    (0x300, 0x3FF),
    (0x400, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x205E),
    (0x20A0, 0x20BF),
)

# Everything that people wrote arrives as data and is set as text: none of it is read as markup.
_TEMPLATE: Final = r"""
#let poster = json(bytes(sys.inputs.poster))
#let first = poster.texts.first()
#set document(title: first.title, date: none)
#set page(paper: poster.paper, margin: (x: 2cm, y: 1.6cm))
#set text(font: "Libertinus Serif", lang: first.language, hyphenate: false)
#set par(leading: 0.5em, spacing: 0.7em)
#set heading(outlined: false)
#let one_line(words) = layout(size => {
  let points = 30
  let line(points) = text(size: points * 1pt, font: "DejaVu Sans Mono", words)
  while points > 9 and measure(line(points)).width > size.width { points -= 1 }
  line(points)
})
#let body(scale) = {
  block(width: 100%, stroke: (bottom: 4pt + rgb(poster.color)), inset: (bottom: 10pt),
    text(size: 20pt * scale, weight: "bold", poster.district))
  for one in poster.texts {
    set text(lang: one.language)
    v(1fr)
    block(below: 20pt * scale, heading(level: 1, text(size: 38pt * scale, one.title)))
    for line in one.lines { block(spacing: 9pt * scale, text(size: calc.max(15pt * scale, 10pt), line)) }
  }
  v(1fr)
  grid(columns: (auto, 1fr), column-gutter: 0.8cm, align: horizon,
    image(bytes(poster.qr), format: "svg", width: 6.4cm * scale, alt: poster.link),
    for one in poster.texts {
      set text(lang: one.language)
      block(spacing: 18pt * scale, text(size: 20pt * scale, weight: "bold", one.call))
    })
  one_line(poster.link)
  v(1fr)
  for one in poster.texts {
    set text(lang: one.language)
    block(spacing: 9pt * scale, text(size: calc.max(11pt * scale, 8pt), one.note))
  }
}
#layout(size => {
  let scale = 1.35
  let fits(scale) = measure(block(width: size.width, body(scale))).height < size.height * 93%
  while scale > 0.3 and not fits(scale) { scale -= 0.05 }
  body(scale)
})
"""


@dataclass(frozen=True)
class PosterText:
    """
    What a poster says in one language.

    Parameters
    ----------
    language : str
        The code of the language, such as "en".
    title : str
        The question or title, set large. Longer than 240 characters, it is cut.
    lines : sequence of str
        Lines below the title: until when, who decides. Each is cut after 300 characters.
    call : str
        What to do with the QR code and the link.
    note : str
        Small print at the foot.
    """

    language: str
    title: str
    lines: Sequence[str]
    call: str
    note: str


@dataclass(frozen=True)
class Poster:
    """
    A poster of one page.

    Parameters
    ----------
    district : str
        The name at the top.
    link : str
        The short link as people type it.
    qr : str
        The QR code of the link, as an SVG image.
    texts : sequence of PosterText
        One for each language, in order; one or two fit well.
    color : str
        The color of the line below the name, as "#rrggbb".
    """

    district: str
    link: str
    qr: str
    texts: Sequence[PosterText]
    color: str = "#000000"


def unprintable_letters(text: str) -> str:
    """
    Find the letters of a text that the typeface of the poster lacks.

    Parameters
    ----------
    text : str
        A text in any script.

    Returns
    -------
    str
        The letters and digits outside the Latin, Greek and Cyrillic scripts, each once, in order. Other
        signs, such as emoji, are not counted: the poster leaves them out.
    """
    return "".join(dict.fromkeys(sign for sign in text if _is_letter(sign) and not _is_printed(sign)))


def poster_pdf(poster: Poster, paper: str) -> bytes:
    """
    Typeset a poster.

    Parameters
    ----------
    poster : Poster
        What it says.
    paper : {"letter", "a4"}
        The size of the page.

    Returns
    -------
    bytes
        A PDF file with one tagged page. The same poster gives the same file.

    Raises
    ------
    ValueError
        If the paper is neither of the two, or the poster has no text.

    Notes
    -----
    The text shrinks until it fits the page. Nothing is loaded from the network or from the computer's fonts.
    """
    if paper not in PAPERS:
        raise ValueError(f"The paper is {paper!r}. It must be one of: {', '.join(PAPERS)}.")
    if not poster.texts:
        raise ValueError("The poster has no text in any language.")
    import typst  # a large library, which only this function needs

    data = {
        **asdict(poster),
        "district": _printed(poster.district, LONGEST_TITLE),
        "paper": PAPERS[paper],
        "texts": [_plain(one) for one in poster.texts],
    }
    pdf = typst.compile(
        _TEMPLATE.encode(),
        format="pdf",
        sys_inputs={"poster": json.dumps(data)},
        ignore_system_fonts=True,
    )
    assert isinstance(pdf, bytes)
    return pdf


def _plain(text: PosterText) -> dict[str, object]:
    return {
        "language": text.language.split("-")[0],
        "title": _printed(text.title, LONGEST_TITLE),
        "lines": [_printed(line, LONGEST_LINE) for line in text.lines],
        "call": _printed(text.call, LONGEST_LINE),
        "note": _printed(text.note, LONGEST_LINE * 2),
    }


def _printed(text: str, longest: int) -> str:
    words = " ".join("".join(sign if _is_printed(sign) else " " for sign in text).split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def _is_printed(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in _PRINTED) and sign.isprintable()
