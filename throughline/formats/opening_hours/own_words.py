"""What a directory says about hours in its own words: whether it says more than the columns do."""

import re
import unicodedata
from typing import Final

from throughline.formats.opening_hours.times import time_of_day
from throughline.formats.recurrence import weekdays

_REPEATING_WORDS: Final = (
    "open opens hours hour time times from to until till through thru and at on each every weekly is are the "
    "noon midnight closes abierto abre horario horas hora de desde hasta a al las la los y cada cierra "
    "mediodia medianoche"
)
_REPEATING: Final = frozenset(_REPEATING_WORDS.split())
"""Words that add nothing to days and times. Ordinals, “other” and “closed” do."""

_CLOCK: Final = re.compile(r"(?<![\w:])(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*([ap])?(?:\.?\s?m\b\.?)?(?!\w)")
_WORD: Final = re.compile(r"[a-z]+|\d+")
_NAMED: Final = {"noon": (0, 0), "mediodia": (0, 0), "midnight": (0, 0), "medianoche": (0, 0)}


def only_repeats(text: str, opens_at: str, closes_at: str) -> bool:
    """
    Tell whether a description says nothing but the days and times that the columns of its row say.

    Parameters
    ----------
    text : str
        The description.
    opens_at, closes_at : str
        The times of the row.

    Returns
    -------
    bool
        True if every word is a day of the week or one that adds nothing, and every time is one of the two.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    known = {_on_the_dial(found[0]) for cell in (opens_at, closes_at) if (found := time_of_day(cell))}
    times = [(int(match[1]) % 12, int(match[2] or 0)) for match in _CLOCK.finditer(plain)]
    rest = _WORD.findall(_CLOCK.sub(" ", plain))
    times += [_NAMED[word] for word in rest if word in _NAMED]
    return all(one in known for one in times) and all(
        word in _REPEATING or weekdays(word) is not None for word in rest
    )


def _on_the_dial(text: str) -> tuple[int, int]:
    return int(text[:2]) % 12, int(text[3:])
