"""A district's accent is readable in both themes, for any color."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from throughline.ui import color

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.478), ("#1f5b66", "#1f5b66", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert color.contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert color.contrast(other, one) == color.contrast(one, other)


@pytest.mark.parametrize("typed", ["", "red", "#fff", "#12345g", "1f5b66", "#1f5b66; }", "#1f5b66\n"])
def test_what_is_no_color_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        color.parse(typed)
    with pytest.raises(ValidationError):
        color.check_accent(typed)


@given(COLORS)
def test_every_accent_reads_on_every_ground_it_stands_on(chosen: str) -> None:
    accent = color.accent(chosen)
    for ground in (color.PAPER, color.CARD, accent.light_wash):
        assert color.contrast(accent.light, ground) >= 4.5
    for ground in (color.DARK_PAPER, color.DARK_CARD, accent.dark_wash):
        assert color.contrast(accent.dark, ground) >= 4.5


@given(COLORS)
def test_the_nearest_color_that_is_offered_is_accepted(chosen: str) -> None:
    color.check_accent(color.nearest_that_reads(chosen))


def test_a_color_that_reads_is_kept_as_it_is() -> None:
    color.check_accent("#1F5B66")
    assert color.nearest_that_reads("#1F5B66") == "#1f5b66"


def test_a_pale_color_is_refused_with_its_contrast_and_the_nearest_that_reads() -> None:
    with pytest.raises(ValidationError) as refusal:
        color.check_accent("#ffcc00")
    sentence = refusal.value.messages[0]
    assert "#ffcc00" in sentence
    assert "1.4:1" in sentence
    assert color.nearest_that_reads("#ffcc00") in sentence


def test_the_stylesheet_of_an_accent_holds_nothing_but_its_colors() -> None:
    css = color.accent_css("#7a1f3d")
    assert "--accent:#7a1f3d" in css
    assert "prefers-color-scheme:dark" in css
    assert "url(" not in css


def test_the_tokens_of_the_stylesheet_are_the_grounds_that_are_checked() -> None:
    from pathlib import Path

    import throughline.ui

    css = (Path(throughline.ui.__file__).parent / "static/ui/throughline.css").read_text()
    assert f"--paper: {color.PAPER};" in css
    assert f"--paper: {color.DARK_PAPER};" in css
    assert f"--card: {color.DARK_CARD};" in css
