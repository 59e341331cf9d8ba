"""Checks of the HTML of every component, without a browser."""

import gzip
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import throughline.ui
from tests.ui.gallery import PAGES, District, page

STATIC = Path(throughline.ui.__file__).parent / "static/ui"


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.named: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            if name in {"for", "aria-describedby", "aria-labelledby", "aria-controls"}:
                self.named += (value or "").split()
            if name == "href" and (value or "").startswith("#id_"):
                self.named.append((value or "")[1:])
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_no_id_stands_twice_and_every_id_that_is_named_exists(name: str, language: str) -> None:
    seen = Seen()
    seen.feed(page(name, language))
    assert [one for one, times in seen.ids.items() if times > 1] == []
    assert [one for one in seen.named if one not in seen.ids] == []
    assert seen.inline == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_its_language_and_reads_from_the_right_where_it_should(name: str) -> None:
    assert '<html lang="ar" dir="rtl">' in page(name, "ar")
    assert '<html lang="es" dir="ltr">' in page(name, "es")


def test_the_language_is_changed_without_losing_the_place() -> None:
    html = page("public")
    assert 'href="?page=2&amp;q=bus&amp;lang=es"' in html
    assert 'lang="es"' in html


def test_public_pages_load_no_script_and_taking_part_does() -> None:
    assert "<script" not in page("public")
    assert "htmx" in page("part")
    assert "data-keys" in page("part")


def test_the_crisis_lines_can_be_called_and_safe2tell_is_for_colorado() -> None:
    html = page("public")
    assert 'href="tel:988"' in html
    assert 'href="tel:18775427233"' in html
    assert "Safe2Tell" not in page("public", district=District(state="UT"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_no_district_is_the_product_s(name: str) -> None:
    html = page(name, district=None)
    assert "· Throughline</title>" in html
    assert "Safe2Tell" not in html


def test_the_stylesheet_and_the_script_stay_small() -> None:
    assert len(gzip.compress((STATIC / "throughline.css").read_bytes())) < 9_000
    assert (STATIC / "throughline.js").stat().st_size < 4_096


def test_the_stylesheet_knows_no_left_and_no_right() -> None:
    css = (STATIC / "throughline.css").read_text()
    sided = re.findall(
        r"(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right)\s*:|text-align:\s*(?:left|right)",
        css,
    )
    assert sided == []
    assert "url(" not in css
    assert "@import" not in css


def test_every_pair_of_tokens_reads_in_both_themes() -> None:
    from throughline.ui.color import contrast

    css = (STATIC / "throughline.css").read_text()
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", part)) for part in css.split("@media", 2)[:2]
    )
    for theme in (light, dark):
        tokens = {
            name: "#" + "".join(2 * c for c in v[1:]) if len(v) == 4 else v for name, v in theme.items()
        }
        for ground in ("paper", "card"):
            for text in (
                "ink",
                "soft",
                "accent",
                "agree",
                "disagree",
                "pass",
                "warn",
                "g1",
                "g2",
                "g3",
                "g4",
                "g5",
            ):
                assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
            assert contrast(tokens["edge"], tokens[ground]) >= 3, ("edge", ground)
        for text, ground in (
            ("accent-ink", "accent"),
            ("accent", "accent-wash"),
            ("soft", "accent-wash"),
            ("soft", "warn-wash"),
            ("ink", "bad-wash"),
            ("disagree", "bad-wash"),
            ("accent", "warn-wash"),
            ("accent", "bad-wash"),
        ):
            assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
