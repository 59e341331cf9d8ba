from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.models import Address, Location, Organization, Schedule, Service, ServiceAtLocation

As = Callable[[Person | None], Client]


def _schedule(byday: str, opens_at: str = "09:00", closes_at: str = "17:00", **fields: Any) -> Schedule:
    return Schedule(byday=byday, opens_at=opens_at, closes_at=closes_at, **fields)


@pytest.mark.parametrize(
    ("schedules", "message"),
    [
        ([], []),
        ([_schedule("MO")], ["Monday, 9 a.m. to 5 p.m."]),
        ([_schedule(day) for day in ("FR", "TU", "MO", "WE", "TH")], ["Monday to Friday, 9 a.m. to 5 p.m."]),
        ([_schedule("MO,TU")], ["Monday and Tuesday, 9 a.m. to 5 p.m."]),
        ([_schedule("MO,WE,FR")], ["Monday, Wednesday and Friday, 9 a.m. to 5 p.m."]),
        ([_schedule("MO,TU,WE,TH,FR,SA,SU", "00:00:00", "12:30")], ["Every day, midnight to 12:30 p.m."]),
        (
            [_schedule("SA", "10:00", "14:00"), _schedule("MO"), _schedule("MO", "18:00", "20:00")],
            [
                "Monday, 9 a.m. to 5 p.m.",
                "Monday, 6 p.m. to 8 p.m.",
                "Saturday, 10 a.m. to 2 p.m.",
            ],
        ),
        ([_schedule("MO", "early", "late")], ["Monday, early to late"]),
        ([Schedule(description="Call first"), Schedule(description="Call first")], ["Call first"]),
        ([_schedule("MO", valid_to=date(2020, 1, 1))], []),
    ],
)
def test_hours_are_stated_in_plain_words(schedules: list[Schedule], message: list[str]) -> None:
    assert queries.hours(schedules, today=date(2026, 11, 1)) == message


@pytest.mark.parametrize("today", [date(2026, 11, 1), date(2026, 7, 1)])
@pytest.mark.parametrize(
    ("district", "zone", "message"),
    [
        ("America/Denver", "America/Denver", ""),
        ("America/Denver", "america/denver", ""),
        ("America/Denver", "US/Mountain", ""),
        ("America/Denver", "America/Chicago", " (America/Chicago)"),
        ("America/Denver", "america/chicago", " (America/Chicago)"),
        ("America/Denver", "America/Phoenix", " (America/Phoenix)"),
        ("America/Denver", "America/Los_Angeles", " (America/Los Angeles)"),
        ("America/Phoenix", "America/Denver", " (America/Denver)"),
        ("America/Phoenix", "America/Phoenix", ""),
        ("America/Denver", "EST", " (EST)"),
        ("America/Denver", "Eastern", " (Eastern)"),
        ("America/Denver", "Asia/Tokyo", " (UTC+9:00)"),
        ("America/Denver", "-6", ""),
        ("America/Denver", "", ""),
    ],
)
def test_a_zone_that_has_not_the_districts_time_all_year_is_named(
    today: date, district: str, zone: str, message: str
) -> None:
    with timezone.override(district):
        assert queries.hours([_schedule("MO", timezone=zone)], today) == [
            f"Monday, 9 a.m. to 5 p.m.{message}"
        ]


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (0, 0, ""),
        (None, 0, ""),
        (18, 0, "Ages 18 and up"),
        (18, 12, "Ages 18 and up"),
        (18, 18, "Ages 18 to 18"),
        (5, 18, "Ages 5 to 18"),
        (0, 5, "Up to age 5"),
        (None, 5, "Up to age 5"),
        (5, None, "Ages 5 and up"),
        (None, None, ""),
    ],
)
def test_ages_without_a_maximum_are_stated_by_their_minimum(
    first: int | None, last: int | None, message: str
) -> None:
    assert queries.ages(Service(minimum_age=first, maximum_age=last)) == message


