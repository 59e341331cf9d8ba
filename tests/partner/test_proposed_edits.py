"""Edits of partners that wait: what they would change is told, and only what was changed is written."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.models import (
    Address,
    Location,
    PartnerLink,
    Phone,
    ProposedEdit,
    Revision,
    RevisionRow,
    Schedule,
    Service,
    ServiceAtLocation,
)

As = Callable[[Person | None], Client]


@pytest.fixture
def service(district: District) -> Service:
    service = make.service("Homework room", make.organization("Valley Library"), description="Help.")
    Phone.objects.create(service=service, number="719-555-0101")
    return service


@pytest.fixture
def edit(district: District, service: Service) -> ProposedEdit:
    assert service.organization is not None
    link = actions.create_partner_link(
        Actor.system(district), service.organization, email="desk@library.example"
    )
    key = str(service.phones.get().hsds_id)
    changes = {
        "own": {"description": "Quiet room."},
        "rows": {
            "phones": [{"key": key, "values": {"number": "719-555-0199"}}],
            "capacities": [{"key": "", "values": {"unit_name": "seats", "available": "3"}}],
        },
    }
    return ProposedEdit.objects.create(service=service, link=link, fields=changes)


@pytest.fixture
def url(district: District, edit: ProposedEdit) -> str:
    return district.url("proposed_edit", edit_id=edit.public_id)


def shown(client: Client, url: str) -> str:
    return str(client.get(url).context["shown"])


def test_the_list_and_the_page_tell_what_would_change_and_write_nothing(
    district: District, edit: ProposedEdit, coordinator: Person, client_of: As, url: str
) -> None:
    for address in (district.url("proposed_edits"), url):
        page = client_of(coordinator).get(address).content.decode()
        assert "Service: <ins>" not in " ".join(page.split()), "whose entry it is goes without saying"
        for words in ("<del>Help.</del>", "<ins>Quiet room.</ins>", "<ins>719-555-0199</ins>", "seats"):
            assert words in page
    edit.service.refresh_from_db()
    assert edit.service.description == "Help."
    assert not edit.service.capacities.exists()
    assert not Revision.objects.exists()


def test_a_moment_is_told_by_the_day_that_it_is_in_the_district(
    coordinator: Person, client_of: As, url: str, traveller: time_machine.Traveller
) -> None:
    traveller.move_to(datetime(2026, 10, 15, 3, tzinfo=UTC))
    page = " ".join(client_of(coordinator).get(url).content.decode().split())
    assert "Counted on: <ins>Oct. 14, 2026</ins>" in page


def test_an_approved_edit_is_written_and_counts_as_confirmed_by_the_partner(
    edit: ProposedEdit, coordinator: Person, client_of: As, url: str
) -> None:
    client = client_of(coordinator)
    assert client.post(url, {"shown": shown(client, url)}).status_code == 303
    service = Service.objects.get(pk=edit.service_id)
    assert service.description == "Quiet room."
    assert service.phones.get().number == "719-555-0199"
    assert service.capacities.get().available == 3
    assert (service.assured_by, service.assurer_email) == ("partner", "desk@library.example")
    assert service.assured_date == timezone.localdate(edit.created_at)
    revision = Revision.objects.get()
    assert (revision.kind, revision.person) == (Revision.Kind.PARTNER, coordinator)
    edit.refresh_from_db()
    assert (edit.state, edit.decided_by) == (ProposedEdit.State.APPROVED, coordinator)
    page = client.get(url)
    assert page.status_code == 200
    assert "Approved" in page.content.decode()
    assert client.post(url, {"shown": "x"}).status_code == 422, "an edit is decided once"


def test_what_others_changed_meanwhile_stays_and_the_coordinator_is_told(
    district: District, edit: ProposedEdit, coordinator: Person, client_of: As, url: str
) -> None:
    client = client_of(coordinator)
    before = shown(client, url)
    actions.edit_service(
        Actor.system(district),
        edit.service,
        terms=[],
        fees_description="Five dollars",
        description="Staff's.",
    )
    response = client.post(url, {"shown": before})
    assert response.status_code == 422
    page = response.content.decode()
    assert "The entry was changed while you were reading" in page
    assert "<del>Staff&#x27;s.</del>" in page
    assert client.post(url, {"shown": response.context["shown"]}).status_code == 303
    service = Service.objects.get(pk=edit.service_id)
    assert (service.description, service.fees_description) == ("Quiet room.", "Five dollars")


def test_the_coordinator_reads_which_of_several_hours_would_change(
    edit: ProposedEdit, coordinator: Person, client_of: As, url: str
) -> None:
    hours = {"freq": "WEEKLY", "opens_at": "09:00", "closes_at": "17:00"}
    Schedule.objects.create(service=edit.service, byday="MO", **hours)
    tuesday = Schedule.objects.create(service=edit.service, byday="TU", **hours)
    edit.fields = {
        "own": {},
        "rows": {"schedules": [{"key": str(tuesday.hsds_id), "values": {"opens_at": "10:30"}}]},
    }
    edit.save()
    page = " ".join(client_of(coordinator).get(url).content.decode().split())
    assert "Hours “Tuesday, 9 a.m. to 5 p.m.”: changed" in page
    assert "<del>9 a.m.</del> <ins>10:30 a.m.</ins>" in page
    assert "Monday" not in page


def test_an_edit_that_fits_no_more_is_refused_with_why(
    edit: ProposedEdit, coordinator: Person, client_of: As, url: str
) -> None:
    edit.fields["rows"]["phones"][0]["values"]["number"] = "nonsense"
    edit.save()
    client = client_of(coordinator)
    page = client.get(url)
    assert "fit the entry any more" in page.content.decode()
    assert client.post(url, {"shown": page.context["shown"]}).status_code == 422
    assert not Revision.objects.exists()


def test_a_row_that_is_gone_is_added_again_and_one_to_remove_is_gone_already(
    edit: ProposedEdit, service: Service, coordinator: Person, client_of: As, url: str
) -> None:
    phone = service.phones.get()
    edit.fields["rows"] = {
        "phones": [
            {"key": str(phone.hsds_id), "values": {"number": "719-555-0199"}},
            {"key": "00000000-0000-0000-0000-000000000000", "values": {"is_removed": "on"}},
        ]
    }
    edit.save()
    phone.delete()
    client = client_of(coordinator)
    assert client.post(url, {"shown": shown(client, url)}).status_code == 303
    assert service.phones.get().number == "719-555-0199"


def test_a_declined_edit_says_why_on_the_partners_page(
    district: District, edit: ProposedEdit, coordinator: Person, client_of: As
) -> None:
    url = district.url("decline_edit", edit_id=edit.public_id)
    assert client_of(coordinator).post(url, {"note": "Call us first."}).status_code == 303
    edit.refresh_from_db()
    assert (edit.state, edit.note) == (ProposedEdit.State.DECLINED, "Call us first.")
    assert edit.link is not None
    page = Client().get(district.url("partner_entry", code=edit.link.code)).content.decode()
    assert "Call us first." in page
    assert client_of(coordinator).post(url, {"note": ""}).status_code == 422
    assert Service.objects.get(pk=edit.service_id).description == "Help."


def test_confirming_by_staff_says_so(district: District, service: Service, coordinator: Person) -> None:
    service = actions.confirm_service(make.actor(coordinator, district), service)
    assert (service.assured_by, service.assurer_email) == ("staff", coordinator.email)


def test_the_history_says_in_words_what_a_partner_confirmed(
    district: District, service: Service, coordinator: Person, client_of: As
) -> None:
    assert service.organization is not None
    link = actions.create_partner_link(Actor.system(district), service.organization)
    data: dict[str, Any] = {"service": service.public_id, "status": "waiting_list"}
    Client().post(district.url("set_openings_by_link", code=link.code), data)
    data[f"shown-{service.public_id}"] = queries.states_to_confirm([service])[service.pk]
    Client().post(district.url("confirm_by_link", code=link.code), data)
    url = district.url("service_history", service_id=service.public_id)
    page = client_of(coordinator).get(url).content.decode()
    for words in ("Waiting list", "The organization itself", "By the partner", "Update by the partner"):
        assert words in page
    assert not RevisionRow.objects.filter(table="organization").exists()
    assert queries.confirmed_on(Service.objects.get(pk=service.pk)) == timezone.localdate()
    assert PartnerLink.objects.get().used_at is not None


def test_the_coordinator_reads_which_texts_have_the_kept_address_before_approving(
    district: District, edit: ProposedEdit, coordinator: Person, client_of: As, url: str
) -> None:
    place = Location.objects.create(organization=edit.service.organization, name="House")
    Address.objects.create(location=place, address_1="77 Larkspur Hidden Lane", city="J", state_province="CO")
    ServiceAtLocation.objects.create(service=edit.service, location=place)
    actions.mark_confidential(Actor.system(district), place)
    client = client_of(coordinator)
    assert client.get(url).context["naming"] == []
    edit.fields["own"]["description"] = "Come to 77 Larkspur Hidden Ln."
    edit.fields["rows"]["phones"][0]["values"]["description"] = "77 Larkspur Hidden Lane"
    edit.save()
    response = client.get(url)
    assert len(response.context["naming"]) == 2
    assert "can read the confidential address in these texts" in response.content.decode()


@pytest.mark.parametrize("name", ["proposed_edit", "decline_edit"])
def test_an_edit_that_was_replaced_leads_to_the_newer_one_and_keeps_the_note(
    name: str, district: District, edit: ProposedEdit, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    url = district.url(name, edit_id=edit.public_id)
    assert client.get(url).status_code == 200
    ProposedEdit.objects.update(state=ProposedEdit.State.REPLACED)
    newer = ProposedEdit.objects.create(
        service=edit.service, fields={"own": {"description": "B."}, "rows": {}}
    )
    response = client.post(url, {"shown": "x", "note": "Call us first."})
    assert response.status_code == 422
    page = response.content.decode()
    assert "decided or replaced in the meantime" in page
    assert district.url("proposed_edit", edit_id=newer.public_id) in page
    assert ("Call us first." in page) is (name == "decline_edit")
    assert Service.objects.get(pk=edit.service_id).description == "Help."
