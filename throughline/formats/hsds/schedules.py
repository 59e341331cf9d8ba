"""Check the schedules of a directory, and read numbered days where the file decides what they mean."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

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


def read_numbered_days(drafts: Sequence["HsdsRow"], column: str, found: "Findings") -> None:
    """
    Read days of the week that are numbers, if other cells of their rows decide what the numbers mean.

    A numbering is accepted if it is the only one under which every row that also names one day by its name
    has that day. Else the numbers are kept aside, and each is reported.

    Parameters
    ----------
    drafts : sequence of HsdsRow
        The rows of one file, which are changed.
    column : str
        The column of the days, as in the file.
    found : Findings
        Collects what was found.
    """
    numbered = [draft for draft in drafts if draft.extra.get("weekday", "").isdecimal()]
    if not numbered:
        return
    numbers = {draft.extra["weekday"] for draft in numbered}
    known = [(draft.extra["weekday"], day) for draft in numbered if (day := _named_day(draft)) is not None]
    fitting = [
        name
        for name, days in _NUMBERINGS.items()
        if numbers <= days.keys() and all(days[number] == day for number, day in known)
    ]
    file = numbered[0].file
    if known and len(fitting) == 1:
        for draft in numbered:
            draft.values["byday"] = WEEKDAYS[_NUMBERINGS[fitting[0]][draft.extra.pop("weekday")]]
        found.add("hsds_numbered_days", file, None, column, numbering=fitting[0], n=len(numbered))
        return
    for draft in numbered:
        found.add("hsds_weekday_number", file, draft.row, column, value=quoted(draft.extra["weekday"]))


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


def check_schedules(drafts: Sequence["HsdsRow"], found: "Findings") -> None:
    """
    Report schedules that are shown as written, or whose hours are uncertain.

    Parameters
    ----------
    drafts : sequence of HsdsRow
        All schedules.
    found : Findings
        Collects what was found.
    """
    for draft in drafts:
        values, extra = draft.values, draft.extra
        columns = {name: values.get(name) or extra.get(name) for name in recurrence.COLUMNS}
        reading = recurrence.read_columns(columns)
        start = values["dtstart"]
        is_reported = any(name in extra for name in reading.unread if name in values or name == "weekday")
        if reading.unread and not is_reported:
            text = quoted(recurrence.as_written(columns))
            found.add("hsds_rule", draft.file, draft.row, reading.unread[0], value=text)
        elif reading.rule and recurrence.phrase(reading.rule, start) is None:
            text = quoted(recurrence.as_written(columns))
            found.add("hsds_rule_as_written", draft.file, draft.row, "", value=text)
        opens, closes, closed = values["opens_at"], values["closes_at"], extra.get("closed", "")
        if closed and is_closed(closed) is None:
            found.add("hsds_closed", draft.file, draft.row, "closed", value=quoted(closed))
        elif closed and is_closed(closed) and (opens or closes):
            found.add(
                "hsds_closed_with_hours", draft.file, draft.row, "closed", opens_at=opens, closes_at=closes
            )
        elif opens and closes and is_overnight(opens, closes) is None:
            found.add(
                "hsds_closes_first", draft.file, draft.row, "closes_at", opens_at=opens, closes_at=closes
            )
