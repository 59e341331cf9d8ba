"""Somebody guesses passwords and codes; and somebody sits down at a browser that was left open."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import allauth
import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import make
from tests.attack.sign_in import (
    PASSWORD,
    TOO_MANY,
    code_of_app,
    confirmed,
    from_network,
    give_app,
    sign_in,
    signed_in,
)
from throughline.accounts import actions
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.accounts.permissions import keys_of_days
from throughline.config.settings import CACHES
from throughline.config.sign_in import adapter

Capture = Callable[..., Any]


# A guesser


@pytest.fixture
def known_browser(coordinator: Person) -> Client:
    """A browser in which the owner of the account signed in, and out again."""
    client = signed_in(coordinator, REMOTE_ADDR="203.0.113.9")
    client.post(reverse("account_logout"))
    return client


def attack_from_many_networks(person: Person, n_networks: int = 21) -> None:
    for number in range(n_networks):
        for _ in range(5):
            sign_in(from_network(number), person, "wrong wrong wrong")


def test_a_guesser_is_slowed_down(coordinator: Person) -> None:
    pages = [sign_in(from_network(1), coordinator, "wrong wrong wrong").content.decode() for _ in range(6)]
    assert [TOO_MANY in page for page in pages] == [False] * 5 + [True]
    assert "Wait five minutes" in pages[-1]


def test_a_guesser_in_many_networks_is_slowed_down(coordinator: Person) -> None:
    attack_from_many_networks(coordinator)
    page = sign_in(from_network(900), coordinator).content.decode()
    assert TOO_MANY in page, "the right password too"
    assert "Wait one hour" in page


def test_a_guesser_of_many_accounts_is_slowed_down(district: District) -> None:
    people = [make.member(district) for _ in range(21)]
    pages = [sign_in(from_network(1), person, "wrong wrong wrong").content.decode() for person in people]
    assert [TOO_MANY in page for page in pages] == [False] * 20 + [True]


def test_an_ipv6_guesser_cannot_change_the_last_half_of_the_address(coordinator: Person) -> None:
    pages = [
        sign_in(Client(REMOTE_ADDR=f"2001:db8:7:7::{n}"), coordinator, "wrong").content.decode()
        for n in range(1, 7)
    ]
    assert TOO_MANY in pages[-1]


def test_the_owner_signs_in_on_a_known_browser_while_others_guess(
    coordinator: Person, known_browser: Client
) -> None:
    attack_from_many_networks(coordinator)
    assert sign_in(known_browser, coordinator).status_code == 302


def test_the_owner_signs_in_on_a_new_browser_in_another_network_than_the_guesser(coordinator: Person) -> None:
    for _ in range(30):
        sign_in(from_network(1), coordinator, "wrong wrong wrong")
    assert sign_in(from_network(2), coordinator).status_code == 302


def test_the_owner_signs_in_on_a_known_browser_in_the_guessers_own_network(coordinator: Person) -> None:
    client = signed_in(coordinator, REMOTE_ADDR="198.0.1.7")
    client.post(reverse("account_logout"))
    for _ in range(30):
        sign_in(from_network(1), coordinator, "wrong wrong wrong")
    assert sign_in(client, coordinator).status_code == 302


def test_a_known_browser_has_an_allowance_too(coordinator: Person, known_browser: Client) -> None:
    pages = [sign_in(known_browser, coordinator, "wrong wrong wrong").content.decode() for _ in range(11)]
    assert [TOO_MANY in page for page in pages] == [False] * 10 + [True]


def test_a_browser_known_to_one_account_is_unknown_to_another(
    coordinator: Person, analyst: Person, known_browser: Client
) -> None:
    attack_from_many_networks(analyst)
    assert TOO_MANY in sign_in(known_browser, analyst).content.decode()


def test_a_made_up_or_changed_cookie_makes_no_known_browser(
    coordinator: Person, known_browser: Client, settings: Any
) -> None:
    attack_from_many_networks(coordinator)
    name = settings.KNOWN_BROWSER_COOKIE_NAME
    real = known_browser.cookies[name].value
    for forged in ("made-up", real[:-1] + ("A" if real[-1] != "A" else "B")):
        client = from_network(901)
        client.cookies[name] = forged
        assert TOO_MANY in sign_in(client, coordinator).content.decode()


def test_a_known_browser_is_forgotten_after_half_a_year(
    coordinator: Person, known_browser: Client, traveller: time_machine.Traveller
) -> None:
    traveller.shift(timedelta(days=181))
    attack_from_many_networks(coordinator)
    assert TOO_MANY in sign_in(known_browser, coordinator).content.decode()


def test_the_cookie_of_a_known_browser_is_out_of_reach_of_scripts_and_of_other_pages(
    coordinator: Person, known_browser: Client, settings: Any
) -> None:
    cookie = known_browser.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")
    assert coordinator.email not in cookie.value
    assert coordinator.public_id not in cookie.value


def test_the_owner_gets_in_by_a_mailed_link_while_others_guess(
    coordinator: Person, prompt_worker: None
) -> None:
    """The mail reaches them, and the browser in which the link was used is known from then on."""
    attack_from_many_networks(coordinator)
    client = from_network(902)
    reset_password(client, coordinator, "seven unlikely words")
    assert sign_in(client, coordinator, "seven unlikely words").status_code == 302


def test_what_is_refused_costs_no_hashing(coordinator: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        sign_in(from_network(1), coordinator, "wrong wrong wrong")
    n_hashes = count_hashes(monkeypatch)
    assert TOO_MANY in sign_in(from_network(1), coordinator).content.decode()
    assert n_hashes == []


def test_an_address_without_an_account_costs_as_much_hashing_and_has_the_same_limits(
    coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    unknown = Person(email="nobody@example.org")
    for number, person in enumerate((coordinator, unknown)):
        n_hashes = count_hashes(monkeypatch)
        pages = [sign_in(from_network(number), person, "wrong").content.decode() for _ in range(6)]
        counted.append((len(n_hashes), [TOO_MANY in page for page in pages]))
    assert counted[0] == counted[1]
    assert counted[0][0] == 5


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return hashed


def test_attempts_are_counted_across_processes(coordinator: Person, settings: Any) -> None:
    settings.CACHES = CACHES
    for _ in range(5):
        keys_of_days.clear()  # the state of another process
        sign_in(from_network(1), coordinator, "wrong wrong wrong")
    keys_of_days.clear()
    assert TOO_MANY in sign_in(from_network(1), coordinator).content.decode()
    keys_of_days.clear()


def test_attempts_that_succeed_are_not_counted(coordinator: Person) -> None:
    for _ in range(12):
        assert sign_in(from_network(1), coordinator).status_code == 302


def test_whoever_knows_the_password_cannot_guess_codes_for_long(coordinator: Person) -> None:
    give_app(coordinator)
    pages = []
    for number in range(22):
        client = from_network(number)
        sign_in(client, coordinator)
        pages.append(client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode())
    assert [TOO_MANY in page for page in pages] == [False] * 20 + [True] * 2


def test_the_owner_gives_a_code_on_a_known_browser_while_others_guess_codes(coordinator: Person) -> None:
    known = signed_in(coordinator, REMOTE_ADDR="203.0.113.9")
    known.post(reverse("account_logout"))
    give_app(coordinator)
    for number in range(22):
        client = from_network(number)
        sign_in(client, coordinator)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    sign_in(known, coordinator)
    assert known.post(reverse("mfa_authenticate"), {"code": code_of_app()}).status_code == 302


def guess_codes(client: Client, person: Person, password: str, n: int = 12) -> int:
    """Guess codes in a browser, and return how many were looked at."""
    sign_in(client, person, password)
    pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(n)]
    return sum(TOO_MANY not in page.content.decode() for page in pages)


def test_whoever_has_the_mailbox_gets_no_further_codes_to_guess_with_each_link(
    coordinator: Person, prompt_worker: None
) -> None:
    give_app(coordinator)
    n_guesses = 0
    for number in range(5):
        client, password = from_network(number), f"seven unlikely words {number}"
        reset_password(client, coordinator, password)
        n_guesses += guess_codes(client, coordinator, password)
    assert n_guesses == 20


def test_a_known_browser_has_an_allowance_of_codes_too(
    coordinator: Person, known_browser: Client, traveller: time_machine.Traveller
) -> None:
    give_app(coordinator)
    n_guesses = 0
    for _ in range(4):
        n_guesses += guess_codes(known_browser, coordinator, PASSWORD)
        traveller.shift(timedelta(minutes=6))
    assert n_guesses == 20


def test_a_code_works_once(coordinator: Person) -> None:
    give_app(coordinator)
    code = code_of_app()
    for expected in (302, 200):
        client = Client()
        sign_in(client, coordinator)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_the_password_cannot_be_guessed_in_an_open_browser(coordinator: Person) -> None:
    client = signed_in(coordinator)
    for name, field in (("account_reauthenticate", "password"), ("account_change_password", "oldpassword")):
        cache.clear()
        data = {
            field: "wrong wrong",
            "password1": "seven unlikely words",
            "password2": "seven unlikely words",
        }
        pages = [client.post(reverse(name), data) for _ in range(11)]
        assert TOO_MANY in pages[-1].content.decode() or pages[-1].status_code == 429, name
    coordinator.refresh_from_db()
    assert coordinator.check_password(PASSWORD)


# The link of a forgotten password


def reset_password(client: Client, person: Person, password: str) -> str:
    """Set a new password by the mailed link, which is returned."""
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"\S+/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert link
    form = client.get(link[0].removeprefix("http://localhost:8000"), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    return link[0]


@pytest.mark.parametrize("forged", [{"HTTP_HOST": "evil.example"}, {"HTTP_X_FORWARDED_HOST": "evil.example"}])
def test_links_in_mail_never_lead_to_the_host_of_the_request(
    coordinator: Person, settings: Any, forged: dict[str, str], prompt_worker: None
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://voices.example.org"
    client = confirmed(coordinator, **forged)
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    Client(**forged).post(reverse("account_reset_password"), {"email": coordinator.email})  # type: ignore[arg-type]
    bodies = [str(message.body) for message in mail.outbox]
    assert len(bodies) == 3
    assert all("https://voices.example.org/accounts/" in body for body in bodies)
    assert not any("evil" in body for body in bodies)


def test_links_that_people_pass_on_never_lead_to_the_host_of_the_request(
    district: District, owner: Person, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://voices.example.org"
    forum = make.forum(make.cycle())
    client = Client(HTTP_HOST="evil.example")
    client.force_login(owner)
    client.post(district.url("invite_member"), {"email": "new@example.org", "role": Role.ANALYST})
    pages = [
        client.get(district.url("members")).content.decode(),
        client.get(district.url("forum", forum_id=forum.public_id)).content.decode(),
    ]
    assert all("https://voices.example.org/" in page for page in pages)
    assert not any("evil.example" in page for page in pages)


def test_no_mailbox_is_flooded_with_links(coordinator: Person, prompt_worker: None) -> None:
    pages = [
        from_network(number).post(
            reverse("account_reset_password"), {"email": coordinator.email}, follow=True
        )
        for number in range(8)
    ]
    assert len(mail.outbox) == 5
    assert len({page.content for page in pages}) == 1, "the page says the same"


def test_nobody_who_is_signed_in_mails_many_strangers(
    coordinator: Person, prompt_worker: None, traveller: time_machine.Traveller
) -> None:
    client = confirmed(coordinator)
    for number in range(30):
        if number % 8 == 0:
            traveller.shift(timedelta(seconds=61))
        client.post(reverse("account_email"), {"action_add": "", "email": f"stranger{number}@example.net"})
    assert len([message for message in mail.outbox if message.to != [coordinator.email]]) == 20


def test_no_link_goes_to_an_address_that_nobody_has_confirmed(
    coordinator: Person, prompt_worker: None
) -> None:
    """Somebody mistyped their new address; whoever has that mailbox must not get the account."""
    EmailAddress.objects.create(user=coordinator, email="mistyped@example.org")
    Client().post(reverse("account_reset_password"), {"email": "mistyped@example.org"})
    assert mail.outbox == []


def test_an_unknown_address_is_sent_nothing(db: None, prompt_worker: None) -> None:
    Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert mail.outbox == []


def test_as_much_is_stored_for_an_unknown_address_as_for_a_known_one(
    coordinator: Person,
) -> None:
    """The mail is sent by the worker, so that the page takes as long for both."""
    n_queries = []
    for email in ("nobody@example.org", coordinator.email):
        with CaptureQueriesContext(connection) as counted:
            Client().post(reverse("account_reset_password"), {"email": email})
        n_queries.append(len(counted.captured_queries))
    assert n_queries[0] == n_queries[1] > 1
    assert mail.outbox == []


def test_a_link_works_once_and_for_an_hour(
    coordinator: Person, prompt_worker: None, traveller: time_machine.Traveller
) -> None:
    used = reset_password(Client(), coordinator, "seven unlikely words")
    Client().post(reverse("account_reset_password"), {"email": coordinator.email})
    unused = re.search(r"\S+/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert unused
    traveller.shift(timedelta(minutes=61))
    for link in (used, unused[0]):
        page = Client().get(link.removeprefix("http://localhost:8000"), follow=True)
        assert 'name="password1"' not in page.content.decode()


def test_a_reset_ends_sessions_elsewhere(
    district: District, coordinator: Person, prompt_worker: None
) -> None:
    thief = signed_in(coordinator)
    assert thief.get(district.url("cycles")).status_code == 200
    reset_password(Client(), coordinator, "seven unlikely words")
    assert thief.get(district.url("cycles")).status_code == 302


# A browser that was left open


ASKS_FOR_THE_CURRENT_PASSWORD = {"account_change_password"}
CHANGES_NOTHING = {
    "account_confirm_email",  # by a link that was asked for with the password
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",  # by a link in the mailbox
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


def names_of_sign_in() -> set[str]:
    def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found |= names(pattern.url_patterns)
            elif pattern.name:
                found.add(pattern.name)
        return found

    return {name for name in names(get_resolver().url_patterns) if name.startswith(("account_", "mfa_"))}


ASKED_AGAIN = sorted(
    names_of_sign_in() - CHANGES_NOTHING - ASKS_FOR_THE_CURRENT_PASSWORD | {"delete_account"}
)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ASKED_AGAIN)
def test_whatever_changes_an_account_asks_for_the_password_again(
    coordinator: Person, name: str, method: str
) -> None:
    """A new page of allauth is among these until somebody says that it changes nothing."""
    client = signed_in(coordinator)
    kwargs = {}
    if name not in ("account_set_password", "mfa_activate_totp"):
        authenticator = give_app(coordinator)
        RecoveryCodes.activate(coordinator)
        kwargs = {"pk": authenticator.pk} if name in ("mfa_remove_webauthn", "mfa_edit_webauthn") else {}
    sent = {"action_add": "", "email": "thief@example.org"}
    answer = getattr(client, method)(reverse(name, kwargs=kwargs), sent)
    if method == "get":
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    elif answer.status_code != 405:
        assert answer.status_code == 403
        assert reverse("account_reauthenticate") in answer.content.decode()


def test_the_names_of_pages_that_change_nothing_are_names_of_pages() -> None:
    assert names_of_sign_in() >= CHANGES_NOTHING | ASKS_FOR_THE_CURRENT_PASSWORD


def test_ten_minutes_later_the_password_is_asked_for_again_and_nothing_typed_is_lost(
    coordinator: Person, traveller: time_machine.Traveller
) -> None:
    client = confirmed(coordinator)
    assert client.get(reverse("account_email")).status_code == 200
    traveller.shift(timedelta(minutes=11))
    late = client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    assert late.status_code == 403
    assert "new@example.org" in late.content.decode()
    assert not EmailAddress.objects.filter(email="new@example.org").exists()


def test_a_form_that_has_to_be_confirmed_is_not_kept_in_the_session(coordinator: Person) -> None:
    """allauth kept it there with the client's address, its browser and the key of the session."""
    client = signed_in(coordinator, HTTP_USER_AGENT="A rare browser", REMOTE_ADDR="203.0.113.77")
    client.post(reverse("mfa_activate_totp"), {"code": "918273"})
    kept = str(dict(client.session))
    assert "account_authentication_methods" in kept
    assert not [word for word in ("203.0.113.77", "A rare browser", "918273") if word in kept]


