"""The page on which families find a service: it works without script, and tells what it left out."""

import logging
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tests import make
from tests.partner.test_finder import HERE, planted
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions
from throughline.partner.forms.finder import ages_of, without
from throughline.partner.models import Address, Location, Organization, Phone, Service, ServiceAtLocation

pytestmark = pytest.mark.django_db


def text_of(client: Client, district: District, **query: Any) -> str:
    page = client.get(district.url("services"), query)
    assert page.status_code == 200
    return page.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<span class="number">\d+\.</span>\s*<a [^>]*>([^<]*)</a>', page)


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def everyday(name: str, **fields: Any) -> Service:
    return planted(name, hours=("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59"), **fields)


def test_a_family_sees_what_it_needs_to_call(client: Client, district: District) -> None:
    organization = make.organization("Smiles")
    service = everyday(
        "Dental clinic",
        organization=organization,
        kinds=("vision-dental",),
        languages=("es", "en"),
        fees_description="Free",
        capacity_status="limited",
        assured_date=timezone.localdate(),
    )
    Phone.objects.create(organization=organization, number="970-555-0199")
    page = text_of(client, district, q="dentista")
    assert names(page) == ["Dental clinic"]
    assert "Open now" in plain(page)
    assert "English, Spanish · Free" in plain(page)
    assert "A few places left" in plain(page)
    assert 'href="tel:9705550199"' in page
    Phone.objects.create(service=service, number="970-555-0111")
    assert 'href="tel:9705550111"' in text_of(client, district, q="dentista")


def test_an_entry_that_is_old_says_so(client: Client, district: District) -> None:
    planted("Fresh", assured_date=timezone.localdate())
    assert "more than 18 months" not in text_of(client, district)
    planted("Old", assured_date=timezone.localdate() - timedelta(days=600))
    page = text_of(client, district)
    assert page.count("more than 18 months") == 1
    assert "Hours not listed" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Dental clinic", "Food pantry"]),
        ({"kind": "food"}, ["Food pantry"]),
        ({"language": "es"}, ["Dental clinic"]),
        ({"open": "on"}, ["Dental clinic"]),
        ({"cost": "free"}, ["Food pantry"]),
        ({"cost": "low"}, ["Dental clinic", "Food pantry"]),
        ({"age": "3"}, ["Food pantry"]),
        ({"age": "0"}, ["Food pantry"]),
        ({"grade": "1"}, ["Dental clinic", "Food pantry"]),
        ({"access": ["wheelchair"]}, ["Food pantry"]),
        ({"time": "weekend"}, ["Dental clinic"]),
        ({"full": "on"}, ["Dental clinic"]),
        ({"zip": "81501"}, ["Food pantry"]),
        ({"kind": "nonsense", "month": "13", "grade": "x", "within": "7"}, ["Dental clinic", "Food pantry"]),
    ],
)
def test_each_filter_narrows_the_list(
    client: Client, district: District, query: dict[str, Any], expected: list[str]
) -> None:
    everyday("Dental clinic", languages=("es",), fees_description="Sliding scale", minimum_age=5)
    pantry = planted(
        "Food pantry",
        kinds=("food",),
        at=(39.0, -108.5),
        access="Ramp",
        fees_description="Free",
        capacity_status="full",
    )
    Address.objects.create(
        location=Location.objects.get(services__service=pantry), address_1="1 A St", postal_code="81501"
    )
    assert names(text_of(client, district, **query)) == expected


def test_a_school_is_a_center_and_what_is_offered_there(client: Client, district: District) -> None:
    school = make.school("Juniper Elementary", latitude=HERE.latitude, longitude=HERE.longitude)
    near, far = planted("Near", at=(39.01, -108.5)), planted("Far", at=(39.4, -108.5))
    page = text_of(client, district, near=school.public_id)
    assert names(page) == ["Near"]
    assert "0.7 miles away" in plain(page)
    assert "Within 10 miles of Juniper Elementary" in plain(page)
    assert names(text_of(client, district, near=school.public_id, within="50")) == ["Near", "Far"]
    assert "<svg" in page
    actions.create_support(
        Actor.system(district),
        service=far,
        term=actions.ensure_terms(Actor.system(district))[0],
        school=school,
        state="offered",
    )
    assert names(text_of(client, district, school=school.public_id)) == ["Far"]
    assert near.pk


def test_a_zip_code_that_no_place_has_is_said_to_be_unknown(client: Client, district: District) -> None:
    planted("Near", at=(39.01, -108.5))
    page = text_of(client, district, zip="99999")
    assert "We don't know where this ZIP code is" in unescape(page)
    assert names(page) == ["Near"]


def test_a_filter_in_use_can_be_taken_away_by_a_link(client: Client, district: District) -> None:
    planted("Pantry", kinds=("food",), fees_description="Free")
    page = text_of(client, district, q="pantry", kind="food", cost="free", access=[], age="")
    links = [unescape(link) for link in re.findall(r'<a class="tag" href="([^"]*)"', page)]
    assert links == ["?q=pantry&cost=free#results", "?q=pantry&kind=food#results"]
    assert "Food programs" in plain(page)


def test_one_of_several_values_can_be_taken_away() -> None:
    data = QueryDict("q=a&access=elevator&access=wheelchair&zip=8&within=5&near=&page=3")
    assert without(data, "access", "elevator") == "q=a&access=wheelchair&zip=8&within=5"
    assert without(data, "zip", "8") == "q=a&access=elevator&access=wheelchair"


