"""After the results: what the printed page is, and where the line can be walked."""

import re

import pytest
from playwright.sync_api import Page

from tests.pages.conftest import DESKTOP, Open

pytestmark = pytest.mark.page

MOST_SHEETS = 6


def sheets(page: Page) -> int:
    """How many sheets the page takes on Letter paper: each is one object of the PDF."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="Letter", prefer_css_page_size=True)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_printed_public_page_can_be_handed_out(open_page: Open, language: str) -> None:
    page = open_page("", language=language, size=DESKTOP)
    page.locator("a[href*='/c/']").last.click()
    page.wait_for_selector("ol.line .tag")
    assert page.locator("details.screen-only").first.is_visible()
    assert 2 <= sheets(page) <= MOST_SHEETS
    page.emulate_media(media="print")
    foot = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--foot')")
    assert page.url.split("?")[0] in foot
    assert re.search(r"\b20\d\d\b", foot)
    assert page.locator("details:visible, form:visible, .toolbar:visible").count() == 0
    assert page.locator(".print-only:visible").inner_text().strip().endswith("/")


def test_a_priority_leads_down_to_its_evidence_and_up_again(open_page: Open) -> None:
    page = open_page("directives/", role="coordinator", size=DESKTOP)
    page.get_by_role("link", name="Give every student a real project").first.click()
    page.get_by_text("See the evidence").first.click()
    assert page.locator("details[open] details").count() > 0
    page.get_by_role("link", name=re.compile("^Open finding")).first.click()
    sentence = page.locator("h1").inner_text()
    page.locator("main ul.rows a[href*='/runs/'], main ul.rows a[href*='/codes/']").first.click()
    page.get_by_role("link", name=re.compile("^Findings that use this")).click()
    assert page.get_by_role("link", name=sentence).is_visible()
