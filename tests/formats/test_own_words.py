"""What a directory says about hours in its own words, and dates that a rule leaves out or adds."""

from datetime import date
from typing import Any

import pytest

from tests.formats.test_opening_hours import rule, said, weekly
from throughline.formats import recurrence
from throughline.formats.opening_hours import Opening
from throughline.formats.opening_hours.own_words import only_repeats


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("Monday to Friday, 9am to 5pm", True),
        ("Open Mon-Thu 9:00 a.m. - 5 p.m.", True),
        ("Weekdays from 09:00 until 17:00", True),
        ("Lunes a viernes de 9:00 a 17:00", True),
        ("", True),
        ("By appointment only", False),
        ("Monday to Friday, 9 to 5, closed on holidays", False),
        ("Every other Monday, 9 to 5", False),
        ("First Monday, 9am-5pm", False),
        ("Monday, 9 to noon", False),
        ("Monday, 9-12 and 1-5", False),
        ("July to August", False),
    ],
)
def test_a_description_that_only_repeats_is_told_from_one_that_says_more(text: str, repeats: bool) -> None:
    assert only_repeats(text, "09:00", "17:00") is repeats


@pytest.mark.parametrize(
    ("text", "times", "days", "repeats"),
    [
        ("仅限预约", ("09:00", "17:00"), {0}, False),
        ("بالموعد فقط", ("09:00", "17:00"), {0}, False),
        ("Только по записи", ("09:00", "17:00"), {0}, False),
        ("예약제", ("09:00", "17:00"), {0}, False),
        ("🚫", ("09:00", "17:00"), {0}, False),
        ("Monday, $5", ("05:00", "17:00"), {0}, False),
        ("Open Tuesday and Monday 5 to 9", ("17:00", "21:00"), {0}, False),
        ("Open Tuesday and Monday 5 to 9", ("17:00", "21:00"), {0, 1}, True),
        ("Open Monday 5 to 9", ("09:00", "17:00"), {0}, False),
        ("9am to 9am", ("09:00", "21:00"), {0}, False),
        ("9am to 9pm", ("09:00", "21:00"), {0}, True),
        ("09:00 to 09:00", ("09:00", "21:00"), {0}, False),
        ("9 to 9", ("09:00", "21:00"), {0}, True),
        ("Mon-Wed, 9-5", ("09:00", "17:00"), {0, 2}, False),
        ("Mon–Wed, 9-5", ("09:00", "17:00"), {0, 1, 2}, True),
        ("Sat to Mon 9 a.m. to 12 noon", ("09:00", "12:00"), {5, 6, 0}, True),
        ("Sat to Mon 9 a.m. to 12 noon", ("09:00", "12:00"), {5, 0}, False),
        ("Lunes a miércoles de 5 a 9", ("17:00", "21:00"), {0, 1, 2}, True),
        ("Lunes a miércoles de 5 a 9", ("17:00", "21:00"), {0, 2}, False),
        ("Monday 9-5, Tuesday 9-5", ("09:00", "17:00"), {0, 1}, True),
        ("until 9", ("09:00", "17:00"), {0}, False),
        ("Open 24 hours", ("00:00", "24:00"), {0}, True),
        ("6pm to midnight", ("18:00", "24:00"), {0}, True),
    ],
)
def test_a_description_that_names_other_days_or_times_says_more(
    text: str, times: tuple[str, str], days: set[int], repeats: bool
) -> None:
    assert only_repeats(text, *times, days) is repeats


def test_a_description_of_other_days_than_those_of_its_rows_is_said() -> None:
    mine = {"description": "Monday and Tuesday, 9-5"}
    assert said(weekly("MO", **mine)) == ["MO, 09:00 to 17:00", "Monday and Tuesday, 9-5"]
    assert said(weekly("MO", **mine), weekly("TU", **mine)) == ["MO,TU, 09:00 to 17:00"]
    assert said(rule("FREQ=MONTHLY;BYDAY=1MO", description="Every Monday"))[1:] == ["Every Monday"]


def test_own_words_that_say_more_are_said_once_after_the_hours_they_are_of() -> None:
    mine = {"description": "By appointment only", "notes": "Ring the bell"}
    assert said(weekly("MO", **mine), weekly("TU", **mine)) == [
        "MO,TU, 09:00 to 17:00",
        "By appointment only",
        "Ring the bell",
    ]
    assert said(weekly("MO", **mine), weekly("TU"), weekly("WE")) == [
        "MO, 09:00 to 17:00 (By appointment only) (Ring the bell)",
        "TU,WE, 09:00 to 17:00",
    ]
    assert said(weekly("MO", description="Monday 9-5")) == ["MO, 09:00 to 17:00"]


