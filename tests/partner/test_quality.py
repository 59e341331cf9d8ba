"""A check of the district's directory: what it counts, keeps, shows and forgets."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from django_scopes import scope
from pytest_django import DjangoAssertNumQueries

from tests import make
from throughline.accounts.actions import run_job, start_job
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person
from throughline.accounts.permissions import Actor
from throughline.formats.hsds.quality import directory, links, rows
from throughline.partner import actions, queries, tasks, workflows
from throughline.partner.models import (
    Address,
    DirectoryCheck,
    DirectoryImport,
    DirectoryProblem,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)

As = Callable[[Person | None], Client]
FRESH = date(2026, 11, 1)


def good_service(name: str = "Pantry") -> Service:
    """A service without a problem, with everything around it."""
    organization = make.organization("Juniper Help", description="Helps.", email="help@example.org")
    service = make.service(name, organization, assured_date=FRESH)
    location = Location.objects.create(
        name="Hall", location_type="physical", latitude=39.8, longitude=-89.6, organization=organization
    )
    ServiceAtLocation.objects.create(service=service, location=location)
    Address.objects.create(
        location=location, address_1="1 Main St", city="Juniper", state_province="IL", postal_code="60000"
    )
    Schedule.objects.create(service=service, freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="17:00")
    return service


def checked(district: District) -> dict[tuple[str, str], tuple[int, int]]:
    """What a check finds: n and of how many, by code and table."""
    workflows.check_directory(district)
    summary = queries.check_summary()
    assert summary is not None
    return {(one.code.removeprefix("quality_"), one.table): (one.n, one.of) for one in summary.kinds}


def test_a_good_directory_has_no_problems(district: District) -> None:
    good_service()
    assert checked(district) == {}
    summary = queries.check_summary()
    assert summary is not None
    assert (summary.n_entries, summary.n_to_fix, summary.overall) == (3, 0, "good")


def test_each_problem_is_counted_of_all_and_kept_at_its_entry(district: District) -> None:
    service = good_service()
    Phone.objects.create(service=service, number="555-0100")
    Phone.objects.create(service=service, number="217-555-0100")
    other = make.service("Rides", None, assured_date=date(2024, 1, 5))
    assert checked(district) == {
        ("no_organization", "service"): (1, 2),
        ("phone", "phone"): (1, 2),
        ("unreachable", "service"): (1, 2),
        ("no_hours", "service"): (1, 2),
        ("old", "service"): (1, 2),
    }
    (sentence,) = queries.problems_of_entry("service", service.pk)
    assert sentence.startswith("Phone number: The phone number “555-0100” cannot be dialed. Write one number")
    worst = queries.problems_of_entry("service", other.pk)[0]
    assert "The service has no organization." in worst
    summary = queries.check_summary()
    assert summary is not None
    assert summary.by_grade == {"fault": 1, "warning": 1, "advice": 0, "good": 2}
    assert (summary.n_to_fix, summary.overall) == (2, "poor")


def test_the_grade_of_a_directory_is_the_share_with_nothing_to_fix() -> None:
    assert [queries.overall(100, n) for n in (0, 5, 6, 20, 21)] == ["good", "good", "fair", "fair", "poor"]
    assert queries.overall(0, 0) == "good"


def test_a_confidential_place_lacks_nothing_and_nothing_of_it_is_kept(district: District) -> None:
    service = good_service()
    location = Location.objects.get()
    Address.objects.update(address_1="77 Hideaway <b>Lane</b>")
    assert ("marks", "address") in checked(district)
    actions.mark_confidential(Actor.system(district), location)
    assert checked(district) == {}
    assert not DirectoryProblem.objects.filter(entry_table="location").exists()
    assert queries.problems_of_entry("service", service.pk) == []


def test_two_checks_are_kept_to_compare(district: District) -> None:
    service = good_service()
    Service.objects.update(assured_date=None)
    for _ in range(3):
        workflows.check_directory(district)
    assert DirectoryCheck.objects.count() == 2
    Service.objects.update(assured_date=FRESH)
    make.service("Rides", service.organization)
    workflows.check_directory(district)
    summary = queries.check_summary()
    assert summary is not None
    undated = next(one for one in summary.kinds if one.code == "quality_undated")
    assert (undated.n, undated.of, undated.n_before) == (1, 2, 1)
    assert (
        DirectoryProblem.objects.count()
        == DirectoryProblem.objects.filter(check_run__in=queries.finished_checks()).count()
    )


def test_rows_of_an_unfinished_import_are_not_checked(district: District) -> None:
    good_service()
    arrival = DirectoryImport.objects.create(version="3.0", state=DirectoryImport.State.WRITING)
    make.service("Half", None, arrival=arrival)
    assert checked(district) == {}


def test_an_empty_directory_is_not_checked(district: District) -> None:
    workflows.check_directory(district)
    assert not DirectoryCheck.objects.exists()


def test_another_districts_directory_is_not_looked_at(district: District, other_district: District) -> None:
    good_service()
    with scope(district=other_district):
        make.service("Elsewhere", None)
    assert checked(district) == {}


def _job(district: District, person: Person) -> Job:
    return start_job(
        Actor.of(district, person), kind="check_directory", title="Check", task=tasks.check_directory
    )


def test_the_job_says_how_many_entries_have_something_to_fix(district: District, owner: Person) -> None:
    good_service()
    make.service("Rides", None, assured_date=FRESH)
    job = _job(district, owner)
    run_job(district.slug, job.public_id, workflows.check_directory_in_job)
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.DONE, "1 of 4 entries has a problem to fix first or soon.")
    assert job.result_url == district.url("directory_quality")
    assert AuditEntry.objects.filter(verb="check_directory").count() == 1


def test_a_check_that_is_stopped_leaves_nothing(
    district: District, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.partner.workflows.quality.ROWS_BETWEEN_SIGNS", 1)
    good_service()
    make.service("Rides", None)
    workflows.check_directory(district)
    before = list(DirectoryProblem.objects.values_list("pk", flat=True))
    job = _job(district, owner)
    Job.objects.filter(pk=job.pk).update(is_cancel_asked=True)
    run_job(district.slug, job.public_id, workflows.check_directory_in_job)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert list(DirectoryProblem.objects.values_list("pk", flat=True)) == before
    assert DirectoryCheck.objects.count() == 1


def test_a_check_that_was_killed_is_not_shown_and_is_deleted_by_the_next(district: District) -> None:
    good_service()
    actor = Actor.system(district)
    killed = actions.begin_check(actor)
    actions.add_problems(
        actor,
        killed,
        problems=[
            DirectoryProblem(code="quality_phone", grade="warning", entry_table="service", entry_key=1)
        ],
    )
    assert queries.check_summary() is None
    assert checked(district) == {}
    assert list(DirectoryCheck.objects.all()) == [queries.last_check()]
    assert not DirectoryProblem.objects.exists()


def test_more_rows_than_a_page_are_read_without_a_query_for_each(
    district: District, django_assert_max_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.partner.queries.quality.ROWS_AT_ONCE", 7)
    organization = make.organization("Help", description="Helps.", email="a@example.org")
    Service.objects.bulk_create(
        Service(name=f"Service {i}", organization=organization, district=district) for i in range(20)
    )
    with django_assert_max_num_queries(120):
        assert checked(district)["undated", "service"] == (20, 20)


def test_the_page_shows_what_to_do_at_each_step(district: District, owner: Person, client_of: As) -> None:
    client, url = client_of(owner), district.url("directory_quality")
    assert "The directory is empty." in client.get(url).content.decode()
    service = good_service()
    assert "has not been checked yet" in client.get(url).content.decode()
    response = client.post(url)
    job = Job.objects.get()
    assert response["Location"] == district.url("job", job_id=job.public_id)
    assert client.post(url)["Location"] == response["Location"], "one check at a time"
    assert "A check is running." in client.get(url).content.decode()
    run_job(district.slug, job.public_id, workflows.check_directory_in_job)
    assert "The check found no problems." in client.get(url).content.decode()
    assert service.name not in client.get(url).content.decode()


def test_problems_are_filtered_and_lead_to_the_form(district: District, owner: Person, client_of: As) -> None:
    good_service()
    rides = make.service("Rides to school", None, assured_date=FRESH)
    make.organization("Quiet Help", description="")
    workflows.check_directory(district)
    client, url = client_of(owner), district.url("directory_quality")
    page = client.get(url, {"kind": "quality_no_organization"}).content.decode()
    assert district.url("edit_service", service_id=rides.public_id) in page
    assert "Quiet Help" not in page
    hours = client.get(url, {"kind": "quality_no_hours"}).content.decode()
    assert district.url("edit_service_details", service_id=rides.public_id) in hours
    assert "Rides to school" not in client.get(url, {"table": "organization"}).content.decode()
    assert "Rides to school" in client.get(url, {"grade": "fault"}).content.decode()
    assert client.get(url, {"grade": "nonsense"}).status_code == 200


def test_an_entry_shows_its_problems_to_those_who_can_fix_them(
    district: District, owner: Person, analyst: Person, client_of: As
) -> None:
    rides = make.service("Rides", make.organization("Help", description=""), assured_date=FRESH)
    workflows.check_directory(district)
    page = district.url("service", service_id=rides.public_id)
    assert "Problems in this entry" in client_of(owner).get(page).content.decode()
    assert "Problems in this entry" not in client_of(analyst).get(page).content.decode()
    assert "Problems in this entry" not in client_of(None).get(page).content.decode()
    of_organization = district.url("organization", organization_id=Organization.objects.get().public_id)
    assert "Problems in this entry" in client_of(owner).get(of_organization).content.decode()


def test_problems_of_places_and_of_rows_of_nothing_are_listed(
    district: District, owner: Person, client_of: As
) -> None:
    good_service()
    place = Location.objects.create(name="Annex", location_type="physical")
    Phone.objects.create(number="555-0100")
    workflows.check_directory(district)
    page = client_of(owner).get(district.url("directory_quality"), {"table": "location"}).content.decode()
    assert district.url("edit_location", location_id=place.public_id) in page
    orphans = client_of(owner).get(district.url("directory_quality"), {"kind": "quality_orphan"})
    assert "belongs to no organization" in orphans.content.decode()
    form = client_of(owner).get(district.url("edit_location", location_id=place.public_id))
    assert "Problems in this entry" in form.content.decode()


def test_the_file_has_every_problem(district: District, owner: Person, client_of: As) -> None:
    good_service()
    make.service("Rides", None, assured_date=FRESH)
    workflows.check_directory(district)
    response = client_of(owner).get(district.url("directory_quality_csv"))
    lines = b"".join(response).decode("utf-8-sig").splitlines()  # type: ignore[call-overload]
    assert lines[0] == "grade,problem,table,entry,id,field,what"
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["fault", "no_organization", "service", "Rides"],
        ["advice", "no_hours", "service", "Rides"],
        ["warning", "unreachable", "service", "Rides"],
    ]


def test_every_problem_of_a_directory_has_words() -> None:
    sources = "".join(
        Path(str(module.__file__)).read_text(encoding="utf-8") for module in (directory, links, rows)
    )
    assert set(re.findall(r'"(quality_[a-z_]+)"', sources)) == set(queries.KIND_WORDS)


def test_a_status_that_no_one_stated_is_to_be_fixed_soon_and_dates_are_in_the_language_of_the_reader(
    district: District,
) -> None:
    service = good_service()
    Service.objects.update(status="", assured_date=date(2024, 9, 6))
    workflows.check_directory(district)
    blank = DirectoryProblem.objects.get(code="quality_blank")
    assert (blank.field, blank.grade) == ("status", "warning")
    with override("es"):
        assert any(
            "6 de septiembre de 2024" in one for one in queries.problems_of_entry("service", service.pk)
        )
