"""Where people are signed in, and ending it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from tests import make
from tests.attack.sign_in import PASSWORD, code_of_app, confirmed, give_app, sign_in, signed_in
from throughline.accounts.models import (
    AuditEntry,
    District,
    Membership,
    Person,
    Role,
    Session,
    hash_of_session_key,
)
from throughline.accounts.queries import sessions_of

As = Callable[[Person | None], Client]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


def page_of(client: Client) -> str:
    return client.get(reverse("my_sessions")).content.decode()


def test_my_sessions_names_each_device_and_marks_this_one(coordinator: Person) -> None:
    client = signed_in(coordinator, HTTP_USER_AGENT=FIREFOX)
    signed_in(coordinator, HTTP_USER_AGENT=PHONE)
    page = page_of(client)
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("This device") == 1
    assert "Sign-in method: Password." in page


def test_a_sign_in_with_a_code_is_listed_as_one(coordinator: Person) -> None:
    give_app(coordinator)
    client = signed_in(coordinator)
    client.post(reverse("mfa_authenticate"), {"code": code_of_app()})
    assert "Sign-in method: Password and authenticator app." in page_of(client)


def test_only_short_names_of_browsers_are_stored(coordinator: Person) -> None:
    signed_in(coordinator, HTTP_USER_AGENT=FIREFOX)
    session = Session.objects.get(person=coordinator)
    assert (session.browser, session.system) == ("Firefox", "Windows")
    assert "Gecko" not in str(session.get_decoded())


def test_one_ends_one_of_ones_own_sessions(district: District, coordinator: Person) -> None:
    client, other, third = (confirmed(coordinator) for _ in range(3))
    ended = Session.objects.exclude(pk__in=[key(client), key(third)]).get()
    assert client.post(reverse("end_session", args=[ended.public_id])).status_code == 303
    assert [c.get(district.url("cycles")).status_code for c in (client, other, third)] == [200, 302, 200]


def key(client: Client) -> str:
    return hash_of_session_key(client.cookies["sessionid"].value)


def test_one_ends_all_other_sessions(district: District, coordinator: Person) -> None:
    client, other = confirmed(coordinator), signed_in(coordinator)
    assert "Sign out all other devices" in page_of(client)
    assert client.post(reverse("end_other_sessions")).status_code == 303
    assert [c.get(district.url("cycles")).status_code for c in (client, other)] == [200, 302]
    assert "Sign out all other devices" not in page_of(client)


@pytest.mark.parametrize("name", ["end_session", "end_other_sessions"])
def test_whoever_ends_a_session_gives_the_password_again(coordinator: Person, name: str) -> None:
    client = signed_in(coordinator)
    signed_in(coordinator)
    other = Session.objects.exclude(pk=key(client)).get()
    url = reverse(name, args=[other.public_id] if name == "end_session" else [])
    asked = client.post(url)
    assert asked.status_code == 303
    assert Session.objects.filter(pk=other.pk).exists()
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("my_sessions")
    assert client.post(url).status_code == 303
    assert not Session.objects.filter(pk=other.pk).exists()


def test_nobody_ends_a_session_of_somebody_else(coordinator: Person, stranger: Person) -> None:
    signed_in(coordinator)
    session = Session.objects.get(person=coordinator)
    assert confirmed(stranger).post(reverse("end_session", args=[session.public_id])).status_code == 404
    assert Session.objects.filter(pk=session.pk).exists()


def test_pages_of_sessions_are_for_people_who_are_signed_in(db: None) -> None:
    for method, name, arguments in (
        ("get", "my_sessions", []),
        ("post", "end_other_sessions", []),
        ("post", "end_session", ["x"]),
    ):
        answer = getattr(Client(), method)(reverse(name, args=arguments))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


# A member's, for owners


def end_url(district: District, person: Person) -> str:
    with scope(district=district):
        membership = Membership.objects.filter(person=person).first()
        assert membership
        return district.url("end_member_sessions", membership_id=membership.public_id)


def test_an_owner_sees_and_ends_the_sessions_of_a_member(
    district: District, owner: Person, coordinator: Person, client_of: As
) -> None:
    theirs = signed_in(coordinator, HTTP_USER_AGENT=FIREFOX)
    client = client_of(owner)
    [membership] = coordinator.memberships_everywhere()
    page = client.get(district.url("change_member", membership_id=membership.public_id)).content.decode()
    assert "Firefox on Windows" in page
    assert client.post(end_url(district, coordinator)).status_code == 303
    assert theirs.get(district.url("cycles")).status_code == 302
    entry = AuditEntry.objects.get(verb="end_sessions")
    assert (entry.person, entry.object_id, entry.details) == (owner, coordinator.public_id, {"n_sessions": 1})


def test_an_owner_who_ends_their_own_sessions_stays_in_this_browser(
    district: District, owner: Person, client_of: As
) -> None:
    client, other = client_of(owner), client_of(owner)
    assert client.post(end_url(district, owner)).status_code == 303
    assert [c.get(district.url("cycles")).status_code for c in (client, other)] == [200, 302]


def test_an_owner_of_another_district_ends_nobodys_session(
    district: District, coordinator: Person, other_district: District, other_owner: Person, client_of: As
) -> None:
    theirs = signed_in(coordinator)
    [membership] = coordinator.memberships_everywhere()
    client = client_of(other_owner)
    for where in (district, other_district):
        url = where.url("end_member_sessions", membership_id=membership.public_id)
        assert client.post(url).status_code == 404
    assert theirs.get(district.url("cycles")).status_code == 200


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ANALYST])
def test_no_colleague_ends_the_session_of_another(
    district: District, coordinator: Person, client_of: As, role: str
) -> None:
    theirs = signed_in(coordinator)
    assert client_of(make.member(district, role)).post(end_url(district, coordinator)).status_code == 403
    assert theirs.get(district.url("cycles")).status_code == 200


def test_an_expired_session_is_not_listed(coordinator: Person, traveller: Any) -> None:
    client = Client()
    sign_in(client, coordinator)
    assert sessions_of(coordinator).count() == 1
    traveller.shift(13 * 3600)
    assert sessions_of(coordinator).count() == 0
