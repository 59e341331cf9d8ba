"""Cells that hold no answer: marks of choices not chosen, codes for missing values, dates that are none.

One table for guessing what a column is and for reading it. What is set aside by it is counted in a note.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_TICKED: Final = _listed(
    "1|1.0|y|yes|t|true|on|selected|checked|ticked|chosen|marked|mentioned|si|s|verdadero|cierto|"
    "seleccionado|seleccionada|marcado|marcada|elegido|elegida|mencionado|mencionada|100%|"
    "✓|✔|☑|✅|🗹|●|•|■|◉|[x]|(x)"
)
_CROSSES: Final = _listed("x|×|✗|✘|✕|✖|❌|❎|☒|🗷")
_CHECKS: Final = _listed("✓|✔|☑|✅|🗹")
_UNTICKED: Final = _listed(
    "0|0.0|0%|n|no|f|false|off|-|--|–|—|not selected|unselected|deselected|not checked|unchecked|not ticked|"
    "unticked|not chosen|not marked|unmarked|not mentioned|falso|no seleccionado|no seleccionada|"
    "sin seleccionar|no marcado|no marcada|sin marcar|desmarcado|desmarcada|deseleccionado|deseleccionada|"
    "no elegido|no elegida|sin elegir|no mencionado|no mencionada|☐|○|□|◯|[ ]|[]|( )|()"
)
_BLANK_MARKS: Final = _listed(
    r"null|<null>|[null]|(null)|\n|nan|<na>|#n/a|#n/d|#null!|#nulo!|#¡nulo!|#value!|#valor!|#¡valor!|#ref!|"
    r"#¡ref!|#div/0!|#¡div/0!|#name?|#¿nombre?|#num!|#¡num!|#error!|undefined|(blank)|[blank]|<blank>|"
    "(en blanco)|(vacio)|(empty)|[]|{}|.|..|...|seen but not answered|seen but unanswered|(no answer)|"
    "(no response)|(not answered)|(unanswered)|(skipped)|(missing)|[no answer]|[no response]|[skipped]|"
    "[missing]|(sin respuesta)|[sin respuesta]|system missing|sysmis"
)
_UNANSWERED: Final = _listed(
    "no answer|no response|not answered|unanswered|did not answer|question not answered|skipped|missing|"
    "missing value|blank|empty|nr|not asked|question not asked|not displayed|not shown|not presented|"
    "sin respuesta|sin contestar|no contesta|no contesto|no respondio|no responde|no respuesta|omitido|"
    "omitida|"
    "no preguntado|no preguntada|vacio|en blanco|-|--|---|–|—|?|??|*|**"
)
_NO_OPINION: Final = _UNANSWERED | _listed(
    "n/a|n.a.|na|n/d|not applicable|does not apply|don't know|dont know|i don't know|do not know|dk|idk|"
    "dk/na|not sure|unsure|no opinion|refused|declined|decline to answer|decline to state|"
    "prefer not to say|prefer not to answer|rather not say|no se|no lo se|no aplica|no corresponde|"
    "sin opinion|no sabe|ns|nc|ns/nc|ns/nr|no sabe/no contesta|prefiero no decir|prefiero no decirlo|"
    "prefiero no contestar|prefiero no responder"
)
_CODES_ABOVE: Final = frozenset(
    [66, 77, 88, 96, 97, 98, 99, 666, 777, 888, 996, 997, 998, 999, 7777, 8888, 9998, 9999, 99999]
)
_FAMILIES: Final = (frozenset({66, 77, 88, 99}), frozenset({96, 97, 98, 99}))
_OFTEN_NUMBERS: Final = frozenset.union(*_FAMILIES) - {99}
"""Codes that may as well be an answer: an age, a route, a count."""
_CODES_BELOW_ZERO: Final = frozenset((*range(-9, 0), *(-code for code in _CODES_ABOVE)))
_CODES_IN_WORDS: Final = frozenset(
    str(code) for code in _CODES_BELOW_ZERO if code < -5 and code not in {-6, -7, -8}
)
_LOWEST_STEP_OF_BOTH_SIGNS: Final = -5
_HIGHEST_STEP: Final = 10
_HIGHEST_STEP_BESIDE_A_CODE: Final = 7
_LONGEST_MARK_CHARS: Final = 60
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


def plain_cell(cell: str) -> str:
    """
    Reduce a cell to what its mark is compared by.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    str
        Without case, accents, typographic apostrophes, variants of symbols and repeated blanks.
    """
    words = " ".join(cell.split()).casefold()
    if words.isascii():
        return words
    text = unicodedata.normalize("NFKD", words.replace("’", "'"))
    return "".join(one for one in text if unicodedata.category(one) != "Mn")


def _plain_mark(cell: str) -> str:
    """The cell as marks are compared; empty where it is too long for one, as answers in own words are."""
    return plain_cell(cell) if len(cell) <= _LONGEST_MARK_CHARS else ""


def is_ticked(cell: str, *, has_checks: bool = False) -> bool:
    """
    Return whether a cell says that a choice was chosen.

    Parameters
    ----------
    cell : str
        The cell, in a column that stands for one choice.
    has_checks : bool
        True if check marks occur in the columns of this question, so that a cross means not chosen.

    Returns
    -------
    bool
        True for marks such as ``1``, ``Yes``, ``X`` and ``Selected``, in English and Spanish.
    """
    plain = _plain_mark(cell)
    return plain in _TICKED or (plain in _CROSSES and not has_checks)


def is_unticked(cell: str, *, has_checks: bool = False) -> bool:
    """
    Return whether a cell says that a choice was not chosen.

    Parameters
    ----------
    cell : str
        The cell, in a column that stands for one choice.
    has_checks : bool
        True if check marks occur in the columns of this question, so that a cross means not chosen.

    Returns
    -------
    bool
        True for marks such as ``0``, ``No``, ``Not selected`` and ``-``, in English and Spanish.
    """
    plain = _plain_mark(cell)
    return plain in _UNTICKED or (plain in _CROSSES and has_checks)


def is_check(cell: str) -> bool:
    """
    Return whether a cell is a drawn check mark, beside which a cross means not chosen.

    Parameters
    ----------
    cell : str
        The cell, in a column that stands for one choice.

    Returns
    -------
    bool
        True for ``✓`` and the like.
    """
    return _plain_mark(cell) in _CHECKS


def is_blank_mark(cell: str) -> bool:
    """
    Return whether a program wrote this where there is nothing.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    bool
        True for ``NULL``, ``#N/A``, ``NaN``, ``-99`` and the like, which no person writes as an answer.
    """
    plain = _plain_mark(cell)
    return plain in _BLANK_MARKS or plain.removesuffix(".0") in _CODES_IN_WORDS


def is_unanswered(cell: str) -> bool:
    """
    Return whether a cell says in words or by a sign that a person did not answer.

    Parameters
    ----------
    cell : str
        The cell, in a column that is not for people's own words.

    Returns
    -------
    bool
        True for "No answer", "Skipped", ``-``, ``?`` and the like, in English and Spanish. "Don't know" and
        "prefer not to say" are answers that people choose.
    """
    return _plain_mark(cell) in _UNANSWERED


def is_no_opinion(cell: str) -> bool:
    """
    Return whether a cell says that a question does not apply or has no answer.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    bool
        True for "don't know", "not applicable", "prefer not to say" and the like, in English and Spanish.
    """
    return _plain_mark(cell) in _NO_OPINION


@dataclass(frozen=True)
class Codes:
    """
    The codes for missing values in a column of numbers.

    Parameters
    ----------
    missing : frozenset of int
        Numbers that are no answer.
    doubtful : frozenset of int
        Numbers that may be a code or a step of the scale; a person has to decide.
    """

    missing: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()


def missing_codes(numbers: Collection[int], *, is_counted: bool = False) -> Codes:
    """
    Find the codes for missing values among the numbers of a column.

    A number below zero is a code where the others are not, unless the scale has both signs: from -2 to 2, for
    example. 99, 999 and the like are codes where they lie far above the other numbers; 66, 77, 88 and 96 to
    98 only beside those, beside every step of a scale, or two beside several of its steps.

    Parameters
    ----------
    numbers : collection of int
        The different numbers of the column.
    is_counted : bool
        True if the numbers are ages, counts and the like, any of which may be an answer.

    Returns
    -------
    Codes
        The codes. Where the numbers do not decide, they are doubtful.
    """
    steps = {n for n in numbers if n >= 0 and n not in _CODES_ABOVE}
    below = {n for n in numbers if n in _CODES_BELOW_ZERO}
    above = {n for n in numbers if n in _CODES_ABOVE}
    highest = max(steps, default=0)
    apart = {n for n in above if highest <= _HIGHEST_STEP or (highest <= 100 < n)}
    missing = set() if is_counted else _surely_above(apart, steps)
    doubtful = {n for n in apart - missing if steps}
    if any(n < 0 and n not in _CODES_BELOW_ZERO for n in numbers):
        return Codes(frozenset(missing), frozenset(doubtful))
    more = _missing_below(below, steps)
    return Codes(more.missing | missing, more.doubtful | doubtful)


def _surely_above(codes: set[int], steps: set[int]) -> set[int]:
    """Return which numbers far above the steps of a scale can be no answer."""
    lowest, highest = min(steps, default=0), max(steps, default=0)
    is_whole = lowest <= 1 and len(steps) > 2 and len(steps) == highest - lowest + 1
    is_low = highest <= _HIGHEST_STEP_BESIDE_A_CODE
    sure = {n for n in codes - _OFTEN_NUMBERS if n > 100 or is_low or is_whole}
    is_family = any(len(codes & family) > 1 for family in _FAMILIES)
    is_scale = is_low and (is_whole or (is_family and lowest <= 1 and len(steps) > 2))
    return codes if is_scale or (sure and (is_low or is_whole)) else sure


def _missing_below(below: set[int], steps: set[int]) -> Codes:
    """Tell the codes below zero from the steps of a scale of both signs."""
    highest = max(steps, default=0)
    near = {n for n in below if n >= _LOWEST_STEP_OF_BOTH_SIGNS}
    missing = below - near
    if not near or not steps:
        return Codes(frozenset(below))
    lowest = min(near)
    is_run = near == set(range(lowest, 0))
    if is_run and lowest == -highest and len(near) > 1:
        return Codes(frozenset(missing))
    could_be_steps = highest <= -_LOWEST_STEP_OF_BOTH_SIGNS and lowest >= -max(highest, 3)
    touches_zero = is_run and min(steps) <= 1 and (len(near) > 1 or (min(steps) == 0 and highest <= 3))
    is_small = highest <= 2 and lowest >= -2
    if could_be_steps and (touches_zero or is_small or lowest == -highest):
        return Codes(frozenset(missing), frozenset(near))
    return Codes(frozenset(below))


def codes_among_words(numbers: Collection[int]) -> frozenset[int]:
    """
    Find the codes for missing values in a column most of whose cells are words.

    Parameters
    ----------
    numbers : collection of int
        The numbers among its different cells.

    Returns
    -------
    frozenset of int
        Every code below zero; those above, such as 99 and 999, where the column has no other number. 66, 77,
        88 and 96 to 98 may be names of choices, and are codes only beside 99 and the like.
    """
    others = {n for n in numbers if n >= 0}
    above = others if others <= _CODES_ABOVE and others - _OFTEN_NUMBERS else set()
    return frozenset({n for n in numbers if n in _CODES_BELOW_ZERO} | above)


def is_placeholder_date(moment: datetime) -> bool:
    """
    Return whether a date only stands in for one that is not known.

    Parameters
    ----------
    moment : datetime
        The date of an answer.

    Returns
    -------
    bool
        True outside of 1990 to 2098: systems write 1980-01-01, 1900-01-01, 2099-12-31 or 9999-12-31 for
        "no date".
    """
    return not _FIRST_YEAR <= moment.year < _LAST_YEAR


def is_zero_date(cell: str) -> bool:
    """
    Return whether a cell is a date of zeros.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    bool
        True for ``0000-00-00 00:00:00`` and the like.
    """
    digits = [one for one in cell if one.isdigit()]
    return len(digits) >= 6 and set(digits) == {"0"} and not any(one.isalpha() and one != "T" for one in cell)
