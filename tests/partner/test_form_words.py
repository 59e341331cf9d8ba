"""What the forms of the directory call their fields, and how they say what is wrong."""

from collections.abc import Callable

from django.test import Client

from tests import make
from throughline.accounts.models import District, Person
from throughline.partner import queries
from throughline.partner.models import Address, Duplicate, Location

As = Callable[[Person | None], Client]


def _words(text: str) -> str:
    return " ".join(text.split())


def test_a_language_is_called_a_language(district: District, owner: Person, client_of: As) -> None:
    service = make.service("Pantry", make.organization("Help"))
    url = district.url("edit_service_details", service_id=service.public_id)
    page = _words(client_of(owner).get(url).content.decode())
    assert "Add: Language" in page
    assert "Add: Name" not in page
    wrong = client_of(owner).post(url, {"languages-n": "1", "languages-0-note": "Evenings"})
    assert "Language</a>: This field is required." in _words(wrong.content.decode())
    assert "Language, Language" not in _words(wrong.content.decode())


def test_days_are_not_called_optional_where_times_need_them(
    district: District, owner: Person, client_of: As
) -> None:
    service = make.service("Pantry", make.organization("Help"))
    url = district.url("edit_service_details", service_id=service.public_id)
    page = _words(client_of(owner).get(url).content.decode())
    assert "<legend> Days </legend>" in page
    shown = queries.state_of_details(service)
    sent = {"shown": shown, "schedules-n": "1", "schedules-0-description": "By appointment"}
    assert client_of(owner).post(url, sent).status_code == 303, "a description is enough"
    assert service.schedules.get().description == "By appointment"


def test_the_form_of_a_location_offers_one_closed_address(
    district: District, owner: Person, client_of: As
) -> None:
    organization = make.organization("Help")
    url = district.url("create_location", organization_id=organization.public_id)
    client = client_of(owner)
    page = _words(client.get(url).content.decode())
    assert page.count("Add: Address") == 1
    assert "<details open>" not in page
    wrong = client.post(url, {"location_type": "physical", "latitude": "139", "longitude": "-208"})
    page = _words(wrong.content.decode())
    assert "A latitude is a number from -90 to 90, such as 39.06." in page
    assert "A longitude is a number from -180 to 180, such as -108.55." in page


def test_two_entries_of_one_name_are_told_apart_by_their_city(
    district: District, owner: Person, client_of: As
) -> None:
    places = [Location.objects.create(name="Main branch") for _city in "ab"]
    for place, city in zip(places, ("Fruita", "Delta"), strict=True):
        Address.objects.create(location=place, address_1="1 Main St", city=city, state_province="CO")
    pair = Duplicate.objects.create(
        table="location", first_key=places[0].pk, second_key=places[1].pk, score=1.0, reasons=["same_name"]
    )
    client = client_of(owner)
    page = _words(client.get(district.url("duplicates")).content.decode())
    assert "Main branch (Fruita) and Main branch (Delta)" in page
    page = _words(client.get(district.url("duplicate", duplicate_id=pair.public_id)).content.decode())
    assert "Second entry: Main branch (Delta)" in page
    assert district.url("edit_location", location_id=places[1].public_id) in page
    assert 'data-label="Second entry"' in page


def test_two_services_of_one_name_are_told_apart_by_their_organization(
    district: District, owner: Person, client_of: As
) -> None:
    first, second = (make.service("Pantry", make.organization(name)) for name in ("Hope", "Help"))
    Duplicate.objects.create(table="service", first_key=first.pk, second_key=second.pk, score=1.0)
    page = _words(client_of(owner).get(district.url("duplicates")).content.decode())
    assert "Pantry (Hope) and Pantry (Help)" in page
