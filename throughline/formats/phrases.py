"""The structure of sentences about dates and hours, for the web layer to translate and fill in.

`formats` knows no translations: it says what is to be said, by a code and values, and
`throughline.accounts.queries.in_words` says it in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final, NamedTuple, Union

from throughline.formats.messages import gettext_noop


class Days(NamedTuple):
    """
    Days of the week.

    Parameters
    ----------
    numbers : tuple of int
        The days, from Monday, which is 0.
    """

    numbers: tuple[int, ...]


class Months(NamedTuple):
    """
    Months of the year.

    Parameters
    ----------
    numbers : tuple of int
        The months, from January, which is 1, in the order in which they are said.
    """

    numbers: tuple[int, ...]


class MonthDay(NamedTuple):
    """
    A day of the year.

    Parameters
    ----------
    month, day : int
        From January 1 on.
    """

    month: int
    day: int


class DateSpan(NamedTuple):
    """
    One date, or the dates from a first to a last one.

    Parameters
    ----------
    first, last : date
        The same for one date.
    has_year : bool
        True if the year is to be said.
    """

    first: date
    last: date
    has_year: bool = True


class ClockText(NamedTuple):
    """
    A time of day whose half of the day is uncertain.

    Parameters
    ----------
    text : str
        Hour and minute, such as 9:00, without a.m. and p.m.
    """

    text: str


Param = Union[int, str, time, Days, Months, MonthDay, DateSpan, ClockText, "Phrase", "tuple[Phrase, ...]"]
"""A value in a phrase. A tuple of phrases is a list of words."""


@dataclass(frozen=True)
class Phrase:
    """
    A sentence, or a part of one.

    Parameters
    ----------
    code : str
        A key of `TEMPLATES`.
    items : tuple of pairs
        Names and values to fill in.
    """

    code: str
    items: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, code: str, **params: Param) -> "Phrase":
        """
        Build a phrase.

        Parameters
        ----------
        code : str
            A key of `TEMPLATES`.
        **params : value
            What to fill in.

        Returns
        -------
        Phrase
            The phrase.
        """
        return cls(code, tuple(params.items()))

    @property
    def params(self) -> Mapping[str, Param]:
        """The values to fill in, by name."""
        return dict(self.items)

    @property
    def template(self) -> str:
        """The untranslated template."""
        return TEMPLATES[self.code]


TEMPLATES: Final[Mapping[str, str]] = {
    # A rule of recurrence
    "days": "%(days)s",
    "other_days": gettext_noop("every other %(days)s"),
    "other_week": gettext_noop("every other week, %(days)s"),
    "other_week_any": gettext_noop("every other week"),
    "nth_days": gettext_noop("every %(n)s weeks on %(days)s"),
    "nth_week": gettext_noop("every %(n)s weeks, %(days)s"),
    "nth_week_any": gettext_noop("every %(n)s weeks"),
    "every_week": gettext_noop("every week"),
    "every_month": gettext_noop("every month"),
    "every_year": gettext_noop("every year"),
    "other_day": gettext_noop("every other day"),
    "nth_day": gettext_noop("every %(n)s days"),
    "first": gettext_noop("first"),
    "second": gettext_noop("second"),
    "third": gettext_noop("third"),
    "fourth": gettext_noop("fourth"),
    "fifth": gettext_noop("fifth"),
    "last": gettext_noop("last"),
    "second_to_last": gettext_noop("second to last"),
    "ordinal_days": gettext_noop("%(ordinals)s %(days)s"),
    "first_weekday": gettext_noop("first weekday"),
    "last_weekday": gettext_noop("last weekday"),
    "of_month": gettext_noop("%(days)s of the month"),
    "all_of_month": gettext_noop("every %(days)s of the month"),
    "day_of_month": gettext_noop("day %(days)s of each month"),
    "days_of_month": gettext_noop("days %(days)s of each month"),
    "last_day_of_month": gettext_noop("last day of each month"),
    "other_month": gettext_noop("every other month, %(when)s"),
    "nth_month": gettext_noop("every %(n)s months, %(when)s"),
    "on_dates": gettext_noop("every year on %(dates)s"),
    "other_year": gettext_noop("every other year on %(dates)s"),
    "nth_year": gettext_noop("every %(n)s years on %(dates)s"),
    "month_day": "%(day)s",
    "number": "%(n)s",
    "in_months": gettext_noop("%(when)s, in %(months)s"),
    "months": gettext_noop("%(when)s, from %(first)s to %(last)s"),
    # Dates
    "span": "%(dates)s",
    "from_date": gettext_noop("from %(dates)s"),
    "until_date": gettext_noop("until %(dates)s"),
    "yearly_span": gettext_noop("every year, %(dates)s"),
    "listed_dates": "%(dates)s",
    # Hours
    "hours": gettext_noop("%(opens)s to %(closes)s"),
    "hours_next_day": gettext_noop("%(opens)s to %(closes)s the next day"),
    "hours_from": gettext_noop("from %(opens)s"),
    "hours_until": gettext_noop("until %(closes)s"),
    "all_day": gettext_noop("open 24 hours"),
    "open": gettext_noop("open"),
    "closed": gettext_noop("closed"),
    "no_hours": gettext_noop("no hours listed"),
    "in_zone": gettext_noop("%(hours)s (%(zone)s)"),
    # Lines of hours
    "recurring": gettext_noop("%(when)s, %(hours)s"),
    "dated": gettext_noop("%(when)s: %(hours)s"),
    "from": gettext_noop("%(what)s, from %(dates)s"),
    "until": gettext_noop("%(what)s, until %(dates)s"),
    "from_until": gettext_noop("%(what)s, from %(first)s until %(last)s"),
    "count": gettext_noop("%(what)s (number of times: %(n)s)"),
    "also_on": gettext_noop("%(what)s, and also on %(dates)s"),
    "except_on": gettext_noop("%(what)s, except on %(dates)s"),
    "with_text": "%(what)s (%(text)s)",
    "schedule_link": gettext_noop("dates and reservations: %(link)s"),
    "with_listed": gettext_noop("%(what)s (as listed: %(text)s)"),
    "as_listed": gettext_noop("as listed: %(text)s"),
    "ask_days": gettext_noop("call to ask which days"),
    "ask_hours": gettext_noop("call to ask about hours"),
    "with_ask": gettext_noop("%(what)s (call to ask about dates)"),
    "text": "%(text)s",
}
"""Templates by code."""
