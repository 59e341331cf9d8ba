"""What a partner contact with an account does with the services of their organization."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import District, Person
from throughline.partner.models import Contact, DirectorySettings, Organization, ProposedEdit, Service

As = Callable[[Person | None], Client]


@pytest.fixture
def service(district: District, partner_contact: Person) -> Service:
    own = make.organization("Basin Builders Guild")
    Contact.objects.create(organization=own, name="Ana", email=partner_contact.email)
    return make.service("Job site weeks", own)


def test_they_confirm_everything_and_set_open_places_from_their_page(
    district: District, service: Service, partner_contact: Person, client_of: As
) -> None:
    client = client_of(partner_contact)
    page = client.get(district.url("partner_home"))
    assert "Everything is still right" in page.content.decode()
    (one,) = page.context["kept"]
    data = {"service": service.public_id, "status": "full", f"shown-{service.public_id}": one.state}
    assert client.post(district.url("confirm_own_services"), data).status_code == 303
    assert client.post(district.url("set_own_openings"), data).status_code == 303
    service.refresh_from_db()
    assert (service.assured_date, service.assured_by) == (timezone.localdate(), "partner")
    assert (service.assurer_email, service.capacity_status) == (partner_contact.email, "full")
    assert Organization.objects.get().answered_at is not None


@pytest.mark.parametrize("approves", [True, False])
def test_their_edits_wait_or_not_as_the_district_chose(
    approves: bool, district: District, service: Service, partner_contact: Person, client_of: As
) -> None:
    DirectorySettings.objects.create(approves_partner_edits=approves)
    client = client_of(partner_contact)
    url = district.url("edit_own_service", service_id=service.public_id)
    shown = client.get(url).context["form"].initial["shown"]
    assert client.post(url, {"description": "On a site.", "shown": shown}).status_code == 303
    service.refresh_from_db()
    assert service.description == ("" if approves else "On a site.")
    assert ProposedEdit.objects.filter(person=partner_contact).exists() is approves


def test_of_other_services_they_change_nothing(
    district: District, service: Service, partner_contact: Person, client_of: As
) -> None:
    other = make.service("Elsewhere", make.organization("Other"))
    client = client_of(partner_contact)
    data = {"service": other.public_id, "status": "full"}
    for name in ("confirm_own_services", "set_own_openings"):
        page = client.post(district.url(name), data, follow=True).content.decode()
        assert "no service of yours was chosen" in page
    page = client.get(district.url("edit_own_service", service_id=other.public_id), follow=True)
    assert page.redirect_chain == [(district.url("partner_home"), 303)]
    assert "among yours any more" in page.content.decode()
    other.refresh_from_db()
    assert (other.assured_date, other.capacity_status) == (None, "")
