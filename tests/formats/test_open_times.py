"""When something is open by its rows of hours, compared with reading the rows day by day."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import shared
from throughline.formats.opening_hours import DAY, Opening, OpenTimes, Stretch, open_times

FIRST, LAST = date(2026, 11, 2), date(2027, 2, 28)
"""From a Monday on. The first is TODAY of the other tests of hours, one day later."""

LOCAL = (-420, -360)
NINE, FIVE = 9 * 60, 17 * 60
DAYS = "MO TU WE TH FR SA SU".split()  # noqa: SIM905


def rule(text: str = "", **fields: Any) -> Opening:
    columns = {part.partition("=")[0].lower(): part.partition("=")[2] for part in text.split(";") if part}
    return Opening(columns=columns, **{"opens_at": "09:00", "closes_at": "17:00", **fields})


def read(*openings: Opening) -> OpenTimes:
    return open_times(openings, FIRST, LAST, LOCAL)


def days_open(times: OpenTimes, first: date = FIRST, last: date = LAST) -> list[str]:
    n_days = (last - first).days + 1
    window = (first + timedelta(days=n) for n in range(n_days))
    return [f"{day:%m%d}" for day in window if times.on(day)]


def test_a_weekly_rule_is_a_stretch_for_each_day() -> None:
    times = read(rule("FREQ=WEEKLY;BYDAY=MO,WE"))
    assert times.stretches == (
        Stretch(weekday=0, opens=NINE, closes=FIVE),
        Stretch(weekday=2, opens=NINE, closes=FIVE),
    )
    assert times.is_whole
    assert times.until is None


def test_a_daily_rule_is_every_day_or_its_days() -> None:
    assert [one.weekday for one in read(rule("FREQ=DAILY")).stretches] == list(range(7))
    assert [one.weekday for one in read(rule("FREQ=DAILY;BYDAY=SA,SU")).stretches] == [5, 6]


def test_a_weekly_rule_without_days_is_on_the_day_of_its_first_date() -> None:
    monday, wednesday = date(2026, 10, 5), date(2026, 10, 7)
    assert [one.weekday for one in read(rule("FREQ=WEEKLY", dtstart=monday)).stretches] == [0]
    assert [one.weekday for one in read(rule("FREQ=WEEKLY", valid_from=wednesday)).stretches] == [2]
    both = read(rule("FREQ=WEEKLY", dtstart=monday, valid_from=wednesday)).stretches
    assert both == (Stretch(weekday=0, first_day=wednesday, opens=NINE, closes=FIVE),)


@pytest.mark.parametrize("dtstart", [None, date(1970, 1, 1), date(1900, 1, 1), date(1, 1, 1)])
def test_a_weekly_rule_without_any_day_is_not_read(dtstart: date | None) -> None:
    times = read(rule("FREQ=WEEKLY", dtstart=dtstart))
    assert (times.stretches, times.is_whole) == ((), False)


def test_a_rule_holds_between_its_first_and_last_day() -> None:
    bounds = {"valid_from": date(2026, 11, 10), "valid_to": date(2026, 11, 24)}
    assert days_open(read(rule("FREQ=WEEKLY;BYDAY=TU", **bounds))) == ["1110", "1117", "1124"]
    assert days_open(read(rule("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261110"))) == ["1103", "1110"]
    assert read(rule("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261101")).stretches == ()
    no_end = read(rule("FREQ=WEEKLY;BYDAY=TU", valid_to=date(2099, 12, 31), valid_from=date(1900, 1, 1)))
    assert no_end.stretches == (Stretch(weekday=1, opens=NINE, closes=FIVE),)


def test_rules_that_are_not_weekly_are_written_out() -> None:
    every_second = read(rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", dtstart=date(2026, 11, 2)))
    assert days_open(every_second)[:3] == ["1102", "1116", "1130"]
    assert every_second.until == LAST
    assert days_open(read(rule("FREQ=MONTHLY;BYDAY=1SA"))) == ["1107", "1205", "0102", "0206"]
    assert days_open(read(rule("FREQ=MONTHLY;BYMONTHDAY=15"))) == ["1115", "1215", "0115", "0215"]
    assert days_open(read(rule("FREQ=DAILY;BYMONTH=12")))[:2] == ["1201", "1202"]
    counted = read(rule("FREQ=WEEKLY;BYDAY=MO;COUNT=3", dtstart=date(2026, 10, 26)))
    assert days_open(counted) == ["1102", "1109"]
    ended = read(rule("FREQ=MONTHLY;BYMONTHDAY=15", valid_to=date(2026, 12, 20)))
    assert days_open(ended) == ["1115", "1215"]


@pytest.mark.parametrize(
    "row",
    [
        rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", dtstart=date(1970, 1, 1)),
        rule("FREQ=WEEKLY;BYDAY=MO;COUNT=3"),
        rule("FREQ=MONTHLY"),
        rule("FREQ=YEARLY;BYMONTH=6"),
        rule("FREQ=SOMETIMES"),
        rule("FREQ=MINUTELY", dtstart=date(1990, 1, 1)),
        rule("FREQ=WEEKLY;BYDAY=MO", exdate="the first"),
        rule("FREQ=WEEKLY;BYDAY=MO", rdate="the first"),
        rule("FREQ=WEEKLY;BYDAY=MO", dates_as_written="valid_to=soon"),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="by appointment"),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at=""),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="09:00", closes_at="05:00"),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="09:00", closes_at="09:00"),
        rule("FREQ=WEEKLY;BYDAY=MO", offset="+01:00"),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="09:00-07:00", closes_at="17:00+01:00"),
        rule("FREQ=WEEKLY;BYDAY=MO", closed="perhaps"),
        rule("FREQ=WEEKLY;BYDAY=MO", closed="yes"),
        rule(),
        rule(valid_from=date(2026, 12, 1)),
        rule(valid_from=date(2026, 6, 1), valid_to=date(2026, 12, 20)),
        rule(valid_from=date(2026, 12, 5), valid_to=date(2026, 12, 1)),
        rule(valid_from=date(1, 12, 1), valid_to=date(1, 12, 31)),
    ],
)
def test_what_cannot_be_read_to_the_minute_says_so(row: Opening) -> None:
    times = read(row, rule("FREQ=WEEKLY;BYDAY=FR"))
    assert not times.is_whole
    assert {one.weekday for one in times.stretches} == {4}


@pytest.mark.parametrize(
    "row",
    [
        rule("FREQ=SOMETIMES", valid_to=date(2026, 10, 1)),
        rule("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261001", opens_at="?"),
        rule(valid_from=date(2026, 1, 1), valid_to=date(2026, 10, 1)),
        rule(dtstart=date(2026, 10, 1)),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="Closed", closes_at=""),
    ],
)
def test_what_has_ended_or_is_closed_leaves_nothing_open_and_nothing_unknown(row: Opening) -> None:
    times = read(row)
    assert times.is_whole
    assert days_open(times) == []


def test_without_rows_nothing_is_known() -> None:
    assert read() == OpenTimes(stretches=(), is_whole=False, until=None)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "hours"),
    [
        ("09:00", "17:00", (NINE, FIVE)),
        ("9:30 a.m.", "5 pm", (NINE + 30, FIVE)),
        ("22:00", "02:00", (22 * 60, DAY + 120)),
        ("10:00", "00:00", (600, DAY)),
        ("10:00", "24:00", (600, DAY)),
        ("24:00", "08:00", (0, 480)),
        ("00:00", "23:59", (0, DAY)),
        ("00:00", "00:00", (0, DAY)),
        ("24 hours", "", (0, DAY)),
        ("", "24 hours", (0, DAY)),
        ("noon", "midnight", (720, DAY)),
        ("09:00-07:00", "17:00-07:00", (NINE, FIVE)),
    ],
)
def test_times_are_minutes_after_midnight(opens_at: str, closes_at: str, hours: tuple[int, int]) -> None:
    times = read(rule("FREQ=WEEKLY;BYDAY=MO", opens_at=opens_at, closes_at=closes_at))
    assert times.on(FIRST) == (hours,)


def test_a_place_that_closes_after_midnight_is_open_on_the_next_day() -> None:
    times = read(rule("FREQ=WEEKLY;BYDAY=MO", opens_at="22:00", closes_at="02:00"))
    assert [times.is_open(FIRST, minute) for minute in (21 * 60, 22 * 60, DAY - 1)] == [False, True, True]
    tuesday = FIRST + timedelta(days=1)
    assert [times.is_open(tuesday, minute) for minute in (0, 119, 120)] == [True, True, False]
    assert not times.is_open(FIRST, 60)


def test_a_holiday_holds_instead_of_the_weekly_hours() -> None:
    thanksgiving = date(2026, 11, 26)
    span = {"valid_from": thanksgiving, "valid_to": thanksgiving + timedelta(days=1)}
    weekly = rule("FREQ=WEEKLY;BYDAY=TH,FR")
    closed = read(weekly, rule(**span, closed="true", opens_at="", closes_at=""))
    assert days_open(closed)[:8] == ["1105", "1106", "1112", "1113", "1119", "1120", "1203", "1204"]
    short = read(weekly, rule(**span, opens_at="10:00", closes_at="12:00"))
    assert short.on(thanksgiving) == ((600, 720),)
    assert short.on(thanksgiving + timedelta(days=7)) == ((NINE, FIVE),)


def test_a_holiday_of_every_year_is_found_across_the_new_year() -> None:
    closed = {"closed": "true", "opens_at": "", "closes_at": ""}
    times = read(rule("FREQ=DAILY"), rule(valid_from=date(1, 12, 30), valid_to=date(1, 1, 2), **closed))
    assert not set(days_open(times)) & {"1230", "1231", "0101", "0102"}
    assert {"1229", "0103"} <= set(days_open(times))


def test_a_rule_that_says_closed_holds_instead() -> None:
    closed = {"closed": "true", "opens_at": "", "closes_at": ""}
    times = read(rule("FREQ=DAILY"), rule("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", **closed))
    assert "1225" not in days_open(times)
    assert "1224" in days_open(times)
    sundays = read(rule("FREQ=DAILY"), rule("FREQ=WEEKLY;BYDAY=SU", **closed))
    assert {one.weekday for one in sundays.stretches if one.opens is not None} == set(range(6))


def test_a_day_closed_for_a_time_is_open_before_and_after_it() -> None:
    closed = {"closed": "true", "opens_at": "", "closes_at": ""}
    bounds = {"valid_from": date(2026, 11, 9), "valid_to": date(2026, 11, 22)}
    times = read(rule("FREQ=WEEKLY;BYDAY=MO"), rule("FREQ=WEEKLY;BYDAY=MO", **bounds, **closed))
    assert days_open(times)[:2] == ["1102", "1123"]


def test_dates_are_left_out_and_added() -> None:
    times = read(rule("FREQ=WEEKLY;BYDAY=MO", exdate="20261109", rdate="20261110"))
    assert days_open(times)[:3] == ["1102", "1110", "1116"]
    listed = read(rule(rdate="20261109,20261110", exdate="20261110"))
    assert days_open(listed) == ["1109"]
    assert listed.stretches[0].is_instead


def test_hours_that_meet_are_one() -> None:
    times = read(
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="13:00", closes_at="15:00"),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="09:00", closes_at="12:00"),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="12:00", closes_at="12:30"),
        rule("FREQ=WEEKLY;BYDAY=MO", opens_at="09:30", closes_at="10:00"),
    )
    assert times.on(FIRST) == ((NINE, 12 * 60 + 30), (13 * 60, 15 * 60))


def test_a_day_of_the_week_that_is_closed_is_closed_for_every_rule() -> None:
    weekly = rule("FREQ=WEEKLY;BYDAY=MO", closed="true", opens_at="", closes_at="")
    other = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU", dtstart=FIRST, opens_at="09:00", closes_at="12:00")
    times = read(weekly, other)
    assert times.on(FIRST) == ()
    assert times.on(FIRST + timedelta(days=1)) == ((NINE, 12 * 60),)


# A reading of the same rows that goes through the days one by one.

NEAR = st.dates(FIRST - timedelta(days=40), LAST)
MAYBE_NEAR = st.none() | NEAR


@st.composite
def rows(draw: st.DrawFn) -> Opening:
    freq = draw(st.sampled_from(["", "DAILY", "WEEKLY", "WEEKLY"]))
    opens, hours = draw(st.integers(13 * 60, 23 * 60)), draw(st.integers(1, 12 * 60))
    closes = (opens + hours) % DAY
    is_closed = draw(st.integers(0, 4)) == 0
    begins = draw(NEAR)
    columns: dict[str, Any] = {"freq": freq}
    if freq:
        columns["byday"] = ",".join(
            draw(st.lists(st.sampled_from(DAYS), min_size=freq == "WEEKLY", unique=True))
        )
        columns["interval"] = draw(st.sampled_from(["1", "1", "2"])) if freq == "WEEKLY" else "1"
    bounds: dict[str, Any] = {"dtstart": begins}
    if freq:
        bounds["valid_to"] = draw(MAYBE_NEAR)
    listed = {name: draw(st.lists(NEAR, max_size=2)) for name in ("exdate", "rdate")} if freq else {}
    return Opening(
        columns=columns,
        opens_at="" if is_closed else f"{opens // 60:02}:{opens % 60:02}",
        closes_at="" if is_closed else f"{closes // 60:02}:{closes % 60:02}",
        closed="true" if is_closed else "",
        **bounds,
        **{name: ",".join(f"{day:%Y%m%d}" for day in days) for name, days in listed.items()},
    )


def holds(row: Opening, day: date) -> bool:
    """Whether a row begins on a day, from its columns alone."""
    freq, begins = row.columns["freq"], row.dtstart
    assert begins is not None
    text = f"{day:%Y%m%d}"
    if not freq:
        return day == begins
    if text in row.exdate:
        return False
    if text in row.rdate:
        return True
    if day < begins or (row.valid_to and day > row.valid_to):
        return False
    byday = str(row.columns["byday"])
    weeks = ((day - timedelta(days=day.weekday())) - (begins - timedelta(days=begins.weekday()))).days // 7
    return (not byday or DAYS[day.weekday()] in byday) and weeks % int(str(row.columns["interval"])) == 0


def minutes_open(rows: Sequence[Opening], day: date) -> set[int]:
    """The minutes of a day on which a row begins that day, as the docstring of `open_times` says."""
    holding = [row for row in rows if holds(row, day)]
    single = [row for row in holding if not row.columns["freq"]]
    for kept in (single, [row for row in holding if row.closed], holding):
        if kept:
            holding = kept
            break
    found: set[int] = set()
    for row in holding:
        if row.closed:
            continue
        opens, closes = (int(text[:2]) * 60 + int(text[3:]) for text in (row.opens_at, row.closes_at))
        found.update(range(opens, closes if closes > opens else closes + DAY))
    return found


@given(st.lists(rows(), max_size=4), st.lists(NEAR, min_size=1, max_size=5))
def test_days_are_as_read_one_by_one(openings: list[Opening], days: list[date]) -> None:
    times = open_times(openings, FIRST, LAST, LOCAL)
    assert times.is_whole == bool(openings)
    for day in days:
        if day < FIRST:
            continue
        written = {minute for opens, closes in times.on(day) for minute in range(opens, closes)}
        assert written == minutes_open(openings, day), day


TEXTS = st.sampled_from(
    ["", "09:00", "17:00", "9", "closed", "24 hours", "25:00", "x", "09:00Z", "noon"]
) | st.text(max_size=6)


@given(
    st.fixed_dictionaries(
        {
            "columns": st.dictionaries(
                st.sampled_from(["freq", "interval", "byday", "bymonthday", "count", "until", "rrule"]),
                st.sampled_from(
                    ["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "MO,TU", "2SA", "1", "2", "-1", "", "20270101"]
                ),
            ),
            "opens_at": TEXTS,
            "closes_at": TEXTS,
            "offset": st.sampled_from(["", "-07:00", "+01:00", "Mars"]),
            "valid_from": st.none() | st.dates(),
            "valid_to": st.none() | st.dates(),
            "dtstart": st.none() | st.dates(),
            "closed": st.sampled_from(["", "true", "no", "?"]),
            "exdate": st.sampled_from(["", "20261105", "nonsense"]),
            "rdate": st.sampled_from(["", "20261105", "nonsense"]),
        }
    )
)
def test_any_row_is_read_or_said_not_to_be(fields: dict[str, Any]) -> None:
    times = open_times([Opening(**fields)], FIRST, LAST, LOCAL)
    for one in times.stretches:
        assert (one.weekday is None) != (one.day is None)
        assert (one.opens is None) == (one.closes is None)
        if one.opens is not None and one.closes is not None:
            assert 0 <= one.opens < DAY
            assert one.opens < one.closes < 2 * DAY
        if one.day is not None:
            assert FIRST <= one.day <= LAST
    for n in range(14):
        hours = times.on(FIRST + timedelta(days=n))
        assert all(before[1] < after[0] for before, after in pairwise(hours))


def test_the_hours_of_a_real_directory_are_read() -> None:
    """Each of its rows is about one day of the week; 665 of 2,492 name no times."""
    text = shared("hsds", "illinois", "regular_schedules.csv").read_text("utf-8")
    found = [
        read(
            Opening(columns={"weekday": row["weekday"]}, opens_at=row["opens_at"], closes_at=row["closes_at"])
        )
        for row in csv.DictReader(text.splitlines())
        if row["opens_at"]
    ]
    assert len(found) > 1800
    whole = [times for times in found if times.is_whole]
    assert len(whole) / len(found) > 0.95
    assert all(len(times.stretches) == 1 and times.until is None for times in whole)
