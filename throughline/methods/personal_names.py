"""Likely personal names in a text: a title or a role beside a name.

See ``docs/methods/personal_names.md``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

METHOD = "personal_names"
VERSION = "1"

LONGEST_READ: Final = 20_000
"""Characters at the start of a text that are read."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


TITLES: Final = _words(
    "mr mrs ms mx miss mister dr prof sr sra srta señor señora señorita senor senora senorita don doña dona"
)
"""Before a name in capital or in capital and small letters."""

CLEAR_TITLES: Final = _words("mr mrs mister ms. sr. sra srta")
"""Before a name in any letters: these words hardly ever mean anything else."""

ABBREVIATED: Final = _words("mr mrs ms mx dr prof sr sra srta")

OFFICES: Final = _words(
    "teacher principal coach counselor superintendent nurse librarian custodian janitor secretary director "
    "professor officer dean driver maestro maestra profesor profesora profe director directora entrenador "
    "entrenadora consejero consejera enfermero enfermera conductor conductora secretario secretaria "
    "bibliotecario bibliotecaria superintendente doctor doctora licenciado licenciada conserje chofer"
)
"""Before a name, in small letters or with a capital."""

RELATIONS: Final = _words(
    "student son daughter child kid friend classmate brother sister cousin nephew niece aunt uncle boy girl "
    "aide substitute alumno alumna estudiante hijo hija amigo amiga compañero compañera companero companera "
    "hermano hermana primo prima sobrino sobrina tío tía tio tia niño niña nino nina"
)
"""Before a name, in small letters only: with a capital they begin the names of many other things."""

NAMING: Final = _words("named called llamado llamada")
POINTING: Final = _words("my our the a an his her their mi nuestro nuestra la el un una su")
BEING: Final = _words("is was es era")

