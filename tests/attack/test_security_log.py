"""The security log tells what was refused; it has no secret, no typed text, no address and no forged line."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.attack.sign_in import PASSWORD, code_of_app, from_network, give_app, sign_in, signed_in
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import account_hash, process_counts
from throughline.accounts.workflows import NOTICES
from throughline.config.requests import refusals

ROOT = Path(__file__).parents[2]
LOGGER = "throughline.security"
Lines = Callable[[str], list[str]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    """The lines of an event so far."""
    caplog.set_level(logging.INFO, LOGGER)
    refusals.line_counts.clear()
    return lambda event: [
        record.getMessage()
        for record in caplog.records
        if record.name == LOGGER and record.getMessage().split()[0] == event
    ]


def test_a_sign_in_that_fails_is_logged_by_the_hash_of_its_address(coordinator: Person, lines: Lines) -> None:
    for email in (coordinator.email, coordinator.email.upper(), "nobody@example.org"):
        Client().post(reverse("account_login"), {"login": email, "password": "wrong wrong wrong"})
    failed = lines("sign_in_failed")
    assert failed[:2] == [f"sign_in_failed account={account_hash(coordinator.email)}"] * 2
    assert failed[2] == f"sign_in_failed account={account_hash('nobody@example.org')}"


def test_signing_in_and_out_is_logged_with_the_steps(
    coordinator: Person, lines: Lines, django_capture_on_commit_callbacks: Any
) -> None:
    give_app(coordinator)
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(client, coordinator)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        client.post(reverse("mfa_authenticate"), {"code": code_of_app()})
    client.post(reverse("account_logout"))
    who = f"person={coordinator.public_id}"
    assert lines("second_step_failed") == [f"second_step_failed {who} method=code"]
    assert lines("sign_in") == [f"sign_in {who} steps=password+totp"]
    assert lines("sign_out") == [f"sign_out {who}"]


def test_what_the_limits_refuse_is_logged_with_the_name_of_the_limit(
    coordinator: Person, lines: Lines
) -> None:
    for _ in range(6):
        sign_in(from_network(1), coordinator, "wrong wrong wrong")
    assert lines("sign_in_limited") == [
        f"sign_in_limited limit=password_account_in_network account={account_hash(coordinator.email)}"
    ]


def test_a_changed_password_is_logged(
    coordinator: Person, lines: Lines, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(coordinator)
    new = "seven unlikely words"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
        )
    assert lines("change_password") == [f"change_password person={coordinator.public_id}"]


def test_a_reset_link_that_is_made_up_is_logged(db: None, lines: Lines) -> None:
    Client().get("/accounts/password/reset/key/1-made-up/")
    assert lines("reset_link_refused") == ["reset_link_refused"]


def test_every_kind_of_refusal_is_logged_in_one_line(
    district: District, other_district: District, partner_contact: Person, lines: Lines
) -> None:
    client = Client()
    client.force_login(partner_contact)
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(partner_contact)
    client.get(district.url("audit"))
    client.get(other_district.url("desk"))
    forged.post(district.url("create_school"), {"name": "Something secret", "level": "high"})
    Client().post(district.url("create_school"), {"name": "Something secret", "level": "high"})
    process_counts.clear()
    for _ in range(31):
        Client(REMOTE_ADDR="203.0.113.77").get("/invitation/nobody-has-this/")
    who = f"person={partner_contact.public_id}"
    assert lines("refused") == [
        f"refused {who} reason=no_permission method=GET path={district.url('audit')}",
        f"refused {who} reason=not_found method=GET path={other_district.url('desk')}",
        f"refused {who} reason=form_expired method=POST path={district.url('create_school')}",
        f"refused reason=signed_out method=POST path={district.url('create_school')}",
        "refused reason=too_many method=GET path=/invitation/[removed]",
    ]


def test_whoever_is_not_signed_in_and_finds_nothing_is_not_logged(district: District, lines: Lines) -> None:
    Client().get("/no/such/page/")
    Client().get(district.url("part", forum_id="nowhere"))
    assert lines("refused") == []


def test_nobody_forges_a_line_through_a_path(partner_contact: Person, lines: Lines) -> None:
    client = Client()
    client.force_login(partner_contact)
    client.get("/d/juniper/cycles/x%0Asign_in%20person=owner/")
    client.get("/d/juniper%0A/desk/")
    client.post("/accounts/login/%0Arefused")
    refused = lines("refused")
    assert [line for line in refused if "person=owner" in line], "the path is told, in quotes"
    assert all("\n" not in line and "person=owner" not in line.split('path="')[0] for line in refused)


def test_no_line_holds_what_was_typed(
    district: District, coordinator: Person, caplog: pytest.LogCaptureFixture, lines: Lines
) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="A rare browser", enforce_csrf_checks=True)
    client.post(reverse("account_login"), {"login": coordinator.email, "password": "typed password"})
    plain = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="A rare browser")
    plain.post(reverse("account_login"), {"login": coordinator.email, "password": "typed password"})
    plain.post(reverse("account_reset_password"), {"email": coordinator.email})
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "sign_in_failed" in written
    typed = (coordinator.email, "typed password", "203.0.113", "rare browser")
    assert not [word for word in typed if word in written]


def test_a_flood_of_refusals_is_no_flood_of_lines(district: District, lines: Lines) -> None:
    stranger = make.member(district, Role.PARTNER_CONTACT)
    client = Client()
    client.force_login(stranger)
    for _ in range(refusals.LINES_A_MINUTE + 5):
        client.get(district.url("audit"))
    assert len(lines("refused")) == refusals.LINES_A_MINUTE
    assert lines("refused")[-1].endswith("more=not_logged_this_minute")


def test_the_page_of_the_log_names_every_event_and_every_reason() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "throughline").rglob("*.py"))
    events = set(re.findall(r"log_security\(\s*\"(\w+)\"", sources)) | set(NOTICES)
    reasons = set(re.findall(r"_with_typed\(request, .*, typed(?:_words\(request\))?, \"(\w+)\"", sources))
    assert {"sign_out", "change_email"} <= events
    assert {"form_expired", "signed_out"} <= reasons
    page = (ROOT / "docs" / "reference" / "log.md").read_text()
    assert {name for name in events | reasons if f"`{name}`" not in page} == set()
