"""Decide at which school a person is, by the files of a OneRoster export."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from throughline.formats.marks import is_placeholder_date
from throughline.formats.population.set_aside import is_unknown


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
    school : str
        Id of the school; empty if the organization is none and belongs to none.
    is_primary : bool
        Whether it is marked as the main one.
    begin, end : date or None
        First day, and the first day after it; None where the file does not say.
    unknown_org : str
        Id of the organization where orgs.csv has none of this id; else empty.
    """

    row: int
    role: str
    school: str
    is_primary: bool
    begin: date | None = None
    end: date | None = None
    unknown_org: str = ""


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


def day_of(cell: str) -> tuple[date | None, bool]:
    """
    Read a day.

    Parameters
    ----------
    cell : str
        Such as ``"2026-01-15"``, or a moment of that day.

    Returns
    -------
    date or None
        The day; None if there is none. Days before 1990 and from 2100 on, such as 9999-12-31, stand for none.
    bool
        Whether the cell says a day that cannot be read.
    """
    word = cell.strip()
    if is_unknown(word) or not word.strip("0-/:T .Z"):
        return None, False
    try:
        day = date.fromisoformat(word[:10].replace("/", "-"))
    except ValueError:
        return None, True
    return (None if is_placeholder_date(datetime.combine(day, time.min)) else day), False


def holding(ties: Sequence[Tie], as_of: AsOf) -> list[Tie]:
    """
    Find what holds on the day the figures are of.

    Parameters
    ----------
    ties : sequence of Tie
        Of one person.
    as_of : AsOf
        The day the figures are of.

    Returns
    -------
    list of Tie
        Those that have begun and not ended; without a day, those without an end.
    """
    day = as_of.day
    if day is None:
        return [tie for tie in ties if tie.end is None]
    return [tie for tie in ties if not (tie.begin and tie.begin > day) and not (tie.end and tie.end <= day)]


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
    if found := holding(ties, as_of):
        return found
    day = as_of.day
    if day is None:
        return _last(ties)
    later = [tie for tie in ties if tie.end is None or tie.end > day]
    if later and not as_of.is_stated:
        return _last(later)
    return _last([tie for tie in ties if tie.begin is None or tie.begin <= day])


def _last(ties: Sequence[Tie]) -> list[Tie]:
    """Return those without an end, else those with the last end."""
    last = max((tie.end for tie in ties if tie.end is not None), default=None)
    return [tie for tie in ties if tie.end is None] or [tie for tie in ties if tie.end == last]


def school_of(
    evidence: Iterable[Collection[str]], parents: Mapping[str, Collection[str]]
) -> tuple[str, bool]:
    """
    Decide between schools by what the files say, from the strongest evidence to the weakest.

    Parameters
    ----------
    evidence : iterable of collection of str
        Ids of schools by each kind of evidence; an empty id says nothing.
    parents : mapping of str to collection of str
        For a school that belongs to others, their ids: the school itself goes before them.

    Returns
    -------
    str
        Id of the one school; empty if there is none, or if nothing decides between several.
    bool
        Whether several are left.
    """
    left: set[str] = set()
    for ids in evidence:
        named = set(ids) - {""}
        named -= {parent for one in named for parent in parents.get(one, ())}
        within = {one for one in named if not left.isdisjoint((one, *parents.get(one, ())))}
        left = (within or left) if left else named
    return (left.pop(), False) if len(left) == 1 else ("", bool(left))
