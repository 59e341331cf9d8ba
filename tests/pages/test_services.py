"""Families find a service and partners keep theirs, on a phone, without a script and without an account."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.pages.axe import violations
from tests.pages.conftest import Open, Site

pytestmark = pytest.mark.page

MOST_BYTES = 60_000


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def link_of(open_page: Open, service: str) -> str:
    """The address of a new link for the organization of a service, as its coordinator makes it."""
    page = open_page(f"services/?q={service}", role="coordinator")
    page.get_by_role("link", name=service, exact=True).first.click()
    page.locator("main .step a").last.click()
    page.get_by_role("link", name="Partner links").click()
    page.get_by_role("button", name="Create a link").click()
    found = re.findall(r"/d/[a-z-]+/entry/[0-9a-f]{64}/", page.content())
    assert found
    return str(found[0])


def service_page(open_page: Open, name: str, language: str = "en") -> Page:
    page = open_page(f"services/?q={quote(name)}", scripts=False, language=language)
    page.get_by_role("link", name=name, exact=True).first.click()
    return page


def test_a_partner_says_that_a_service_is_full_with_two_taps_after_opening(open_page: Open) -> None:
    address = link_of(open_page, "Swim lessons")
    page = open_page(address, scripts=False)
    card = page.locator(".card", has=page.get_by_role("heading", name="Swim lessons", exact=True))
    card.get_by_role("button", name="Full", exact=True).click()
    expect(page.locator(".notice").first).to_be_visible()
    family = service_page(open_page, "Swim lessons")
    expect(family.get_by_role("main")).to_contain_text("Full")
    assert fits(page)


def test_a_stale_entry_is_confirmed_with_one_tap(open_page: Open) -> None:
    old = "No one has confirmed this entry for more than 18 months."
    expect(service_page(open_page, "GED preparation").get_by_role("main")).to_contain_text(old)
    page = open_page(link_of(open_page, "GED preparation"), scripts=False)
    page.get_by_role("button", name="Everything is still right").click()
    main = service_page(open_page, "GED preparation").get_by_role("main")
    expect(main).not_to_contain_text(old)
    expect(main).to_contain_text("The organization itself")


def test_a_wrong_entry_is_reported_and_mended(open_page: Open) -> None:
    page = service_page(open_page, "Open gym")
    page.get_by_role("link", name="Something is wrong here").click()
    page.get_by_label("The cost is wrong").check()
    page.get_by_label("What should it say?").fill("It costs two dollars")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", name="Thank you. We got your report.")).to_be_visible()
    desk = open_page("partners/reports/", role="coordinator")
    row = desk.locator(".rows > li", has_text="It costs two dollars")
    row.get_by_role("link", name="The cost is wrong").click()
    desk.get_by_role("link", name="Edit", exact=True).click()
    desk.get_by_label("Cost").first.fill("$2")
    desk.get_by_role("button", name="Save").click()
    desk.goto(desk.url.split("/services/")[0] + "/partners/reports/")
    desk.locator(".rows > li", has_text="It costs two dollars").get_by_role("link").first.click()
    desk.get_by_role("button", name="Mark as fixed").click()
    expect(desk.get_by_text("It costs two dollars")).to_have_count(0)
    expect(service_page(open_page, "Open gym").get_by_role("main")).to_contain_text("$2")


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_families_and_partners_are_light_and_axe_finds_nothing(
    open_page: Open, site: Site, language: str
) -> None:
    page = open_page("services/?q=dentist&language=es", language=language)
    page.locator("main .rows a[href*='/services/']").first.click()
    service = page.url
    places = [
        "services/",
        "services/?q=dentist",
        service,
        f"{service}report/",
        "services/saved/",
        "service-lists/",
    ]
    places.append(site.base + link_of(open_page, "Youth mariachi"))
    for place in places:
        answer = page.goto(place if place.startswith("http") else site.root + place)
        assert answer is not None
        assert answer.status == 200, place
        assert len(answer.body()) < MOST_BYTES, place
        assert fits(page), place
        assert violations(page) == [], place


def test_a_list_is_kept_on_this_device_and_sent(open_page: Open) -> None:
    page = service_page(open_page, "Youth mariachi")
    page.get_by_role("button", name="Save to my list").click()
    page.get_by_role("link", name="My list of services").click()
    expect(page.get_by_role("link", name="Youth mariachi")).to_be_visible()
    sms = page.get_by_role("link", name="Send as a text message").get_attribute("href")
    assert sms is not None
    assert "services%2Fsaved%2F%3Fof%3D" in sms
    page.get_by_role("button", name="Clear my list").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "words", "search", "name"),
    [
        ("es", "dentista que hable español", "Encontrar servicios", "Children's dental clinic"),
        ("en", "dentist who speaks Spanish", "Find services", "Children's dental clinic"),
    ],
)
def test_a_mother_finds_a_dentist_who_speaks_spanish_in_three_taps(
    open_page: Open, language: str, words: str, search: str, name: str
) -> None:
    page = open_page(language=language, scripts=False)
    page.get_by_role("searchbox").click()  # the first tap
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name=search).click()  # the second
    found = page.locator("main .rows > li", has=page.get_by_role("link", name=name, exact=True)).first
    expect(found.locator("a[href^='tel:']").first).to_be_visible()
    found.get_by_role("link", name=name, exact=True).click()  # the third
    main = page.get_by_role("main")
    expect(main.locator("a[href^='tel:']").first).to_be_visible()
    expect(main).to_contain_text("Español" if language == "es" else "Spanish")


def test_a_service_is_printed_on_one_sheet(open_page: Open) -> None:
    page = service_page(open_page, "Children's dental clinic", language="es")
    printed = page.pdf(format="Letter", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
