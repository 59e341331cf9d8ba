"""Organizations and services are removed by hand, unless a support rests on them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import District, Person
from throughline.partner import actions
from throughline.partner.models import Location, Organization, Phone, Revision, Service

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["service", "organization"])
def test_an_entry_is_removed_with_its_details_and_comes_back_with_an_undo(
    client_of: Callable[[Person | None], Client], coordinator: Person, district: District, table: str
) -> None:
    organization = make.organization("Helpers")
    service = make.service("Tutoring", organization)
    Phone.objects.create(service=service, number="303-555-0101")
    entry = service if table == "service" else organization
    url = district.url(f"remove_{table}", **{f"{table}_id": entry.public_id})
    client = client_of(coordinator)
    actor = make.actor(coordinator, district)
    support = actions.create_support(
        actor, service=service, term=actions.ensure_terms(actor)[0], state="offered"
    )
    refused = client.post(url)
    assert refused.status_code == 422
    assert "Supports at schools use this." in refused.content.decode()
    support.delete()
    assert client.post(url).status_code == 303
    assert (Service.objects.exists(), Phone.objects.exists()) == (False, False)
    assert Organization.objects.exists() == (table == "service")
    actions.undo(actor, Revision.objects.latest("pk"))
    assert Service.objects.get().phones.get().number == "303-555-0101"


def test_an_organization_with_a_confidential_address_is_not_removed(
    client_of: Callable[[Person | None], Client], coordinator: Person, district: District
) -> None:
    organization = make.organization("Safe nights")
    Location.objects.create(organization=organization, is_confidential=True)
    url = district.url("remove_organization", organization_id=organization.public_id)
    assert client_of(coordinator).post(url).status_code == 422
    assert Location.objects.exists()
