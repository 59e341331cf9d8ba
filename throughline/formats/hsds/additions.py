"""What our files add to the standard, so that a directory comes back as it went out.

Each addition is described by the profile: see `profile`.
"""

from collections.abc import Iterable
from typing import Final

from throughline.formats.folding import fold
from throughline.formats.hsds.standard import TABLES

SOURCE_ID: Final = "source_id"
"""The id of a row in the directory that it came from, where it is another than the published one."""

NOT_STATED: Final = "not_stated"
"""Fields that have a value only because the standard requires one, separated by blanks."""

AS_WRITTEN: Final = "_as_written"
"""Follows the name of a field whose text does not fit the field."""

CONFIDENTIAL: Final = "is_confidential"
"""Says of a location that its address is kept back."""

KINDS_TAXONOMY: Final = "Kinds of support"
"""Taxonomy of the terms that are a district's own kinds of support; their codes are those of the kinds."""

OWN: Final = frozenset({SOURCE_ID, NOT_STATED})

_NO_WORDS: Final = (
    "false|f|no|n|0|off|none|null|falso|not confidential|no confidencial|public|público|pública"
)
_CLEAR_NO: Final = frozenset(fold(one) for one in _NO_WORDS.split("|"))


def says_confidential(value: object) -> bool:
    """
    Tell whether what a location says of itself keeps its address back.

    Parameters
    ----------
    value : object
        The cell of `CONFIDENTIAL`, as it is written.

    Returns
    -------
    bool
        False for a blank and for a clear no. Whatever else is written there, such as sí or an x, was meant to
        hide the place.
    """
    text = "" if value is None else str(value).strip()
    return bool(text) and fold(text) not in _CLEAR_NO


def written_name(table: str, name: str) -> str:
    """
    Name a column that the standard does not have.

    Parameters
    ----------
    table : str
        The table.
    name : str
        The column as it was found.

    Returns
    -------
    str
        The same name; with `AS_WRITTEN` if it means something else already.
    """
    taken = name in TABLES[table].by_name or name in TABLES[table].nested or name in OWN
    return name + AS_WRITTEN if taken else name


def plain_names(table: str, names: Iterable[str]) -> list[str]:
    """
    Undo `written_name`.

    Parameters
    ----------
    table : str
        The table.
    names : iterable of str
        Names of columns, in the spelling of the standard.

    Returns
    -------
    list of str
        The names of the fields that the columns belong to.
    """
    known = {*TABLES[table].by_name, *TABLES[table].nested}
    return [
        name.removesuffix(AS_WRITTEN) if name.removesuffix(AS_WRITTEN) in known else name for name in names
    ]
