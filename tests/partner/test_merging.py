"""Merging two entries: what moves, what is not said twice, and how it is taken back."""

from typing import Any

import pytest

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import AuditEntry, District, SearchEntry
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.models import (
    Address,
    Attribute,
    Contact,
    Duplicate,
    Location,
    MergedRow,
    Organization,
    Phone,
    Program,
    Revision,
    Schedule,
    Service,
    ServiceAtLocation,
    Support,
)
from throughline.partner.queries import HISTORY_MODELS, rows_with_history, whole_values_of


@pytest.fixture
def staff(district: District) -> Actor:
    return Actor.system(district)


def proposal(table: str, first: Any, second: Any) -> Duplicate:
    return Duplicate.objects.create(
        table=table, first_key=first.pk, second_key=second.pk, score=3.0, reasons=["same_name"]
    )


def everything() -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """All rows of the directory, as they are."""
    return {
        table: sorted((row.pk, whole_values_of(row)) for row in rows_with_history(table))
        for table in HISTORY_MODELS
    }


def merge(actor: Actor, table: str, kept: Any, removed: Any, **choices: int) -> Duplicate:
    pair = proposal(table, *sorted((kept, removed), key=lambda row: row.pk))
    return actions.merge_duplicate(actor, pair, kept_key=kept.pk, choices=choices)


def test_what_hangs_on_a_service_moves_without_being_said_twice(staff):
    kept = make.service("Homework help", make.organization("Library"))
    removed = make.service("Homework Help", make.organization("Valley Library"), description="Every day")
    here, there = Location.objects.create(name="Hall"), Location.objects.create(name="Barn")
    ServiceAtLocation.objects.create(service=kept, location=here)
    again = ServiceAtLocation.objects.create(service=removed, location=here)
    ServiceAtLocation.objects.create(service=removed, location=there)
    Schedule.objects.create(service_at_location=again, byday="MO", opens_at="15:00")
    for service, number in [(kept, "970-555-0111"), (removed, "(970) 555-0111"), (removed, "970-555-0122")]:
        Phone.objects.create(service=service, number=number)
    term = actions.ensure_terms(staff)[0]
    kept.terms.add(term)
    removed.terms.add(term)
    support = Support.objects.create(service=removed, term=term)
    attribute = Attribute.objects.create(link_entity="service", link_id=removed.hsds_id, value="Free")
    before = everything()

    pair = merge(staff, "service", kept, removed, name=kept.pk, description=removed.pk)

    assert not Service.objects.filter(pk=removed.pk).exists()
    kept.refresh_from_db()
    assert (kept.name, kept.description) == ("Homework help", "Every day")
    assert sorted(kept.phones.values_list("number", flat=True)) == ["970-555-0111", "970-555-0122"]
    assert sorted(row.location.name for row in kept.places.all()) == ["Barn", "Hall"]
    assert kept.places.get(location=here).schedules.get().byday == "MO"
    assert list(kept.terms.all()) == [term]
    support.refresh_from_db()
    attribute.refresh_from_db()
    assert support.service_id == kept.pk
    assert attribute.link_id == kept.hsds_id
    assert AuditEntry.objects.filter(verb="merge_entries").exists()

    actions.reopen_duplicate(staff, pair)
    assert everything() == before
    assert Service.objects.get(pk=removed.pk).hsds_id == removed.hsds_id
    assert SearchEntry.objects.filter(kind="partner.service", row_id=removed.pk).exists()
    assert queries.is_open(Duplicate.objects.get(pk=pair.pk))


def test_organizations_merge_with_their_services_contacts_and_programs(staff):
    kept, removed = make.organization("Library"), make.organization("The Library, Inc.", email="a@b.example")
    removed.extra = {"x_color": "blue"}
    removed.save()
    branch = make.organization("Branch", parent_organization=removed)
    make.service("Tutoring", kept)
    make.service("Tutoring", removed)
    first, second = (
        Contact.objects.create(organization=one, name=name)
        for one, name in [(kept, "Ana Ruiz"), (removed, "ana  ruiz")]
    )
    Phone.objects.create(contact=second, number="970-555-0111")
    Program.objects.create(organization=removed, name="Summer")
    before = everything()

    pair = merge(staff, "organization", kept, removed, name=removed.pk, email=removed.pk)

    kept.refresh_from_db()
    branch.refresh_from_db()
    assert (kept.name, kept.email, kept.extra) == ("The Library, Inc.", "a@b.example", {"x_color": "blue"})
    assert branch.parent_organization_id == kept.pk
    assert kept.services.count() == 2, "services are not merged by themselves"
    assert [one.pk for one in kept.contacts.all()] == [first.pk]
    assert first.phones.get().number == "970-555-0111"
    assert kept.programs.get().name == "Summer"
    actions.undo(staff, Revision.objects.get(pk=pair.revision_id))
    assert everything() == before
    assert queries.is_open(Duplicate.objects.get(pk=pair.pk)), "undone in the history, it waits again"