def test_a_row_of_words_alone_is_said_in_them() -> None:
    opening = Opening(
        notes="When school is open", attending_type="Online", schedule_link="https://example.org"
    )
    assert said(opening) == ["When school is open", "Online", "dates and reservations: https://example.org"]
    assert said(weekly("MO"), opening)[0] == "MO, 09:00 to 17:00"


TUESDAYS = "FREQ=WEEKLY;BYDAY=TU"


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"exdate": "2026-12-29"}, ["TU, 09:00 to 17:00, except on 12/29"]),
        ({"exdate": "20261222T090000Z,20261229T090000Z"}, ["TU, 09:00 to 17:00, except on 12/22+12/29"]),
        ({"exdate": "2026-10-27"}, ["TU, 09:00 to 17:00"]),
        ({"rdate": "2026-12-30"}, ["TU, 09:00 to 17:00, and also on 12/30"]),
        ({"exdate": "Christmas"}, ["TU, 09:00 to 17:00 (as listed: exdate=Christmas)"]),
    ],
)
def test_dates_that_a_rule_leaves_out_or_adds_are_said(fields: dict[str, Any], lines: list[str]) -> None:
    assert said(rule(TUESDAYS, **fields)) == lines


def test_dates_that_are_listed_alone_are_said_until_they_are_over() -> None:
    hours = {"opens_at": "09:00", "closes_at": "12:00"}
    opening = Opening(rdate="2026-10-01,2026-11-05", exdate="2026-12-03", dtstart=date(2026, 12, 3), **hours)
    assert said(opening) == ["11/05: 09:00 to 12:00"]
    assert said(Opening(rdate="2026-10-01", **hours, dtstart=date(2026, 9, 1))) == []
    assert said(rule(f"{TUESDAYS};UNTIL=2026-06-30", rdate="2026-11-05")) == ["11/05: 09:00 to 17:00"]


def test_dates_that_are_left_out_of_a_rule_that_has_ended_are_not_said() -> None:
    ended = {"rdate": "2026-12-01,2026-12-02", "valid_to": date(2026, 10, 1)}
    assert said(rule(TUESDAYS, **ended, exdate="2026-12-01")) == ["12/02: 09:00 to 17:00"]
    assert said(rule(TUESDAYS, **ended, exdate="2026-12-01,2026-12-02")) == []


def test_lists_of_dates_are_read() -> None:
    assert recurrence.read_dates("2026-12-29, 20261230") == (date(2026, 12, 29), date(2026, 12, 30))
    assert recurrence.read_dates(" ") == ()
    assert recurrence.read_dates("2026-12-29, soon") is None


def test_a_day_without_hours_among_days_with_hours_is_not_called_open() -> None:
    assert said(weekly("MO"), weekly("SA", "", ""), weekly("SU", "", "")) == [
        "MO, 09:00 to 17:00",
        "SA,SU: no hours listed",
    ]
    assert said(weekly("MO"), weekly("SA", "", "", description="By appointment")) == [
        "MO, 09:00 to 17:00",
        "SA (By appointment)",
    ]
    day = date(2027, 1, 1)
    assert said(Opening(valid_from=day, valid_to=day)) == ["01/01: no hours listed"]


@pytest.mark.parametrize("first", [date(1, 1, 1), date(1900, 1, 1), date(1970, 1, 1)])
@pytest.mark.parametrize("last", [date(2099, 12, 31), date(9999, 12, 31)])
def test_placeholders_of_dates_are_no_dates(first: date, last: date) -> None:
    assert said(weekly("MO", valid_from=first, valid_to=last)) == ["MO, 09:00 to 17:00"]
    holiday = Opening(closed="true", valid_from=first, valid_to=last)
    assert said(holiday) == ["as listed: closed=true"]
    assert said(Opening(closed="true", valid_from=first, valid_to=date(2026, 12, 26))) == [
        "until 12/26: closed"
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("17h", "17:00"), ("9h30", "09:30"), ("9 h", "09:00"), ("900", "09:00")]
)
def test_hours_with_their_letter_and_hours_without_their_zero_are_read(text: str, line: str) -> None:
    assert said(weekly("MO", text, "")) == [f"MO, from {line}"]


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "line"),
    [
        ("Closed", "", "MO: closed"),
        ("CLOSED", "CLOSED", "MO: closed"),
        ("", "cerrado", "MO: closed"),
        ("24 hours", "24 hours", "MO, open 24 hours"),
        ("24/7", "", "MO, open 24 hours"),
        ("By appointment", "By appointment", "MO, By appointment"),
        ("9", "", "MO, 9"),
        ("09:00-17:00", "", "MO, 09:00-17:00"),
        ("1", "1", "MO, 1"),
        ("dawn", "dusk", "MO, dawn to dusk"),
        ("09:00", "dusk", "MO, 09:00 to dusk"),
    ],
)
def test_a_word_instead_of_times_is_said_alone(opens_at: str, closes_at: str, line: str) -> None:
    assert said(weekly("MO", opens_at, closes_at)) == [line]
