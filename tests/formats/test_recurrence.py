"""Rules of recurrence: read, written, expanded by python-dateutil, said only where words are exact."""

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from dateutil import rrule
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from throughline.formats.phrases import TEMPLATES, Phrase
from throughline.formats.recurrence import (
    WEEKDAYS,
    BadRule,
    OrdinalDay,
    Rule,
    TooManyDates,
    as_written,
    dates,
    last_date,
    ordinal_days,
    phrase,
    read_columns,
    read_rule,
    weekdays,
)

START = date(2026, 1, 5)
END = START + timedelta(days=1100)

days_of_week = st.lists(st.integers(0, 6), max_size=4, unique=True)


def numbers(low: int, high: int) -> st.SearchStrategy[tuple[int, ...]]:
    every = st.integers(low, high).filter(lambda n: n != 0 or low == 0)
    return st.lists(every, max_size=3, unique=True).map(tuple)


@st.composite
def rules(draw: st.DrawFn, frequencies: tuple[str, ...] = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")) -> Rule:
    freq = draw(st.sampled_from(frequencies))
    ordinals = st.sampled_from([0, 0, 1, 2, 4, 5, -1, -2]) if freq in {"MONTHLY", "YEARLY"} else st.just(0)
    parts = {
        "interval": draw(st.sampled_from([1, 1, 1, 2, 3])),
        "wkst": draw(st.integers(0, 6)),
        "byday": tuple(OrdinalDay(day, draw(ordinals)) for day in draw(days_of_week)),
        "bymonth": draw(numbers(1, 12)),
        "bymonthday": draw(numbers(-2, 31)),
        "bysetpos": draw(numbers(-2, 2)),
    }
    kept = draw(st.sets(st.sampled_from(sorted(parts)), max_size=3))
    end = draw(
        st.sampled_from(
            [
                {},
                {"count": 4},
                {"until": date(2026, 12, 20)},
                {"until": datetime(2026, 12, 20, 17, 30, tzinfo=UTC)},
            ]
        )
    )
    try:
        return Rule(freq=freq, **{name: parts[name] for name in kept}, **end)  # type: ignore[arg-type]
    except BadRule:
        assume(False)
        raise


@given(rules())
def test_a_rule_that_is_written_is_read_the_same(rule: Rule) -> None:
    assert read_rule(rule.text) == rule
    assert read_rule(f" rrule:{rule.text.lower().replace(';', ' ; ')};") == rule
    assert read_columns({"rrule": rule.text}).rule == rule


@given(rules())
def test_the_columns_of_a_rule_are_read_as_the_rule(rule: Rule) -> None:
    columns = dict(part.lower().split("=") for part in rule.text.split(";"))
    assert read_columns(columns).rule == rule
    assert read_rule(as_written(columns).upper()) == rule


@settings(max_examples=200)
@given(
    rules(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")), st.dates(date(2026, 1, 1), date(2026, 4, 1))
)
def test_dates_are_those_of_dateutil(rule: Rule, start: date) -> None:
    last = date(2027, 12, 31)
    text = rule.text.replace("Z", "")
    if "UNTIL" in text and "T" not in text.partition("UNTIL=")[2].partition(";")[0]:
        text = text.replace("UNTIL=20261220", "UNTIL=20261220T235959")
    theirs = rrule.rrulestr(text, dtstart=datetime(start.year, start.month, start.day))
    bounded: list[date] = []
    for moment in theirs:
        if moment.date() > last:
            break
        bounded.append(moment.date())
    try:
        mine = dates(rule, start, start, last)
    except TooManyDates:
        assert rule.freq == "HOURLY"
        return
    assert mine == tuple(dict.fromkeys(bounded))


# What a phrase says, expanded without the rule.

Says = Callable[[date], bool]
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "second_to_last": -2}


def nth_in_month(day: date, ordinal: int) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    if ordinal > 0:
        return (day.day - 1) // 7 + 1 == ordinal
    return (length - day.day) // 7 + 1 == -ordinal


def says(said: Phrase) -> Says:
    """The days that the words name, where the words name all of them."""
    values = said.params
    match said.code:
        case "days" | "all_of_month":
            return lambda day: day.weekday() in values["days"].numbers  # type: ignore[union-attr]
        case "of_month":
            return days_of_month(values["days"])
        case "day_of_month" | "days_of_month":
            listed = {part.params["n"] for part in values["days"]}  # type: ignore[union-attr]
            return lambda day: day.day in listed
        case "last_day_of_month":
            return lambda day: (day + timedelta(days=1)).day == 1
        case "on_dates":
            pairs = {tuple(part.params["day"]) for part in values["dates"]}  # type: ignore[union-attr,arg-type]
            return lambda day: (day.month, day.day) in pairs
        case "in_months":
            within, months = says(values["when"]), values["months"].numbers  # type: ignore[arg-type,union-attr]
            return lambda day: within(day) and day.month in months
        case "months":
            within = says(values["when"])  # type: ignore[arg-type]
            (first,), (last,) = values["first"].numbers, values["last"].numbers  # type: ignore[union-attr]
            return lambda day: within(day) and (day.month - first) % 12 <= (last - first) % 12
    raise AssertionError(said.code)


def days_of_month(parts: object) -> Says:
    if isinstance(parts, Phrase):
        first = parts.code == "first_weekday"

        def is_weekday(day: date) -> bool:
            step = timedelta(days=-1 if first else 1)
            before = day + step
            while before.month == day.month:
                if before.weekday() < 5:
                    return False
                before += step
            return day.weekday() < 5

        return is_weekday
    pairs = {
        (part.params["days"].numbers[0], ORDINALS[ordinal.code])
        for part in parts  # type: ignore[attr-defined]
        for ordinal in part.params["ordinals"]
    }
    return lambda day: any(day.weekday() == number and nth_in_month(day, n) for number, n in pairs)


SPACED = {
    "other_days": 14,
    "other_week": 14,
    "nth_days": 7,
    "nth_week": 7,
    "other_day": 2,
    "nth_day": 1,
}


@settings(max_examples=400)
@given(rules(), st.dates(START, START + timedelta(days=40)))
def test_whatever_is_said_recurs_as_it_is_said(rule: Rule, start: date) -> None:
    said = phrase(rule, start)
    assume(said is not None and rule.count is None and rule.until is None)
    assert said is not None
    assert said.code in TEMPLATES
    made = dates(rule, start, start, END)
    if said.code in SPACED:
        step = SPACED[said.code] * said.params.get("n", 1)  # type: ignore[operator]
        if "days" in said.params:
            numbers = said.params["days"].numbers  # type: ignore[union-attr]
            assert {day.weekday() for day in made} == set(numbers)
            for number in numbers:
                one = [day for day in made if day.weekday() == number]
                assert {(b - a).days for a, b in pairwise(one)} == {step}
        else:
            assert {(b - a).days for a, b in pairwise(made)} == {step}
        return
    if said.code in {"other_month", "nth_month"}:
        within = says(said.params["when"])  # type: ignore[arg-type]
        n = said.params.get("n", 2)
        months = (day.year * 12 + day.month for day in made)
        assert {(month - start.year * 12 - start.month) % n for month in months} <= {0}  # type: ignore[operator]
        assert all(within(day) for day in made)
        return
    if said.code in {"other_year", "nth_year"}:
        assert {(day.year - start.year) % said.params.get("n", 2) for day in made} <= {0}  # type: ignore[operator]
        return
    named = says(said)
    every = (start + timedelta(days=n) for n in range((END - start).days + 1))
    assert made == tuple(day for day in every if named(day))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "other_days"),
        ("FREQ=WEEKLY;INTERVAL=2", "other_week_any"),
        ("FREQ=MONTHLY;BYDAY=1SA", "of_month"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1", "of_month"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "of_month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "last_day_of_month"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", "on_dates"),
        ("FREQ=WEEKLY;BYDAY=SA;BYMONTH=5,6,7", "months"),
    ],
)
def test_common_rules_have_words(rule: str, code: str) -> None:
    said = phrase(read_rule(rule))
    assert said is not None
    assert said.code == code


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYMONTH=5",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=4",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1",
    ],
)
def test_rules_without_exact_words_have_none(rule: str) -> None:
    assert phrase(read_rule(rule), START) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("FREQ=WEEKLY;BYDAY=2MO", "byday"),
        ("FREQ=WEEKLY;BYMONTHDAY=2", "bymonthday"),
        ("FREQ=WEEKLY;BYWEEKNO=41", "byweekno"),
        ("FREQ=MONTHLY;BYYEARDAY=4", "byyearday"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20261220", "count"),
        ("FREQ=WEEKLY;COUNT=0", "count"),
        ("FREQ=WEEKLY;INTERVAL=0", "interval"),
        ("FREQ=WEEKLY;INTERVAL=-2", "interval"),
        ("FREQ=WEEKLY;BYDAY=MO,XX", "byday"),
        ("FREQ=WEEKLY;BYDAY=", "byday"),
        ("FREQ=WEEKLY;FREQ=DAILY", "freq"),
        ("FREQ=FORTNIGHTLY", "freq"),
        ("BYDAY=MO", "freq"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "bymonthday"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "bymonthday"),
        ("FREQ=WEEKLY;UNTIL=20261332", "until"),
        ("FREQ=WEEKLY;RSCALE=HEBREW", "rscale"),
        ("FREQ=DAILY;BYSETPOS=1", "bysetpos"),
        ("", "freq"),
    ],
)
def test_a_rule_that_cannot_be_read_names_its_part(text: str, part: str) -> None:
    with pytest.raises(BadRule) as caught:
        read_rule(text)
    assert caught.value.part == part