def test_whoever_joins_by_an_invitation_does_so_in_a_known_browser(
    district: District, owner: Person, settings: Any
) -> None:
    invitation = actions.invite_member(
        make.actor(owner, district), email="new@example.org", role=Role.COORDINATOR
    )
    client = Client(REMOTE_ADDR="203.0.113.9")
    client.post(invitation.path, {"name": "Nora", "password": "seven unlikely words"})
    client.post(reverse("account_logout"))
    person = Person.objects.get(email="new@example.org")
    attack_from_many_networks(person)
    assert sign_in(client, person, "seven unlikely words").status_code == 302


def test_a_mailed_link_does_not_get_around_the_second_step(coordinator: Person, prompt_worker: None) -> None:
    give_app(coordinator)
    client = Client()
    reset_password(client, coordinator, "seven unlikely words")
    assert client.get(reverse("my_account")).status_code == 302
    assert sign_in(client, coordinator, "seven unlikely words")["Location"] == reverse("mfa_authenticate")


def test_the_old_address_hears_of_a_change_when_it_is_asked_for_and_when_it_is_made(
    district: District, coordinator: Person, prompt_worker: None, django_capture_on_commit_callbacks: Capture
) -> None:
    old = coordinator.email
    client = confirmed(coordinator)
    client.post(reverse("account_email"), {"action_add": "", "email": "New@example.org"})
    asked = {message.to[0]: str(message.body) for message in mail.outbox}
    assert set(asked) == {old, "new@example.org"}
    assert "asked to change its email address" in asked[old]
    assert "/accounts/password/reset/" in asked[old]
    mail.outbox.clear()
    link = re.search(r"/accounts/confirm-email/\S+", asked["new@example.org"])
    assert link
    assert "new@example.org" in client.get(link[0]).content.decode()
    client.post(link[0])
    assert "was already used" in client.get(link[0]).content.decode()
    coordinator.refresh_from_db()
    assert coordinator.email == "new@example.org"
    [changed] = mail.outbox
    assert changed.to == [old]
    assert "was changed" in str(changed.body)
    assert "Tell someone with the Owner role in your district now" in str(changed.body)
    assert "/accounts/password/reset/" not in str(changed.body), "no link would come to this address"
    assert verbs_of(coordinator) == ["sign_in", "request_email_change", "change_email"]


