"""When a service is open now, today and this week, in words of both languages."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from tests import make
from throughline.accounts.models import District
from throughline.formats.opening_hours import OpenTimes, Stretch
from throughline.partner import actions, queries
from throughline.partner.models import Location, Schedule, Service, ServiceAtLocation

DENVER = ZoneInfo("America/Denver")
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def in_denver() -> Iterator[None]:
    with timezone.override(DENVER):
        yield


def at(hour: int, minute: int = 0, day: int = 30, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=DENVER)


def weekly(days: Sequence[int], opens: int, closes: int) -> list[Stretch]:
    return [Stretch(weekday=day, opens=opens * 60, closes=closes * 60) for day in days]


OFFICE = OpenTimes(stretches=(*weekly(range(5), 9, 12), *weekly(range(5), 13, 17)))
NIGHT = OpenTimes(stretches=tuple(weekly([0], 22, 26)))
ALWAYS = OpenTimes(stretches=tuple(weekly(range(7), 0, 24)))
PARTLY = OpenTimes(stretches=tuple(weekly([0], 9, 12)), is_whole=False)
CLOSED = OpenTimes(stretches=(Stretch(weekday=0),))


@pytest.mark.parametrize(
    ("times", "now", "sentence"),
    [
        (OFFICE, at(9), "Open now until noon"),
        (OFFICE, at(11, 59), "Open now until noon"),
        (OFFICE, at(12), "Closed now. Opens today at 1 p.m."),
        (OFFICE, at(8), "Closed now. Opens today at 9 a.m."),
        (OFFICE, at(17), "Closed now. Opens tomorrow at 9 a.m."),
        (OFFICE, at(18, day=27), "Closed now. Opens Monday at 9 a.m."),
        (NIGHT, at(23), "Open now until tomorrow at 2 a.m."),
        (NIGHT, at(1, day=1, month=12), "Open now until 2 a.m."),
        (NIGHT, at(3, day=1, month=12), "Closed now. Opens Monday at 10 p.m."),
        (ALWAYS, at(3), "Open now"),
        (PARTLY, at(10), "Open now until noon"),
        (PARTLY, at(13), ""),
        (CLOSED, at(13), "Closed now"),
        (OpenTimes(is_whole=False), at(13), ""),
    ],
)
def test_now_is_said_with_what_changes_next(times: OpenTimes, now: datetime, sentence: str) -> None:
    assert queries.now_by(times, now).sentence == sentence


def test_the_night_of_a_change_of_the_clock_is_no_exception() -> None:
    sunday = OpenTimes(stretches=tuple(weekly([6], 1, 6)))
    now = queries.now_by(sunday, at(0, 30, day=1, month=11))
    assert now.sentence == "Closed now. Opens today at 1 a.m."
    assert queries.now_by(sunday, at(5, day=1, month=11)).sentence == "Open now until 6 a.m."


def test_a_week_begins_today() -> None:
    week = queries.week(OFFICE, at(10, day=27))
    assert [(one.name, one.sentence) for one in week.days] == [
        ("Today", "9 a.m. to noon and 1 p.m. to 5 p.m."),
        ("Saturday", "closed"),
        ("Sunday", "closed"),
        ("Monday", "9 a.m. to noon and 1 p.m. to 5 p.m."),
        ("Tuesday", "9 a.m. to noon and 1 p.m. to 5 p.m."),
        ("Wednesday", "9 a.m. to noon and 1 p.m. to 5 p.m."),
        ("Thursday", "9 a.m. to noon and 1 p.m. to 5 p.m."),
    ]
    assert week.today.is_today
    assert queries.week(ALWAYS, at(10)).today.sentence == "open 24 hours"
    assert queries.week(NIGHT, at(10)).today.sentence == "10 p.m. to 2 a.m. the next day"


def test_what_is_not_known_is_not_closed() -> None:
    days = queries.week(PARTLY, at(10)).days
    assert (days[0].sentence, days[0].is_closed) == ("9 a.m. to noon", False)
    assert (days[1].sentence, days[1].is_closed) == ("not known", False)
    holiday = OpenTimes(stretches=(Stretch(day=MONDAY, is_instead=True),), is_whole=False)
    assert queries.week(holiday, at(10)).days[0].is_closed


def test_hours_are_in_the_language_of_the_page() -> None:
    with translation.override("es"):
        assert queries.now_by(OFFICE, at(9)).sentence == "Abierto ahora; cierra hoy, 12:00 p.m."
        assert queries.now_by(OFFICE, at(18, day=27)).sentence == "Cerrado ahora. Abre el lunes, 9:00 a.m."
        assert queries.week(OFFICE, at(10)).today.name == "Hoy"


def test_the_hours_of_the_finder_are_those_of_the_page(district: District) -> None:
    service = a_service([("Hall", "MO", "09:00"), ("Library", "TU", "10:00")])
    weeks = queries.weeks_of(service, at(8))
    assert {week.places: week.now.sentence for week in weeks} == {
        ("Hall",): "Closed now. Opens today at 9 a.m.",
        ("Library",): "Closed now. Opens tomorrow at 10 a.m.",
    }
    assert queries.open_now([service.pk], at(8))[service.pk].sentence == "Closed now. Opens today at 9 a.m."
    assert queries.open_now([service.pk], at(11, day=1, month=12))[service.pk].is_open


def test_places_with_the_same_hours_are_said_once(district: District) -> None:
    service = a_service([("Hall", "MO", "09:00"), ("Library", "MO", "09:00")])
    assert [week.places for week in queries.weeks_of(service, at(8))] == [()]


def test_a_service_without_hours_has_no_week(district: District) -> None:
    service = a_service([])
    assert queries.weeks_of(service, at(8)) == []
    assert queries.open_now([service.pk], at(8))[service.pk].sentence == ""


def a_service(places: Sequence[tuple[str, str, str]]) -> Service:
    service = make.service("Tutoring")
    for name, byday, opens_at in places:
        location = Location.objects.create(district=service.district, name=name)
        place = ServiceAtLocation.objects.create(
            district=service.district, service=service, location=location
        )
        Schedule.objects.create(
            district=service.district,
            service_at_location=place,
            freq="WEEKLY",
            byday=byday,
            opens_at=opens_at,
            closes_at="17:00",
        )
    actions.index_services([service.pk])
    return service
