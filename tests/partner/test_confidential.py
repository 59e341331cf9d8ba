"""Where a confidential location is stands in its guarded form and nowhere else."""

import json
from typing import Any

import pytest

from tests import make
from throughline.accounts.models import AuditEntry, District, Person, Upload
from throughline.accounts.permissions import Actor
from throughline.partner import actions
from throughline.partner.models import (
    Accessibility,
    Address,
    Attribute,
    ConfidentialPlace,
    DirectoryImport,
    Duplicate,
    Location,
    Metadata,
    Revision,
    RevisionRow,
    ServiceAtLocation,
)
from throughline.partner.queries import texts_quoting, values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture
def shelter(district: District) -> Location:
    organization = make.organization("Safe nights")
    location = Location.objects.create(
        organization=organization,
        name="Heron house",
        description="The yellow door",
        transportation="Bus 12 to Plover Park",
        latitude=39.123456,
        longitude=-108.654321,
        extra={"x_gate": "Code 4417"},
    )
    service = make.service("Shelter", organization)
    ServiceAtLocation.objects.create(service=service, location=location)
    Address.objects.create(
        location=location, foreign_id="a1", address_1="417 Plover Lane", city="Fruita", state_province="CO"
    )
    Accessibility.objects.create(location=location, description="A ramp behind the Heron gate")
    return location


def held(location: Location) -> dict[str, Any]:
    return dict(ConfidentialPlace.objects.get(location=location).values)


def test_marking_moves_what_says_where_it_is_and_unmarking_brings_the_same_rows_back(
    actor: Actor, shelter: Location
) -> None:
    before = values_of(shelter)
    addresses = [values_of(row) for row in Address.objects.all()]
    ramps = [values_of(row) for row in Accessibility.objects.all()]

    marked = actions.mark_confidential(actor, shelter)
    assert (marked.name, marked.latitude, marked.extra, marked.transportation) == ("", None, {}, "")
    assert not Address.objects.exists()
    assert not Accessibility.objects.exists()
    assert held(marked)["address"] == addresses
    assert held(marked)["location"]["latitude"] == 39.123456
    assert AuditEntry.objects.filter(verb="mark_confidential").count() == 1
    assert "Plover" not in json.dumps(list(AuditEntry.objects.values_list("details", flat=True)))

    actions.unmark_confidential(actor, marked)
    assert values_of(Location.objects.get()) == before
    assert [values_of(row) for row in Address.objects.all()] == addresses
    assert [values_of(row) for row in Accessibility.objects.all()] == ramps
    assert not ConfidentialPlace.objects.exists()


def test_earlier_changes_lose_the_address_and_can_no_longer_be_undone(
    actor: Actor, shelter: Location
) -> None:
    address = Address.objects.get()
    with actions.revising(actor) as revision:
        before = values_of(address)
        address.address_1 = "9 Sandpiper Court"
        address.save()
        revision.changed(address, before)
    with actions.revising(actor) as revision:
        before = values_of(shelter)
        shelter.name, shelter.location_type = "Egret house", "physical"
        shelter.save()
        revision.changed(shelter, before)
    actions.mark_confidential(actor, shelter)
    kept = json.dumps(list(RevisionRow.objects.values_list("before", "after")))
    assert not any(word in kept for word in ("Plover", "Sandpiper", "Heron", "Egret"))
    assert "physical" in kept
    for revision_of_it in Revision.objects.filter(kind=Revision.Kind.EDIT):
        with pytest.raises(actions.CannotUndo, match="confidential now"):
            actions.undo(actor, revision_of_it)
    with pytest.raises(actions.CannotUndo, match="open the location"):
        actions.undo(actor, Revision.objects.get(kind=Revision.Kind.CONFIDENTIAL))


def test_what_was_kept_of_imports_proposals_and_files_goes_too(actor: Actor, shelter: Location) -> None:
    address = Address.objects.get()
    Metadata.objects.create(resource_id=address.hsds_id, previous_value="417 Plover Lane")
    Attribute.objects.create(link_id=shelter.hsds_id, link_entity="location", value="Near 417 Plover Lane")
    Attribute.objects.create(link_id=shelter.hsds_id, link_entity="location", value="Open to all")
    Duplicate.objects.create(table="location", first_key=shelter.pk, second_key=999, score=0.9)
    problem = {"code": "x", "row": 2, "column": "address_1", "is_error": False}
    brought = DirectoryImport.objects.create(
        version="3.0",
        report={
            "problems": [
                {**problem, "file": "addresses.csv", "params": {"value": "417 Plover Lane", "n": 3}},
                {**problem, "file": "phones.csv", "params": {"value": "303-555-01"}},
            ]
        },
    )
    upload = Upload.objects.create(kind="directory", name="all.zip")
    actions.mark_confidential(actor, shelter)
    brought.refresh_from_db()
    upload.refresh_from_db()
    assert [row["params"] for row in brought.report["problems"]] == [
        {"value": "…", "n": 3},
        {"value": "303-555-01"},
    ]
    assert upload.removed_at is not None
    assert not Metadata.objects.exists()
    assert not Duplicate.objects.exists()
    assert not Attribute.objects.exists()
    actions.unmark_confidential(actor, shelter)
    assert {row.value for row in Attribute.objects.all()} == {"Near 417 Plover Lane", "Open to all"}


def test_texts_that_name_the_street_are_listed_before_and_after(actor: Actor, shelter: Location) -> None:
    service = shelter.services.get().service
    service.description = "Ask for the key at 417 plover lane."
    service.application_process = "Call first."
    service.save()
    quotes = texts_quoting(shelter)
    assert [(quote.entry, quote.field) for quote in quotes] == [(service, "description")]
    marked = actions.mark_confidential(actor, shelter)
    assert [(quote.entry, quote.field) for quote in texts_quoting(marked)] == [(service, "description")]


def test_the_same_address_of_the_organization_moves_along(actor: Actor, shelter: Location) -> None:
    same = {"address_1": "417 PLOVER LANE", "city": "Fruita", "state_province": "CO"}
    Address.objects.create(organization=shelter.organization, **same)
    office = Address.objects.create(
        organization=shelter.organization, address_1="1 Main", city="Fruita", state_province="CO"
    )
    marked = actions.mark_confidential(actor, shelter)
    assert [row.pk for row in Address.objects.all()] == [office.pk]
    actions.unmark_confidential(actor, marked)
    assert Address.objects.filter(organization=shelter.organization).count() == 2


def test_a_removed_confidential_location_comes_back_without_its_address(
    actor: Actor, shelter: Location
) -> None:
    marked = actions.mark_confidential(actor, shelter)
    with actions.revising(actor) as revision:
        revision.remove(marked)
    assert "Plover" not in json.dumps(list(RevisionRow.objects.values_list("before", "after")))
    actions.undo(actor, Revision.objects.first())  # type: ignore[arg-type]
    location = Location.objects.get()
    assert location.is_confidential
    assert not ConfidentialPlace.objects.exists()
