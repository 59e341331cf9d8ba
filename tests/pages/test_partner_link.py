"""A partner on a phone, without a script: open places take two taps, and one more confirms everything."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.pages.axe import violations
from tests.pages.conftest import DESKTOP, PHONE, Open, Site

pytestmark = pytest.mark.page


@pytest.fixture(scope="module")
def address(site: Site) -> list[str]:
    """Where the link leads, once a page has shown it."""
    return []


def link_of_library(open_page: Open, address: list[str]) -> str:
    """The link of an organization, as a coordinator copies it."""
    if not address:
        page = open_page("partners/", role="coordinator", size=DESKTOP)
        page.get_by_role("link", name="Juniper Valley Library").first.click()
        page.get_by_role("link", name="Partner links").click()
        expect(page.get_by_text("desk@jvlibrary.example").first).to_be_visible()
        address.append(str(page.locator('main a[href*="/entry/"]').first.get_attribute("href")))
    return address[0].split("/juniper-valley/")[1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_open_places_take_two_taps_after_opening_the_link(
    open_page: Open, shot: Callable[[Page, str], None], address: list[str], language: str
) -> None:
    path = link_of_library(open_page, address)
    page = open_page(path, language=language, size=PHONE, scripts=False)
    shot(page, f"partner-entry-{language}")
    section = page.locator("section.card").first
    full = {"en": "Full", "es": "Lleno"}[language]
    section.get_by_role("button", name=re.compile(full, re.IGNORECASE)).click()
    expect(page.locator("section.card").first.locator("[aria-pressed=true]")).to_have_count(1)
    everything = {"en": "Everything is still right", "es": "Todo sigue correcto"}[language]
    page.get_by_role("button", name=everything).click()
    expect(page.get_by_role("status").or_(page.locator(".notice")).first).to_be_visible()


def test_the_pages_of_a_link_have_no_axe_violations_and_fit_a_phone(
    open_page: Open, shot: Callable[[Page, str], None], address: list[str]
) -> None:
    path = link_of_library(open_page, address)
    page = open_page(path, size=PHONE)
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("Correct something")).first.click()
    shot(page, "partner-edit")
    assert violations(page) == []
    page.locator("[name=fees_description]").fill("Free for everyone")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Waiting for the district").first).to_be_visible()
    for name in ("partners/edits/", "partners/pulse/", "partners/settings/", "partners/desk/"):
        desk = open_page(name, role="coordinator", size=PHONE)
        shot(desk, f"partner-{name.split('/')[1]}")
        assert violations(desk) == []
