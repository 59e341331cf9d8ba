"""Decide at which school a person is, by the files of a OneRoster export."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.formats.population.model import is_nothing


@dataclass(frozen=True)
class Tie:
    """
    What ties a person to an organization: a role or an enrollment.

    Parameters
    ----------
    row : int
        Its row.
    role : str
        The role, without case and punctuation.
    org : str
        Id of the organization.
    is_primary : bool
        Whether it is marked as the main one.
    begin, end : date or None
        First day, and the first day after it; None where the file does not say.
    unreadable : str
        A day that cannot be read; empty if there is none.
    """

    row: int
    role: str
    org: str
    is_primary: bool
    begin: date | None = None
    end: date | None = None
    unreadable: str = ""


@dataclass(frozen=True)
class AsOf:
    """
    The day the figures are of.

    Parameters
    ----------
    day : date or None
        The day; None if nothing tells it.
    is_stated : bool
        Whether a person stated it. Otherwise it is the last change in the files, and the export may be later.
    """

    day: date | None = None
    is_stated: bool = False


def day_of(cell: str) -> tuple[date | None, str]:
    """
    Read a day.

    Parameters
    ----------
    cell : str
        Such as ``"2026-01-15"``, or a moment of that day.

    Returns
    -------
    date or None
        The day; None if there is none.
    str
        The cell, if it cannot be read; else empty.
    """
    word = cell.strip()
    if is_nothing(word) or not word.strip("0-:T .Z"):
        return None, ""
    try:
        return date.fromisoformat(word[:10]), ""
    except ValueError:
        return None, word


def current(ties: Sequence[Tie], as_of: AsOf) -> list[Tie]:
    """
    Leave out what has ended or not begun, where something else holds.

    Parameters
    ----------
    ties : sequence of Tie
        Of one person.
    as_of : AsOf
        The day the figures are of.

    Returns
    -------
    list of Tie
        Those that hold on the day. If none does, those that ended last; before the last change in the files
        it is not known which have begun, so that what begins later goes before what has ended. Without a day,
        those without an end, else those that end last.
    """
    day = as_of.day
    if day is None:
        return _last(ties)
    begun = [tie for tie in ties if tie.begin is None or tie.begin <= day]
    holding = [tie for tie in begun if tie.end is None or tie.end > day]
    if holding:
        return holding
    later = [tie for tie in ties if tie.end is None or tie.end > day]
    if later and not as_of.is_stated:
        return _last(later)
    return _last(begun)


def _last(ties: Sequence[Tie]) -> list[Tie]:
    """Return those without an end, else those with the last end."""
    last = max((tie.end for tie in ties if tie.end is not None), default=None)
    return [tie for tie in ties if tie.end is None] or [tie for tie in ties if tie.end == last]


def school_of(evidence: Iterable[Collection[str]], schools: Collection[str]) -> tuple[str, bool]:
    """
    Decide between schools by what the files say, from the strongest evidence to the weakest.

    Parameters
    ----------
    evidence : iterable of collection of str
        Ids of organizations by each kind of evidence.
    schools : collection of str
        Ids of the schools among them.

    Returns
    -------
    str
        Id of the one school; empty if there is none, or if nothing decides between several.
    bool
        Whether several are left.
    """
    left: set[str] = set()
    for ids in evidence:
        named = {one for one in ids if one in schools}
        left = (left & named or left) if left else named
    return (left.pop(), False) if len(left) == 1 else ("", bool(left))
