"""Rows of hours as lines: what is said, what has ended, and what is shown as written."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.opening_hours import Opening, is_overnight, lines, offset_minutes, readable
from throughline.formats.phrases import TEMPLATES, ClockText, DateSpan, Days, Phrase

TODAY = date(2026, 11, 1)


def english(value: Any) -> str:
    """A plain English sentence, to see the structure without a web layer."""
    match value:
        case Phrase():
            return TEMPLATES[value.code] % {name: english(part) for name, part in value.items}
        case Days(numbers):
            return ",".join("MO TU WE TH FR SA SU".split()[n] for n in numbers)  # noqa: SIM905
        case DateSpan(first, last, has_year):
            text = f"{first:%m/%d}" if first == last else f"{first:%m/%d}-{last:%m/%d}"
            return f"{text}/{last.year}" if has_year else text
        case ClockText(text):
            return text
        case time():
            return f"{value:%H:%M}"
    if isinstance(value, tuple) and value and isinstance(value[0], Phrase):
        return "+".join(english(part) for part in value)
    return str(value)


def said(*openings: Opening) -> list[str]:
    return [english(line) for line in lines(openings, TODAY, {-420, -360})]


def weekly(byday: str, opens_at: str = "09:00", closes_at: str = "17:00", **fields: Any) -> Opening:
    return Opening(
        columns={"freq": "WEEKLY", "byday": byday}, opens_at=opens_at, closes_at=closes_at, **fields
    )


def rule(text: str, **fields: Any) -> Opening:
    columns = {part.partition("=")[0].lower(): part.partition("=")[2] for part in text.split(";")}
    return Opening(columns=columns, **{"opens_at": "09:00", "closes_at": "17:00", **fields})


def test_days_with_the_same_hours_are_one_line() -> None:
    assert said(weekly("WE"), weekly("MO, TU"), weekly("SA", "10:00", "14:00")) == [
        "MO,TU,WE, 09:00 to 17:00",
        "SA, 10:00 to 14:00",
    ]


def test_days_are_not_joined_with_days_that_end_or_begin_at_another_time() -> None:
    assert said(
        weekly("MO"), weekly("TU", valid_to=date(2026, 12, 20)), weekly("WE", valid_from=date(2027, 1, 4))
    ) == [
        "MO, 09:00 to 17:00",
        "TU, 09:00 to 17:00, until 12/20",
        "WE, 09:00 to 17:00, from 01/04",
    ]


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        (rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), "every other TU, 09:00 to 17:00"),
        (rule("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH"), "every 3 weeks on TU,TH, 09:00 to 17:00"),
        (rule("FREQ=MONTHLY;BYDAY=1SA"), "first SA of the month, 09:00 to 17:00"),
        (rule("FREQ=MONTHLY;BYDAY=2MO,4MO"), "second+fourth MO of the month, 09:00 to 17:00"),
        (rule("BYDAY=-1FR"), "last FR of the month, 09:00 to 17:00"),
        (rule("FREQ=MONTHLY;BYMONTHDAY=15"), "day 15 of each month, 09:00 to 17:00"),
        (rule("FREQ=WEEKLY;BYDAY=2MO"), "as listed: FREQ=WEEKLY;BYDAY=2MO, 09:00 to 17:00"),
        (rule("FREQ=WEEKLY;WEEKDAY=1"), "as listed: WEEKDAY=1, 09:00 to 17:00"),
        (rule("FREQ=SOMETIMES;BYDAY=MO"), "as listed: FREQ=SOMETIMES;BYDAY=MO, 09:00 to 17:00"),
        (rule("FREQ=WEEKLY;BYDAY=MO;COUNT=5"), "MO, 09:00 to 17:00 (number of times: 5)"),
        (
            rule("FREQ=WEEKLY;BYDAY=MO;COUNT=5", dtstart=date(2026, 10, 26)),
            "MO, 09:00 to 17:00, until 11/23",
        ),
        (rule("FREQ=WEEKLY", dtstart=date(2026, 9, 1)), "TU, 09:00 to 17:00"),
        (rule("FREQ=WEEKLY"), "every week, 09:00 to 17:00"),
        (
            rule("FREQ=WEEKLY;BYDAY=MO;UNTIL=2027-12-20", dtstart=date(2026, 12, 7)),
            "MO, 09:00 to 17:00, from 12/07 until 12/20/2027",
        ),
        (rule("FREQ=WEEKLY;BYDAY=MO;UNTIL=9999-12-31"), "MO, 09:00 to 17:00"),
        (rule("INTERVAL=1"), "09:00 to 17:00"),
        (weekly("MO", "", ""), "MO"),
        (weekly("MO", "09:00", ""), "MO, from 09:00"),
        (weekly("MO", "", "17:00"), "MO, until 17:00"),
        (weekly("MO", "00:00", "23:59"), "MO, open 24 hours"),
        (weekly("MO", "00:00", "24:00"), "MO, open 24 hours"),
        (weekly("MO", "09:00", "24:00"), "MO, 09:00 to 00:00"),
        (weekly("MO", "22:00", "02:00"), "MO, 22:00 to 02:00 the next day"),
        (weekly("MO", "09:00", "05:00"), "MO, 9:00 to 5:00"),
        (weekly("MO", "early", "late"), "MO, early to late"),
        (weekly("MO", offset="-07:00"), "MO, 09:00 to 17:00"),
        (weekly("MO", offset="Z"), "MO, 09:00 to 17:00 (UTC)"),
        (weekly("MO", offset="-0500"), "MO, 09:00 to 17:00 (UTC−5:00)"),
        (weekly("MO", "09:00:00Z", "17:00:00Z"), "MO, 09:00 to 17:00 (UTC)"),
        (weekly("SU", "", "", closed="true"), "SU: closed"),
        (
            weekly("MO", dates_as_written="valid_to=end of May"),
            "MO, 09:00 to 17:00 (as listed: valid_to=end of May)",
        ),
    ],
)
def test_a_row_is_said(opening: Opening, line: str) -> None:
    assert said(opening) == [line]


@pytest.mark.parametrize(
    "opening",
    [
        weekly("MO", valid_to=date(2026, 10, 31)),
        rule("FREQ=WEEKLY;BYDAY=TH;UNTIL=2020-12-20", dtstart=date(2020, 1, 1)),
        rule("FREQ=WEEKLY;BYDAY=TH;UNTIL=20201220T170000Z"),
        rule("FREQ=WEEKLY;BYDAY=2MO;UNTIL=2020-12-20;COUNT=3"),
        rule("FREQ=WEEKLY;BYDAY=MO;COUNT=5", dtstart=date(2026, 9, 1)),
        Opening(opens_at="09:00", closes_at="12:00", dtstart=date(2026, 10, 1)),
        Opening(closed="true", valid_from=date(2025, 12, 24), valid_to=date(2025, 12, 26)),
    ],
)
def test_what_has_ended_is_not_said(opening: Opening) -> None:
    assert said(opening) == []


HOLIDAY = {"valid_from": date(2026, 12, 24), "valid_to": date(2026, 12, 26)}
EACH_YEAR = {"valid_from": date(1, 1, 1), "valid_to": date(1, 1, 1)}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"closed": "true", **HOLIDAY}, "12/24-12/26: closed"),
        ({"closed": "YES", **HOLIDAY}, "12/24-12/26: closed"),
        ({"closed": "false", **HOLIDAY}, "12/24-12/26: open"),
        (
            {"closed": "no", "opens_at": "10:00", "closes_at": "12:00", **HOLIDAY},
            "12/24-12/26: 10:00 to 12:00",
        ),
        ({"opens_at": "10:00", "closes_at": "12:00", **HOLIDAY}, "12/24-12/26: 10:00 to 12:00"),
        ({"closed": "maybe", **HOLIDAY}, "12/24-12/26: as listed: closed=maybe"),
        (
            {"closed": "true", "opens_at": "10:00", "closes_at": "12:00", **HOLIDAY},
            "12/24-12/26: as listed: closed=true, 10:00, 12:00",
        ),
        ({"closed": "true", **EACH_YEAR}, "every year, 01/01: closed"),
        ({"closed": "true", "valid_from": date(2027, 12, 24)}, "from 12/24/2027: closed"),
        ({"closed": "true"}, "as listed: closed=true"),
        (
            {"closed": "true", "dates_as_written": "start_date=Christmas"},
            "closed (as listed: start_date=Christmas)",
        ),
        ({"opens_at": "09:00", "closes_at": "12:00", "dtstart": date(2026, 11, 9)}, "11/09: 09:00 to 12:00"),
    ],
)
def test_holidays_are_said_with_their_dates(fields: dict[str, Any], line: str) -> None:
    assert said(Opening(**fields)) == [line]


def test_dates_come_after_days_in_their_order_and_own_words_last() -> None:
    later = Opening(closed="true", valid_from=date(2027, 1, 1), valid_to=date(2027, 1, 1))
    assert said(
        Opening(description="Call first"), later, Opening(closed="true", **HOLIDAY), weekly("MO")
    ) == ["MO, 09:00 to 17:00", "12/24-12/26: closed", "01/01: closed", "Call first"]


def test_a_rule_as_written_is_followed_by_the_directorys_own_words() -> None:
    opening = rule("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", description="Each Friday the 13th")
    assert said(opening) == [
        "as listed: FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13, 09:00 to 17:00",
        "Each Friday the 13th",
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("22:00", "02:00", True),
        ("18:00", "08:00", True),
        ("09:00", "05:00", None),
        ("12:00", "02:00", None),
        ("09:00", "09:00", None),
        ("09:00", "17:00", False),
        ("09:00", "00:00", False),
        ("00:00", "00:00", False),
    ],
)
def test_hours_past_midnight_are_told_from_hours_without_their_half(
    opens: str, closes: str, expected: bool | None
) -> None:
    assert is_overnight(opens, closes) is expected


def test_offsets_are_minutes() -> None:
    assert [offset_minutes(text) for text in ("Z", "utc", "-07:00", "+0530", "-07", "", "MST")] == [
        0,
        0,
        -420,
        330,
        -420,
        None,
        None,
    ]


cells = st.one_of(st.text(max_size=12), st.sampled_from(["MO", "1SA", "WEEKLY", "2", "09:00", "true", "0"]))
some_dates = st.one_of(st.none(), st.dates())


@given(
    st.lists(
        st.builds(
            Opening,
            columns=st.dictionaries(st.sampled_from(["freq", "byday", "interval", "count", "until"]), cells),
            opens_at=cells,
            closes_at=cells,
            offset=cells,
            closed=cells,
            valid_from=some_dates,
            valid_to=some_dates,
            dtstart=some_dates,
            dates_as_written=cells,
            description=cells,
        ),
        max_size=3,
    )
)
def test_any_rows_are_lines(openings: list[Opening]) -> None:
    for line in lines(openings, TODAY):
        english(line)


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        (weekly("XX", "25:00", "26:00"), "call to ask about hours"),
        (weekly("XX"), "call to ask which days, 09:00 to 17:00"),
        (weekly("MO", "25:00", "26:00"), "MO: call to ask about hours"),
        (weekly("MO", "09:75", ""), "MO: call to ask about hours"),
        (weekly("MO", "dawn", "dusk"), "MO, dawn to dusk"),
        (weekly("MO", "9", "5"), "MO, 9 to 5"),
        (weekly("MO", "25:00", "26:00", offset="Z"), "MO: call to ask about hours"),
        (weekly("XX", valid_from=date(2027, 1, 4)), "call to ask which days, 09:00 to 17:00, from 01/04"),
        (
            weekly("MO", dates_as_written="valid_from=spring, valid_to=end of May"),
            "MO, 09:00 to 17:00, from spring, until end of May",
        ),
        (weekly("MO", exdate="Christmas"), "MO, 09:00 to 17:00, except on Christmas"),
        (weekly("MO", exdate="2026-99-99"), "MO, 09:00 to 17:00 (call to ask about dates)"),
        (Opening(dates_as_written="valid_to=end of May"), "until end of May"),
        (Opening(closed="maybe", valid_from=date(2026, 12, 24)), "from 12/24: call to ask about hours"),
    ],
)
def test_families_read_no_rules_and_no_impossible_times(opening: Opening, line: str) -> None:
    assert [english(readable(one)) for one in lines([opening], TODAY, {-420, -360})] == [line]


@pytest.mark.parametrize(
    "opening", [weekly("MO"), rule("FREQ=MONTHLY;BYDAY=1SA"), weekly("SU", "", "", closed="true")]
)
def test_what_can_be_said_stays(opening: Opening) -> None:
    (line,) = lines([opening], TODAY, {-420, -360})
    assert readable(line) == line
