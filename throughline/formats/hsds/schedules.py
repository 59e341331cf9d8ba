"""Check the schedules of a directory, and read numbered days where the file decides what they mean."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from throughline.formats import recurrence
from throughline.formats.opening_hours import is_closed, is_overnight
from throughline.formats.problems import quoted
from throughline.formats.recurrence import WEEKDAYS

if TYPE_CHECKING:
    from throughline.formats.hsds.model import HsdsRow
    from throughline.formats.hsds.rows import Findings

_NUMBERINGS: Final[Mapping[str, Mapping[str, int]]] = {
    "Monday is 1": {str(day + 1): day for day in range(7)},
    "Sunday is 1": {str((day + 1) % 7 + 1): day for day in range(7)},
    "Monday is 0": {str(day): day for day in range(7)},
    "Sunday is 0": {str((day + 1) % 7): day for day in range(7)},
}
"""Ways in which systems number the days: HSDS 1.1 does not say which is meant."""

_DAY_NAMES: Final = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)\b",
    re.IGNORECASE,
)


class NumberedDays:
    """
    Finds out what days of the week that are numbers mean in a file, from the other cells of their rows.

    A numbering is accepted if it is the only one under which every row that also names one day by its name
    has that day. Else the numbers are kept aside, and each is reported.
    """

    def __init__(self) -> None:
        self._numbers: set[str] = set()
        self._known: set[tuple[str, int]] = set()
        self._n = 0

    def see(self, row: "HsdsRow") -> None:
        """
        Take a row into account.

        Parameters
        ----------
        row : HsdsRow
            A row of the file.
        """
        number = row.extra.get("weekday", "")
        if not number.isdecimal():
            return
        self._n += 1
        # Longer texts are no numbers of days, however many there are.
        self._numbers.add(number[:3])
        day = _named_day(row)
        if day is not None:
            self._known.add((number[:3], day))

    def meaning(self, file: str, column: str, found: "Findings") -> Mapping[str, int]:
        """
        Tell what the numbers mean, with a note.

        Parameters
        ----------
        file, column : str
            The file and its column of the days.
        found : Findings
            Collects what was found.

        Returns
        -------
        mapping of str to int
            Days of the week from Monday, 0, by number; empty if it is not known.
        """
        fitting = [
            name
            for name, days in _NUMBERINGS.items()
            if self._numbers <= days.keys() and all(days[number] == day for number, day in self._known)
        ]
        if not self._known or len(fitting) != 1:
            return {}
        found.add("hsds_numbered_days", file, None, column, numbering=fitting[0], n=self._n)
        return _NUMBERINGS[fitting[0]]


def read_numbered_day(row: "HsdsRow", meaning: Mapping[str, int], column: str, found: "Findings") -> None:
    """
    Read a day of the week that is a number.

    Parameters
    ----------
    row : HsdsRow
        The row, which is changed.
    meaning : mapping of str to int
        What the numbers of its file mean.
    column : str
        The column of the days, as in the file.
    found : Findings
        Collects what was found.
    """
    number = row.extra.get("weekday", "")
    if not number.isdecimal():
        return
    if meaning:
        row.values["byday"] = WEEKDAYS[meaning[row.extra.pop("weekday")]]
    else:
        found.add("hsds_weekday_number", row.file, row.row, column, value=quoted(number))


def _named_day(draft: "HsdsRow") -> int | None:
    """Return the day that the other texts of a row name, if they name one alone."""
    texts = [str(value) for name, value in draft.values.items() if isinstance(value, str) and name != "byday"]
    names = {
        match[0].lower() for text in (*texts, *draft.extra.values()) for match in _DAY_NAMES.finditer(text)
    }
    days = {recurrence.weekdays(name) for name in names}
    if len(days) != 1:
        return None
    (day,) = days
    return day[0] if day else None


def check_schedule(row: "HsdsRow", found: "Findings") -> None:
    """
    Report a schedule that is shown as written, or whose hours are uncertain.

    Parameters
    ----------
    row : HsdsRow
        The schedule.
    found : Findings
        Collects what was found.
    """
    values, extra = row.values, row.extra
    columns = tuple(values.get(name) or extra.get(name) for name in recurrence.COLUMNS)
    unread, has_no_words = _reading(columns, values["dtstart"])
    is_reported = any(name in extra for name in unread if name in values or name == "weekday")
    if (unread and not is_reported) or has_no_words:
        text = quoted(recurrence.as_written(dict(zip(recurrence.COLUMNS, columns, strict=True))))
        if has_no_words:
            found.add("hsds_rule_as_written", row.file, row.row, "", value=text)
        else:
            found.add("hsds_rule", row.file, row.row, unread[0], value=text)
    opens, closes, closed = values["opens_at"], values["closes_at"], extra.get("closed", "")
    if closed and is_closed(closed) is None:
        found.add("hsds_closed", row.file, row.row, "closed", value=quoted(closed))
    elif closed and is_closed(closed) and (opens or closes):
        found.add("hsds_closed_with_hours", row.file, row.row, "closed", opens_at=opens, closes_at=closes)
    elif opens and closes and is_overnight(opens, closes) is None:
        found.add("hsds_closes_first", row.file, row.row, "closes_at", opens_at=opens, closes_at=closes)


@lru_cache(maxsize=4_000)
def _reading(columns: tuple[Any, ...], start: date | None) -> tuple[tuple[str, ...], bool]:
    """Which columns of a rule cannot be read, and whether there is a rule that has no words."""
    reading = recurrence.read_columns(dict(zip(recurrence.COLUMNS, columns, strict=True)))
    has_no_words = not reading.unread and bool(
        reading.rule and recurrence.phrase(reading.rule, start) is None
    )
    return tuple(reading.unread), has_no_words
