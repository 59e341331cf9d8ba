"""Split several choices in one cell."""

import re
from collections.abc import Iterable
from typing import Final

_NEXT_OPTION: Final = re.compile(r",\s+(?=[^\sa-zà-öø-ÿ])")


def split(cell: str, separator: str, options: Iterable[str] = ()) -> tuple[str, ...]:
    """
    Split a cell into its choices.

    Known options are matched first, longest first, so that an option with a comma is not split. Without them
    a comma separates only before a word that does not begin in lower case.

    Parameters
    ----------
    cell : str
        The cell.
    separator : str
        Separator of the choices, such as ``;`` or ``,``.
    options : iterable of str
        The known options.

    Returns
    -------
    tuple of str
        The distinct choices, in their order.
    """
    bare = separator.strip() or separator
    known = sorted((one for one in options if one), key=len, reverse=True)
    if not known and bare == ",":
        parts = _NEXT_OPTION.split(cell)
    elif not known:
        parts = cell.split(bare)
    else:
        parts = _with_known(cell, bare, known)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _with_known(cell: str, separator: str, known: list[str]) -> list[str]:
    parts: list[str] = []
    rest = cell.strip()
    while rest:
        option = next((one for one in known if _begins(rest, one, separator)), None)
        if option is None:
            option = rest.partition(separator)[0]
        parts.append(option)
        rest = rest[len(option) :].lstrip().removeprefix(separator).lstrip()
    return parts


def _begins(text: str, option: str, separator: str) -> bool:
    if text[: len(option)].lower() != option.lower():
        return False
    after = text[len(option) :].lstrip()
    return not after or after.startswith(separator)