def test_hours_are_stated_in_the_readers_language() -> None:
    with translation.override("es"):
        message = queries.hours([_schedule("MO")])[0]
    assert message.startswith("Lunes, ")
    assert "9:00 a.m." in message


def test_days_within_a_spanish_sentence_have_no_capital() -> None:
    with translation.override("es"):
        message = queries.hours([_schedule(day) for day in ("MO", "TU", "WE", "TH", "FR")])[0]
    assert message.startswith("Lunes a viernes, ")


@pytest.mark.parametrize(("n", "n_rows"), [(0, 0), (1, 1), (65, 25)])
def test_organizations_and_services_are_paged_with_few_queries(
    district: District, client_of: As, n: int, n_rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(n):
        make.service(f"Service number {number:03}", make.organization(f"Organization number {number:03}"))
    client = client_of(None)
    for name, words, most in (
        ("organizations", "Organization number", 8),
        ("services", "Service number", 13),
    ):
        client.get(district.url(name))
        with django_assert_max_num_queries(most):
            page = client.get(district.url(name)).content.decode()
        assert page.count(words) == n_rows
        assert ("Page 1 of 3" in page) == (n == 65)
        last = client.get(district.url(name), {"page": "3", "q": "number"}).content.decode()
        assert last.count(words) == (15 if n == 65 else n_rows)
        assert client.get(district.url(name), {"page": "x"}).status_code == 200


def test_a_service_shows_the_contact_of_its_organization_besides_its_own(
    district: District, client_of: As
) -> None:
    library = make.organization("Valley Library", email="desk@library.example")
    services = [make.service("Homework help", library), make.service("Tours", library, email="t@x.example")]
    client = client_of(None)
    bare, own = (
        client.get(district.url("service", service_id=one.public_id)).content.decode() for one in services
    )
    for page in (bare, own):
        assert "Contact the organization" in page
        assert "desk@library.example" in page
    assert "t@x.example" in own


def test_another_language_than_the_districts_is_told_that_texts_may_not_be_translated(
    district: District, client_of: As
) -> None:
    client = client_of(None)
    english = client.get(district.url("organizations"), headers={"accept-language": "en"})
    spanish = client.get(district.url("organizations"), headers={"accept-language": "es"})
    assert "Organizations write their own information" not in english.content.decode()
    assert "Cada organización escribe su propia información" in spanish.content.decode()


def test_empty_lists_say_what_to_do(district: District, client_of: As) -> None:
    client = client_of(None)
    assert (
        "No community partners are listed yet." in client.get(district.url("organizations")).content.decode()
    )
    assert "No services are listed yet." in client.get(district.url("services")).content.decode()
    page = client.get(district.url("services"), {"q": "nothing"}).content.decode()
    assert "No services match your search." in page


def test_services_are_found_by_every_word_by_organization_by_city_and_by_kind(
    district: District, client_of: As
) -> None:
    terms = {term.code: term for term in actions.ensure_terms(Actor.system(district))}
    library = make.organization("Valley Library")
    reading = make.service("Reading partners", library, description="Volunteers read with second graders.")
    make.service("Food boxes", make.organization("Pantry"))
    reading.terms.add(terms["mentoring"])
    place = Location.objects.create(name="Main branch")
    ServiceAtLocation.objects.create(service=reading, location=place)
    Address.objects.create(
        location=place, address_1="1 Main St", city="Alder Creek", state_province="CO", postal_code="81000"
    )
    client = client_of(None)
    for query in (
        {"q": "read second"},
        {"q": "VALLEY reading"},
        {"q": "alder"},
        {"kind": "mentoring"},
        {"q": "partners", "kind": "mentoring"},
    ):
        page = client.get(district.url("services"), query).content.decode()
        assert "Reading partners" in page, query
        assert "Food boxes" not in page, query
    for query in ({"q": "valley boxes"}, {"q": "%"}, {"q": "'--"}):
        assert "Reading partners" not in client.get(district.url("services"), query).content.decode()
    both = client.get(district.url("services"), {"kind": "food", "q": "reading"}).content.decode()
    assert (
        "They don&#x27;t fit: Type of help." in " ".join(both.split())
        or "They don't fit: Type of help." in both
    )


def test_a_service_page_says_where_when_and_for_whom(district: District, client_of: As) -> None:
    service = make.service(
        "Homework room",
        make.organization("Valley Library"),
        eligibility_description="Grades 3 to 8",
        url="https://example.org/homework",
    )
    Schedule.objects.create(service=service, byday="MO,TU", opens_at="15:00", closes_at="18:00")
    for number in range(23):
        place = Location.objects.create(name=f"Branch {number:02}")
        ServiceAtLocation.objects.create(service=service, location=place)
    page = client_of(None).get(district.url("service", service_id=service.public_id)).content.decode()
    assert "Monday and Tuesday, 3 p.m. to 6 p.m." in page
    assert "Grades 3 to 8" in page
    assert 'href="https://example.org/homework"' in page
    assert "Branch 19" in page
    assert "3 more locations." in page


def test_an_address_that_is_no_web_page_is_never_a_link(district: District, client_of: As) -> None:
    """Directories are external data: a URL column may contain anything."""
    service = make.service("Tutoring", url="javascript:alert(1)")
    organization = make.organization("Helpers", website="data:text/html,hello")
    pages = [
        district.url("service", service_id=service.public_id),
        district.url("organization", organization_id=organization.public_id),
    ]
    for url in pages:
        page = client_of(None).get(url).content.decode()
        assert 'href="javascript' not in page
        assert 'href="data' not in page


def test_create_organization_and_service_keep_what_was_typed_and_are_audited(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    answer = client.post(
        district.url("create_organization"), {"name": "", "description": "Feeds people", "email": "no"}
    )
    assert answer.status_code == 422
    assert "Feeds people" in answer.content.decode()
    assert client.post(district.url("create_organization")).status_code == 422
    answer = client.post(district.url("create_organization"), {"name": "Pantry", "website": "example.org"})
    organization = Organization.objects.get()
    assert answer["Location"] == district.url("organization", organization_id=organization.public_id)
    assert organization.website == "https://example.org"
    terms = queries.terms() or actions.ensure_terms(Actor.system(district))
    url = district.url("create_service", organization_id=organization.public_id)
    bad = client.post(url, {"description": "A box each Friday", "status": "active"})
    assert bad.status_code == 422
    assert "A box each Friday" in bad.content.decode()
    client.post(url, {"name": "Boxes", "status": "active", "terms": [terms[2].pk]})
    service = Service.objects.get()
    assert list(service.terms.all()) == [terms[2]]
    edit = district.url("edit_service", service_id=service.public_id)
    assert 'value="Boxes"' in client.get(edit).content.decode()
    client.post(edit, {"name": "Food boxes", "status": "inactive", "shown": queries.state_of(service)})
    page = client_of(None).get(district.url("service", service_id=service.public_id)).content.decode()
    assert "Food boxes" in page
    assert "This service isn't available right now." in page
    verbs = set(AuditEntry.objects.exclude(verb="create_term").values_list("verb", flat=True))
    assert verbs >= {"create_organization", "create_service", "edit_service"}
    assert "Feeds" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_an_entry_without_a_name_is_in_no_list_or_search_but_has_its_page_and_is_exported(
    district: District, client_of: As
) -> None:
    organization = make.organization("Pantry")
    Organization.objects.create(name="", description="Nothing written down")
    nameless = Service.objects.create(name="", description="Nothing written", organization=organization)
    client = client_of(None)
    pantry = district.url("organization", organization_id=organization.public_id)
    for url in (district.url("services"), f"{district.url('services')}?q=written", pantry):
        assert ">No name</a>" not in client.get(url).content.decode()
    assert [one.name for one in client.get(district.url("organizations")).context["page"]] == ["Pantry"]
    assert client.get(district.url("service", service_id=nameless.public_id)).status_code == 200
    exported = b"".join(client.get(district.url("services_csv"))).decode()
    assert "Nothing written" in exported


def test_an_ended_partner_shows_so(district: District, coordinator: Person, client_of: As) -> None:
    organization = make.organization("Pantry")
    url = district.url("edit_organization", organization_id=organization.public_id)
    client_of(coordinator).post(
        url, {"name": "Pantry", "ended_on": "2026-05-01", "shown": queries.state_of(organization)}
    )
    page = client_of(None).get(district.url("organization", organization_id=organization.public_id))
    assert "No longer a partner since May 1, 2026." in page.content.decode()
    assert "Former partner" in client_of(None).get(district.url("organizations")).content.decode()


def test_taxonomy_begins_with_the_supports_of_the_source_and_takes_more(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    url = district.url("taxonomy")
    page = client.get(url).content.decode()
    for words in ("Health care", "Food programs", "Work experience", "Mental health", "Child care"):
        assert words in page
    assert client.post(url, {"code": "food", "name_en": "Food"}).status_code == 422
    bad = client.post(url, {"code": "Music lessons", "name_en": "Kept words"})
    assert bad.status_code == 422
    assert "Kept words" in bad.content.decode()
    assert client.post(url, {"code": "music", "name_en": "Music", "name_es": "Música"}).status_code == 303
    assert "Música" in client.get(url + "?lang=es").content.decode()
    client.get(url + "?lang=en")
    assert AuditEntry.objects.filter(verb="create_term", details={"code": "music"}).count() == 1


def test_a_service_whose_state_nobody_wrote_down_is_not_called_inactive(
    district: District, client_of: As
) -> None:
    """HSDS 1.1 directories often leave the status out."""
    service = make.service("Tutoring", status="")
    page = client_of(None).get(district.url("service", service_id=service.public_id)).content.decode()
    assert "isn't available" not in page


@pytest.mark.parametrize("name", ["services", "organizations"])
def test_a_mistyped_search_says_what_it_shows_and_links_to_what_was_typed(
    district: District, client_of: As, name: str
) -> None:
    make.service("Marímba juvenil", make.organization("Marímba juvenil & más"))
    client = client_of(None)
    page = client.get(district.url(name), {"q": "MARIMBA"}).content.decode()
    assert "Showing results for" not in page
    response = client.get(district.url(name), {"q": "marimab", "page": "1"})
    page = response.content.decode()
    assert "Showing results for “marímba”." in page
    assert "Search for “marimab” instead" in page
    assert "Marímba juvenil" in page
    assert 'value="marimab"' in page
    assert 'href="?q=%22marimab%22"' in page
    exact = client.get(district.url(name), {"q": '"marimab"'}).content.decode()
    assert "Showing results for" not in exact
    assert "Marímba juvenil" not in exact
    assert 'value="&quot;marimab&quot;"' in exact


def test_a_search_of_services_is_answered_with_few_queries(
    district: District, client_of: As, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        make.service(f"Dental care {n}", make.organization(f"Clinic {n}"))
    client = client_of(None)
    client.get(district.url("services"))
    with django_assert_max_num_queries(20):
        page = client.get(district.url("services"), {"q": "dentla care"}).content.decode()
    assert "Dental care 29" in page


def test_an_organization_shows_its_own_address_unless_one_of_its_locations_is_confidential(
    district: District, client_of: As
) -> None:
    organization = make.organization("Pantry")
    Address.objects.create(
        organization=organization,
        address_type="postal",
        address_1="PO Box 12",
        state_province="IL",
        postal_code="60601",
    )
    url = district.url("organization", organization_id=organization.public_id)
    page = " ".join(client_of(None).get(url).content.decode().split())
    assert "Mailing address: PO Box 12, IL 60601<br>" in page
    Location.objects.create(organization=organization, is_confidential=True)
    assert "PO Box 12" not in client_of(None).get(url).content.decode()
