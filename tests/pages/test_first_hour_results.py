"""The results of one question, in a browser: from the forum to the bars, on a phone, and for others."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import DESKTOP, Open

pytestmark = pytest.mark.page

QUESTION = "How well do our schools prepare students for life after graduation?"


def forum_page(open_page: Open, title: str, role: str, size: tuple[int, int]) -> Page:
    """The page of a forum of the finished cycle."""
    page = open_page("cycles/", role=role, size=size)
    page.get_by_role("link", name="What should every graduate know").first.click()
    page.get_by_role("link", name=title).first.click()
    return page


def fits(page: Page) -> bool:
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(page.evaluate(width))


def test_results_of_a_question_from_the_forum_on_a_phone(open_page: Open) -> None:
    page = forum_page(open_page, "Family survey", "owner", (360, 780))
    page.get_by_role("link", name="Results", exact=True).click()
    page.get_by_role("link", name=QUESTION).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    expect(page.locator("table.counted .strip")).to_have_count(5)
    expect(page.get_by_text("people who chose to take part").first).to_be_visible()
    expect(page.get_by_role("heading", name="Who answered and who is missing")).to_be_visible()
    assert fits(page)
    page.goto(f"{page.url}?lang=es")
    expect(page.get_by_role("heading", name="Quiénes respondieron y quiénes faltan")).to_be_visible()


def test_others_see_percentages_and_no_list_of_who_answered(open_page: Open) -> None:
    page = forum_page(open_page, "Family survey", "facilitator", DESKTOP)
    page.get_by_role("link", name="Results", exact=True).click()
    page.get_by_role("link", name=QUESTION).click()
    expect(page.get_by_text("these numbers are updated only when enough people")).to_be_visible()
    expect(page.get_by_role("columnheader")).to_have_text(["Answer chosen", "Percent"])
    expect(page.get_by_role("heading", name="Who answered and who is missing")).to_have_count(0)


def test_two_groups_that_mirror_each_other_have_one_list(open_page: Open) -> None:
    page = forum_page(open_page, "Graduates: agree or disagree", "owner", DESKTOP)
    page.get_by_role("link", name="Results", exact=True).click()
    expect(page.locator("table.counted tbody tr")).to_have_count(24)
    page.get_by_role("link", name="Analyses").click()
    page.get_by_role("link", name=re.compile("opinion groups")).first.click()
    both = page.get_by_role("listitem").filter(
        has_text=re.compile(r"Group [AB] agrees more, group [AB] disagrees")
    )
    assert both.count() > 1
