"""The two federal systems of race and ethnicity, and the crosswalk between them.

The 1997 standard asks race and Hispanic origin in two questions; official counts roll them up: anyone
Hispanic is counted as such, everyone else under one race or under two or more. The 2024 standard asks one
question with seven minimum categories, and more than one answer is allowed. Official counts still use the
first; surveys may use the second. `to_1997` returns the category of a set of answers, and `None` where there
is no official count to compare with.

References
----------
Office of Management and Budget, Statistical Policy Directive No. 15 (30 October 1997; 28 March 2024).
U.S. Department of Education, Final Guidance on Maintaining, Collecting and Reporting Racial and Ethnic Data
(19 October 2007).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from throughline.formats.messages import gettext_noop

HISPANIC: Final = "hispanic"
AMERICAN_INDIAN: Final = "american_indian"
ASIAN: Final = "asian"
BLACK: Final = "black"
MIDDLE_EASTERN: Final = "middle_eastern"
PACIFIC: Final = "pacific_islander"
WHITE: Final = "white"
TWO_OR_MORE: Final = "two_or_more"

KEYS_1997: Final = (AMERICAN_INDIAN, ASIAN, BLACK, HISPANIC, PACIFIC, WHITE, TWO_OR_MORE)
"""Categories of official counts by the 1997 standard."""

KEYS_2024: Final = (AMERICAN_INDIAN, ASIAN, BLACK, HISPANIC, MIDDLE_EASTERN, PACIFIC, WHITE)
"""The minimum categories of the 2024 standard; a person may choose several."""

LABELS: Final[dict[str, str]] = {
    AMERICAN_INDIAN: gettext_noop("American Indian or Alaska Native"),
    ASIAN: gettext_noop("Asian"),
    BLACK: gettext_noop("Black or African American"),
    HISPANIC: gettext_noop("Hispanic or Latino"),
    MIDDLE_EASTERN: gettext_noop("Middle Eastern or North African"),
    PACIFIC: gettext_noop("Native Hawaiian or Pacific Islander"),
    WHITE: gettext_noop("White"),
    TWO_OR_MORE: gettext_noop("Two or more races"),
}

_WORDINGS: Final[dict[str, tuple[str, ...]]] = {
    AMERICAN_INDIAN: ("american indian/alaska native", "american indian", "native american", "am", "ai/an"),
    ASIAN: ("as",),
    BLACK: ("black", "african american", "bl", "black/african american"),
    HISPANIC: (
        "hispanic",
        "hispanic/latino",
        "latino",
        "latina",
        "latinx",
        "hispanic/latino of any race",
        "hispanic or latino/a",
        "hispanic or latino of any race",
        "hispanic/latino",
        "hi",
    ),
    MIDDLE_EASTERN: ("middle eastern/north african", "middle eastern", "north african", "mena"),
    PACIFIC: (
        "native hawaiian or other pacific islander",
        "native hawaiian/other pacific islander",
        "pacific islander",
        "hp",
        "nh/pi",
    ),
    WHITE: ("wh",),
    TWO_OR_MORE: ("two or more", "multiracial", "multiple races", "2 or more races", "two+", "tr"),
}


@dataclass(frozen=True)
class Step:
    """
    One line of the crosswalk.

    Parameters
    ----------
    key_2024 : str
        The only category chosen.
    key_1997 : str or None
        Category of the 1997 counts for such people; None where no official count is comparable.
    is_whole : bool
        False where the 1997 count also includes people who would choose another category in 2024.
    """

    key_2024: str
    key_1997: str | None
    is_whole: bool


CROSSWALK: Final[tuple[Step, ...]] = (
    Step(AMERICAN_INDIAN, AMERICAN_INDIAN, True),
    Step(ASIAN, ASIAN, True),
    Step(BLACK, BLACK, True),
    Step(HISPANIC, HISPANIC, True),
    Step(MIDDLE_EASTERN, None, False),
    Step(PACIFIC, PACIFIC, True),
    Step(WHITE, WHITE, False),
)
"""Each 2024 category chosen alone. The 1997 count of White includes Middle Eastern or North African."""


def key_of(wording: str) -> str | None:
    """
    Recognize a category as worded in files and surveys.

    Parameters
    ----------
    wording : str
        A cell or a label, such as ``"Hispanic/Latino"`` or ``"Black or African American"``.

    Returns
    -------
    str or None
        A key of either system; None if the wording is not known.
    """
    return _KEYS.get(_plain(wording))


def _plain(wording: str) -> str:
    return " ".join(wording.casefold().replace("_", " ").replace("-", " ").split())


_KEYS: Final[dict[str, str]] = {
    _plain(wording): key for key in LABELS for wording in (key, LABELS[key], *_WORDINGS[key])
}


def to_1997(chosen: Collection[str]) -> str | None:
    """
    Return the category of official counts (1997 standard) for a person who chose these categories.

    Parameters
    ----------
    chosen : collection of str
        Keys of `KEYS_2024`.

    Returns
    -------
    str or None
        A key of `KEYS_1997`; None where nothing was chosen, or only Middle Eastern or North African, for
        which there is no official count to compare.

    Raises
    ------
    ValueError
        If a key is not one of `KEYS_2024`.

    Notes
    -----
    Hispanic or Latino takes precedence. White together with Middle Eastern or North African is one
    race by the 1997 standard, which defines White by origins in Europe, the Middle East or North Africa.
    """
    keys = set(chosen)
    if unknown := keys - set(KEYS_2024):
        raise ValueError(f"not a category of the 2024 standard: {sorted(unknown)[0]!r}")
    if HISPANIC in keys:
        return HISPANIC
    if keys == {MIDDLE_EASTERN, WHITE}:
        return WHITE
    if keys == {MIDDLE_EASTERN} or not keys:
        return None
    return next(iter(keys)) if len(keys) == 1 else TWO_OR_MORE
