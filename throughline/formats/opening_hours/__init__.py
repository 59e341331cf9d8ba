"""Opening hours: read times of day, and put rows of hours into words."""

from throughline.formats.opening_hours.lines import Opening, lines
from throughline.formats.opening_hours.open_times import open_times
from throughline.formats.opening_hours.readable import readable
from throughline.formats.opening_hours.stretches import DAY, OpenTimes, Stretch
from throughline.formats.opening_hours.times import (
    is_all_day,
    is_closed,
    is_overnight,
    offset_minutes,
    time_of_day,
)

__all__ = [
    "DAY",
    "OpenTimes",
    "Opening",
    "Stretch",
    "is_all_day",
    "is_closed",
    "is_overnight",
    "lines",
    "offset_minutes",
    "open_times",
    "readable",
    "time_of_day",
]
