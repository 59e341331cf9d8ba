"""Owners and analysts need two-step sign-in: when, what is closed to them until then, and what is not."""

import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from tests import make
from tests.attack.sign_in import confirmed, give_app, signed_in
from tests.words import plain_cells
from throughline.accounts import actions
from throughline.accounts.models import AuditEntry, District, Membership, Person, Role
from throughline.accounts.permissions import Actor
from throughline.config.jobs import JOBS, tick
from throughline.config.server.limits import SMALL_BODY_BYTES

As = Callable[[Person | None], Client]
NEEDED = "Set up two-step sign-in"
REMINDERS = [job for job in JOBS if job.name == "remind of two-step sign-in"]


def due(person: Person, at: Any) -> Person:
    person.two_step_due_at = at
    person.save()
    return person


def overdue(person: Person) -> Person:
    return due(person, timezone.now() - timedelta(seconds=1))


def give_passkey(person: Person) -> Authenticator:
    data = {"name": "A phone", "credential": {}}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


# Until when


@pytest.mark.parametrize(("role", "days"), [(Role.OWNER, 14), (Role.ANALYST, 14), (Role.COORDINATOR, None)])
def test_whoever_joins_has_two_weeks_if_the_role_needs_it(
    district: District, owner: Person, role: str, days: int | None
) -> None:
    invitation = actions.invite_member(make.actor(owner, district), email="new@example.org", role=role)
    person = actions.join_as_new_person(invitation, name="New", password="four unlikely words")
    assert person.two_step_due_at == (timezone.now() + timedelta(days=days) if days else None)


def test_an_operator_may_give_no_time_at_all(district: District, stranger: Person, settings: Any) -> None:
    settings.TWO_STEP_GRACE_DAYS = 0
    due(stranger, None)
    actions.add_member(Actor.system(district), person=stranger, role=Role.OWNER)
    assert NEEDED in signed_in(stranger).get(district.url("cycles")).content.decode()


def test_a_further_role_gives_no_more_time(
    district: District, other_district: District, traveller: time_machine.Traveller
) -> None:
    person = due(make.person("Ana"), None)
    actions.add_member(Actor.system(district), person=person, role=Role.ANALYST)
    first = person.two_step_due_at
    assert first
    traveller.shift(timedelta(days=10))
    with scope(district=other_district):
        actions.add_member(Actor.system(other_district), person=person, role=Role.OWNER)
    assert person.two_step_due_at == first


def test_the_time_begins_when_a_member_becomes_an_analyst(
    district: District, owner: Person, coordinator: Person
) -> None:
    due(coordinator, None)
    membership = Membership.objects.get(person=coordinator)
    actor = make.actor(owner, district)
    actions.change_member(actor, membership, roles=[Role.ANALYST])
    coordinator.refresh_from_db()
    assert coordinator.two_step_due_at == timezone.now() + timedelta(days=14)
    actions.change_member(actor, Membership.objects.get(person=coordinator), roles=[Role.COORDINATOR])
    coordinator.refresh_from_db()
    assert coordinator.two_step_due_at is None


def test_the_upgrade_gives_two_weeks_to_those_who_need_it(district: District) -> None:
    people = {role: due(make.member(district, role), None) for role in Role}
    migration = import_module("throughline.accounts.migrations.0004_sessions_and_two_step")
    migration.give_time_to_set_up(apps, None)
    for person in people.values():
        person.refresh_from_db()
    with_date = {role for role, person in people.items() if person.two_step_due_at}
    assert with_date == {Role.OWNER, Role.ANALYST}
    assert people[Role.OWNER].two_step_due_at == timezone.now() + timedelta(days=14)


# What is closed


@pytest.mark.parametrize("role", [Role.OWNER, Role.ANALYST])
@pytest.mark.parametrize("has_date", [True, False])
def test_once_it_is_due_the_pages_of_the_district_are_closed(
    district: District, client_of: As, role: str, has_date: bool
) -> None:
    person = make.member(district, role)
    client = client_of(person)
    assert client.get(district.url("cycles")).status_code == 200
    due(person, timezone.now() if has_date else None)
    page = client.get(district.url("cycles"))
    assert page.status_code == 403
    assert NEEDED in page.content.decode()
    assert reverse("mfa_index") in page.content.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FACILITATOR, Role.BOARD_MEMBER])
def test_other_roles_need_none(district: District, client_of: As, role: str) -> None:
    person = due(make.member(district, role), None)
    assert client_of(person).get(district.url("organizations")).status_code == 200


@pytest.mark.parametrize("give", [give_app, give_passkey])
def test_whoever_has_a_factor_gets_in(
    district: District, owner: Person, client_of: As, give: Callable[[Person], Authenticator]
) -> None:
    give(overdue(owner))
    assert client_of(owner).get(district.url("members")).status_code == 200


