"""The named bits of finder entries, and how they are read from the rows of the directory.

The place of a name in its tuple is its bit in the database: names are only added at the end.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from throughline.formats.folding import fold
from throughline.formats.opening_hours import Stretch
from throughline.formats.service_words import ACCESS_NAMES, accessibility_in
from throughline.ui.language import named_language

LANGUAGES: Final = (
    *("en", "es", "vi", "am", "ar", "so", "ne", "my", "ru", "zh", "fr", "sw", "ti", "fa", "prs", "ps"),
    *("ko", "uk", "km", "hmn", "tl", "pt", "ht", "pl", "ja", "de", "it", "hi", "ur", "bn", "te", "ase"),
    *("th", "lo", "kar", "rw", "om", "mai", "pa", "gu", "ta", "tr", "el", "he", "ro", "hu", "bs", "sq"),
    *("nv", "mh", "chk", "sm", "ku", "mn", "id", "ff"),
)

_NAMES: Final = {
    "es": "spanish espanol castellano",
    "en": "english ingles",
    "vi": "vietnamese vietnamita tiengviet",
    "am": "amharic amarico amharico",
    "ar": "arabic arabe",
    "so": "somali soomaali",
    "ne": "nepali",
    "my": "burmese birmano",
    "ru": "russian ruso",
    "zh": "chinese chino mandarin cantonese mandarin cantones simplifiedchinese traditionalchinese zhongwen",
    "fr": "french frances francais",
    "sw": "swahili kiswahili suajili",
    "ti": "tigrinya tigrina",
    "fa": "farsi persian persa",
    "prs": "dari",
    "ps": "pashto pastun pashtu",
    "ko": "korean coreano",
    "uk": "ukrainian ucraniano",
    "km": "khmer cambodian camboyano jemer",
    "hmn": "hmong",
    "tl": "tagalog filipino",
    "pt": "portuguese portugues",
    "ht": "haitiancreole haitian criollohaitiano kreyol creole",
    "pl": "polish polaco",
    "ja": "japanese japones",
    "de": "german aleman",
    "it": "italian italiano",
    "hi": "hindi",
    "ur": "urdu",
    "bn": "bengali bangla",
    "te": "telugu",
    "ase": "asl americansignlanguage signlanguage lenguajedesenas lenguadesenas lenguadesenasamericana",
    "th": "thai tailandes",
    "lo": "lao laotian laosiano",
    "kar": "karen",
    "rw": "kinyarwanda rwanda",
    "om": "oromo afaanoromoo",
    "mai": "maimai maay maymay",
    "pa": "punjabi panyabi",
    "gu": "gujarati",
    "ta": "tamil",
    "tr": "turkish turco",
    "el": "greek griego",
    "he": "hebrew hebreo",
    "ro": "romanian rumano",
    "hu": "hungarian hungaro",
    "bs": "bosnian bosnio serbian croatian serbocroatian",
    "sq": "albanian albanes",
    "nv": "navajo",
    "mh": "marshallese marshales",
    "chk": "chuukese chuukes",
    "sm": "samoan samoano",
    "ku": "kurdish kurdo",
    "mn": "mongolian mongol",
    "id": "indonesian indonesio",
    "ff": "fulani fula fulfulde",
}
"""Names of each language in English, Spanish and itself, folded, without blanks."""

_CODES: Final = {
    **{"eng": "en", "spa": "es", "vie": "vi", "amh": "am", "ara": "ar", "som": "so", "nep": "ne"},
    **{"mya": "my", "bur": "my", "rus": "ru", "zho": "zh", "chi": "zh", "cmn": "zh", "yue": "zh"},
    **{"fra": "fr", "fre": "fr", "swa": "sw", "tir": "ti", "fas": "fa", "per": "fa", "pus": "ps"},
    **{"kor": "ko", "ukr": "uk", "khm": "km", "tgl": "tl", "fil": "tl", "por": "pt", "hat": "ht"},
    **{"pol": "pl", "jpn": "ja", "deu": "de", "ger": "de", "ita": "it", "hin": "hi", "urd": "ur"},
    **{"ben": "bn", "tel": "te", "sgn": "ase", "asl": "ase", "tha": "th", "lao": "lo", "kin": "rw"},
    **{"orm": "om", "pan": "pa", "guj": "gu", "tam": "ta", "tur": "tr", "ell": "el", "heb": "he"},
    **{"ron": "ro", "hun": "hu", "bos": "bs", "sqi": "sq", "nav": "nv", "mah": "mh", "smo": "sm"},
    **{"kur": "ku", "mon": "mn", "ind": "id", "ful": "ff", "mww": "hmn", "ksw": "kar", "ymm": "mai"},
}
"""Codes of three letters, and codes of languages that are counted with another."""

_LABELS: Final[dict[str, Promise]] = {
    "am": _("Amharic"),
    "so": _("Somali"),
    "my": _("Burmese"),
    "ti": _("Tigrinya"),
    "zh": _("Chinese"),
    "prs": _("Dari"),
    "ps": _("Pashto"),
    "hmn": _("Hmong"),
    "tl": _("Tagalog"),
    "ht": _("Haitian Creole"),
    "ase": _("American Sign Language"),
    "lo": _("Lao"),
    "kar": _("Karen"),
    "rw": _("Kinyarwanda"),
    "om": _("Oromo"),
    "mai": _("Maay Maay"),
    "gu": _("Gujarati"),
    "nv": _("Navajo"),
    "mh": _("Marshallese"),
    "chk": _("Chuukese"),
    "sm": _("Samoan"),
    "ku": _("Kurdish"),
    "ff": _("Fulani"),
    "tr": _("Turkish"),
}
"""Names that Django does not have."""

TIMES: Final = ("school_hours", "before_school", "after_school", "evening", "weekend")
TIME_LABELS: Final[dict[str, Promise]] = {
    "school_hours": _("During school hours"),
    "before_school": _("Before school"),
    "after_school": _("After school"),
    "evening": _("Evenings"),
    "weekend": _("Weekends"),
}
ACCESS_LABELS: Final[dict[str, Promise]] = {
    "wheelchair": _("Wheelchair accessible"),
    "elevator": _("Elevator"),
    "parking": _("Parking"),
    "restroom": _("Restroom"),
    "large_print": _("Braille or large print"),
    "sign_language": _("Sign language"),
    "hearing": _("Help for people who are hard of hearing"),
    "service_animals": _("Service animals welcome"),
}

ALL_MONTHS: Final = (1 << 12) - 1
_SATURDAY: Final = 5
_SPANS: Final = {
    "before_school": (6 * 60, 8 * 60),
    "school_hours": (8 * 60, 15 * 60),
    "after_school": (15 * 60, 18 * 60),
    "evening": (18 * 60, 22 * 60),
}
"""Minutes after midnight; all but the evening count from Monday to Friday only."""

_LEAST_MINUTES: Final = 30


def bits(names: Iterable[str], of: Sequence[str]) -> int:
    """The bits of some names; unknown names have none."""
    known = {name: place for place, name in enumerate(of)}
    return sum(1 << known[name] for name in set(names) if name in known)


def names_in(value: int, of: Sequence[str]) -> list[str]:
    return [name for place, name in enumerate(of) if value >> place & 1]


def language_label(code: str) -> str:
    return str(_LABELS[code]) if code in _LABELS else named_language("", code)


def languages_named(name: str, code: str = "") -> set[str]:
    """The codes of the languages that a row names by its code or in words, in any case."""
    plain = fold(code.split("-")[0].split("_")[0])
    plain = _CODES.get(plain, plain)
    if plain in LANGUAGES:
        return {plain}
    named = _codes_by_name()
    parts = [fold(part) for part in re.split(r"[,;/&|()]|\band\b|\by\b", name)]
    found = {named[part.replace(" ", "")] for part in parts if part.replace(" ", "") in named}
    return found or {named[word] for part in parts for word in part.split() if word in named}


@cache
def _codes_by_name() -> dict[str, str]:
    return {name: code for code, names in _NAMES.items() for name in names.split()}


def access_bits(texts: Iterable[str]) -> int:
    return bits(accessibility_in(texts), ACCESS_NAMES)


def time_bits(stretches: Iterable[Stretch]) -> int:
    """At what times of day and week something is open."""
    found: set[str] = set()
    for one in stretches:
        weekday = one.weekday if one.day is None else one.day.weekday()
        if one.opens is None or one.closes is None or weekday is None:
            continue
        is_weekend = weekday >= _SATURDAY
        if is_weekend:
            found.add("weekend")
        for name, (begins, ends) in _SPANS.items():
            overlap = min(one.closes, ends) - max(one.opens, begins)
            if overlap >= _LEAST_MINUTES and (name == "evening" or not is_weekend):
                found.add(name)
    return bits(found, TIMES)


def month_bits(stretches: Collection[Stretch]) -> int:
    """The months in which something is open: all if nothing limits them."""
    open_ones = [one for one in stretches if one.opens is not None]
    regular = [one for one in open_ones if not one.is_instead]
    found = 0 if open_ones else ALL_MONTHS
    for one in regular or open_ones:
        if one.day is not None and one.is_instead:
            found |= 1 << (one.day.month - 1)
        elif one.first_day is None or one.last_day is None:
            return ALL_MONTHS
        else:
            n = (one.last_day.year - one.first_day.year) * 12 + one.last_day.month - one.first_day.month
            for month in range(min(n, 11) + 1):
                found |= 1 << ((one.first_day.month - 1 + month) % 12)
    return found


def month_bit(month: int) -> int:
    return 1 << (month - 1)
