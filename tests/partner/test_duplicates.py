"""The search for duplicates as a job, its pages, and the page of those who keep the directory."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.actions import run_job, start_job
from throughline.accounts.models import District, Job, JobState, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, tasks, workflows
from throughline.partner.models import (
    Address,
    DirectoryCheck,
    DirectoryImport,
    Duplicate,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)

As = Callable[[Person | None], Client]


@pytest.fixture
def twice(district: District) -> tuple[Organization, Organization]:
    first, second = make.organization("Valley Food Bank"), make.organization("The Valley Food Bank, Inc.")
    for one in (first, second):
        Phone.objects.create(organization=one, number="970-555-0111")
    for i in range(20):
        Phone.objects.create(
            organization=make.organization(f"Other {'abcdefghijklmnopqrst'[i]}helpers"),
            number=f"970-555-02{i:02}",
        )
    return first, second


def search(actor: Actor) -> Job:
    job = start_job(actor, kind=queries.JOB_KIND, title="Find duplicates", task=tasks.find_duplicates)
    run_job(actor.district.slug, job.public_id, workflows.find_duplicates)
    job.refresh_from_db()
    return job


@pytest.mark.usefixtures("no_worker")
def test_the_search_finds_pairs_and_keeps_decisions(system: Actor, twice: Any) -> None:
    first, second = twice
    job = search(system)
    assert (job.state, job.n_total) == (JobState.DONE, 22)
    assert "Found 1 pair" in job.sentence
    pair = Duplicate.objects.get()
    assert (pair.table, pair.first_key, pair.second_key) == ("organization", first.pk, second.pk)
    assert pair.reasons == ["same_name", "phone"]

    actions.keep_both(system, pair)
    search(system)
    assert Duplicate.objects.get().state == Duplicate.State.DIFFERENT
    assert not queries.open_duplicates().exists()

    second.delete()
    search(system)
    assert not Duplicate.objects.exists(), "a decision about an entry that is gone goes with it"


@pytest.mark.usefixtures("no_worker")
def test_the_search_of_the_night_runs_where_the_directory_has_changed(
    district: District, system: Actor, traveller: time_machine.Traveller
) -> None:
    def searches_after_a_night() -> int:
        traveller.shift(timedelta(days=1))
        tasks.search_for_duplicates(district)
        for job in Job.objects.filter(kind=queries.JOB_KIND, state=JobState.WAITING):
            run_job(district.slug, job.public_id, workflows.find_duplicates)
        return Job.objects.filter(kind=queries.JOB_KIND, state=JobState.DONE).count()

    assert searches_after_a_night() == 0, "the directory is empty"
    organization = make.organization("Valley Food Bank")
    assert searches_after_a_night() == 1, "no one has searched yet"
    assert searches_after_a_night() == 1, "nothing has changed"
    actions.edit_organization(system, organization, description="Food on Fridays.")
    assert searches_after_a_night() == 2, "an entry was edited"
    traveller.shift(timedelta(hours=1))
    DirectoryImport.objects.create(version="3.0")
    assert searches_after_a_night() == 3, "a directory was imported"
    assert searches_after_a_night() == 3


@pytest.mark.usefixtures("no_worker")
def test_a_pair_that_is_not_found_again_goes(system: Actor, twice: Any) -> None:
    search(system)
    Organization.objects.filter(pk=twice[1].pk).update(name="Juniper Chess Club")
    search(system)
    assert not Duplicate.objects.exists()


@pytest.mark.usefixtures("no_worker")
def test_a_merge_is_not_proposed_again_and_stays_in_the_list_of_decisions(system: Actor, twice: Any) -> None:
    search(system)
    actions.merge_duplicate(system, Duplicate.objects.get(), kept_key=twice[0].pk, choices={})
    search(system)
    assert [row.state for row in queries.decided_duplicates()] == [Duplicate.State.MERGED]
    assert not queries.open_duplicates().exists()


@pytest.mark.usefixtures("no_worker")
def test_an_empty_directory_is_said_to_be_empty(system: Actor) -> None:
    job = search(system)
    assert job.state == JobState.FAILED
    assert "empty" in job.sentence


def test_what_is_compared_has_no_confidential_place_and_no_hidden_row(system: Actor) -> None:
    organization = make.organization("Refuge")
    shelter = Location.objects.create(name="Shelter", organization=organization)
    hall = Location.objects.create(name="Hall", organization=organization)
    for place, street in [(shelter, "7 Secret Way"), (hall, "12 Main St")]:
        Address.objects.create(
            location=place, address_1=street, city="Dry Fork", state_province="CO", postal_code="80001"
        )
    service = make.service("Beds", organization)
    for place in (shelter, hall):
        ServiceAtLocation.objects.create(service=service, location=place)
    actions.mark_confidential(system, shelter)
    writing = DirectoryImport.objects.create(version="3.0", state=DirectoryImport.State.WRITING)
    Organization.everything.create(name="Half imported", arrival=writing)
    for table in queries.TABLES_COMPARED:
        entries = queries.entries_to_compare(table)
        assert len(entries) == 1, table
        assert [street.street for street in entries[0].addresses] == ["12 Main St"], table


@pytest.mark.usefixtures("no_worker")
def test_staff_find_compare_merge_and_undo(
    district: District, client_of: As, owner: Person, twice: Any
) -> None:
    client, (first, second) = client_of(owner), twice
    Organization.objects.filter(pk=second.pk).update(description="Free food")
    job = client.post(district.url("find_duplicates"))
    assert job.status_code == 303
    assert client.post(district.url("find_duplicates")).headers["Location"] == job.headers["Location"]
    run_job(district.slug, Job.objects.get().public_id, workflows.find_duplicates)
    pair = Duplicate.objects.get()
    listed = client.get(district.url("duplicates")).content.decode()
    assert "Same name, same phone" in listed
    assert "22 entries compared" in " ".join(listed.split())
    address = district.url("duplicate", duplicate_id=pair.public_id)
    page = client.get(address).content.decode()
    assert "Free food" in page
    assert page.count("970-555-0111") == 2

    refused = client.post(address, {"kept": first.pk, "value_name": second.pk})
    assert refused.status_code == 422
    assert re.search(rf'name="value_name" value="{second.pk}"[^>]* checked', refused.content.decode())
    assert Organization.objects.filter(pk=second.pk).exists()

    merged = client.post(address, {"kept": first.pk, "value_name": second.pk, "value_description": second.pk})
    assert merged.status_code == 303
    first.refresh_from_db()
    assert (first.name, first.description) == ("The Valley Food Bank, Inc.", "Free food")
    old = district.url("organization", organization_id=second.public_id)
    new = district.url("organization", organization_id=first.public_id)
    assert client_of(None).get(old).headers["Location"] == new
    assert "Undo the merge" in client.get(address).content.decode()

    undone = client.post(district.url("reopen_duplicate", duplicate_id=pair.public_id))
    assert undone.status_code == 303
    assert client_of(None).get(old).status_code == 200
    assert "Are these the same?" in client.get(address).content.decode()

    client.post(district.url("keep_both", duplicate_id=pair.public_id))
    assert "Decide again" in client.get(address).content.decode()
    assert "Not the same" in client.get(district.url("duplicates") + "?decided=yes").content.decode()


@pytest.mark.usefixtures("no_worker")
def test_an_undo_that_is_refused_says_what_changed(
    district: District, client_of: As, owner: Person, twice: Any, system: Actor
) -> None:
    search(system)
    pair = Duplicate.objects.get()
    first, second = twice
    make.service("Weekend food", second)
    actions.merge_duplicate(system, pair, kept_key=first.pk, choices={})
    Service.objects.update(organization=make.organization("Another"))
    answer = client_of(owner).post(district.url("reopen_duplicate", duplicate_id=pair.public_id))
    assert answer.status_code == 422
    assert "Weekend food" in answer.content.decode()


@pytest.mark.parametrize("table", ["organization", "service", "location"])
def test_a_pair_of_which_one_was_removed_is_open_only_once_it_is_back(
    district: District, client_of: As, owner: Person, system: Actor, table: str
) -> None:
    organization = make.organization("Library")
    pairs: dict[str, Any] = {
        "organization": [make.organization("Hope"), make.organization("Hope")],
        "service": [make.service("Tutoring", organization), make.service("Tutoring", organization)],
        "location": [Location.objects.create(name="Hall"), Location.objects.create(name="Hall")],
    }
    for of, (first, second) in pairs.items():
        Duplicate.objects.create(
            table=of, first_key=first.pk, second_key=second.pk, score=1, reasons=["same_name"]
        )
    remove = actions.remove_location if table == "location" else actions.remove_entry
    removal = remove(system, pairs[table][0])
    assert removal is not None
    assert queries.n_open_duplicates() == {of: int(of != table) for of in pairs}
    assert not queries.open_duplicates(table).exists()
    page = client_of(owner).get(district.url("duplicates"), {"kind": table}).content.decode()
    assert "partners/duplicates/" not in page.split("<main", 1)[1].replace("duplicates/find/", "")
    actions.undo(system, removal)
    assert queries.n_open_duplicates() == dict.fromkeys(pairs, 1)
    assert [one.table for one in queries.open_duplicates(table)] == [table]


def test_a_merged_service_leads_to_the_one_that_stays(
    district: District, client_of: As, system: Actor
) -> None:
    kept, removed = make.service("Tutoring"), make.service("Tutoring")
    pair = Duplicate.objects.create(
        table="service", first_key=kept.pk, second_key=removed.pk, score=1, reasons=["same_name"]
    )
    actions.merge_duplicate(system, pair, kept_key=kept.pk, choices={})
    answer = client_of(None).get(district.url("service", service_id=removed.public_id))
    assert answer.headers["Location"] == district.url("service", service_id=kept.public_id)
    assert client_of(None).get(district.url("service", service_id="nothing")).status_code == 404


def test_the_desk_of_an_empty_directory_says_how_to_begin(
    district: District, client_of: As, owner: Person
) -> None:
    page = client_of(owner).get(district.url("directory_desk")).content.decode()
    assert "There are two ways to begin" in page
    assert district.url("import_directory") in page


def test_the_desk_counts_what_waits_and_of_how_many(
    district: District, client_of: As, owner: Person, system: Actor
) -> None:
    today = timezone.localdate()
    organization = make.organization("Library")
    make.service("Fresh", organization, assured_date=today - timedelta(days=300))
    make.service("Changed", organization, last_modified=timezone.now() - timedelta(days=10))
    make.service("Stale", organization, assured_date=today - timedelta(days=400))
    make.service("Never", organization)
    actions.mark_confidential(system, Location.objects.create(name="Shelter", organization=organization))
    Location.objects.create(name="Hall", organization=organization)
    by_grade = {"fault": 1, "warning": 2, "advice": 0, "good": 4}
    DirectoryCheck.objects.create(summary={"kinds": [], "by_grade": by_grade, "n_entries": 7})
    assert sorted(row.name for row in queries.unconfirmed_services(today)) == ["Never", "Stale"]
    page = " ".join(client_of(owner).get(district.url("directory_desk")).content.decode().split())
    assert "2 of 4 services" in page
    assert "1 of 2 locations" in page
    assert "4 of 7 entries have no problem to fix first or soon." in page
    assert "Fix first: 1. Fix soon: 2. Could be better: 0." in page
    assert "Not searched yet." in page
    assert "Shelter" not in page


def test_the_desk_takes_as_many_queries_for_many_entries(
    district: District, system: Actor, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        organization = actions.create_organization(system, name=f"Library {number}")
        actions.edit_organization(system, organization, name=f"Branch {number}")
        DirectoryImport.objects.create(version="3.0", person=None)
    with django_assert_max_num_queries(22):
        desk = queries.directory_desk(timezone.localdate())
    assert len(desk.changes) == 8
    assert desk.changes[0].entries[0].name == "Branch 11"