def test_an_organization_that_was_part_of_its_duplicate_is_part_of_nothing(staff):
    removed = make.organization("Library")
    kept = make.organization("Library", parent_organization=removed)
    before = everything()
    pair = merge(staff, "organization", kept, removed)
    kept.refresh_from_db()
    assert kept.parent_organization_id is None
    actions.reopen_duplicate(staff, pair)
    assert everything() == before


def test_places_merge_and_take_coordinates_together(staff):
    kept = Location.objects.create(name="Hall")
    removed = Location.objects.create(name="The Hall", latitude=39.1, longitude=-104.9)
    for place, street in [(kept, "12 Main St."), (removed, "12 Main Street"), (removed, "9 Elm Ave")]:
        Address.objects.create(
            location=place, address_1=street, city="Dry Fork", state_province="CO", postal_code="80001"
        )
    pair = merge(staff, "location", kept, removed, latitude=removed.pk)
    kept.refresh_from_db()
    assert (kept.latitude, kept.longitude) == (39.1, -104.9)
    assert sorted(kept.addresses.values_list("address_1", flat=True)) == ["12 Main St.", "9 Elm Ave"]
    assert pair.state == Duplicate.State.MERGED


def test_a_confidential_location_is_never_merged_or_compared(staff):
    kept = Location.objects.create(name="Hall", latitude=39.1)
    hidden = Location.objects.create(name="Hall")
    actions.mark_confidential(staff, hidden)
    before = everything()
    with pytest.raises(Refused):
        merge(staff, "location", kept, hidden)
    assert everything() == before
    assert [entry.key for entry in queries.entries_to_compare("location")] == [kept.pk]


def test_what_is_decided_is_decided_once(staff):
    one, other = make.organization("Library"), make.organization("Library")
    pair = proposal("organization", one, other)
    actions.keep_both(staff, pair)
    with pytest.raises(Refused):
        actions.merge_duplicate(staff, pair, kept_key=one.pk, choices={})
    actions.reopen_duplicate(staff, pair)
    other.delete()
    with pytest.raises(Refused):
        actions.merge_duplicate(staff, pair, kept_key=one.pk, choices={})
    assert Organization.objects.filter(pk=one.pk).exists()


def test_links_and_ids_of_a_merged_entry_lead_to_the_one_that_stays(staff):
    first, second, third = (make.organization("Library", foreign_id=key) for key in ("o1", "o2", "o3"))
    merge(staff, "organization", second, third)
    pair = merge(staff, "organization", first, second)
    assert queries.kept_key("organization", foreign_id="o3") == first.pk
    assert queries.kept_key("organization", foreign_id="o2") == first.pk
    assert queries.kept_key("organization", foreign_id="o1") is None
    assert queries.kept_instead("organization", third.public_id) == first
    actions.reopen_duplicate(staff, pair)
    assert queries.kept_key("organization", foreign_id="o2") is None
    assert queries.kept_key("organization", foreign_id="o3") == second.pk
    assert MergedRow.objects.count() == 2


def test_a_merge_that_something_was_built_on_is_not_undone_in_part(staff):
    kept, removed = make.organization("Library"), make.organization("Library")
    phone = Phone.objects.create(organization=removed, number="970-555-0111")
    pair = merge(staff, "organization", kept, removed)
    Phone.objects.filter(pk=phone.pk).update(organization=make.organization("Another"))
    before = everything()
    with pytest.raises(Refused):
        actions.reopen_duplicate(staff, pair)
    assert everything() == before
    assert Duplicate.objects.get(pk=pair.pk).state == Duplicate.State.MERGED
