"""Lists of services: on a person's own device, and those that staff make."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.actions.service_lists import MOST_ON_A_LIST
from throughline.partner.models import (
    Address,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceList,
)
from throughline.partner.queries.service_lists import MOST_SENT
from throughline.partner.views.saved import MOST_SAVED

As = Callable[[Person | None], Client]


@pytest.fixture
def pantry(district: District) -> Service:
    return make.service("Food pantry", make.organization("Hope Hall"))


@pytest.fixture
def clinic(district: District) -> Service:
    return make.service("Free clinic", make.organization("Valley Health"))


def save(client: Client, service: Service, **data: str) -> None:
    url = service.district.url("save_service", service_id=service.public_id)
    assert client.post(url, data).status_code == 303


def saved(client: Client, district: District, **query: str) -> str:
    return client.get(district.url("saved_services"), query).content.decode()


def test_a_device_keeps_services_without_an_account(pantry: Service, clinic: Service, client_of: As) -> None:
    district, client = pantry.district, client_of(None)
    assert "Nothing is saved yet." in saved(client, district)
    save(client, pantry)
    save(client, clinic)
    page = saved(client, district)
    assert page.index("Free clinic") < page.index("Food pantry"), "the last saved comes first"
    assert "Food pantry" not in saved(client_of(None), district), "another device has another list"
    save(client, clinic, save="no")
    assert "Free clinic" not in saved(client, district)
    client.post(district.url("keep_services"))
    assert "Nothing is saved yet." in saved(client, district)


def test_the_cookie_holds_ids_alone_and_is_for_this_district(pantry: Service, client_of: As) -> None:
    client = client_of(None)
    save(client, pantry)
    (cookie,) = [one for name, one in client.cookies.items() if "saved" in name]
    assert cookie.value == pantry.public_id
    assert cookie["path"] == f"/d/{pantry.district.slug}/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_list_that_was_sent_is_shown_and_can_be_kept(
    pantry: Service, clinic: Service, client_of: As
) -> None:
    district, client = pantry.district, client_of(None)
    of = f"{pantry.public_id}.{clinic.public_id}"
    page = saved(client, district, of=of)
    assert "Another person sent you this list." in page
    assert "Food pantry" in page
    assert "Nothing is saved yet." in saved(client, district), "opening keeps nothing"
    client.post(district.url("keep_services"), {"of": of})
    assert "Free clinic" in saved(client, district)


@pytest.mark.parametrize("of", ["", "..", "x" * 5000, "<script>", "0123456789.0123456789", "%00"])
def test_an_address_that_names_no_service_shows_no_list(
    of: str, pantry: Service, client_of: As, district: District
) -> None:
    page = saved(client_of(None), district, of=of)
    assert "Nothing is saved yet." in page
    assert "<script>" not in page.partition("<main")[2]


def test_a_device_keeps_the_last_thirty(district: District, client_of: As) -> None:
    client, organization = client_of(None), make.organization("Hope Hall")
    services = [make.service(f"Service {n}", organization) for n in range(MOST_SAVED + 1)]
    for service in services:
        save(client, service)
    page = saved(client, district)
    assert "Service 30" in page
    assert ">Service 0<" not in page


def test_a_confidential_place_is_on_no_list(pantry: Service, client_of: As) -> None:
    location = Location.objects.create(organization=pantry.organization, name="Safe house")
    ServiceAtLocation.objects.create(service=pantry, location=location)
    actions.mark_confidential(Actor.system(pantry.district), location)
    client = client_of(None)
    save(client, pantry)
    page = saved(client, pantry.district)
    assert "Safe house" not in page
    assert "The address is confidential. Call to find out where to go." in page


def a_list(actor: Actor, name: str = "New families", *, is_public: bool = False) -> ServiceList:
    return actions.create_service_list(actor, name=make.translated(name, name), is_public=is_public)


def test_staff_make_a_list_and_families_read_it(
    pantry: Service, clinic: Service, client_of: As, owner: Person
) -> None:
    district, client = pantry.district, client_of(owner)
    answer = client.post(district.url("create_service_list"), {"name_en": "New families", "is_public": "on"})
    service_list = ServiceList.objects.get()
    address = district.url("service_list", list_id=service_list.public_id)
    assert answer["Location"] == address
    for service in (pantry, clinic):
        add = district.url("add_to_service_list", service_id=service.public_id)
        assert client.post(add, {"service_list": service_list.pk}).status_code == 303
    change = district.url("change_service_list", list_id=service_list.public_id, service_id=clinic.public_id)
    client.post(change, {"to": "up"})
    page = client_of(None).get(address).content.decode()
    assert page.index("Free clinic") < page.index("Food pantry")
    assert "New families" in client_of(None).get(district.url("service_lists")).content.decode()
    client.post(change, {"to": "out"})
    assert "Free clinic" not in client_of(None).get(address).content.decode()


def test_a_list_that_is_not_public_is_found_with_its_address_alone(
    pantry: Service, client_of: As, owner: Person
) -> None:
    district = pantry.district
    service_list = a_list(Actor.of(district, owner))
    index = district.url("service_lists")
    assert "New families" not in client_of(None).get(index).content.decode()
    assert "New families" in client_of(owner).get(index).content.decode()
    address = district.url("service_list", list_id=service_list.public_id)
    assert client_of(None).get(address).status_code == 200


def test_people_edit_their_own_lists_and_the_coordinator_all(
    pantry: Service, district: District, client_of: As
) -> None:
    teacher, other, coordinator = (
        make.member(district, role) for role in (Role.FACILITATOR, Role.ANALYST, Role.COORDINATOR)
    )
    service_list = a_list(Actor.of(district, teacher))
    address = district.url("edit_service_list", list_id=service_list.public_id)
    codes = [client_of(one).get(address).status_code for one in (teacher, other, coordinator)]
    assert codes == [200, 403, 200]


def test_a_service_is_on_a_list_once_and_a_list_has_an_end(pantry: Service, owner: Person) -> None:
    actor = Actor.of(pantry.district, owner)
    service_list = a_list(actor)
    first = actions.add_to_service_list(actor, pantry, service_list=service_list)
    assert actions.add_to_service_list(actor, pantry, service_list=service_list) == first
    for n in range(MOST_ON_A_LIST - 1):
        actions.add_to_service_list(
            actor, make.service(f"Service {n}", pantry.organization), service_list=service_list
        )
    with pytest.raises(Refused):
        actions.add_to_service_list(
            actor, make.service("One more", pantry.organization), service_list=service_list
        )
    assert len(queries.services_of_list(service_list)) == MOST_ON_A_LIST


def test_a_list_in_a_form_has_its_name(pantry: Service, client_of: As, owner: Person) -> None:
    a_list(Actor.of(pantry.district, owner))
    add = pantry.district.url("add_to_service_list", service_id=pantry.public_id)
    page = client_of(owner).get(add).content.decode()
    assert ">New families</option>" in page
    assert "object" not in page.partition("<main")[2]


def test_a_name_of_a_list_fits_a_line(pantry: Service, client_of: As, owner: Person) -> None:
    client, url = client_of(owner), pantry.district.url("create_service_list")
    answer = client.post(url, {"name_en": "x" * 121})
    assert answer.status_code == 422
    assert "Use at most 120 letters." in answer.content.decode()
    assert "x" * 121 in answer.content.decode()
    assert client.post(url, {"name_en": "x" * 120}).status_code == 303


def test_saving_says_so_and_a_sent_address_keeps_the_language(pantry: Service, client_of: As) -> None:
    client = client_of(None)
    url = pantry.district.url("save_service", service_id=pantry.public_id)
    page = client.post(f"{url}?lang=es", {"save": "yes"}, follow=True).content.decode()
    assert "Se guardó en su lista." in page
    assert "%3Flang%3Des" in page.partition('href="sms:')[2].partition('"')[0]


def test_a_long_list_takes_no_more_queries_than_a_short_one(
    pantry: Service, owner: Person, client_of: As, django_assert_num_queries: Callable[..., Any]
) -> None:
    actor = Actor.of(pantry.district, owner)
    service_list = a_list(actor)
    url = pantry.district.url("service_list", list_id=service_list.public_id)
    client = client_of(None)

    def add(name: str) -> None:
        service = make.service(name, make.organization(f"{name} Hall"))
        place = Location.objects.create(organization=service.organization)
        ServiceAtLocation.objects.create(service=service, location=place)
        Address.objects.create(location=place, address_1=f"1 {name} St", city="Juniper")
        Phone.objects.create(organization=service.organization, number="970-555-0100")
        Schedule.objects.create(
            service=service, freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="17:00"
        )
        actions.add_to_service_list(actor, service, service_list=service_list)

    add("Oak")
    client.get(url)
    with CaptureQueriesContext(connection) as first:
        client.get(url)
    for n in range(12):
        add(f"Elm{n}")
    with django_assert_num_queries(len(first)):
        page = client.get(url).content.decode()
    assert page.count("970-555-0100</a>") == 13
    assert "1 Elm11 St" in page


def test_what_is_closed_says_so_on_a_list_and_is_not_sent(
    pantry: Service, clinic: Service, client_of: As, owner: Person
) -> None:
    actor, client = Actor.of(pantry.district, owner), client_of(None)
    service_list = a_list(actor)
    for service in (pantry, clinic):
        actions.add_to_service_list(actor, service, service_list=service_list)
    Service.objects.filter(pk=clinic.pk).update(status="defunct")
    url = pantry.district.url("service_list", list_id=service_list.public_id)
    page = client.get(url)
    assert page.content.decode().count("available right now.") == 1
    assert "Food%20pantry" in page.context["share"].sms
    assert "Free%20clinic" not in page.context["share"].sms
    edit = pantry.district.url("edit_service_list", list_id=service_list.public_id)
    assert client_of(owner).get(edit).content.decode().count("available right now.") == 1


def test_a_message_with_a_list_says_how_many_more_there_are(pantry: Service, owner: Person) -> None:
    actor = Actor.of(pantry.district, owner)
    service_list = a_list(actor)
    for number in range(MOST_SENT + 3):
        service = make.service(f"Service {number}", pantry.organization)
        actions.add_to_service_list(actor, service, service_list=service_list)
        if number in {MOST_SENT - 1, MOST_SENT + 2}:
            cards = queries.service_cards(queries.services_of_list(service_list))
            lines = queries.lines_to_send(cards)
            assert lines[:MOST_SENT] == [f"Service {n}" for n in range(MOST_SENT)]
            assert lines[MOST_SENT:] == ([] if number < MOST_SENT else ["and 3 more"])


def test_a_list_that_another_changed_meanwhile_is_not_overwritten(
    pantry: Service, client_of: As, owner: Person
) -> None:
    actor = Actor.of(pantry.district, owner)
    service_list = a_list(actor)
    url = pantry.district.url("edit_service_list", list_id=service_list.public_id)
    client = client_of(owner)
    shown = client.get(url).context["form"].initial["shown"]
    actions.edit_service_list(actor, service_list, note=make.translated("Theirs", "De otros"))
    answer = client.post(url, {"name_en": "Newcomers", "note_en": "Mine", "shown": shown})
    assert answer.status_code == 422
    assert "Someone changed this list while you were editing." in answer.content.decode()
    service_list.refresh_from_db()
    assert str(service_list.note) == "Theirs"
    again = {"name_en": "Newcomers", "note_en": "Mine", "shown": answer.context["form"]["shown"].value()}
    assert client.post(url, again).status_code == 303
    service_list.refresh_from_db()
    assert str(service_list.note) == "Mine"
