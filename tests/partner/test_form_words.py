"""What the forms of the directory call their fields, and how they say what is wrong."""

from collections.abc import Callable

from django.test import Client

from tests import make
from throughline.accounts.models import District, Person
from throughline.partner import queries
from throughline.partner.models import Address, Duplicate, Location, Phone

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


def test_a_number_that_cannot_be_dialed_and_a_currency_in_words_are_refused_where_they_are_typed(
    district: District, owner: Person, client_of: As
) -> None:
    service = make.service("Pantry", make.organization("Help"))
    from_a_file = Phone.objects.create(service=service, number="ask at the desk")
    url = district.url("edit_service_details", service_id=service.public_id)
    typed = {"shown": queries.state_of_details(service), "cost_options-n": "1", "phones-n": "2"}
    typed |= {"phones-0-key": str(from_a_file.hsds_id), "phones-0-number": "ask at the desk"}
    wrong = {
        "phones-1-number": "555-0100",
        "cost_options-0-amount": "5",
        "cost_options-0-currency": "dollars",
    }
    refused = client_of(owner).post(url, {**typed, **wrong})
    page = _words(refused.content.decode())
    assert refused.status_code == 422
    assert page.count("Enter a phone number with its area code, such as 719-555-0100") == 2, "above and below"
    assert "Enter the three letters of a currency, such as USD." in page
    assert 'value="555-0100"' in page
    right = {
        "phones-1-number": "719-555-0100",
        "cost_options-0-amount": "5",
        "cost_options-0-currency": "usd",
    }
    assert client_of(owner).post(url, {**typed, **right}).status_code == 303
    assert [one.number for one in service.phones.order_by("pk")] == ["ask at the desk", "719-555-0100"]
    assert service.cost_options.get().currency == "USD"


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


def test_an_error_names_its_row_and_an_extension_has_digits(
    district: District, owner: Person, client_of: As
) -> None:
    service = make.service("Pantry", make.organization("Help"))
    from_a_file = Phone.objects.create(service=service, number="719-555-0100", extension="front desk")
    url = district.url("edit_service_details", service_id=service.public_id)
    typed = {"shown": queries.state_of_details(service), "phones-n": "2", "schedules-n": "2"}
    typed |= {"phones-0-key": str(from_a_file.hsds_id), "phones-0-number": "719-555-0100"}
    typed |= {"phones-0-extension": "front desk", "phones-1-number": "719-555-0101"}
    wrong = {"phones-1-extension": "abc", "schedules-1-opens_at": "09:00"}
    page = _words(client_of(owner).post(url, {**typed, **wrong}).content.decode())
    assert "Phone 2, Extension</a>: Enter only the digits of the extension, such as 12." in page
    assert "Hours 2, Days</a>: Choose at least one day." in page
    assert "Phone 1, Extension" not in page
    assert client_of(owner).post(url, {**typed, "phones-1-extension": "12#"}).status_code == 422
    assert client_of(owner).post(url, {**typed, "phones-1-extension": "12"}).status_code == 303
    assert sorted(Phone.objects.values_list("extension", flat=True)) == ["12", "front desk"]


def test_a_country_is_two_letters(district: District, owner: Person, client_of: As) -> None:
    organization = make.organization("Help")
    url = district.url("create_location", organization_id=organization.public_id)
    address = {
        "address_1": "1 Main St",
        "city": "Juniper",
        "state_province": "CO",
        "address_type": "physical",
    }
    typed = {"name": "Hall", "location_type": "physical", "addresses-n": "1"}
    typed |= {f"addresses-0-{name}": text for name, text in address.items()}
    wrong = _words(client_of(owner).post(url, {**typed, "addresses-0-country": "USA"}).content.decode())
    assert "Enter the two letters of a country, such as US." in wrong
    assert client_of(owner).post(url, {**typed, "addresses-0-country": "us"}).status_code == 303
    assert Address.objects.get().country == "US"
