"""Codes that are no category: counted in notes, and never counted as people of a category."""

import re
from collections import Counter
from typing import Final

from throughline.formats.marks import is_blank_mark
from throughline.formats.population.model import is_nothing
from throughline.formats.problems import Problems, quoted

_MAX_CODES: Final = 10
_BELOW_ZERO: Final = re.compile(r"-\d+([.,]\d+)?")
_NO_DAY: Final = re.compile(
    r"(0000|1900|9999)([-/.])(00|01|12)\2(00|01|31)\b.*"
    r"|(0?1|12)([-/.])(0?1|31)\6(1900|9999)\b.*"
    r"|31([-/.])12\8(1900|9999)\b.*"
)
_AGE: Final = re.compile(r"(\d+)([.,]\d+)?")
_OLDEST: Final = 120


def is_missing_code(cell: str, *, is_age: bool = False) -> bool:
    """
    Return whether a cell is a code for a missing value.

    Parameters
    ----------
    cell : str
        The cell.
    is_age : bool
        Whether it is an age: nobody is older than 120, so that 999 and a year of birth are none.

    Returns
    -------
    bool
        True for numbers below zero, which no category of people is, for marks of programs such as ``NULL``
        and for days such as 1900-01-01.
    """
    word = " ".join(cell.split())
    if is_nothing(word):
        return False
    if is_blank_mark(word) or _BELOW_ZERO.fullmatch(word) or _NO_DAY.fullmatch(word):
        return True
    age = _AGE.fullmatch(word) if is_age else None
    return age is not None and (len(age.group(1)) > 3 or int(age.group(1)) > _OLDEST)


def is_unknown(cell: str) -> bool:
    """
    Return whether a cell says nothing of a person: it is blank, or a code for a missing value.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    bool
        True for blanks, ``"Unknown"``, ``"NULL"``, ``"-99"`` and the like.
    """
    return is_nothing(cell) or is_missing_code(cell)


def listed(cell: str) -> list[str]:
    """
    Divide a cell that may have several values.

    Parameters
    ----------
    cell : str
        Such as ``"09,10"``, ``"09; 10"`` or ``"s1|s2"``.

    Returns
    -------
    list of str
        The different values, in their order, without brackets and quotation marks around them.
    """
    words = (word.strip(" \"'[]") for word in re.split(r"[,;|]", cell))
    return list(dict.fromkeys(word for word in words if word))


def note_grades_aside(
    codes: Counter[str],
    file: str,
    column: str,
    problems: Problems,
    code: str = "population_grades_aside",
) -> None:
    """
    Note how many people have a code that is no grade.

    Parameters
    ----------
    codes : Counter of str
        People by code.
    file, column : str
        Where the codes stand.
    problems : Problems
        Takes the note.
    code : str
        Code of the note.
    """
    if codes:
        names = codes_listed(codes)
        problems.note(code, file, None, column, n=codes.total(), codes=names)


def codes_listed(codes: Counter[str]) -> str:
    """
    List codes in a sentence, with how many have each.

    Parameters
    ----------
    codes : Counter of str
        People by code.

    Returns
    -------
    str
        The most frequent ones, each in quotation marks.
    """
    in_order = sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    names = ", ".join(f"“{quoted(code)}” {n}" for code, n in in_order[:_MAX_CODES])
    return names + (", …" if len(in_order) > _MAX_CODES else "")
