"""Grades of a OneRoster export, which are codes of the Common Education Data Standards.

References
----------
Common Education Data Standards, Entry Grade Level: IT infant or toddler, PR preschool, PK prekindergarten, TK
transitional kindergarten, KG, 01 to 13, PS postsecondary, UG ungraded, AE and ABE adult education, Other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from throughline.formats.names import plain_name
from throughline.formats.population.model import Dimension, band_of, grade_key, grade_label
from throughline.formats.population.set_aside import is_unknown, listed

_NO_GRADES: Final = frozenset(
    {"ps", "postsecondary", "ae", "abe", "adulteducation", "adultbasiceducation", "other"}
)
"""Codes of the standard that are no grade of a school; in a plain roster PS may mean preschool."""


def grade_of(code: str) -> str | None:
    """
    Find the grade of a code.

    Parameters
    ----------
    code : str
        Such as ``"09"``, ``"KG"`` or ``"PS"``.

    Returns
    -------
    str or None
        As `grade_key` returns it; None for postsecondary and adult education, and for unknown codes.
    """
    return None if plain_name(code) in _NO_GRADES else grade_key(code)


@dataclass(frozen=True)
class Grades:
    """
    The grades of one person.

    Parameters
    ----------
    categories : mapping
        Grade and band, as far as all grades agree on them.
    codes : tuple of str
        Codes that are no grade.
    n_grades : int
        Number of different grades.
    """

    categories: Mapping[Dimension, tuple[str, str]]
    codes: tuple[str, ...]
    n_grades: int


def grades_of(cell: str) -> Grades:
    """
    Read the grades of one person.

    Parameters
    ----------
    cell : str
        One code, or several with commas between them.

    Returns
    -------
    Grades
        What they say; blanks and codes for a missing value say nothing.
    """
    grades: dict[str, str | None] = {word: grade_of(word) for word in listed(cell) if not is_unknown(word)}
    known = {grade for grade in grades.values() if grade is not None}
    bands = {band_of(grade) for grade in known}
    categories: dict[Dimension, tuple[str, str]] = {}
    if len(known) == 1:
        (grade,) = known
        categories["grade"] = grade, grade_label(grade)
    if len(bands) == 1 and (band := bands.pop()) is not None:
        categories["grade_band"] = band
    return Grades(categories, tuple(word for word, grade in grades.items() if grade is None), len(known))
