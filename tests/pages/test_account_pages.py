"""Pages of one's own account that ask for the password again, which the walk by links does not reach."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.pages.conftest import PASSWORD, Open, Site
from tests.pages.test_every_page import VARIANTS, look

pytestmark = pytest.mark.page

PAGES = (
    "/accounts/reauthenticate/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/my/account/delete/",
)


def confirm(site: Site, page: Page) -> list[str]:
    """Give the password again, as a page asked; return what is wrong with that page.

    The session has another key from then on, which the next browsers get.
    """
    assert "/accounts/reauthenticate/" in page.url
    wrong = look(page, "confirm", "phone")
    page.get_by_role("main").locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/account/delete/")
    site.sessions["owner"] = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return wrong


def test_pages_that_change_the_account(
    site: Site, open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    site.sessions.pop("owner", None)  # in which another test may have given the password already
    wrong = confirm(site, open_page("/my/account/delete/", role="owner", **VARIANTS["phone"]))
    for variant in ("phone", "spanish", "mirrored", "forced"):
        page = open_page("/my/account/", role="owner", **VARIANTS[variant])
        for path in PAGES:
            page.goto(site.base + path)
            assert page.url == site.base + path
            wrong += look(page, path, variant)
            shot(page, f"owner-{path}-{variant}")
    assert wrong == []
