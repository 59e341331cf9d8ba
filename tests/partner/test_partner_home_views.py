"""The page where partner contacts arrive."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests import make
from throughline.accounts.actions import invite_member
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import Actor
from throughline.partner import actions
from throughline.partner.models import Contact

As = Callable[[Person | None], Client]


def test_a_partner_contact_who_signs_in_arrives_at_the_page_of_their_organization(
    district: District, partner_contact: Person, coordinator: Person
) -> None:
    sign_in = {"login": partner_contact.email, "password": "correct horse battery"}
    assert Client().post(reverse("account_login"), sign_in)["Location"] == district.url("partner_home")
    sign_in["login"] = coordinator.email
    assert Client().post(reverse("account_login"), sign_in)["Location"] == district.url("desk")


def test_the_page_shows_their_organization_its_services_and_where_they_are_offered(
    district: District, partner_contact: Person, client_of: As
) -> None:
    own, other = make.organization("Basin Builders Guild"), make.organization("Pantry on Third")
    Contact.objects.create(organization=own, name="Ana", email=partner_contact.email.upper())
    service, theirs = make.service("Job site weeks", own), make.service("Weekend food", other)
    system = Actor.system(district)
    term, school = actions.ensure_terms(system)[0], make.school("Dry Fork")
    for each in (service, theirs):
        actions.create_support(system, service=each, term=term, school=school, state="offered")
    page = client_of(partner_contact).get(district.url("partner_home")).content.decode()
    assert district.url("organization", organization_id=own.public_id) in page
    assert page.count(">Job site weeks<") == 5  # its heading, three controls that name it, and at the school
    assert "Dry Fork" in page
    assert "Weekend food" not in page
    assert "Pantry on Third" not in page
    for name in ("supports", "organizations", "district_front"):
        assert district.url(name) in page


def test_a_contact_whose_address_is_in_no_listing_is_told_what_to_do(
    district: District, partner_contact: Person, client_of: As
) -> None:
    make.organization("Pantry on Third")
    district.contact = "Ms. Ortiz, 970-555-0100"
    district.save()
    page = client_of(partner_contact).get(district.url("partner_home")).content.decode()
    assert "No organization in the directory has your email address" in page
    assert partner_contact.email in page
    assert "Ms. Ortiz" in page
    assert "Where your services are offered" not in page


def test_an_invited_partner_contact_lands_there_too(district: District, owner: Person) -> None:
    invited = invite_member(make.actor(owner, district), email="new@example.org", role=Role.PARTNER_CONTACT)
    answer = Client().post(invited.path, {"name": "New Contact", "password": "three unrelated words here"})
    assert answer["Location"] == district.url("partner_home")