def test_backup_codes_alone_are_no_factor(district: District, owner: Person, client_of: As) -> None:
    RecoveryCodes.activate(overdue(owner))
    assert client_of(owner).get(district.url("members")).status_code == 403


def test_what_was_typed_is_shown_again_and_nothing_is_saved(
    district: District, owner: Person, client_of: As
) -> None:
    overdue(owner)
    answer = client_of(owner).post(district.url("create_school"), {"name": "Piñon High", "level": "high"})
    assert answer.status_code == 403
    assert "Piñon High" in answer.content.decode()
    assert "was not saved" in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="create_school").exists()


def test_a_large_form_is_answered_the_same_way(district: District, owner: Person, client_of: As) -> None:
    client = client_of(overdue(owner))
    answer = client.post(district.url("create_school"), {"name": "x" * (SMALL_BODY_BYTES + 1)})
    assert answer.status_code == 403
    assert NEEDED in answer.content.decode()


def test_public_pages_show_no_more_than_to_a_stranger(
    district: District, owner: Person, client_of: As
) -> None:
    client, url = client_of(owner), district.url("services")
    assert 'class="staff"' in client.get(url).content.decode()
    overdue(owner)
    page = client.get(url)
    assert page.status_code == 200
    assert 'class="staff"' not in page.content.decode()


def test_other_districts_and_ones_own_pages_stay_open(
    district: District, owner: Person, other_district: District, client_of: As
) -> None:
    with scope(district=other_district):
        Membership.objects.create(person=owner, role=Role.COORDINATOR)
    client = client_of(overdue(owner))
    assert client.get(other_district.url("cycles")).status_code == 200
    assert client.get(district.url("cycles")).status_code == 403
    for name in ("my_districts", "my_account", "my_sessions", "mfa_index", "account_logout"):
        assert client.get(reverse(name)).status_code == 200, name


def test_the_demo_needs_none(district: District, owner: Person, client_of: As, settings: Any) -> None:
    settings.DEMO = True
    page = client_of(overdue(owner)).get(district.url("members"))
    assert page.status_code == 200
    assert "two-step sign-in by" not in page.content.decode()


def test_having_set_it_up_leads_back_to_the_page(district: District, owner: Person) -> None:
    client = confirmed(overdue(owner))
    client.get(district.url("members"), {"page": "2"})
    give_app(owner)
    page = client.get(reverse("mfa_index")).content.decode()
    assert f'href="{district.url("members")}?page=2"' in page
    assert client.get(district.url("members")).status_code == 200
    assert "Return to your page" not in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize("came_from", ["http://testserver//evil.example/", "https://evil.example/d/juniper/"])
def test_the_way_back_leads_nowhere_else(district: District, owner: Person, came_from: str) -> None:
    client = confirmed(overdue(owner))
    client.post(district.url("create_school"), {"name": "X"}, headers={"referer": came_from})
    give_app(owner)
    page = client.get(reverse("mfa_index")).content.decode()
    assert "evil.example" not in page
    assert f'href="{district.url("create_school")}"' in page


def test_no_query_is_added_to_the_pages_of_those_who_have_it(
    district: District, owner: Person, coordinator: Person, django_assert_max_num_queries: Any
) -> None:
    give_app(owner)
    actor = Actor.of(district, owner)
    with django_assert_max_num_queries(1):
        actor = Actor.of(district, owner)
    with django_assert_max_num_queries(0):
        assert actor.kept_out_unless_secure(timezone.now()) is actor


def test_an_operator_may_ask_it_of_everybody(
    district: District, client_of: As, settings: Any, traveller: time_machine.Traveller
) -> None:
    person = due(make.member(district, Role.FACILITATOR), None)
    settings.TWO_STEP_FOR_EVERYONE = True
    client = client_of(person)
    assert client.get(district.url("cycles")).status_code == 200, "until a timed job gives a date"
    tick(timezone.now(), REMINDERS)
    person.refresh_from_db()
    assert person.two_step_due_at == timezone.now() + timedelta(days=14)
    assert "Your role requires two-step sign-in" in client.get(district.url("cycles")).content.decode()
    traveller.shift(timedelta(days=14))
    assert client_of(person).get(district.url("cycles")).status_code == 403
    give_app(person)
    assert client_of(person).get(district.url("cycles")).status_code == 200


def test_whoever_is_asked_anew_after_the_operator_had_stopped_asking_has_two_weeks_anew(
    district: District, settings: Any, traveller: time_machine.Traveller
) -> None:
    person = due(make.member(district, Role.FACILITATOR), None)
    for is_for_everyone in (True, False, True):
        settings.TWO_STEP_FOR_EVERYONE = is_for_everyone
        traveller.shift(timedelta(days=20))
        tick(timezone.now(), REMINDERS)
        person.refresh_from_db()
        expected = timezone.now() + timedelta(days=14) if is_for_everyone else None
        assert person.two_step_due_at == expected