def test_columns_that_cannot_be_read_leave_no_rule_that_says_more() -> None:
    assert read_columns({"freq": "WEEKLY", "byday": "MO,XX"}).rule is None
    assert read_columns({"freq": "WEEKLY", "byday": "MO,XX"}).unread == ("byday",)
    assert read_columns({"freq": "WEEKLY", "byday": "MO", "interval": "two"}).unread == ("interval",)
    assert read_columns({"weekday": "1"}).unread == ("weekday",)
    assert read_columns({"weekday": "Monday", "byday": "TU"}).unread == ("weekday", "byday")
    assert read_columns({"freq": None, "byday": "", "description": "call"}).unread == ()
    assert as_written({"freq": "WEEKLY", "byday": "MO,XX"}) == "FREQ=WEEKLY;BYDAY=MO,XX"


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"byday": "MO, WE"}, "FREQ=WEEKLY;BYDAY=MO,WE"),
        ({"byday": "mo;we"}, "FREQ=WEEKLY;BYDAY=MO,WE"),
        ({"byday": "2MO"}, "FREQ=MONTHLY;BYDAY=2MO"),
        ({"byday": "+1SA"}, "FREQ=MONTHLY;BYDAY=1SA"),
        ({"bymonthday": "1, 15"}, "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ({"freq": "weekly", "interval": 2, "byday": "Tuesday"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        (
            {"freq": "WEEKLY", "byday": "Mon-Fri", "wkst": "Sunday"},
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=SU",
        ),
        ({"freq": "Annually", "bymonth": "12", "bymonthday": "25"}, "FREQ=YEARLY;BYMONTHDAY=25;BYMONTH=12"),
        ({"freq": "WEEKLY", "until": "2026-12-20"}, "FREQ=WEEKLY;UNTIL=20261220"),
        ({"freq": "WEEKLY", "until": "2026-12-20T17:00:00-07:00"}, "FREQ=WEEKLY;UNTIL=20261221T000000Z"),
        ({"freq": "WEEKLY", "until": date(2026, 12, 20)}, "FREQ=WEEKLY;UNTIL=20261220"),
    ],
)
def test_columns_are_read_as_directories_write_them(columns: dict[str, object], rule: str) -> None:
    reading = read_columns(columns)
    assert reading.rule == read_rule(rule)
    assert reading.rule.text == rule if reading.rule else False


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mondays & Thursdays", "MO TH"),
        ("M-F", "MO TU WE TH FR"),
        ("weekends", "SA SU"),
        ("every day", "MO TU WE TH FR SA SU"),
        ("Friday to Monday", "MO FR SA SU"),
        ("lunes a miércoles", "MO TU WE"),
        ("1", None),
        ("1,2", None),
        ("T", None),
        ("MOWE", None),
        ("MO-", None),
        ("first Monday", None),
        ("every other Tuesday", None),
        ("", None),
    ],
)
def test_days_are_read_whole_or_not_at_all(text: str, days: str | None) -> None:
    found = weekdays(text)
    assert (None if found is None else " ".join(WEEKDAYS[day] for day in found)) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1st and 3rd Monday", "1MO 3MO"),
        ("last Friday of the month", "-1FR"),
        ("2MO,-1FR", "2MO -1FR"),
        ("every 2nd Tuesday", None),
        ("1MO,3", None),
        ("1MO-FR", None),
        ("0MO", None),
    ],
)
def test_days_with_ordinals_are_read_whole_or_not_at_all(text: str, days: str | None) -> None:
    found = ordinal_days(text)
    assert (None if found is None else " ".join(day.text for day in found)) == days


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=1",
    ],
)
def test_a_rule_that_never_recurs_ends(text: str) -> None:
    assert dates(read_rule(text), date(2026, 1, 1), date(2026, 1, 2), date(2027, 1, 1)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=3;BYMINUTE=0;BYSECOND=0",
        "FREQ=MINUTELY;BYYEARDAY=366",
        "FREQ=SECONDLY;COUNT=3;BYDAY=MO",
    ],
)
def test_a_rule_with_too_many_dates_is_refused(text: str) -> None:
    with pytest.raises(TooManyDates):
        dates(read_rule(text), date(2026, 1, 1), date(2026, 6, 1), date(2027, 1, 1))


def test_a_count_ends_on_its_last_date() -> None:
    rule = read_rule("FREQ=MONTHLY;COUNT=3;BYDAY=2MO")
    assert last_date(rule, date(2026, 9, 1)) == date(2026, 11, 9)
    assert last_date(read_rule("FREQ=WEEKLY"), date(2026, 9, 1)) is None
    with pytest.raises(TooManyDates):
        last_date(read_rule("FREQ=YEARLY;COUNT=500"), date(2026, 9, 1))


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    for read in (read_rule, lambda words: read_columns({"byday": words, "until": words, "interval": words})):
        try:
            read(text)
        except BadRule:
            continue
    ordinal_days(text)
