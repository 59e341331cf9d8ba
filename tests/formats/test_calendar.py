from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from throughline.formats.calendar import CalendarEvent, write_calendar

DENVER = ZoneInfo("America/Denver")
STARTS = datetime(2026, 12, 3, 18, tzinfo=DENVER)
EVENT = CalendarEvent(
    uid="abc@district.example",
    title="Community meeting",
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=2),
    stamped_at=datetime(2026, 11, 28, 12, 30, 15, 999, tzinfo=UTC),
    sequence=2,
    place="Library, 12 Main St; room 4",
    description="Dinner is provided.\nhttps://district.example/d/x/forum/abc/",
    url="https://district.example/d/x/forum/abc/",
)


def test_a_calendar_file_has_one_event_in_utc() -> None:
    text = write_calendar(EVENT).decode()
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART:20261204T010000Z" in lines
    assert "DTEND:20261204T030000Z" in lines
    assert "DTSTAMP:20261128T123015Z" in lines
    assert "UID:abc@district.example" in lines
    assert "SEQUENCE:2" in lines
    assert r"LOCATION:Library\, 12 Main St\; room 4" in lines
    assert "URL:https://district.example/d/x/forum/abc/" in lines
    assert text.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("day", "utc"),
    [(datetime(2026, 10, 31), "20261101T000000Z"), (datetime(2026, 11, 1), "20261102T010000Z")],
)
def test_the_hour_is_right_on_both_sides_of_the_end_of_daylight_saving_time(day: datetime, utc: str) -> None:
    starts = day.replace(hour=18, tzinfo=DENVER)
    event = CalendarEvent("x", "x", starts, starts + timedelta(hours=1), STARTS)
    assert f"DTSTART:{utc}\r\n" in write_calendar(event).decode()


def test_empty_texts_are_left_out() -> None:
    text = write_calendar(CalendarEvent("x", "x", STARTS, STARTS + timedelta(hours=1), STARTS)).decode()
    assert "LOCATION" not in text
    assert "DESCRIPTION" not in text
    assert "URL" not in text


def test_times_without_a_zone_or_in_the_wrong_order_are_refused() -> None:
    naive = datetime(2026, 12, 3, 18)
    with pytest.raises(ValueError, match="time zone"):
        write_calendar(CalendarEvent("x", "x", naive, naive + timedelta(hours=1), STARTS))
    with pytest.raises(ValueError, match="after it starts"):
        write_calendar(CalendarEvent("x", "x", STARTS, STARTS, STARTS))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_any_title_is_read_back_and_adds_no_line_of_its_own(title: str) -> None:
    written = write_calendar(CalendarEvent("x", title, STARTS, STARTS + timedelta(hours=1), STARTS))
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    [event] = Calendar.from_ical(written).walk("VEVENT")
    assert str(event["SUMMARY"]) == title


@pytest.mark.parametrize("title", ["One\r\nATTENDEE:mailto:x@example.com", "One\nEND:VEVENT", "One\rX:1"])
def test_a_title_of_several_lines_cannot_add_a_property(title: str) -> None:
    written = write_calendar(CalendarEvent("x", title, STARTS, STARTS + timedelta(hours=1), STARTS))
    [event] = Calendar.from_ical(written).walk("VEVENT")
    assert set(event) == {"UID", "DTSTART", "DTEND", "DTSTAMP", "SEQUENCE", "SUMMARY"}
