"""Say dates, rules of recurrence and hours in the reader's language.

`formats` knows no translations and gives the structure of what is to be said; this is the one place where it
becomes text. It is in the first app, so that every app can use it.
"""

from datetime import date, time

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.formats.phrases import ClockText, DateSpan, Days, MonthDay, Months, Param, Phrase

A_LEAP_YEAR = 2024


def sentence_in_words(phrase: Phrase) -> str:
    """Say a phrase as a line of its own: with a capital, but a text of somebody else as it is."""
    words = in_words(phrase)
    return words if phrase.code == "text" else capfirst(words)


def in_words(phrase: Phrase) -> str:
    return _(phrase.template) % {name: _value_in_words(value) for name, value in phrase.items}


def _value_in_words(value: Param) -> str:
    if isinstance(value, Phrase):
        return in_words(value)
    match value:
        case Days(numbers):
            return _days_in_words(numbers)
        case Months(numbers):
            return get_text_list([_within_sentence(MONTHS[month]) for month in numbers], _("and"))
        case MonthDay(month, day):
            return date_format(date(A_LEAP_YEAR, month, day), "MONTH_DAY_FORMAT")
        case DateSpan():
            return _dates_in_words(value)
        case ClockText(text):
            return text
        case time():
            return time_format(value, "TIME_FORMAT")
        case int() | str():
            return str(value)
    return get_text_list([in_words(part) for part in value], _("and"))


def _days_in_words(days: tuple[int, ...]) -> str:
    """“Monday to Friday” for three or more consecutive days, else each day by name."""
    names = [_within_sentence(WEEKDAYS[day]) for day in days]
    if days == tuple(range(7)):
        return _("every day")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("%(first_day)s to %(last_day)s") % {"first_day": names[0], "last_day": names[-1]}
    return get_text_list(names, _("and"))


def _within_sentence(name: object) -> str:
    """The name of a day or a month, which Spanish writes without a capital."""
    return str(name).lower() if get_language() == "es" else str(name)


def _dates_in_words(dates: DateSpan) -> str:
    """“Dec. 24 to 26”, or two dates, each with its year if it has to be said."""
    first, last = dates.first, dates.last
    if not dates.has_year and first < last and (first.year, first.month) == (last.year, last.month):
        # Translators: a month and two days of it, such as "Dec. 24 to 26".
        return _("%(month)s %(first)s to %(last)s") % {
            # Translators: the format of a month in a date, in Django's letters.
            "month": date_format(first, _("N")),
            "first": first.day,
            "last": last.day,
        }
    # Translators: the format of a date without its year, in Django's letters.
    form = "DATE_FORMAT" if dates.has_year else _("N j")
    names = [date_format(day, form) for day in dict.fromkeys((first, last))]
    if len(names) == 1:
        return names[0]
    return _("%(first_date)s to %(last_date)s") % {"first_date": names[0], "last_date": names[1]}
