"""Put a rule into words: the structure of a sentence, for the web layer to translate.

Only what can be said exactly is said: everything that a phrase says recurs, recurs by the rule, and the other
way around, from the first date on. The tests expand each phrase on their own and compare.
"""

from datetime import date
from typing import Final

from throughline.formats.phrases import Days, MonthDay, Months, Phrase
from throughline.formats.recurrence.rule import OrdinalDay, Rule

_ORDINALS: Final = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    -1: "last",
    -2: "second_to_last",
}
_FIXED_MONTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def phrase(rule: Rule, start: date | None = None) -> Phrase | None:
    """
    Put a rule into words, without its first date, its end and its count.

    Parameters
    ----------
    rule : Rule
        The rule.
    start : date, optional
        Its first date, which decides the day where the rule has none.

    Returns
    -------
    Phrase or None
        The words, or None if the rule cannot be said exactly: it is to be shown as written.
    """
    if rule.byyearday or rule.byweekno or rule.byhour or rule.byminute or rule.bysecond:
        return None
    if rule.freq == "DAILY":
        return _daily(rule)
    if rule.freq == "WEEKLY" and not rule.bysetpos:
        return _weekly(rule, start)
    if rule.freq == "MONTHLY":
        return _monthly(rule, start)
    if rule.freq == "YEARLY" and not rule.bysetpos:
        return _yearly(rule, start)
    return None


def _plain_days(rule: Rule) -> tuple[int, ...]:
    return tuple(sorted({day.day for day in rule.byday}))


def _daily(rule: Rule) -> Phrase | None:
    if rule.bysetpos or (rule.byday and rule.bymonthday):
        return None
    if rule.interval == 1:
        if rule.bymonthday:
            return _in_months(_month_days(rule.bymonthday), rule.bymonth)
        return _in_months(Phrase.of("days", days=Days(_plain_days(rule) or tuple(range(7)))), rule.bymonth)
    if rule.byday or rule.bymonthday or rule.bymonth:
        return None
    if rule.interval == 2:
        return Phrase("other_day")
    return Phrase.of("nth_day", n=rule.interval)


def _weekly(rule: Rule, start: date | None) -> Phrase | None:
    days = _plain_days(rule) or ((start.weekday(),) if start else ())
    if rule.interval > 1 and rule.bymonth:
        return None
    n = rule.interval
    if not days:
        code = {1: "every_week", 2: "other_week_any"}.get(n, "nth_week_any")
        return _in_months(Phrase.of(code, **({"n": n} if n > 2 else {})), rule.bymonth)
    if n == 1:
        return _in_months(Phrase.of("days", days=Days(days)), rule.bymonth)
    if n == 2:
        return Phrase.of("other_days" if len(days) < 3 else "other_week", days=Days(days))
    return Phrase.of("nth_days" if len(days) < 3 else "nth_week", n=n, days=Days(days))


def _monthly(rule: Rule, start: date | None) -> Phrase | None:
    if rule.byday and rule.bymonthday:
        return None
    if rule.interval > 1 and rule.bymonth:
        return None
    days: Phrase | None
    if rule.bysetpos:
        days = _days_by_position(rule)
    elif rule.byday:
        days = _days_of_month(rule.byday)
    elif rule.bymonthday or start:
        days = _month_days(rule.bymonthday or ((start.day,) if start else ()))
    else:
        days = Phrase("every_month")
    if days is None or (days.code == "every_month" and rule.interval > 1):
        return None
    if rule.interval == 1:
        return _in_months(days, rule.bymonth)
    if rule.interval == 2:
        return Phrase.of("other_month", when=days)
    return Phrase.of("nth_month", n=rule.interval, when=days)


def _days_by_position(rule: Rule) -> Phrase | None:
    if not rule.byday or any(day.ordinal for day in rule.byday):
        return None
    days = _plain_days(rule)
    if len(days) == 1:
        return _days_of_month(tuple(OrdinalDay(days[0], position) for position in rule.bysetpos))
    if days == tuple(range(5)) and rule.bysetpos in {(1,), (-1,)}:
        code = "first_weekday" if rule.bysetpos == (1,) else "last_weekday"
        return Phrase.of("of_month", days=Phrase(code))
    return None


def _days_of_month(days: tuple[OrdinalDay, ...]) -> Phrase | None:
    if not any(day.ordinal for day in days):
        return Phrase.of("all_of_month", days=Days(tuple(sorted({day.day for day in days}))))
    if any(day.ordinal not in _ORDINALS for day in days):
        return None
    pieces = []
    for number in dict.fromkeys(day.day for day in days):
        ordinals = sorted({day.ordinal for day in days if day.day == number}, key=lambda n: (n < 0, n))
        names = tuple(Phrase(_ORDINALS[n]) for n in ordinals)
        pieces.append(Phrase.of("ordinal_days", ordinals=names, days=Days((number,))))
    return Phrase.of("of_month", days=tuple(pieces))


def _month_days(numbers: tuple[int, ...]) -> Phrase | None:
    if numbers == (-1,):
        return Phrase("last_day_of_month")
    if min(numbers) < 1:
        return None
    pieces = tuple(Phrase.of("number", n=n) for n in sorted(set(numbers)))
    return Phrase.of("day_of_month" if len(pieces) == 1 else "days_of_month", days=pieces)


def _yearly(rule: Rule, start: date | None) -> Phrase | None:
    if rule.byday:
        has_ordinals = any(day.ordinal for day in rule.byday)
        if rule.interval > 1 or rule.bymonthday or (has_ordinals and not rule.bymonth):
            return None
        if not has_ordinals:
            return _in_months(Phrase.of("days", days=Days(_plain_days(rule))), rule.bymonth)
        days = _days_of_month(rule.byday) if all(day.ordinal for day in rule.byday) else None
        return _in_months(days, rule.bymonth)
    if rule.bymonthday and not rule.bymonth:
        return _month_days(rule.bymonthday) if rule.interval == 1 else None
    months = rule.bymonth or ((start.month,) if start else ())
    numbers = rule.bymonthday or ((start.day,) if start else ())
    if not months or not numbers:
        return Phrase("every_year") if not (months or numbers or rule.interval > 1) else None
    if min(numbers) < 1 or any(n > _FIXED_MONTHS[month - 1] for month in months for n in numbers):
        return None
    pairs = [MonthDay(month, n) for month in sorted(set(months)) for n in sorted(set(numbers))]
    dates = tuple(Phrase.of("month_day", day=pair) for pair in pairs)
    if rule.interval > 2:
        return Phrase.of("nth_year", n=rule.interval, dates=dates)
    return Phrase.of("on_dates" if rule.interval == 1 else "other_year", dates=dates)


def _in_months(when: Phrase | None, months: tuple[int, ...]) -> Phrase | None:
    """Limit a phrase to months; three or more that follow each other are said as a season."""
    numbers = sorted(set(months))
    if when is None or not numbers or len(numbers) == 12:
        return when
    firsts = [n for n in numbers if (n - 2) % 12 + 1 not in numbers]
    if len(firsts) == 1 and len(numbers) > 2:
        last = (firsts[0] + len(numbers) - 2) % 12 + 1
        return Phrase.of("months", when=when, first=Months((firsts[0],)), last=Months((last,)))
    return Phrase.of("in_months", when=when, months=Months(tuple(numbers)))
