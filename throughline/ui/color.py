"""Color as numbers: contrast by WCAG 2, and a district's accent in both themes."""

import colorsys
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Rgb = tuple[float, float, float]

PAPER, CARD, DARK_PAPER, DARK_CARD = "#fbf9f5", "#ffffff", "#14181f", "#1c222c"
TEXT_CONTRAST = 4.5
DARK_LIGHTNESS = 0.66  # minimum lightness of an accent in the dark theme


def parse(color: str) -> Rgb:
    """Red, green and blue of `#rrggbb`, each 0 to 1."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        raise ValidationError(
            _("Enter a color as # followed by six digits or letters from a to f, such as #1f5b66.")
        )
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def written(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def luminance(rgb: Rgb) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lightness(color: str) -> float:
    return colorsys.rgb_to_hls(*parse(color))[1]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, 1 to 21."""
    bright, dark = sorted((luminance(parse(one)), luminance(parse(other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _wash(color: str, *, lightness: float, most_saturation: float) -> str:
    """A background of the color's hue, muted enough to read text on."""
    hue, _lightness, saturation = colorsys.rgb_to_hls(*parse(color))
    return written(colorsys.hls_to_rgb(hue, lightness, min(saturation, most_saturation)))


def _light_wash(color: str) -> str:
    return _wash(color, lightness=0.925, most_saturation=0.32)


def _dark_wash(color: str) -> str:
    return _wash(color, lightness=0.165, most_saturation=0.32)


def _toward(color: str, *, start: float, darker: bool, reads: Callable[[str], bool]) -> str:
    """The readable color of the same hue whose lightness is nearest to `start`, in one direction."""
    hue, _lightness, saturation = colorsys.rgb_to_hls(*parse(color))
    lightness, step = start, -0.005 if darker else 0.005
    while 0 <= lightness <= 1:
        candidate = written(colorsys.hls_to_rgb(hue, lightness, saturation))
        if reads(candidate):
            return candidate
        lightness += step
    return "#000000" if darker else "#ffffff"


def _reads_on_paper(color: str) -> bool:
    return all(contrast(color, ground) >= TEXT_CONTRAST for ground in (PAPER, CARD, _light_wash(color)))


def _reads_in_the_dark(color: str) -> bool:
    grounds = (DARK_PAPER, DARK_CARD, _dark_wash(color))
    return all(contrast(color, ground) >= TEXT_CONTRAST for ground in grounds)


@dataclass(frozen=True)
class Accent:
    """A district's accent in both themes: each text has a contrast of at least 4.5:1 on its background."""

    light: str
    light_wash: str
    dark: str
    dark_wash: str

    def css(self) -> str:
        return (
            f":root{{--accent:{self.light};--accent-ink:{CARD};--accent-wash:{self.light_wash}}}\n"
            f"@media (prefers-color-scheme:dark){{:root{{--accent:{self.dark};--accent-ink:{DARK_PAPER};"
            f"--accent-wash:{self.dark_wash}}}}}\n"
            "@media (forced-colors:active){:root{"
            "--accent:LinkText;--accent-ink:Canvas;--accent-wash:Canvas}}\n"
        )


def nearest_that_reads(color: str) -> str:
    """The color itself, or the nearest darker one that is readable on paper, on cards and on its own wash."""
    if _reads_on_paper(color):
        return color.lower()
    return _toward(color, start=_lightness(color), darker=True, reads=_reads_on_paper)


def check_accent(color: str) -> None:
    """Refuse a color that cannot be read, and name the nearest one that can."""
    nearest = nearest_that_reads(color)
    if nearest.lower() != color.lower():
        raise ValidationError(
            _(
                "%(color)s is too light to read. Its contrast is %(ratio).1f:1, and at least 4.5:1 is "
                "required. The closest color with enough contrast is %(nearest)s."
            )
            % {"color": color, "ratio": contrast(color, PAPER), "nearest": nearest}
        )


def accent(color: str) -> Accent:
    light = nearest_that_reads(color)
    bright = max(_lightness(light), DARK_LIGHTNESS)
    dark = _toward(light, start=bright, darker=False, reads=_reads_in_the_dark)
    return Accent(light, _light_wash(light), dark, _dark_wash(dark))


def accent_css(color: str) -> str:
    return accent(color).css()
