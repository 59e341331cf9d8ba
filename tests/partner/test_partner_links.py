"""Links of organizations as staff make, send and revoke them; reminders; the settings of the directory."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.config.jobs import JOBS
from throughline.partner import actions, tasks
from throughline.partner.models import (
    Contact,
    DirectorySettings,
    Organization,
    PartnerLink,
    Service,
)
from throughline.partner.queries.partner_links import organizations_to_send_link

As = Callable[[Person | None], Client]


@pytest.fixture
def organization(district: District) -> Organization:
    organization = make.organization("Valley Library", email="desk@library.example")
    make.service("Homework room", organization)
    return organization


@pytest.fixture
def url(district: District, organization: Organization) -> str:
    return district.url("partner_links", organization_id=organization.public_id)


def test_a_coordinator_creates_sends_and_revokes_a_link(
    district: District, coordinator: Person, client_of: As, url: str, prompt_worker: None
) -> None:
    district.contact = "Ms. Ortiz, 970-555-0100"
    district.languages = ["en", "es"]
    district.save()
    client = client_of(coordinator)
    assert client.get(url).context["form"].initial == {"email": "desk@library.example"}
    page = client.post(url, {"email": "Ana@library.example"}, follow=True).content.decode()
    link = PartnerLink.objects.get()
    assert link.code in page
    assert "Never used" in page
    assert link.email == "ana@library.example"
    assert link.expires_at == timezone.now() + timedelta(days=actions.LINK_DAYS)
    assert link.secret_hash == actions.hash_of_link(link.code)
    (message,) = mail.outbox
    assert message.to == ["ana@library.example"]
    for words in (link.code, "Ms. Ortiz", "Valley Library", "No necesita una cuenta"):
        assert words in message.body
    send = district.url("send_partner_link", link_id=link.public_id)
    assert "a few minutes ago" in client.post(send, follow=True).content.decode()
    assert len(mail.outbox) == 1
    page = client.post(
        district.url("revoke_partner_link", link_id=link.public_id), follow=True
    ).content.decode()
    assert link.code not in page
    assert "Revoked" in page
    assert "was revoked" in client.post(send, follow=True).content.decode()
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs >= {"create_partner_link", "send_partner_link", "revoke_partner_link"}


def test_sending_again_lets_the_same_link_work_for_longer(
    district: District, organization: Organization, prompt_worker: None, traveller: time_machine.Traveller
) -> None:
    system = Actor.system(district)
    link = actions.create_partner_link(
        system, organization, email="a@b.example", mail=tasks.mail_partner_link
    )
    traveller.shift(timedelta(days=70))
    link = actions.send_partner_link(system, link, mail=tasks.mail_partner_link)
    assert link.is_usable(timezone.now() + timedelta(days=59))
    assert (link.n_sent, len(mail.outbox)) == (2, 2)


def test_a_link_without_an_address_is_never_mailed(
    district: District, organization: Organization, prompt_worker: None
) -> None:
    system = Actor.system(district)
    link = actions.create_partner_link(system, organization, mail=tasks.mail_partner_link)
    with pytest.raises(Refused):
        actions.send_partner_link(system, link, mail=tasks.mail_partner_link)
    assert mail.outbox == []


def test_the_number_of_links_of_an_organization_is_limited(
    district: District, organization: Organization
) -> None:
    system = Actor.system(district)
    links = [actions.create_partner_link(system, organization) for _ in range(10)]
    with pytest.raises(Refused):
        actions.create_partner_link(system, organization)
    actions.revoke_partner_link(system, links[0])
    actions.create_partner_link(system, organization)


def test_a_revoked_or_removed_link_that_was_queued_is_not_mailed(
    district: District, organization: Organization
) -> None:
    system = Actor.system(district)
    link = actions.create_partner_link(system, organization, email="a@b.example")
    actions.revoke_partner_link(system, link)
    tasks.mail_partner_link.func(district.slug, link.public_id)
    tasks.mail_partner_link.func(district.slug, "gone")
    assert mail.outbox == []


def aged(days: int) -> None:
    Service.objects.update(assured_date=timezone.localdate() - timedelta(days=days))


@pytest.fixture
def reminding(district: District, organization: Organization, prompt_worker: None) -> None:
    DirectorySettings.objects.create(sends_reminders=True)


def test_partners_are_reminded_before_their_entry_is_a_year_old_and_once_in_thirty_days(
    district: District, reminding: None, traveller: time_machine.Traveller
) -> None:
    aged(330)
    tasks.remind_partners(district)
    assert mail.outbox == []
    aged(340)
    tasks.remind_partners(district)
    (message,) = mail.outbox
    assert message.to == ["desk@library.example"]
    assert "still right" in message.subject
    assert "no longer want these emails" in message.body
    assert PartnerLink.objects.get().code in message.body
    for _ in range(29):
        traveller.shift(timedelta(days=1))
        tasks.remind_partners(district)
    assert len(mail.outbox) == 1
    traveller.shift(timedelta(days=2))
    tasks.remind_partners(district)
    assert len(mail.outbox) == 2
    assert PartnerLink.objects.count() == 1, "the link still worked"


@pytest.mark.parametrize("case", ["off", "no address", "former", "closed", "confirmed"])
def test_no_one_is_reminded_without_a_reason(case: str, district: District, reminding: None) -> None:
    aged(400)
    if case == "off":
        DirectorySettings.objects.update(sends_reminders=False)
    elif case == "no address":
        Organization.objects.update(email="")
    elif case == "former":
        Organization.objects.update(ended_on=timezone.localdate())
    elif case == "closed":
        Service.objects.update(status=Service.Status.DEFUNCT)
    else:
        aged(0)
    tasks.remind_partners(district)
    assert mail.outbox == []


def test_a_reminder_goes_to_a_contact_or_to_the_address_of_the_newest_link(
    district: District, organization: Organization, reminding: None
) -> None:
    aged(400)
    Organization.objects.update(email="")
    Contact.objects.create(organization=organization, name="Ana", email="ana@library.example")
    tasks.remind_partners(district)
    assert mail.outbox[-1].to == ["ana@library.example"]
    PartnerLink.objects.update(sent_at=timezone.now() - timedelta(days=40))
    actions.create_partner_link(Actor.system(district), organization, email="new@library.example")
    tasks.remind_partners(district)
    assert mail.outbox[-1].to == ["new@library.example"]


def test_no_link_goes_to_an_address_that_was_barred_unless_staff_create_one(
    district: District, coordinator: Person, organization: Organization, client_of: As, reminding: None
) -> None:
    aged(400)
    link = actions.create_partner_link(Actor.system(district), organization, email="desk@library.example")
    revoke = district.url("revoke_partner_link", link_id=link.public_id)
    assert organizations_to_send_link("desk@library.example") == [organization]
    client_of(coordinator).post(revoke, {"bar": "yes"})
    assert organizations_to_send_link("Desk@library.example") == []
    tasks.remind_partners(district)
    assert mail.outbox == []
    assert PartnerLink.objects.filter(revoked_at=None).count() == 0
    actions.create_partner_link(Actor.system(district), organization, email="new@library.example")
    tasks.remind_partners(district)
    assert mail.outbox[-1].to == ["new@library.example"]


def test_reminders_are_a_daily_job() -> None:
    (job,) = [job for job in JOBS if job.run is tasks.remind_partners]
    assert job.every_seconds == 86_400


def test_a_coordinator_chooses_how_the_directory_is_kept(
    district: District, coordinator: Person, client_of: As
) -> None:
    url = district.url("change_directory_settings")
    client = client_of(coordinator)
    assert client.get(url).context["form"].initial["approves_partner_edits"] is True
    wrong = {"helper_name": "Ms. Ortiz", "helper_phone": "nonsense"}
    assert client.post(url, wrong).status_code == 422
    for reminders in (True, False):
        chosen = {"helper_name": "Ms. Ortiz", "helper_phone": "970-555-0100"}
        assert client.post(url, chosen | ({"sends_reminders": "on"} if reminders else {})).status_code == 303
        kept = DirectorySettings.objects.get()
        assert (kept.approves_partner_edits, kept.sends_reminders) == (False, reminders)
        assert (kept.helper_name, kept.helper_phone) == ("Ms. Ortiz", "970-555-0100")


def test_where_no_mail_is_sent_no_link_claims_to_be(
    district: District, coordinator: Person, client_of: As, url: str, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    client = client_of(coordinator)
    page = client.post(url, {"email": "ana@library.example"}, follow=True).content.decode()
    link = PartnerLink.objects.get()
    assert (link.sent_at, link.n_sent) == (None, 0)
    assert "Never sent by email" in page
    assert "We&#x27;ll email" not in page
    assert district.url("send_partner_link", link_id=link.public_id) not in page
    DirectorySettings.objects.create(sends_reminders=True)
    tasks.remind_partners(district)
    assert PartnerLink.objects.count() == 1
