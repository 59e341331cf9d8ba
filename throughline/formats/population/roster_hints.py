"""Suggest what the columns of a roster mean, by their names."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from throughline.formats.names import plain_name

Part = Literal[
    "id", "school", "grade", "language", "role", "group", "hispanic", "sex", "age", "other", "ignore"
]

_HINTS: Final[dict[Part, tuple[tuple[str, ...], ...]]] = {
    "id": (
        (
            "student id",
            "student number",
            "sasid",
            "local id",
            "person id",
            "employee id",
            "lasid",
            "sis number",
            "perm id",
            "sourced id",
        ),
        ("id",),
    ),
    "school": (("school name",), ("school", "building", "campus", "escuela", "site")),
    "grade": (("grade level", "grade", "grado"),),
    "language": (("home language",), ("primary language",), ("language", "idioma", "lengua")),
    "role": (("role",), ("position type",)),
    "hispanic": (("hispanic", "hispanic/latino", "fed ethnicity", "federal ethnicity", "hispano"),),
    "group": (("race/ethnicity", "federal race"), ("ethnicity", "race", "raza")),
    "sex": (("sex", "gender", "sexo", "género"),),
    "age": (("age group", "age band"),),
}
"""Names from the surest to the weakest. Columns of one level are equally good."""
_NOT_WITHIN: Final = "site"
"""Looked for as a whole name only: a web site is no school."""
_NOT_OF_A_PERSON: Final = re.compile(
    r"\b(school|building|campu|district|site|entity|course|section|clas|teacher|homeroom|household|family)\b"
)
"""With one of these words, in the singular of `_words`, an id is not the person's."""
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def suggestions(header: Sequence[str]) -> tuple[dict[str, Part], dict[Part, tuple[str, ...]]]:
    """
    Suggest a part for each column.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.

    Returns
    -------
    dict of str to str
        Part by column, where one column is the best for it.
    dict of str to tuple of str
        Columns by part, where several are equally good and a person has to choose.
    """
    taken: dict[str, Part] = {}
    unclear: dict[Part, tuple[str, ...]] = {}
    for part in _HINTS:
        free = [column for column in header if column not in taken]
        best = next((found for found in _levels(part, free) if found), ())
        if len(best) == 1:
            taken[best[0]] = part
        elif best:
            unclear[part] = tuple(best)
    chosen = {
        part: columns
        for part, found in unclear.items()
        if len(columns := tuple(column for column in found if column not in taken)) > 1
    }
    return taken, chosen


def _levels(part: Part, columns: Sequence[str]) -> Iterator[list[str]]:
    """Yield the columns that fit, from those that fit best: by the whole name, then by a part of it."""
    for names in _HINTS[part]:
        plain = {plain_name(name) for name in names}
        yield [column for column in columns if plain_name(column) in plain]
    for names in _HINTS[part]:
        within = [f" {_words(name)} " for name in names if name != _NOT_WITHIN]
        found = [column for column in columns if any(name in f" {_words(column)} " for name in within)]
        if part == "id":
            found = [column for column in found if not _NOT_OF_A_PERSON.search(_words(column))]
        yield found


def _words(name: str) -> str:
    """Return the words of a name in the singular, also of one like StudentGradeLevel."""
    words = _WORD.findall(_CAMEL.sub(" ", name))
    return " ".join(word.casefold().removesuffix("s") for word in words)