def verbs_of(person: Person) -> list[str]:
    return list(AuditEntry.objects.filter(person=person).order_by("pk").values_list("verb", flat=True))


def test_asking_for_another_address_keeps_the_one_in_use_until_it_is_confirmed(
    coordinator: Person, prompt_worker: None
) -> None:
    """allauth took the address in use for the one that waits, and dropped it."""
    old = coordinator.email
    client = confirmed(coordinator)
    for email in ("first@example.org", "second@example.org"):
        client.get(reverse("account_email"))
        client.post(reverse("account_email"), {"action_add": "", "email": email})
    coordinator.refresh_from_db()
    assert coordinator.email == old
    client.post(reverse("account_email"), {"action_remove": "", "email": "second@example.org"})
    assert sign_in(Client(), coordinator).status_code == 302


def test_an_address_that_somebody_else_has_got_in_the_meantime_is_not_taken(
    district: District, coordinator: Person, prompt_worker: None
) -> None:
    old = coordinator.email
    client = confirmed(coordinator)
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    link = re.search(r"/accounts/confirm-email/\S+", "".join(str(message.body) for message in mail.outbox))
    assert link
    Person.objects.create_user("new@example.org", PASSWORD, name="Somebody else")
    assert client.post(link[0], follow=True).status_code == 200
    coordinator.refresh_from_db()
    assert coordinator.email == old