@pytest.mark.parametrize(
    ("age", "grade", "ages"),
    [
        (None, "", None),
        (0, "", (0, 0)),
        (7, "k", (7, 7)),
        (None, "pk", (3, 4)),
        (None, "k", (5, 6)),
        (None, "1", (6, 7)),
        (None, "12", (17, 18)),
    ],
)
def test_a_grade_means_the_ages_of_its_children(age: int | None, grade: str, ages: Any) -> None:
    assert ages_of(age, grade) == ages


def test_what_comes_close_is_shown_with_what_does_not_fit_and_whom_to_call(
    client: Client, district: District
) -> None:
    district.contact = "970-555-0100"
    district.save()
    planted("Dental clinic", kinds=("vision-dental",), languages=("es",))
    page = text_of(client, district, q="dentist", open="on", language="es")
    assert names(page) == ["Dental clinic"]
    assert "They don't fit: Open now." in plain(page)
    assert 'href="tel:9705550100"' in page
    page = text_of(client, district, q="dentist", open="on", language="so")
    assert names(page) == ["Dental clinic"]
    assert "They don't fit: " in plain(page)
    page = text_of(client, district, q="qwyjibo")
    assert names(page) == []
    assert "No services match your search." in page
    actions.change_directory_settings(
        Actor.system(district),
        approves_partner_edits=True,
        sends_reminders=False,
        helper_name="Ada",
        helper_phone="970-555-0123",
    )
    page = text_of(client, district, q="qwyjibo")
    assert "Call Ada: 970-555-0123" in plain(page)


@pytest.mark.parametrize(
    "words", ["quiero morir", "me quiero matar", "kill myself", "my neighbor threatened to shoot me"]
)
def test_words_of_danger_show_the_crisis_lines_whatever_is_found(
    client: Client, district: District, words: str
) -> None:
    assert 'class="crisis"' in text_of(client, district, q=words).split("<footer")[0]


def test_an_urgent_need_shows_the_crisis_lines_and_what_is_open_first(
    client: Client, district: District
) -> None:
    planted("A pantry", kinds=("food",))
    everyday("Z pantry", kinds=("food",))
    page = text_of(client, district, q="we need food today")
    assert names(page) == ["Z pantry", "A pantry"]
    assert 'class="crisis"' in page.split("<footer")[0]
    assert 'class="crisis"' not in text_of(client, district, q="food").split("<footer")[0]


def test_staff_see_what_families_do_not(
    client: Client, district: District, coordinator: Person, client_of: Any
) -> None:
    planted("Open")
    planted("Closed", status="inactive")
    assert names(text_of(client, district, state="unavailable")) == ["Open"]
    page = text_of(client_of(coordinator), district, state="unavailable")
    assert names(page) == ["Closed"]
    assert "Not available" in page


def test_the_numbers_of_the_second_page_go_on(client: Client, district: District) -> None:
    made = Service.objects.bulk_create(Service(name=f"Service {number:03}") for number in range(30))
    actions.index_services([one.pk for one in made])
    page = text_of(client, district, page="2")
    assert names(page)[0] == "Service 025"
    assert '<ol class="rows" start="26">' in page
    assert ">26.</span>" in page


def test_the_page_of_a_long_list_is_small_and_takes_few_queries(
    client: Client, district: District, django_assert_max_num_queries: Any
) -> None:
    organization = Organization.objects.create(name="An organization with a long name in the county")
    made = Service.objects.bulk_create(
        Service(name=f"A service with a rather long name {number:03}", organization=organization)
        for number in range(60)
    )
    places = Location.objects.bulk_create(
        Location(name=f"Place {number}", latitude=39 + number / 100, longitude=-108.5) for number in range(60)
    )
    ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(service=one, location=place) for one, place in zip(made, places, strict=True)
    )
    for number in range(30):
        make.school(f"Elementary school {number}", latitude=39 + number / 100, longitude=-108.6)
    actions.index_services([one.pk for one in made])
    actions.ensure_terms(Actor.system(district))
    with django_assert_max_num_queries(40):
        page = client.get(district.url("services"), {"q": "service", "language": "", "access": []})
    assert len(page.content) < 60_000


def test_times_are_those_of_the_district(client: Client, district: District, traveller: Any) -> None:
    planted("Day", hours=("MO,TU,WE,TH,FR,SA,SU", "09:00", "17:00"))
    day = timezone.localdate()
    at = datetime(day.year, day.month, day.day, 16, 30, tzinfo=district.zone)
    traveller.move_to(at)
    assert names(text_of(client, district, open="on")) == ["Day"]
    assert "Open now until 5 p.m." in plain(text_of(client, district, open="on"))
    traveller.move_to(at + timedelta(hours=1))
    assert "They don't fit: Open now." in plain(text_of(client, district, open="on"))


@pytest.mark.parametrize("is_broken", [False, True])
def test_what_a_family_searches_is_in_no_log(
    client: Client,
    district: District,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    is_broken: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    client.raise_request_exception = False

    def fail(*_args: Any, **_fields: Any) -> None:
        raise RuntimeError

    if is_broken:
        monkeypatch.setattr("throughline.partner.queries.find_services", fail)
    query = {"q": "zqshelterzq", "zip": "81599", "age": "117"}
    answer = client.get(district.url("services"), query)
    assert answer.status_code == (500 if is_broken else 200)
    for typed in query.values():
        assert typed not in caplog.text
    assert ("Internal Server Error" in caplog.text) is is_broken
