"""Grades of a OneRoster export, which are codes of the Common Education Data Standards.

References
----------
Common Education Data Standards, Entry Grade Level: IT infant or toddler, PR preschool, PK prekindergarten, TK
transitional kindergarten, KG, 01 to 13, PS postsecondary, UG ungraded, AE and ABE adult education, Other.
"""

from typing import Final

from throughline.formats.names import plain_name
from throughline.formats.population.model import Dimension, band_of, grade_key, grade_label, is_nothing

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


def grades_of(cell: str) -> tuple[dict[Dimension, tuple[str, str]], str, bool]:
    """
    Read the grades of one person.

    Parameters
    ----------
    cell : str
        One code, or several with commas between them.

    Returns
    -------
    dict
        The categories grade and band, as far as all codes agree on them.
    str
        The code, if it is no grade; else empty.
    bool
        Whether there are several grades.
    """
    codes = list(dict.fromkeys(word for part in cell.split(",") if not is_nothing(word := part.strip())))
    grades = {grade_of(code) for code in codes}
    bands = {None if grade is None else band_of(grade) for grade in grades}
    categories: dict[Dimension, tuple[str, str]] = {}
    if len(grades) == 1 and (grade := next(iter(grades))) is not None:
        categories["grade"] = grade, grade_label(grade)
    if len(bands) == 1 and (band := next(iter(bands))) is not None:
        categories["grade_band"] = band
    unknown = ", ".join(codes) if grades == {None} else ""
    return categories, unknown, len(grades) > 1
