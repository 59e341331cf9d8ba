"""The forms of locations and of what describes an entry, and the pages of their history."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Job, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, tasks
from throughline.partner.models import (
    Address,
    ConfidentialPlace,
    Location,
    Organization,
    Phone,
    Revision,
    RevisionRow,
    Schedule,
    Service,
    ServiceCapacity,
)

pytestmark = pytest.mark.django_db

ADDRESS = {
    "addresses-n": "1",
    "addresses-0-address_type": "physical",
    "addresses-0-address_1": "417 Plover Lane",
    "addresses-0-city": "Fruita",
    "addresses-0-state_province": "CO",
    "addresses-0-postal_code": "81521",
    "addresses-0-country": "US",
}
LOCATION = {"name": "Heron house", "location_type": "physical", "latitude": "39.15", "longitude": "-108.7"}


@pytest.fixture
def client(client_of: Callable[[Person | None], Client], coordinator: Person) -> Client:
    return client_of(coordinator)


@pytest.fixture
def organization(district: District) -> Organization:
    return make.organization("Safe nights")


@pytest.fixture
def service(organization: Organization) -> Service:
    return make.service("Shelter", organization)


@pytest.fixture
def create(district: District, organization: Organization, service: Service) -> str:
    return district.url("create_location", organization_id=organization.public_id)


def test_a_location_is_added_with_its_address_and_services_and_shown(
    client: Client, create: str, service: Service, district: District
) -> None:
    assert client.post(create, {**LOCATION, **ADDRESS, "services": service.pk}).status_code == 303
    location = Location.objects.get()
    assert (location.latitude, location.addresses.get().city) == (39.15, "Fruita")
    page = client.get(district.url("service", service_id=service.public_id)).content.decode()
    assert "417 Plover Lane" in page
    assert district.url("edit_location", location_id=location.public_id) in page


def test_a_refused_form_keeps_what_was_typed_in_every_row(client: Client, create: str) -> None:
    typed = {**ADDRESS, "addresses-0-city": "", "phones-n": "1", "phones-0-number": "970-555-0140"}
    response = client.post(create, {**LOCATION, **typed})
    assert response.status_code == 422
    page = response.content.decode()
    assert all(words in page for words in ("417 Plover Lane", "970-555-0140", "Heron house"))
    assert 'href="#id_addresses-0-city"' in page
    assert not Location.objects.exists()


def test_what_a_file_left_blank_does_not_stop_someone_who_changes_something_else(
    client: Client, district: District, organization: Organization
) -> None:
    location = Location.objects.create(organization=organization, location_type="physical")
    address = Address.objects.create(location=location, address_1="1 Main St", country="")
    typed = {"addresses-n": "1", "addresses-0-key": address.hsds_id, "addresses-0-address_type": "physical"}
    typed |= {"addresses-0-address_1": "1 Main St", "location_type": "physical", "name": "Library"}
    edit = district.url("edit_location", location_id=location.public_id)
    shown = {"shown": queries.state_of(location)}
    assert client.post(edit, typed | shown).status_code == 303
    location.refresh_from_db()
    assert location.name == "Library"
    cleared = {**typed, "addresses-0-address_1": "", "shown": queries.state_of(location)}
    assert client.post(edit, cleared).status_code == 422, "what was there is still needed"


def test_half_a_pair_of_coordinates_is_refused(client: Client, create: str) -> None:
    response = client.post(create, {**LOCATION, "longitude": ""})
    assert "Enter both the latitude and the longitude" in response.content.decode()


def test_a_place_that_is_confidential_from_the_beginning_never_gets_into_another_table(
    client: Client, create: str, district: District, service: Service
) -> None:
    sent = {**LOCATION, **ADDRESS, "is_confidential": "on", "services": service.pk}
    assert client.post(create, sent).status_code == 303
    location = Location.objects.get()
    assert (location.name, location.latitude) == ("", None)
    assert not Address.objects.exists()
    assert ConfidentialPlace.objects.get().values["address"][0]["address_1"] == "417 Plover Lane"
    assert not any(
        "Heron" in str((row.before, row.after)) or "Plover" in str((row.before, row.after))
        for row in RevisionRow.objects.all()
    )
    page = client.get(district.url("service", service_id=service.public_id)).content.decode()
    assert "The address is confidential. Call to find out where to go." in page
    assert "Heron" not in page


def test_marking_in_the_form_moves_what_is_typed_and_opening_it_is_recorded(
    client: Client, create: str, district: District
) -> None:
    client.post(create, {**LOCATION, **ADDRESS})
    location = Location.objects.get()
    edit = district.url("edit_location", location_id=location.public_id)
    address = location.addresses.get()
    client.get(edit)
    assert not AuditEntry.objects.filter(verb="view_confidential_address").exists()

    changed = {
        **LOCATION,
        **ADDRESS,
        "addresses-0-key": str(address.hsds_id),
        "addresses-0-address_2": "Door 9",
        "is_confidential": "on",
        "was_confidential": "False",
        "shown": queries.state_of(location),
    }
    assert client.post(edit, changed).status_code == 303
    [row] = ConfidentialPlace.objects.get().values["address"]
    assert (row["hsds_id"], row["address_2"]) == (str(address.hsds_id), "Door 9")
    assert not Address.objects.exists()

    page = client.get(edit).content.decode()
    assert "417 Plover Lane" in page
    assert "Door 9" in page
    assert AuditEntry.objects.filter(verb="view_confidential_address").count() == 1

    stale = client.post(edit, {**changed, "is_confidential": ""})
    assert stale.status_code == 422
    assert "Someone changed whether this address is confidential" in stale.content.decode()
    assert not Address.objects.exists()

    changed |= {"is_confidential": "", "was_confidential": "True", "shown": queries.state_of(location)}
    assert client.post(edit, changed).status_code == 303
    assert Address.objects.get().hsds_id == address.hsds_id


def test_the_form_names_the_texts_that_quote_the_street(
    client: Client, create: str, district: District, service: Service
) -> None:
    service.description = "Come to 417 Plover Lane."
    service.save()
    client.post(create, {**LOCATION, **ADDRESS, "services": service.pk})
    edit = district.url("edit_location", location_id=Location.objects.get().public_id)
    page = client.get(edit).content.decode()
    assert "also in these texts" in page
    assert district.url("service", service_id=service.public_id) in page


def test_details_of_a_service_are_added_changed_and_removed(
    client: Client, district: District, service: Service
) -> None:
    address = district.url("edit_service_details", service_id=service.public_id)
    sent = {
        "phones-n": "1",
        "phones-0-number": "970-555-0140",
        "schedules-n": "1",
        "schedules-0-days": ["MO", "WE"],
        "schedules-0-opens_at": "09:00",
        "schedules-0-closes_at": "17:00",
        "capacities-n": "1",
        "capacities-0-unit_name": "Beds",
        "capacities-0-available": "3",
        "capacities-0-maximum": "12",
        "shown": queries.state_of_details(service),
    }
    assert client.post(address, sent).status_code == 303
    page = client.get(district.url("service", service_id=service.public_id)).content.decode()
    assert "970-555-0140" in page
    assert "Beds: 3 of 12" in " ".join(page.split())
    schedule = Schedule.objects.get()
    assert (schedule.freq, schedule.byday, schedule.opens_at) == ("WEEKLY", "MO,WE", "09:00")

    key = str(Phone.objects.get().hsds_id)
    sent = {"phones-n": "1", "phones-0-key": key, "phones-0-is_removed": "on"}
    sent |= {"capacities-n": "1", "capacities-0-key": str(ServiceCapacity.objects.get().hsds_id)}
    sent |= {"capacities-0-unit_name": "Beds", "capacities-0-available": "0", "capacities-0-maximum": "12"}
    sent["shown"] = queries.state_of_details(service)
    assert client.post(address, sent).status_code == 303
    assert not Phone.objects.exists()
    assert ServiceCapacity.objects.get().available == 0
    assert Schedule.objects.count() == 1


def test_a_rule_that_the_form_cannot_hold_is_shown_in_words_and_kept(
    client: Client, district: District, service: Service
) -> None:
    rule = {"freq": "MONTHLY", "byday": "1MO", "opens_at": "09:00", "closes_at": "12:00"}
    row = Schedule.objects.create(service=service, **rule)
    address = district.url("edit_service_details", service_id=service.public_id)
    page = client.get(address).content.decode()
    assert 'name="schedules-0-days"' not in page
    sent = {"schedules-n": "1", "schedules-0-key": str(row.hsds_id), "schedules-0-description": "Bring ID"}
    sent["shown"] = queries.state_of_details(service)
    assert client.post(address, sent).status_code == 303
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in rule} == rule
    assert row.description == "Bring ID"


def test_hours_of_a_file_keep_their_spelling_if_nothing_was_changed(
    client: Client, district: District, service: Service
) -> None:
    row = Schedule.objects.create(
        service=service, freq="WEEKLY", byday="WE,MO", opens_at="09:00:00", closes_at="17:00:00"
    )
    sent = {
        "schedules-n": "1",
        "schedules-0-key": str(row.hsds_id),
        "schedules-0-days": ["MO", "WE"],
        "schedules-0-opens_at": "09:00",
        "schedules-0-closes_at": "17:00",
        "shown": queries.state_of_details(service),
    }
    address = district.url("edit_service_details", service_id=service.public_id)
    assert client.post(address, sent).status_code == 303
    assert not Revision.objects.exists()


def test_the_history_tells_who_changed_what_and_undoes_it(
    client: Client, district: District, service: Service, coordinator: Person
) -> None:
    actions.edit_service(make.actor(coordinator, district), service, terms=[], name="Night shelter")
    history = district.url("service_history", service_id=service.public_id)
    page = client.get(history).content.decode()
    assert all(
        words in page for words in (coordinator.name, "<del>Shelter</del>", "<ins>Night shelter</ins>")
    )
    undo = district.url("undo_revision", revision_id=Revision.objects.get().public_id)
    assert undo in page
    response = client.post(undo)
    assert (response.status_code, response["Location"]) == (303, history)
    service.refresh_from_db()
    assert service.name == "Shelter"
    again = client.post(undo)
    assert again.status_code == 422
    assert "already undone" in again.content.decode()


@pytest.mark.usefixtures("no_worker")
def test_a_large_change_is_undone_by_a_job_that_can_be_started_again(
    client: Client, district: District, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.partner.queries.history.MOST_AT_ONCE", 3)
    monkeypatch.setattr("throughline.partner.actions.undoing.ROWS_AT_ONCE", 2)
    actor = make.actor(coordinator, district)
    with actions.revising(actor, Revision.Kind.IMPORT) as recorder:
        helpers = [make.organization(f"Helper {number}") for number in range(4)]
        recorder.added(*helpers, make.service("Tutoring", helpers[0]))
    revision_id = Revision.objects.get().public_id

    def undone() -> Job:
        response = client.post(district.url("undo_revision", revision_id=revision_id))
        job = Job.objects.latest("pk")
        assert response["Location"] == district.url("job", job_id=job.public_id)
        tasks.undo_revision.func(district.slug, job.public_id, revision_id=revision_id)
        return Job.objects.latest("pk")

    in_the_way = make.service("Reading", helpers[3])
    assert "Organization “Helper 3” was changed since" in undone().sentence
    assert list(Organization.objects.all()) == [helpers[3]]
    in_the_way.delete()
    assert undone().sentence == "The change was undone."
    assert not Organization.objects.exists()


def test_a_removed_location_comes_back_with_an_undo(
    client: Client, create: str, district: District, coordinator: Person
) -> None:
    client.post(create, {**LOCATION, **ADDRESS})
    location = Location.objects.get()
    remove = district.url("remove_location", location_id=location.public_id)
    assert client.post(remove).status_code == 303
    assert not Location.objects.exists()
    removal = Revision.objects.filter(rows__table="location", rows__after__isnull=True).latest("pk")
    actions.undo(make.actor(coordinator, district), removal)
    assert Location.objects.get().addresses.get().address_1 == "417 Plover Lane"


def test_somebody_confirms_a_service_and_only_staff_see_who(
    client: Client,
    client_of: Callable[[Person | None], Client],
    district: District,
    service: Service,
    coordinator: Person,
) -> None:
    page = district.url("service", service_id=service.public_id)
    client.post(district.url("confirm_service", service_id=service.public_id))
    assert coordinator.email in client.get(page).content.decode()
    shown = client_of(None).get(page).content.decode()
    assert "Last confirmed" in shown
    assert coordinator.email not in shown


def test_the_system_may_write_without_a_person(system: Actor, service: Service) -> None:
    actions.confirm_service(system, service)
    assert service.assurer_email == ""
