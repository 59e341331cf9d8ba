"""The front page of a district: forums that are open or to come, and its cycles."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import District
from throughline.convene.models import ForumKind


def test_district_front_lists_what_is_open_through_its_last_day(district: District) -> None:
    cycle = make.cycle(is_public=True)
    now = timezone.now()
    make.forum(
        cycle, title=make.translated("Closes first"), closes_at=district.ends(now.date() + timedelta(days=3))
    )
    make.forum(
        cycle, title=make.translated("Closes later"), closes_at=district.ends(now.date() + timedelta(days=9))
    )
    make.forum(cycle, title=make.translated("Never closes"), closes_at=None)
    make.forum(
        cycle, title=make.translated("Is over"), opens_at=now - timedelta(9), closes_at=now - timedelta(2)
    )
    make.forum(cycle, title=make.translated("Comes"), opens_at=now + timedelta(2))
    make.forum(make.cycle(is_public=False), title=make.translated("Is not public"))
    page = Client().get(district.url("district_front")).content.decode()
    places = [page.index(words) for words in ("Closes first", "Closes later", "Never closes", "Comes")]
    assert places == sorted(places)
    assert "Is over" not in page
    assert "Is not public" not in page
    assert "midnight" not in page
    assert "Open, no closing date" in page


def test_an_open_meeting_says_when_and_where_it_is(district: District) -> None:
    make.forum(
        make.cycle(is_public=True),
        ForumKind.MEETING,
        introduction=make.translated("In the library, at six."),
        closes_at=timezone.now() + timedelta(9),
    )
    page = Client().get(district.url("district_front")).content.decode()
    assert "In the library, at six." in page
    assert "Open through" not in page


def test_a_meeting_that_has_not_begun_is_not_among_what_is_open_now(district: District) -> None:
    cycle, now = make.cycle(is_public=True), timezone.now()
    for title, starts_in in (("Meets later", 48), ("Meets next", 24), ("Meets now", -1)):
        starts_at = now + timedelta(hours=starts_in)
        make.forum(
            cycle,
            ForumKind.MEETING,
            title=make.translated(title),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            closes_at=starts_at + timedelta(hours=2),
        )
    make.forum(cycle, ForumKind.MEETING, title=make.translated("Meets some day"), closes_at=None)
    page = Client().get(district.url("district_front")).content.decode()
    in_order = (
        "<h2>Have your say now",
        "Meets now",
        "<h2>Meetings",
        "Meets next",
        "Meets later",
        "Meets some day",
    )
    places = [page.index(words) for words in in_order]
    assert places == sorted(places)
    assert "Oct. 15, 2026" in page[places[3] : places[4]]


def test_a_cycle_with_only_a_meeting_to_come_is_not_open_for_input(district: District) -> None:
    starts_at = timezone.now() + timedelta(days=2)
    make.forum(
        make.cycle(is_public=True),
        ForumKind.MEETING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        closes_at=starts_at + timedelta(hours=2),
    )
    page = Client().get(district.url("district_front")).content.decode()
    assert "Nothing is open right now" in page
    assert "Open for input" not in page
    assert "Results not published yet" in page


def test_district_front_with_nothing_says_so(district: District) -> None:
    page = Client().get(district.url("district_front")).content.decode()
    assert "Nothing is open right now" in page
    assert "We haven't asked any questions yet" in page


def test_district_front_pages_its_cycles(district: District) -> None:
    for number in range(26):
        make.cycle(title=make.translated(f"Cycle number {number}."), is_public=True)
    first = Client().get(district.url("district_front")).content.decode()
    second = Client().get(district.url("district_front"), {"page": "2"}).content.decode()
    assert "Cycle number 25." in first
    assert "Cycle number 0." not in first
    assert "Cycle number 0." in second
