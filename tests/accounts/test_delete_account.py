"""People delete their account: what says who they are goes, what they did stays."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from tests import make
from tests.attack.sign_in import confirmed, give_app, sign_in, signed_in
from throughline.accounts import actions, queries, workflows
from throughline.accounts.models import AuditEntry, District, Invitation, Membership, Person, Role, Session
from throughline.accounts.queries import AuditFilter


@pytest.fixture
def leaving(district: District, owner: Person) -> Person:
    """A coordinator who joined by an invitation, has a second step and has done something."""
    invitation = actions.invite_member(
        make.actor(owner, district), email="Leaving.Lena@example.org", role=Role.COORDINATOR
    )
    person = actions.join_as_new_person(invitation, name="Leaving Lena", password="correct horse battery")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    give_app(person)
    actions.create_school(make.actor(person, district), name="Aspen", level="high", nces_id="", state_id="")
    return person


def delete(client: Client) -> int:
    return client.post(reverse("delete_account")).status_code


def names_stored() -> list[str]:
    """Tables that hold the name or the address; sessions are packed, and tested below."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any("lena" in str(value).lower() for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def test_no_table_holds_the_name_or_the_address_any_more(district: District, leaving: Person) -> None:
    assert "accounts_person" in names_stored()
    workflows.delete_account(leaving)
    assert names_stored() == []


def test_everything_that_lets_them_in_is_gone(district: District, coordinator: Person) -> None:
    elsewhere = signed_in(coordinator)
    client = confirmed(coordinator)
    give_app(coordinator)
    page = client.get(reverse("delete_account")).content.decode()
    assert coordinator.email in page
    assert district.name in page
    old = Person.objects.get(pk=coordinator.pk)
    assert delete(client) == 303
    coordinator.refresh_from_db()
    assert not coordinator.is_active
    assert not coordinator.has_usable_password()
    assert not Membership.objects.filter(person=coordinator).exists()
    assert not Authenticator.objects.filter(user=coordinator).exists()
    assert not Session.objects.filter(person=coordinator).exists()
    for browser in (client, elsewhere):
        assert browser.get(reverse("my_account")).status_code == 302
    assert sign_in(Client(), old).status_code == 200
    assert [message.to for message in mail.outbox] == [[old.email]]


def test_what_they_did_stays_in_the_audit_without_a_name(district: District, leaving: Person) -> None:
    before = AuditEntry.objects.filter(person=leaving).count()
    actions.delete_account(leaving)
    rows = [queries.audit_row(row) for row in queries.audit_entries(district, AuditFilter())]
    own = [row for row in rows if row.who == "Deleted account"]
    assert len(own) == before + 1
    assert own[0].what == "Deleted their account"
    line = next(queries.audit_csv_rows(district, AuditFilter()))
    assert line[1:3] == ["Deleted account", f"{leaving.public_id.lower()}@deleted.invalid"]
    assert leaving in queries.audit_people()


def test_the_audit_page_goes_on_working(district: District, owner: Person, leaving: Person) -> None:
    actions.delete_account(leaving)
    client = Client()
    client.force_login(owner)
    page = client.get(district.url("audit"), {"person": leaving.public_id})
    assert page.status_code == 200
    assert "Deleted account" in page.content.decode()
    assert client.get(district.url("members")).status_code == 200


def test_the_only_owner_of_a_district_is_told_what_to_do_first(district: District, owner: Person) -> None:
    client = confirmed(owner)
    refused = client.post(reverse("delete_account"))
    assert refused.status_code == 422
    assert "You are the only owner of Juniper Valley" in refused.content.decode()
    owner.refresh_from_db()
    assert owner.is_active
    make.member(district, Role.OWNER)
    assert delete(client) == 303


def test_an_owner_of_one_and_only_owner_of_another_district_loses_neither(
    district: District, owner: Person, other_district: District
) -> None:
    make.member(district, Role.OWNER)
    with scope(district=other_district):
        Membership.objects.create(person=owner, role=Role.OWNER)
    assert delete(confirmed(owner)) == 422
    assert {row.district for row in queries.districts_of(owner)} == {district, other_district}


def test_invitations_of_others_to_the_address_stay_until_they_are_used(
    district: District, leaving: Person, other_district: District
) -> None:
    with scope(district=other_district):
        waiting = actions.invite_member(
            make.actor(make.member(other_district, Role.OWNER), other_district),
            email=leaving.email,
            role=Role.ANALYST,
        )
    actions.delete_account(leaving)
    assert not Invitation.objects.filter(email=leaving.email).exists()
    with scope(district=other_district):
        assert list(Invitation.objects.all()) == [waiting]


def test_a_notice_that_waits_is_not_mailed_to_an_address_that_cannot_exist(
    district: District, leaving: Person
) -> None:
    workflows.delete_account(leaving)
    mail.outbox.clear()
    workflows.mail_notice(leaving.public_id, "remove_app", timezone.now().isoformat())
    workflows.mail_notice(leaving.public_id, "change_email", timezone.now().isoformat(), to="old@example.org")
    assert [message.to for message in mail.outbox] == [["old@example.org"]]


def test_a_mail_server_that_is_down_does_not_undo_it(
    district: District, leaving: Person, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    workflows.delete_account(leaving)
    leaving.refresh_from_db()
    assert not leaving.is_active
    assert "could not be sent" in caplog.text
