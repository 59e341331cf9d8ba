"""An event for people's calendars (iCalendar, RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vUri

PRODUCT = "-//Throughline//Meetings//EN"


@dataclass(frozen=True)
class CalendarEvent:
    """One event. Its times have a time zone.

    `uid` stays the same when the event changes, and `sequence` goes up, so that calendars replace what they
    have.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    sequence: int = 0
    place: str = ""
    description: str = ""
    url: str = ""


def write_calendar(event: CalendarEvent) -> bytes:
    """Write a calendar file with one event.

    Times are written in UTC, which every calendar shows on its owner's clock: no rules for daylight saving
    time are needed.

    Parameters
    ----------
    event : CalendarEvent
        The event; empty texts are left out.

    Returns
    -------
    bytes
        The file, as UTF-8 with lines of at most 75 bytes.

    Raises
    ------
    ValueError
        If a time has no time zone, or if the event does not end after it starts.
    """
    times = {"DTSTART": event.starts_at, "DTEND": event.ends_at, "DTSTAMP": event.stamped_at}
    if any(moment.tzinfo is None for moment in times.values()):
        raise ValueError("a time of the event has no time zone")
    if event.ends_at <= event.starts_at:
        raise ValueError("the event must end after it starts")
    written = Event()
    written.add("UID", event.uid)
    for name, moment in times.items():
        written.add(name, moment.astimezone(UTC).replace(microsecond=0))
    written.add("SEQUENCE", event.sequence)
    texts = {"SUMMARY": event.title, "LOCATION": event.place, "DESCRIPTION": event.description}
    for name, text in texts.items():
        if text:
            written.add(name, text)
    if event.url:
        written.add("URL", vUri(event.url))
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add_component(written)
    return bytes(calendar.to_ical())
