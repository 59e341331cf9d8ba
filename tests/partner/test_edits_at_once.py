"""Two people edit one entry: the later one is told, and loses nothing of what either typed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import District, Person
from throughline.partner import actions
from throughline.partner.models import ConfidentialPlace, Location, Phone

pytestmark = pytest.mark.django_db

CHANGED = "Someone changed this entry while you were editing. Compare with its history, then save again."


@pytest.fixture
def client(client_of: Callable[[Person | None], Client], coordinator: Person) -> Client:
    return client_of(coordinator)


def shown_on(page: str) -> str:
    [shown] = re.findall(r'name="shown" value="(\w+)"', page)
    return shown


def saved_late(client: Client, url: str, typed: dict[str, str], change: Callable[[], object]) -> None:
    """Open a form, let someone else change the entry, then save: refused once, with all that was typed."""
    shown = shown_on(client.get(url).content.decode())
    change()
    refused = client.post(url, {**typed, "shown": shown})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert CHANGED in page
    assert "/history/" in page
    assert all(f'value="{value}"' in page for value in typed.values() if "@" in value or "-" in value)
    assert shown_on(page) != shown
    assert client.post(url, {**typed, "shown": shown_on(page)}).status_code == 303


def test_an_organization_changed_meanwhile_is_not_overwritten(
    client: Client, district: District, owner: Person
) -> None:
    entry = make.organization("Helpers")
    url = district.url("edit_organization", organization_id=entry.public_id)
    typed = {"name": "Helpers", "email": "desk@helpers.example"}
    actor = make.actor(owner, district)
    saved_late(
        client, url, typed, lambda: actions.edit_organization(actor, entry, description="By the owner.")
    )
    entry.refresh_from_db()
    assert entry.email == "desk@helpers.example"


def test_a_service_changed_meanwhile_is_not_overwritten(
    client: Client, district: District, owner: Person
) -> None:
    entry, actor = make.service("Tutoring"), make.actor(owner, district)
    kinds = actions.ensure_terms(actor)[:1]
    url = district.url("edit_service", service_id=entry.public_id)
    typed = {"name": "Tutoring", "status": "active", "email": "desk@helpers.example"}
    saved_late(client, url, typed, lambda: actions.edit_service(actor, entry, terms=kinds))


@pytest.mark.parametrize("table", ["service", "organization"])
def test_details_changed_meanwhile_are_not_overwritten(
    client: Client, district: District, owner: Person, table: str
) -> None:
    entry = make.service("Tutoring") if table == "service" else make.organization("Helpers")
    phone = Phone.objects.create(**{table: entry}, number="303-555-0101")
    url = district.url(f"edit_{table}_details", **{f"{table}_id": entry.public_id})
    key = str(phone.hsds_id)
    typed = {"phones-n": "1", "phones-0-key": key, "phones-0-number": "303-555-0199"}
    rows = [actions.TypedRow(key, {"number": "303-555-0102"})]
    actor = make.actor(owner, district)
    saved_late(client, url, typed, lambda: actions.edit_details(actor, entry, phones=rows))
    phone.refresh_from_db()
    assert phone.number == "303-555-0199"


@pytest.mark.parametrize("is_confidential", [False, True])
def test_a_location_changed_meanwhile_is_not_overwritten(
    client: Client, district: District, owner: Person, is_confidential: bool
) -> None:
    entry = Location.objects.create(location_type="physical", is_confidential=is_confidential)
    if is_confidential:
        ConfidentialPlace.objects.create(location=entry)
    url = district.url("edit_location", location_id=entry.public_id)
    typed = {"location_type": "physical", "name": "Heron-house", "was_confidential": str(is_confidential)}
    typed |= {"is_confidential": "on"} if is_confidential else {}

    def change() -> None:
        actions.edit_location(
            make.actor(owner, district),
            entry,
            is_confidential=is_confidential,
            was_confidential=is_confidential,
            services=[],
            lists={},
            description="Ring twice.",
        )

    saved_late(client, url, typed, change)


def test_a_change_of_something_else_does_not_stop_an_edit(
    client: Client, district: District, owner: Person
) -> None:
    entry = make.service("Tutoring")
    url = district.url("edit_service", service_id=entry.public_id)
    shown = shown_on(client.get(url).content.decode())
    rows = [actions.TypedRow("", {"number": "303-555-0102"})]
    actions.edit_details(make.actor(owner, district), entry, phones=rows)
    assert client.post(url, {"name": "Reading", "status": "active", "shown": shown}).status_code == 303


def test_an_entry_removed_meanwhile_is_not_written_again(district: District, owner: Person) -> None:
    entry, actor = make.organization("Helpers"), make.actor(owner, district)
    with actions.revising(actor) as revision:
        revision.remove(type(entry).objects.get(pk=entry.pk))
    with pytest.raises(Refused, match="Someone removed this entry"):
        actions.edit_organization(actor, entry, name="Helping hands")
