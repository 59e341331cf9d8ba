"""What the variables of known tables count."""

from dataclasses import dataclass
from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.population.model import Dimension


@dataclass(frozen=True)
class Meaning:
    """
    What a variable counts.

    Parameters
    ----------
    dimension : str
        The dimension counted by; ``""`` for the total.
    category : str
        Key of the category. Variables of one category are added up.
    label : str
        Its name.
    """

    dimension: Dimension | None
    category: str = ""
    label: str = ""


TOTAL: Final = Meaning(None)
"""The meaning of the variable that counts everyone."""


def _languages(*pairs: tuple[str, str, str]) -> dict[str, Meaning]:
    return {f"C16001_{code}": Meaning("language", key, label) for code, key, label in pairs}


KNOWN: Final[dict[str, Meaning]] = {
    "B03002_001": TOTAL,
    "B03002_003": Meaning("group", race_ethnicity.WHITE, "White"),
    "B03002_004": Meaning("group", race_ethnicity.BLACK, "Black or African American"),
    "B03002_005": Meaning("group", race_ethnicity.AMERICAN_INDIAN, "American Indian or Alaska Native"),
    "B03002_006": Meaning("group", race_ethnicity.ASIAN, "Asian"),
    "B03002_007": Meaning("group", race_ethnicity.PACIFIC, "Native Hawaiian or Pacific Islander"),
    "B03002_008": Meaning("group", "some_other_race", "Some other race"),
    "B03002_009": Meaning("group", race_ethnicity.TWO_OR_MORE, "Two or more races"),
    "B03002_012": Meaning("group", race_ethnicity.HISPANIC, "Hispanic or Latino"),
    "C16001_001": TOTAL,
    **_languages(
        ("002", "en", "English"),
        ("003", "es", "Spanish"),
        ("006", "fr", "French, Haitian or Cajun"),
        ("009", "german", "German or other West Germanic languages"),
        ("012", "slavic", "Russian, Polish or other Slavic languages"),
        ("015", "indo_european", "Other Indo-European languages"),
        ("018", "ko", "Korean"),
        ("021", "zh-hans", "Chinese"),
        ("024", "vi", "Vietnamese"),
        ("027", "tagalog", "Tagalog"),
        ("030", "asian_pacific", "Other Asian and Pacific Island languages"),
        ("033", "ar", "Arabic"),
        ("036", "other", "Other languages"),
    ),
    "B25003_001": TOTAL,
    "B25003_002": Meaning("tenure", "own", "Own their home"),
    "B25003_003": Meaning("tenure", "rent", "Rent their home"),
    "B11005_001": TOTAL,
    "B11005_002": Meaning("children", "with_children", "Households with children"),
    "B11005_011": Meaning("children", "without_children", "Households without children"),
}
"""Detailed tables whose variables are known. They count people; B25003 and B11005 count households."""
