from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from tests import make
from throughline.accounts import actions, workflows
from throughline.accounts.actions import Refused
from throughline.accounts.models import AuditEntry, District, Invitation, Membership, Person, Role

As = Callable[[Person | None], Client]


def _invite(
    district: District, owner: Person, email: str = "ana@example.org", role: str = Role.ANALYST
) -> Invitation:
    return actions.invite_member(make.actor(owner, district), email=email, role=role)


def test_invite_member_shows_the_link_to_the_inviter_and_mails_it(
    district: District, owner: Person, client_of: As
) -> None:
    client = client_of(owner)
    sent = client.post(
        district.url("invite_member"), {"email": "Ana@Example.org", "role": Role.ANALYST}, follow=True
    )
    invitation = Invitation.objects.get()
    assert invitation.email == "ana@example.org"
    assert invitation.path in sent.content.decode()
    workflows.mail_invitation(district.slug, invitation.public_id)
    [message] = mail.outbox
    assert message.to == ["ana@example.org"]
    assert invitation.path in message.body
    assert message.body.count(invitation.path) == len(district.languages), "once in each language"


@pytest.mark.parametrize(("n", "first", "second"), [(0, 0, 0), (1, 1, 1), (40, 25, 15)])
def test_open_invitations_come_25_at_a_time_beside_the_members(
    district: District,
    owner: Person,
    client_of: As,
    n: int,
    first: int,
    second: int,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for number in range(n):
        _invite(district, owner, f"guest{number}@example.org")
    client = client_of(owner)
    with django_assert_max_num_queries(16):
        page = client.get(district.url("members")).content.decode()
    assert page.count('id="link-') == first
    assert ("No pending invitations." in page) == (n == 0)
    assert ('href="?invited=2"' in page) == (n > 25)
    page = client.get(district.url("members") + "?invited=2").content.decode()
    assert page.count('id="link-') == second
    assert owner.email in page


def test_the_link_is_not_kept_in_the_database(district: District, owner: Person) -> None:
    invitation = _invite(district, owner)
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert invitation.code not in [str(value) for value in stored.values()]
    assert len(invitation.code) * 4 >= 128


def test_whoever_accepts_an_invitation_sets_name_and_password_and_is_signed_in(
    district: District, owner: Person
) -> None:
    invitation = _invite(district, owner)
    client = Client()
    page = client.get(invitation.path)
    assert page.status_code == 200
    assert district.name in page.content.decode()
    joined = client.post(invitation.path, {"name": "Ana Ruiz", "password": "four unlikely words here"})
    assert joined.status_code == 303
    person = Person.objects.get(email="ana@example.org")
    assert person.check_password("four unlikely words here")
    assert Membership.objects.filter(person=person, role=Role.ANALYST).exists()
    assert client.get(district.url("cycles")).status_code == 200
    assert AuditEntry.objects.filter(verb="accept_invitation", person=person).count() == 1


@pytest.mark.parametrize("password", ["short", "ana@example.org", "password1234"])
def test_a_weak_password_is_refused_and_the_name_stays(
    district: District, owner: Person, password: str
) -> None:
    invitation = _invite(district, owner)
    answer = Client().post(invitation.path, {"name": "Ana Ruiz", "password": password})
    assert answer.status_code == 422
    assert "Ana Ruiz" in answer.content.decode()
    assert not Person.objects.filter(email="ana@example.org").exists()


def test_an_invitation_works_once(district: District, owner: Person) -> None:
    invitation = _invite(district, owner)
    form = {"name": "Ana Ruiz", "password": "four unlikely words here"}
    assert Client().post(invitation.path, form).status_code == 303
    again = Client().post(invitation.path, {**form, "name": "Somebody else"})
    assert again.status_code == 410
    assert not Person.objects.filter(name="Somebody else").exists()


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_an_invitation_that_is_over_says_so_and_adds_nobody(
    district: District, owner: Person, end: str
) -> None:
    invitation = _invite(district, owner)
    if end == "revoked":
        actions.revoke_invitation(make.actor(owner, district), invitation)
    else:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for answer in (
        Client().get(invitation.path),
        Client().post(invitation.path, {"name": "A", "password": "b"}),
    ):
        assert answer.status_code == 410
    assert not Person.objects.filter(email="ana@example.org").exists()


def test_an_unknown_link_is_not_there(db: None) -> None:
    assert Client().get(f"/invitation/{'0' * 64}/").status_code == 404


def test_somebody_with_an_account_joins_with_it_after_signing_in(
    district: District, owner: Person, stranger: Person, client_of: As
) -> None:
    invitation = _invite(district, owner, email=stranger.email)
    page = Client().get(invitation.path).content.decode()
    assert "already exists" in page
    assert 'name="password"' not in page, "nobody sets a password for an account that is there"
    assert (
        Client().post(invitation.path, {"name": "X", "password": "four unlikely words here"}).status_code
        == 200
    )
    client = client_of(stranger)
    assert client.post(invitation.path).status_code == 303
    assert Membership.objects.get(person=stranger).role == Role.ANALYST
    assert not stranger.check_password("four unlikely words here")


def test_members_lists_each_person_once_with_all_roles(
    district: District, owner: Person, client_of: As
) -> None:
    person = make.member(district, Role.ANALYST, name="Ana Ruiz")
    Membership.objects.create(person=person, role=Role.FACILITATOR)
    page = client_of(owner).get(district.url("members")).content.decode()
    assert page.count("ana.ruiz@example.org") == 1
    assert "Analyst, Facilitator" in page


def test_members_pages_by_25(district: District, owner: Person, client_of: As) -> None:
    for _ in range(30):
        make.member(district, Role.ANALYST)
    client = client_of(owner)
    first, second = (client.get(district.url("members"), {"page": n}).content.decode() for n in (1, 2))
    assert first.count("analyst ") + second.count("analyst ") >= 30
    assert "Page 1 of 2" in first


def test_change_member_gives_these_roles_and_no_others(
    district: District, owner: Person, client_of: As
) -> None:
    person = make.member(district, Role.ANALYST)
    school = make.school("Aspen Middle")
    membership = Membership.objects.get(person=person)
    client_of(owner).post(
        district.url("change_member", membership_id=membership.public_id),
        {"roles": [Role.COORDINATOR, Role.SCHOOL_LEADER], "schools_led": [school.public_id]},
    )
    rows = {(row.role, row.school_id) for row in Membership.objects.filter(person=person)}
    assert rows == {(Role.COORDINATOR, None), (Role.SCHOOL_LEADER, school.pk)}


def test_a_school_leader_needs_a_school(district: District, owner: Person, client_of: As) -> None:
    membership = Membership.objects.get(person=make.member(district, Role.ANALYST))
    answer = client_of(owner).post(
        district.url("change_member", membership_id=membership.public_id), {"roles": [Role.SCHOOL_LEADER]}
    )
    assert answer.status_code == 422
    assert "Which school" in answer.content.decode()


def test_a_school_of_another_district_cannot_be_chosen(
    district: District, owner: Person, other_district: District, client_of: As
) -> None:
    with scope(district=other_district):
        theirs = make.school("Elsewhere")
    membership = Membership.objects.get(person=make.member(district, Role.ANALYST))
    answer = client_of(owner).post(
        district.url("change_member", membership_id=membership.public_id),
        {"roles": [Role.SCHOOL_LEADER], "schools_led": [theirs.public_id]},
    )
    assert answer.status_code == 422


def test_the_last_owner_can_neither_be_removed_nor_changed(
    district: District, owner: Person, client_of: As
) -> None:
    membership = Membership.objects.get(person=owner)
    client = client_of(owner)
    removed = client.post(district.url("remove_member", membership_id=membership.public_id))
    changed = client.post(
        district.url("change_member", membership_id=membership.public_id), {"roles": [Role.ANALYST]}
    )
    for answer in (removed, changed):
        assert answer.status_code == 422
        assert "is the only owner" in answer.content.decode()
    assert Membership.objects.get(person=owner).role == Role.OWNER


def test_an_owner_who_may_not_sign_in_does_not_count_as_one(district: District, owner: Person) -> None:
    gone = make.member(district, Role.OWNER)
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused):
        actions.remove_member(make.actor(owner, district), Membership.objects.get(person=owner))


def test_whoever_is_removed_loses_the_district_at_once_and_keeps_the_account(
    district: District, owner: Person, coordinator: Person, client_of: As
) -> None:
    theirs = client_of(coordinator)
    assert theirs.get(district.url("cycles")).status_code == 200
    membership = Membership.objects.get(person=coordinator)
    client_of(owner).post(district.url("remove_member", membership_id=membership.public_id))
    assert theirs.get(district.url("cycles")).status_code == 404
    assert Person.objects.filter(pk=coordinator.pk, is_active=True).exists()


def test_an_owner_may_leave_where_there_is_another(district: District, owner: Person, client_of: As) -> None:
    make.member(district, Role.OWNER)
    membership = Membership.objects.get(person=owner)
    answer = client_of(owner).post(
        district.url("remove_member", membership_id=membership.public_id), follow=True
    )
    assert answer.redirect_chain[-1][0] == "/my/"
