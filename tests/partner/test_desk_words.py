"""The pages of those who keep the directory: their counts, links and sentences."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests import make
from throughline.accounts.models import District, Job, JobState, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, workflows
from throughline.partner.models import (
    DirectoryImport,
    Duplicate,
    Language,
    Location,
    Organization,
    Program,
    Service,
    ServiceCapacity,
    Unit,
)

As = Callable[[Person | None], Client]


def _page(client: Client, url: str, **query: str) -> str:
    return " ".join(client.get(url, query).content.decode().split())


def test_the_desk_counts_one_as_one_and_separates_names(
    district: District, owner: Person, client_of: As
) -> None:
    actor = Actor.of(district, owner)
    organization = actions.create_organization(actor, name="Juniper Help")
    service = actions.create_service(actor, organization, name="Pantry", status="active")
    actions.edit_service(actor, service, terms=[], name="Food pantry")
    page = _page(client_of(owner), district.url("directory_desk"))
    assert "1 organization, 1 service, 0 locations" in page
    assert "Added: <a" in page
    assert "Edited: <a" in page
    assert "</a> ," not in page
    assert " ," not in page


def test_the_desk_counts_pairs_of_duplicates(district: District, owner: Person, client_of: As) -> None:
    first, second = make.service("Pantry"), make.service("Pantry")
    Job.objects.create(kind=queries.JOB_KIND, state=JobState.DONE, ended_at=timezone.now(), n_total=1077)
    Duplicate.objects.create(table="service", first_key=first.pk, second_key=second.pk, score=1.0)
    page = _page(client_of(owner), district.url("directory_desk"))
    assert "0 pairs of organizations</a>," in page
    assert "1 pair of services</a>," in page
    assert "1,077 entries compared." in page


def test_a_change_of_an_entry_without_a_name_names_its_organization(
    district: District, owner: Person, client_of: As
) -> None:
    actor = Actor.of(district, owner)
    service = actions.create_service(actor, make.organization("Juniper Help"), name="", status="active")
    page = _page(client_of(owner), district.url("directory_desk"))
    assert "No name (Juniper Help)" in page
    assert queries.named(service) == "No name (Juniper Help)"


def test_a_removed_location_is_listed_as_removed(district: District, owner: Person, client_of: As) -> None:
    location = Location.objects.create(name="Annex", organization=make.organization("Help"))
    actions.remove_location(Actor.of(district, owner), location)
    page = _page(client_of(owner), district.url("directory_desk"))
    assert "Removed: Location “Annex”" in page


def test_the_counts_of_the_desk_lead_to_the_entries(
    district: District, owner: Person, analyst: Person, client_of: As
) -> None:
    fresh = make.service("Fresh", make.organization("Help"), assured_date=date(2026, 11, 1))
    make.service("Stale", fresh.organization)
    unit = Unit.objects.create(name="beds")
    ServiceCapacity.objects.create(service=fresh, unit=unit, available=0)
    client, services = client_of(owner), district.url("services")
    desk = _page(client, district.url("directory_desk"))
    for address in (f"{services}?state=stale", f"{services}?state=full", "locations/confidential/"):
        assert address in desk
    assert ">Fresh</a>" not in _page(client, services, state="stale")
    assert ">Stale</a>" not in _page(client, services, state="full")
    assert ">Stale</a>" in _page(client_of(analyst), services, state="full"), "only managers narrow by it"
    lines = b"".join(client.get(district.url("services_csv"), {"state": "full"}))  # type: ignore[call-overload]
    assert b"Fresh" in lines
    assert b"Stale" not in lines


def test_confidential_locations_are_listed_without_their_address(
    district: District, owner: Person, client_of: As
) -> None:
    location = Location.objects.create(name="77 Hideaway Lane", organization=make.organization("Safe Place"))
    actions.mark_confidential(Actor.of(district, owner), location)
    page = _page(client_of(owner), district.url("confidential_locations"))
    assert "Safe Place" in page
    assert district.url("edit_location", location_id=location.public_id) in page
    assert "Hideaway" not in page


def test_a_check_says_whether_the_directory_has_changed_since(
    district: District, owner: Person, client_of: As
) -> None:
    make.organization("Help", description="")
    workflows.check_directory(district)
    sentence, client = "The directory has changed since this check.", client_of(owner)
    pages = [district.url("directory_desk"), district.url("directory_quality")]
    assert not any(sentence in _page(client, page) for page in pages)
    make.organization("Another")
    assert all(sentence in _page(client, page) for page in pages)


def test_a_kind_of_problem_names_its_fields(district: District, owner: Person, client_of: As) -> None:
    Organization.objects.create(name="", description="Helps.")
    Organization.objects.create(name="Help", description="")
    workflows.check_directory(district)
    summary = queries.check_summary()
    assert summary is not None
    words = [one.field_words for one in summary.kinds if one.code == "quality_blank"]
    assert sorted(words) == ["Description", "Name"]
    assert "A required field is blank: " in _page(client_of(owner), district.url("directory_quality"))


def test_problems_of_nameless_rows_lead_to_a_form(district: District, owner: Person, client_of: As) -> None:
    organization = make.organization("Help", description="Helps.")
    service = Service.objects.create(name="", organization=organization)
    Program.objects.create(organization=organization, name="", description="")
    workflows.check_directory(district)
    page = _page(client_of(owner), district.url("directory_quality"), kind="quality_blank")
    of_service = district.url("edit_service", service_id=service.public_id)
    of_program = district.url("edit_organization", organization_id=organization.public_id)
    assert f'<a href="{of_service}">No name (Help)</a>' in page
    assert f'<a href="{of_program}">' in page


def test_a_service_of_a_former_partner_says_so(district: District, owner: Person, client_of: As) -> None:
    former = make.organization("Juniper Help", ended_on=date(2025, 6, 30))
    service = make.service("Pantry", former)
    client = client_of(None)
    assert "Pantry" not in _page(client, district.url("services"))
    assert "Former partner" in _page(client_of(owner), f"{district.url('services')}?state=unavailable")
    page = _page(client, district.url("service", service_id=service.public_id))
    assert "Juniper Help has not been a partner since June 30, 2025." in page


def test_an_import_says_the_years_apart(district: District, owner: Person, client_of: As) -> None:
    report = {"fields": [], "counts": [], "by_year": {"2026": 2}, "n_undated": 3}
    brought = DirectoryImport.objects.create(version="3.0", report=report, n_services=1)
    page = _page(client_of(owner), district.url("directory_import", import_id=brought.public_id))
    assert "2026: 2; 3 services have no date." in page
    assert "0 organizations, 1 service, 0 locations, 0 schedules" in page


@pytest.mark.parametrize(
    ("reader", "name", "code", "shown"),
    [
        ("es", "Spanish", "", "Español"),
        ("en", "Español", "", "Spanish"),
        ("en", "", "es", "Spanish"),
        ("en", "Sign language (ASL)", "", "Sign language (ASL)"),
    ],
)
def test_languages_are_named_in_the_readers_language(reader: str, name: str, code: str, shown: str) -> None:
    with translation.override(reader):
        assert Language(service=Service(), name=name, code=code).shown_name == shown