# What is said before


def test_pages_say_by_when_until_it_is_set_up(district: District, owner: Person, client_of: As) -> None:
    due(owner, timezone.now() + timedelta(days=3))
    client = client_of(owner)
    assert "Your role requires two-step sign-in" in client.get(district.url("members")).content.decode()
    give_app(owner)
    assert "Your role requires two-step sign-in" not in client.get(district.url("members")).content.decode()


def test_the_members_page_shows_who_has_it_and_by_when_others_must(
    district: District, owner: Person, coordinator: Person, client_of: As
) -> None:
    give_app(owner)
    analyst = due(make.member(district, Role.ANALYST), timezone.now() + timedelta(days=3))
    page = client_of(owner).get(district.url("members")).content.decode()
    rows = {
        email: " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r"<tr>.*?</tr>", plain_cells(page), re.S)
        for email in re.findall(r"[\w.]+@example.org", row)
    }
    assert "Owner On Edit roles" in rows[owner.email]
    assert "Coordinator Off Edit roles" in rows[coordinator.email]
    assert "Analyst Off, required by" in rows[analyst.email]


def mailed(traveller: time_machine.Traveller, days: float) -> int:
    traveller.shift(timedelta(days=days))
    tick(timezone.now(), REMINDERS)
    return len(mail.outbox)


def test_reminders_come_a_week_and_a_day_before_once_each(
    district: District, other_district: District, traveller: time_machine.Traveller
) -> None:
    person = due(make.person("Ana", language="es"), None)
    for place in (district, other_district):
        with scope(district=place):
            actions.add_member(Actor.system(place), person=person, role=Role.OWNER)
    assert [mailed(traveller, days) for days in (0, 6, 1.1, 1, 4, 0.95, 0.5, 3)] == [0, 0, 1, 1, 1, 2, 2, 2]
    assert {message.to[0] for message in mail.outbox} == {person.email}
    assert "http://localhost:8000/accounts/2fa/" in str(mail.outbox[0].body)


@pytest.mark.parametrize("reason", ["has it", "needs none", "may not sign in", "demo"])
def test_nobody_is_reminded_without_reason(
    district: District, traveller: time_machine.Traveller, settings: Any, reason: str
) -> None:
    role = Role.COORDINATOR if reason == "needs none" else Role.OWNER
    person = due(make.member(district, role), timezone.now() + timedelta(days=2))
    if reason == "has it":
        give_app(person)
    if reason == "may not sign in":
        person.is_active = False
        person.save()
    settings.DEMO = reason == "demo"
    assert mailed(traveller, 1.5) == 0


def test_a_reminder_that_could_not_be_sent_is_sent_at_the_next_run(
    district: District, traveller: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(make.member(district, Role.OWNER), timezone.now() + timedelta(days=5))

    def fail(*_arguments: Any, **_more: Any) -> int:
        raise OSError("no mail server")

    with monkeypatch.context() as broken:
        broken.setattr("throughline.accounts.actions.send_message", fail)
        assert mailed(traveller, 0) == 0
    assert mailed(traveller, 0.1) == 1


# The last factor


def remove(client: Client, factor: Authenticator) -> str:
    if factor.type == Authenticator.Type.TOTP:
        return client.post(reverse("mfa_deactivate_totp")).content.decode()
    return client.post(reverse("mfa_remove_webauthn", args=[factor.pk])).content.decode()


def factor_page(client: Client, factor: Authenticator) -> str:
    name, arguments = (
        ("mfa_deactivate_totp", []) if factor.type == "totp" else ("mfa_remove_webauthn", [factor.pk])
    )
    return client.get(reverse(name, args=arguments)).content.decode()


@pytest.mark.parametrize("give", [give_app, give_passkey])
def test_the_last_factor_cannot_be_removed_where_it_is_needed_but_replaced(
    owner: Person, give: Callable[[Person], Authenticator]
) -> None:
    client = confirmed(owner)
    factor = give(owner)
    assert "Your role requires two-step sign-in" in factor_page(client, factor)
    assert "Your role requires two-step sign-in" in remove(client, factor)
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    (give_passkey if give is give_app else give_app)(owner)
    remove(client, factor)
    assert not Authenticator.objects.filter(pk=factor.pk).exists()


@pytest.mark.parametrize("give", [give_app, give_passkey])
def test_where_no_role_needs_it_it_may_be_removed(
    coordinator: Person, give: Callable[[Person], Authenticator]
) -> None:
    client = confirmed(coordinator)
    factor = give(coordinator)
    remove(client, factor)
    assert not Authenticator.objects.filter(pk=factor.pk).exists()
