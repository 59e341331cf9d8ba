"""The finder's page tells what its filters leave out, what is closed, and how it read what was typed."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.partner import test_finder
from tests.partner.test_finder import HERE, planted
from tests.partner.test_finder_views import everyday, names, plain, text_of
from throughline.accounts.models import District, School
from throughline.accounts.permissions import Actor
from throughline.partner import actions
from throughline.partner.models import Address, Location, Phone, Schedule, Service
from throughline.partner.queries import Wishes

pytestmark = pytest.mark.django_db


def hide(district: District, service: Service) -> None:
    actions.mark_confidential(Actor.system(district), Location.objects.get(services__service=service))
    actions.index_services([service.pk])


def section(page: str) -> str:
    return page.split('id="confidential"')[1].split("</section>")[0] if 'id="confidential"' in page else ""


@pytest.fixture
def near(district: District) -> str:
    return make.school("Juniper", latitude=HERE.latitude, longitude=HERE.longitude).public_id


def test_confidential_places_are_named_apart_and_no_distance_changes_that(
    client: Client, district: District, near: str
) -> None:
    shelter = planted("Quiet house", kinds=("food",), at=(39.01, -108.5), access="Ramp")
    other = planted("Other house", kinds=("sports",), at=(39.01, -108.5))
    Phone.objects.create(service=shelter, number="970-555-0144")
    hide(district, shelter)
    hide(district, other)
    pages = [text_of(client, district, kind="food", near=near, within=str(n)) for n in (1, 10, 50)]
    planted("Pantry", kinds=("food",), at=(39.0, -108.5))
    pages.append(text_of(client, district, kind="food", near=near, within="1"))
    assert len({section(page) for page in pages}) == 1
    assert "Not in distance results: the address is confidential" in plain(pages[0])
    assert "Quiet house" in section(pages[0])
    assert 'href="tel:9705550144"' in section(pages[0])
    assert "Other house" not in section(pages[0])
    assert names(pages[-1]) == ["Pantry"]
    assert "Quiet house" in section(text_of(client, district, kind="food", access=["wheelchair"]))
    assert "Quiet house" not in section(text_of(client, district, kind="food"))


def test_an_urgent_search_shows_open_confidential_places_first(
    client: Client, district: District, near: str
) -> None:
    shelter = planted("Quiet house", kinds=("basic-needs",), at=(39.01, -108.5))
    hours = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "23:59"}
    Schedule.objects.create(service=shelter, **hours)
    hide(district, shelter)
    planted("Diapers", kinds=("basic-needs",), at=(39.0, -108.5))
    page = text_of(client, district, q="a place to sleep tonight", near=near, within="10")
    assert names(page) == ["Diapers"]
    assert "Open now" in plain(section(page))
    assert page.index('id="confidential"') < page.index('class="found"')
    assert "None is open right now" not in plain(page)
    assert "Those that are open now come first." in plain(page)


def test_at_most_ten_confidential_places_are_named(client: Client, district: District, near: str) -> None:
    for number in range(11):
        hide(district, planted(f"House {number:02}", at=(39.01, -108.5)))
    part = section(text_of(client, district, near=near))
    assert (part.count("<li>"), "There are more." in part) == (10, True)


def test_the_answer_is_below_a_closed_panel_and_the_browser_goes_there(
    client: Client, district: District
) -> None:
    planted("Pantry", fees_description="Free")
    for query in ({"cost": "free"}, {"age": "x"}):
        page = text_of(client, district, **query)
        assert "<details>" in page
        assert "<details open" not in page
        assert 'action="#results"' in page
        form, results = page.split('id="results"')
        assert "</form>" in form
        assert names(results) == ["Pantry"]
    assert 'href="?#results"' in text_of(client, district, cost="free")


def seasonal(name: str, begins: date | None, ends: date | None, **fields: Any) -> Service:
    service = planted(name, **fields)
    Schedule.objects.create(
        service=service,
        freq="WEEKLY",
        byday="MO,TU,WE,TH,FR,SA,SU",
        valid_from=begins,
        valid_to=ends,
        opens_at="10:00",
        closes_at="12:00",
    )
    actions.index_services([service.pk])
    return service


def test_a_season_that_is_over_is_said_and_comes_after_the_others(client: Client, district: District) -> None:
    year = timezone.localdate().year
    seasonal("A summer pantry", date(year, 6, 1), date(year, 8, 31), kinds=("food",))
    seasonal("B summer pantry", date(year + 1, 6, 1), date(year + 1, 8, 31), kinds=("food",))
    planted("C pantry", kinds=("food",), hours=("MO", "09:00", "09:30"))
    planted("D pantry", kinds=("food",))
    page = text_of(client, district, q="food")
    assert names(page)[0] == "A summer pantry"
    assert "Closed for the season" in plain(page)
    assert "Closed until June 1" in plain(page)
    assert names(text_of(client, district, q="we need food today")) == [
        "C pantry",
        "D pantry",
        "A summer pantry",
        "B summer pantry",
    ]


def test_an_urgent_search_says_whether_any_is_open(
    client: Client, district: District, traveller: Any
) -> None:
    day = timezone.localdate()
    traveller.move_to(datetime(day.year, day.month, day.day, 16, 30, tzinfo=district.zone))
    planted("A pantry", kinds=("food",))
    query = {"q": "we need food today"}
    assert "We don't know of one that is open right now." in plain(text_of(client, district, **query))
    for name, opens in (("B pantry", "11:00"), ("C pantry", "10:00")):
        planted(name, kinds=("food",), hours=("MO,TU,WE,TH,FR,SA,SU", opens, "12:00"))
    page = plain(text_of(client, district, **query))
    assert "None is open right now. The next one opens tomorrow at 10 a.m.: C pantry" in page
    assert "come first" not in page
    everyday("Z pantry", kinds=("food",))
    page = plain(text_of(client, district, **query))
    assert "Those that are open now come first." in page
    assert "None is open" not in page


def test_services_that_name_the_age_come_first(client: Client, district: District) -> None:
    planted("A club", at=(39.0, -108.5))
    planted("B club", minimum_age=5, maximum_age=12, at=(39.01, -108.5))
    for wishes in (Wishes(ages=(7, 7)), Wishes(ages=(7, 7), center=HERE), Wishes(ages=(7, 7), words="club")):
        assert test_finder.names(wishes) == ["B club", "A club"]
    assert "Services that name no age are last." in plain(text_of(client, district, age="7"))
    assert "Services that name no age are last." not in plain(text_of(client, district))


def test_a_long_search_is_read_in_part_and_kept_whole(client: Client, district: District) -> None:
    planted("Pantry", kinds=("food",))
    planted("Art")
    words = "pantry" + " " * 194 + "and much more"
    page = text_of(client, district, q=words)
    assert names(page) == ["Pantry"]
    assert "We looked for its first 200 letters only." in plain(page)
    assert f'value="{words}"' in page
    assert "maxlength" not in page.split("</form>")[0].split('name="q"')[1].split(">")[0]
    assert "letters only" not in plain(text_of(client, district, q="pantry"))


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"age": "130"}, "We left out the age. Type a whole number from 0 to 120."),
        ({"age": "-1"}, "We left out the age. Type a whole number from 0 to 120."),
        ({"age": "ten"}, "We left out the age. Type a whole number from 0 to 120."),
        ({"kind": "x"}, "We left out the filter “Type of help”: your choice is not in its list."),
        ({"access": ["x"]}, "We left out the filter “Accessibility”: your choice is not in its list."),
        ({"near": "x"}, "We left out the filter “Near this school”: your choice is not in its list."),
        ({"within": "7"}, "We left out the filter “Distance”: your choice is not in its list."),
        ({"within": "5"}, "We left out the distance. Type a ZIP code or choose a school to measure it from."),
        ({"zip": "99999"}, "We don't know where this ZIP code is."),
        ({"age": "7", "grade": "12"}, "We used the age, not the grade."),
    ],
)
def test_a_filter_that_is_not_used_is_named_in_plain_words(
    client: Client, district: District, query: dict[str, Any], note: str
) -> None:
    planted("Pantry")
    page = text_of(client, district, **query)
    assert names(page) == ["Pantry"]
    assert note in plain(page.split('id="results"')[1])
    for words in ("Ensure this", "Select a valid", "Enter a whole"):
        assert words not in page


def test_a_zip_code_is_measured_from_before_a_school(client: Client, district: District, near: str) -> None:
    pantry = planted("Pantry", at=(39.4, -108.5))
    location = Location.objects.get(services__service=pantry)
    Address.objects.create(location=location, address_1="1 A St", postal_code="81501")
    page = text_of(client, district, zip="81501", near=near)
    assert names(page) == ["Pantry"]
    assert "We measured the distance from the ZIP code, not from the school." in plain(page)
    assert plain(page).count("remove this filter") == 1


def test_what_has_nothing_to_do_with_the_search_does_not_come_close(
    client: Client, district: District, near: str
) -> None:
    service, term = planted("Art"), actions.ensure_terms(Actor.system(district))[0]
    page = text_of(client, district, school=near)
    assert names(page) == []
    assert "No services match your search." in plain(page)
    actions.create_support(
        Actor.system(district),
        service=service,
        term=term,
        school=next(iter(School.objects.filter(public_id=near))),
        state="offered",
    )
    assert names(text_of(client, district, school=near)) == ["Art"]
    assert names(text_of(client, district, school=near, q="qwyjibo")) == []
    page = text_of(client, district, kind="food", q="qwyjibo")
    assert names(page) == []
    planted("Pantry", kinds=("food",))
    page = text_of(client, district, kind="food", q="qwyjibo")
    assert names(page) == ["Pantry"]
    assert "They don't fit: Words in the search box." in plain(page)


def test_filters_that_the_words_ask_for_are_offered(client: Client, district: District) -> None:
    planted("Pantry", kinds=("food",), fees_description="Free")
    page = text_of(client, district, q="free food")
    assert 'href="?q=free+food&amp;cost=free#results">Free<' in page
    assert "Show only:" not in text_of(client, district, q="free food", cost="free")
    assert "Show only:" not in text_of(client, district, q="food")


def test_a_list_of_a_kind_alone_says_that_no_service_names_what_was_typed(
    client: Client, district: District
) -> None:
    planted("Help desk", kinds=("basic-needs",))
    words = "None of these services names what you typed."
    assert words in plain(text_of(client, district, q="diapers"))
    planted("Diaper bank", kinds=("basic-needs",))
    assert words not in plain(text_of(client, district, q="diapers"))
    assert words not in plain(text_of(client, district))