NO_NAMES: Final = _words(
    "i i'm i've i'd i'll we you he she it they this that these those there here who what which when where "
    "why how and or but so if of in on at to for from by with as is are was were be not no yes my our "
    "your his her their the a an please thank thanks also maybe someone everyone nobody one all some each "
    "every yo nosotros usted ustedes él ella ellos ellas esto eso esta este ese esa aquí y o pero si de "
    "del en al por para con como es son fue que sí mi nuestro nuestra su la el los las un una gracias "
    "quien quién monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december lunes martes miércoles jueves viernes "
    "sábado domingo english spanish math science art music history reading writing english-language pe ap "
    "ib esl inglés español matemáticas ciencias arte música historia lectura school elementary middle "
    "high district board council center department office union association team escuela primaria "
    "secundaria preparatoria distrito junta consejo centro departamento oficina sindicato appreciation "
    "week day month year pay salary training conference conferences meeting services support handbook "
    "resource resources education assistant assistants aide aides evaluation workforce shortage semana "
    "día mes año general ejecutivo ejecutiva principal escolar juniper colorado denver"
)
"""Words that are no names, although a title or role may stand before them."""

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class NameMatch:
    """One likely name.

    Attributes
    ----------
    start, end : int
        Where the title or role and the name are in the text; `text[start:end]` is both.
    text : str
        Those words.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    text: str
    before: str
    """What is between the token before and this one."""

    @property
    def key(self) -> str:
        return self.text.lower().replace("’", "'")

    @property
    def follows(self) -> bool:
        """Whether only a space separates it from the token before."""
        return self.before.isspace()

    @property
    def is_capitalized(self) -> bool:
        """Whether it may be a name: a capital, then a small letter."""
        is_written_so = self.text[0].isupper() and any(letter.islower() for letter in self.text[1:])
        return is_written_so and self.key not in NO_NAMES


def find_names(text: str) -> tuple[NameMatch, ...]:
    """Find titles and roles that stand beside a likely name, in English and Spanish.

    Parameters
    ----------
    text : str
        A text of any length. The first `LONGEST_READ` characters are read.

    Returns
    -------
    tuple of NameMatch
        In the order of the text, without overlaps; empty for most texts.

    Notes
    -----
    One pass over the words, each compared with at most four neighbors: the time grows with the length of the
    text only. There is no list of names of people.
    """
    text = text[:LONGEST_READ]
    tokens: list[_Token] = []
    at = 0
    for match in _TOKEN.finditer(text):
        tokens.append(_Token(match.start(), match.end(), match.group(), text[at : match.start()]))
        at = match.end()
    found: list[NameMatch] = []
    index = 0
    while index < len(tokens):
        last = _last_of_name(tokens, index)
        if last is None:
            index += 1
            continue
        start, end = tokens[index].start, tokens[last].end
        found.append(NameMatch(start, end, text[start:end]))
        index = last + 1
    return tuple(found)


def _last_of_name(tokens: Sequence[_Token], index: int) -> int | None:
    """The last token of a name that begins here with its title or role; None if none does."""
    here = tokens[index]
    if here.key in TITLES:
        return _after_title(tokens, index)
    is_role = here.key in OFFICES or (here.key in RELATIONS and here.text[0].islower())
    if is_role:
        return _after_role(tokens, index)
    if here.is_capitalized:
        return _before_role(tokens, index)
    return None


def _after_title(tokens: Sequence[_Token], index: int) -> int | None:
    following = _token_at(tokens, index + 1)
    if following is None:
        return None
    title = tokens[index].key
    has_point = title in ABBREVIATED and following.before.strip() == "."
    if not (has_point or following.follows) or tokens[index].text == "miss":
        return None
    is_capital = following.text[0].isupper() and following.key not in NO_NAMES
    is_clear = title in CLEAR_TITLES or (has_point and f"{title}." in CLEAR_TITLES)
    is_role = following.key.removesuffix("s") in OFFICES | RELATIONS
    if is_role or not (is_capital or (is_clear and following.key not in NO_NAMES)):
        return None
    return _end_of_name(tokens, index + 1)


def _after_role(tokens: Sequence[_Token], index: int) -> int | None:
    """Skip `named` and the like: a teacher named Anna, una maestra que se llama Rosa."""
    place = index + 1
    following = _token_at(tokens, place)
    if following is not None and following.follows and following.key in NAMING:
        place += 1
    else:
        phrase = [token.key for token in tokens[place : place + 3] if token.follows]
        for skipped in (("que", "se", "llama"), ("se", "llama"), ("whose", "name", "is")):
            if tuple(phrase[: len(skipped)]) == skipped:
                place += len(skipped)
                break
    name = _token_at(tokens, place)
    if name is None or not name.is_capitalized or name.key in OFFICES | TITLES:
        return None
    if name.follows:
        return _end_of_name(tokens, place)
    surname = _token_at(tokens, place + 1)
    if name.before.strip() == "," and surname is not None and surname.follows and surname.is_capitalized:
        return _end_of_name(tokens, place)
    return None


def _before_role(tokens: Sequence[_Token], index: int) -> int | None:
    """A name, then its role: Anna Lopez, my teacher; Rosa es la maestra."""
    end = _end_of_name(tokens, index)
    link, point = _token_at(tokens, end + 1), _token_at(tokens, end + 2)
    if link is not None and point is not None and link.follows and link.key in BEING:
        role = _token_at(tokens, end + 3)
        return end + 3 if _is_pointed_at(point, role) else None
    if end == index or link is None or link.before.strip() != ",":
        return None
    return end + 2 if _is_pointed_at(link, point, is_after_comma=True) else None


def _is_pointed_at(point: _Token, role: _Token | None, *, is_after_comma: bool = False) -> bool:
    if role is None or not role.follows or not (point.follows or is_after_comma):
        return False
    return point.key in POINTING and role.text[0].islower() and role.key in OFFICES | RELATIONS


def _end_of_name(tokens: Sequence[_Token], index: int) -> int:
    """The last token of a name of up to four words."""
    end = index
    while end < index + 3:
        following = _token_at(tokens, end + 1)
        if following is None or not following.follows or not following.is_capitalized:
            break
        end += 1
    return end


def _token_at(tokens: Sequence[_Token], index: int) -> _Token | None:
    return tokens[index] if index < len(tokens) else None
