"""Staff pages on a phone: the menu folds, tables fit, lists are short, and their first rows come first."""

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.page

FIRST = "main tbody tr, main .bars > li, main .rows > li, main .card"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def top_of_first_row(page: Page) -> float:
    box = page.locator(FIRST).first.bounding_box()
    assert box is not None
    return box["y"]


def address_of(page: Page, *links: str) -> str:
    """Follow links by the end of their address, and return the address of the last."""
    for link in links:
        address = page.locator(f'main a[href*="{link}"]').first.get_attribute("href")
        assert address
        page.goto(page.url.split("/d/")[0] + address)
    return page.url


def test_the_menu_folds_on_a_phone_without_a_script_and_not_on_a_desktop(open_page: Open) -> None:
    page = open_page("desk/", role="owner", scripts=False)
    menu = page.locator("header details")
    current = page.get_by_role("link", name="Home", exact=True)
    expect(menu.locator("summary")).to_contain_text("Menu · Home")
    expect(current).to_be_hidden()
    menu.locator("summary").click()
    expect(current).to_have_attribute("aria-current", "page")
    for name in ("Settings", "Sign out", "Español"):
        expect(menu.get_by_role("link", name=name, exact=True)).to_be_visible()
    assert fits(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    expect(menu).to_be_hidden()
    expect(
        page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Settings")
    ).to_be_visible()


def test_the_first_rows_stand_above_the_fold(open_page: Open) -> None:
    page = open_page("desk/", role="owner")
    root = page.url.removesuffix("desk/")
    coverage = address_of(page, "/forums/", "/coverage/")
    places = ["desk/", "voices/", "moderation/", "directives/", "partners/", "members/"]
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for place in [coverage, *(root + place for place in places)]:
            page.goto(place)
            assert top_of_first_row(page) < size[1], place
            assert fits(page), place


def test_coverage_leads_with_its_chart_then_a_sentence(open_page: Open) -> None:
    page = open_page("desk/", role="owner")
    address_of(page, "/forums/", "/coverage/")
    chart, sentence = page.locator("main .bars").first.bounding_box(), page.locator(".lead").bounding_box()
    assert chart is not None
    assert sentence is not None
    assert chart["y"] < sentence["y"]


def test_a_page_of_responses_is_25_cards_that_name_their_columns(open_page: Open) -> None:
    page = open_page("voices/", role="owner")
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(25)
    cell = rows.first.locator("[data-label=Status]")
    name = 'getComputedStyle(document.querySelector("[data-label=Status]"), "::before").content'
    assert "Status" in cell.evaluate(name)
    assert "Status" in page.locator("main thead").inner_text()  # still there for a screen reader
    region = page.get_by_role("region", name="All responses")
    assert region.evaluate("box => box.scrollWidth <= box.clientWidth")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert cell.evaluate(name) == "none"


def test_filters_are_folded_and_say_how_many_are_in_use(open_page: Open) -> None:
    page = open_page("voices/", role="owner", scripts=False)
    expect(page.get_by_label("Status")).to_be_hidden()
    page.locator("main summary", has_text="Filter").click()
    page.get_by_label("Status").select_option("approved")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("main summary", has_text="1 filter in use")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar-xb"])
def test_a_table_that_is_cut_off_says_so(open_page: Open, language: str) -> None:
    page = open_page("directives/", role="owner", language=language)
    address_of(page, "/matrix/")
    cue, region = page.locator(".sideways"), page.locator(".scroll.wide")
    expect(cue).to_be_visible()
    assert region.evaluate("box => box.scrollWidth > box.clientWidth")
    first = region.locator("tbody th").first
    before = first.bounding_box()
    region.evaluate("box => box.scrollBy(getComputedStyle(box).direction === 'rtl' ? -200 : 200, 0)")
    assert first.bounding_box() == before, "the name of a row stays in sight"
    assert fits(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    expect(cue).to_be_hidden()
