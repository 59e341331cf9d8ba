"""Posters: one page of the right size, whatever people wrote."""

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.formats.poster import Poster, PosterText, poster_pdf, unprintable_letters

QR = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>'


def poster(*titles: str, **fields: str) -> Poster:
    texts = [
        PosterText(language, title, ["Open until Dec. 3, 2026."], "Scan the code.", "No account needed.")
        for language, title in zip(("en", "es"), titles, strict=False)
    ]
    return Poster("Juniper Valley", fields.get("link", "juniper.example/g/kmwtxz"), QR, texts, "#1f5b66")


def n_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def title_of(pdf: bytes) -> str:
    """The title among the document's metadata, which is not compressed."""
    found = re.search(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", unpacked(pdf), re.DOTALL)
    assert found
    return found[1].decode()


def unpacked(pdf: bytes) -> bytes:
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            parts.append(stream)
    return b"\n".join(parts)


@pytest.mark.parametrize(("paper", "box"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_it_is_one_page_of_the_paper(paper: str, box: tuple[int, int]) -> None:
    pdf = poster_pdf(poster("What should graduates know?", "¿Qué deben saber?"), paper)
    assert pdf.startswith(b"%PDF-")
    assert n_pages(pdf) == 1
    found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert found
    assert tuple(round(float(side)) for side in found.groups()) == box


def test_it_names_its_languages_for_screen_readers() -> None:
    pdf = unpacked(poster_pdf(poster("What should graduates know?", "¿Qué deben saber?"), "letter"))
    assert b"/Lang (en)" in pdf
    assert b"/Lang (es)" in pdf
    assert b"/Alt (juniper.example/g/kmwtxz)" in pdf


def test_markup_is_set_as_it_was_written() -> None:
    title = '#panic("x") *bold* _it_ $x$ @ref <label> \\ #read("/etc/passwd") // ]'
    pdf = poster_pdf(poster(title), "letter")
    assert title_of(pdf).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"') == title


def test_the_longest_texts_fit_on_one_page() -> None:
    longest = "What should a graduate of our schools know and be able to do? " * 20
    texts = [PosterText(code, longest, [longest] * 4, longest, longest) for code in ("en", "es")]
    for paper in ("letter", "a4"):
        assert n_pages(poster_pdf(Poster(longest, "x" * 120, QR, texts), paper)) == 1


def test_the_same_poster_gives_the_same_file() -> None:
    assert poster_pdf(poster("Twice"), "a4") == poster_pdf(poster("Twice"), "a4")


def test_what_cannot_be_made_is_refused() -> None:
    with pytest.raises(ValueError, match=r"The paper is 'legal'. It must be one of: letter, a4."):
        poster_pdf(poster("Title"), "legal")
    with pytest.raises(ValueError, match=r"The poster has no text in any language."):
        poster_pdf(poster(), "letter")


def test_letters_without_a_glyph_are_found() -> None:
    assert unprintable_letters("¿Qué? Žluť Trường Спасибо 42 🎒 “x”…") == ""
    assert unprintable_letters("ما هو") == "ماهو"
    assert unprintable_letters("学校学") == "学校"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_becomes_one_page(title: str, other: str) -> None:
    assert n_pages(poster_pdf(poster(title, other), "letter")) == 1
