"""Adding a passkey and signing in with it, in a real browser with our content security policy."""

from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import Browser

from tests import make
from throughline.accounts.models import Role

pytestmark = [
    pytest.mark.page,
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_signs_in_without_the_password(live_server: Any, chromium: Browser) -> None:
    district = make.district()
    with scope(district=district):
        person = make.member(district, Role.COORDINATOR)
    desk = district.url("desk")
    page = chromium.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    able = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **able}})

    page.goto(live_server.url + reverse("account_login"))
    page.fill("#id_login", person.email)
    page.fill("#id_password", "correct horse battery")
    page.click("form.form button")
    page.wait_for_url(f"**{desk}")
    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    page.fill("#id_password", "correct horse battery")
    page.click("form.form button")
    page.wait_for_url(f"**{reverse('mfa_add_webauthn')}")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    page.goto(live_server.url + reverse("account_logout"))
    page.click("main button[type=submit]")
    page.wait_for_url(f"{live_server.url}/")

    page.goto(live_server.url + reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_url(f"**{desk}")
    assert blocked == []
    page.close()
