"""Recurrence in the terms of RFC 5545: read a rule, list its dates, and put it into words.

The rules are in ``docs/reference/formats.md``. Words are made in two steps: `phrase` gives the structure of a
sentence, which the web layer translates.
"""

from throughline.formats.recurrence.dates import TooManyDates, dates, last_date
from throughline.formats.recurrence.days import ordinal_days, weekdays
from throughline.formats.recurrence.phrases import phrase
from throughline.formats.recurrence.reader import (
    COLUMNS,
    Reading,
    as_written,
    read_columns,
    read_dates,
    read_rule,
)
from throughline.formats.recurrence.rule import WEEKDAYS, BadRule, Frequency, OrdinalDay, Rule

__all__ = [
    "COLUMNS",
    "WEEKDAYS",
    "BadRule",
    "Frequency",
    "OrdinalDay",
    "Reading",
    "Rule",
    "TooManyDates",
    "as_written",
    "dates",
    "last_date",
    "ordinal_days",
    "phrase",
    "read_columns",
    "read_dates",
    "read_rule",
    "weekdays",
]