def test_a_changed_password_is_mailed_and_in_the_audit(
    district: District, coordinator: Person, prompt_worker: None
) -> None:
    client = signed_in(coordinator)
    new = "seven unlikely words"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    [message] = mail.outbox
    assert message.to == [coordinator.email]
    assert "password for your account was changed" in str(message.body)
    assert verbs_of(coordinator) == ["sign_in", "change_password"]


def test_a_reset_password_is_mailed_and_in_the_audit(
    district: District, coordinator: Person, prompt_worker: None
) -> None:
    reset_password(Client(), coordinator, "seven unlikely words")
    assert "was reset" in str(mail.outbox[-1].body)
    assert verbs_of(coordinator) == ["reset_password"]


def test_every_notice_of_allauth_is_known() -> None:
    """One that came with a new version would be neither recorded nor mailed."""
    folder = Path(str(allauth.__file__)).parent
    sources = [path.read_text() for app in ("account", "mfa") for path in (folder / app).rglob("*.py")]
    sent = {name for text in sources for name in re.findall(r"send_notification_mail\(\s*\"([\w/]+)\"", text)}
    handled = set(re.findall(r"\"((?:account|mfa)/email/\w+)\"", Path(str(adapter.__file__)).read_text()))
    assert sent == handled


def test_a_second_step_that_comes_or_goes_is_mailed_and_in_the_audit(
    district: District, coordinator: Person, prompt_worker: None, django_capture_on_commit_callbacks: Capture
) -> None:
    client = confirmed(coordinator)
    give_app(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert verbs_of(coordinator) == ["sign_in", "make_backup_codes", "remove_app"]
    bodies = "".join(str(message.body) for message in mail.outbox)
    assert "New backup codes" in bodies
    assert "turned off" in bodies


def test_a_backup_code_that_was_used_is_mailed_and_in_the_audit(
    district: District, coordinator: Person, prompt_worker: None, django_capture_on_commit_callbacks: Capture
) -> None:
    client = confirmed(coordinator)
    give_app(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    code = re.search(r"^\d{8}$", client.get(reverse("mfa_download_recovery_codes")).content.decode(), re.M)
    assert code
    thief = Client()
    sign_in(thief, coordinator)
    thief.post(reverse("mfa_authenticate"), {"code": code[0]})
    assert verbs_of(coordinator)[-1] == "use_backup_code"
    assert "one of your backup codes" in str(mail.outbox[-1].body)


def test_notices_are_in_the_persons_language_and_say_nothing_of_the_browser(
    district: District, coordinator: Person, prompt_worker: None
) -> None:
    coordinator.language = "es"
    coordinator.save()
    browser = Client(HTTP_USER_AGENT="A rare browser", REMOTE_ADDR="203.0.113.77")
    reset_password(browser, coordinator, "siete palabras poco probables")
    _link, notice = mail.outbox
    assert notice.subject == "Su cuenta de Throughline: aviso de seguridad"
    assert "Se restableció la contraseña" in str(notice.body)
    for message in mail.outbox:
        assert "rare browser" not in str(message.body)
        assert "203.0.113" not in str(message.body)
