"""The words of a text that are a filter and not a need: a cost, an hour, a way in, an age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from throughline.formats.folding import fold


def _words(listed: str) -> frozenset[str]:
    return frozenset(fold(listed).split())


FREE: Final = _words("free gratis gratuito gratuita gratuitos gratuitas")
NOT_FREE_AFTER: Final = _words(
    "drug drugs smoke gluten sugar tobacco alcohol dairy fat nut barrier step toll violence bully cage not no"
)
NOT_FREE_BEFORE: Final = _words("time throw press and tiempo")
NO_COST: Final = ("no cost", "without cost", "no charge", "sin costo", "sin costos", "sin cobrar")

OPEN: Final = _words("open abierto abierta abiertos abiertas")
NOW: Final = _words("now today tonight ahora ahorita hoy currently")
BESIDE_OPEN: Final = _words("right is está están que mismo what whats places")
"""Words that may be between "open" and "now"."""

ACCESS: Final[Mapping[str, str]] = {
    "wheelchair": "wheelchair accessible, wheelchair access, wheelchair, wheelchairs, wheel chair, "
    "wheelchair ramp, ramp, ramps, step free, stepfree, barrier free, accessible entrance, accessible, "
    "handicap accessible, handicapped accessible, handicap access, accesible en silla de ruedas, "
    "acceso para silla de ruedas, silla de ruedas, sillas de ruedas, rampa, rampas, accesible, accesibles",
    "elevator": "elevator, elevators, elevador, elevadores, ascensor, ascensores",
    "parking": "parking, parking lot, accessible parking, handicap parking, estacionamiento, "
    "estacionamiento accesible",
    "large_print": "braille, large print, letra grande",
    "sign_language": "sign language, asl, lengua de señas, lenguaje de señas, lengua de signos, "
    "lenguaje de signos",
    "service_animals": "service animal, service animals, service dog, service dogs, guide dog, guide dogs, "
    "perro guía, perros guía, perro de servicio, animal de servicio",
}
"""What families say of each way in that `formats.service_words` knows."""

NO_HOUR: Final = _words("prepa preparatoria secundaria escuela school")
"""Before "abierta", it is the name of a school."""

LESSON: Final = _words("class classes clase clases learn aprender lesson lessons curso cursos")
"""Beside a word of `ACCESS`, something is to be learned."""

YEARS: Final = _words("year years yr yrs yo año años")
MONTHS: Final = _words("month months mo mos mes meses")
OLD: Final = _words("old olds")
BEFORE_AGE: Final = _words("de tiene tienen tengo cumple cumplió age aged ages edad")
OLDEST: Final = 120

_PHRASES: Final[Mapping[tuple[str, ...], str]] = {
    tuple(fold(phrase).split()): name for name, listed in ACCESS.items() for phrase in listed.split(",")
}
_LONGEST: Final = max(map(len, _PHRASES))
_NO_COST: Final = frozenset(tuple(phrase.split()) for phrase in NO_COST)


@dataclass
class Said:
    """
    What a text says besides a need.

    Parameters
    ----------
    wants_free, wants_open : bool
        Whether it wants what costs nothing, and what is open now.
    accessibility : list of str
        Names of ways in.
    age : int, optional
        The age in years of the one for whom it is.
    aside : set of int
        Places of the words that mean only this.
    noted : set of int
        Places of words that mean this unless they are part of a need.
    """

    wants_free: bool = False
    wants_open: bool = False
    accessibility: list[str] = field(default_factory=list)
    age: int | None = None
    aside: set[int] = field(default_factory=set)
    noted: set[int] = field(default_factory=set)


def said_in(words: Sequence[str]) -> Said:
    """
    Find the words of a text that are filters.

    Parameters
    ----------
    words : sequence of str
        All words of the text, folded.

    Returns
    -------
    Said
        What they say, and where they are.

    Notes
    -----
    See ``docs/methods/needs.md``.
    """
    said = Said()
    _find_access(words, said)
    _find_open(words, said)
    _find_free(words, said)
    _find_age(words, said)
    return said


def _find_access(words: Sequence[str], said: Said) -> None:
    place = 0
    while place < len(words):
        for n in range(min(_LONGEST, len(words) - place), 0, -1):
            name = _PHRASES.get(tuple(words[place : place + n]))
            if name and not {*words[max(0, place - 2) : place], *words[place + n : place + n + 1]} & LESSON:
                said.accessibility += [name] if name not in said.accessibility else []
                said.aside.update(range(place, place + n))
                place += n - 1
                break
        place += 1


def _find_open(words: Sequence[str], said: Said) -> None:
    """ "Open" with "now" beside it, or as the last word."""
    for place, word in enumerate(words):
        if word not in OPEN:
            continue
        for step in (1, -1):
            near = place + step
            while 0 <= near < len(words) and words[near] in BESIDE_OPEN:
                near += step
            if 0 <= near < len(words) and words[near] in NOW:
                said.wants_open = True
                said.aside.update(range(min(place, near), max(place, near) + 1))
        if place == len(words) - 1 and not {*words[place - 1 : place]} & NO_HOUR:
            said.wants_open = True
            said.noted.add(place)


def _find_free(words: Sequence[str], said: Said) -> None:
    for place, word in enumerate(words):
        before, after = words[max(0, place - 1) : place], words[place + 1 : place + 2]
        if word in FREE and not ({*before} & NOT_FREE_AFTER or {*after} & NOT_FREE_BEFORE):
            said.wants_free = True
            said.noted.add(place)
        if (word, *after) in _NO_COST:
            said.wants_free = True
            said.noted |= {place, place + 1}


def _find_age(words: Sequence[str], said: Said) -> None:
    """The first age. A number of years or months that is no age ("2 months of rent") is left."""
    for place, word in enumerate(words):
        number, joined = _number_and_unit(word)
        before, after = words[max(0, place - 1) : place], words[place + 1 : place + 3]
        unit = joined or "".join(after[:1])
        last = place + (not joined)
        is_month, is_old = unit in MONTHS, {*words[last + 1 : last + 2]} <= OLD and last + 1 < len(words)
        is_told = is_old or bool({*before} & BEFORE_AGE) or bool(joined)
        if number is None or number > OLDEST or word == "0":
            continue
        if (unit in YEARS or is_month) and (is_told or (place == 0 and last == len(words) - 1)):
            said.age = number // 12 if is_month else number
            said.noted.update(range(place, last + 1 + is_old))
            return
        if {*before} & _words("age aged edad"):
            said.age = number
            said.noted |= {place - 1, place}
            return


def _number_and_unit(word: str) -> tuple[int | None, str]:
    """The number at the start of a word, and the unit that is written with it: "5yo"."""
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 4):
        return None, ""
    return int(digits), word[len(digits) :]
