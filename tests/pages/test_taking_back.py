"""Withdrawing a contribution in a real browser, which sends headers that a test client does not."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.conftest import PHONE, Open

pytestmark = pytest.mark.page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_contributor_takes_back_what_they_wrote(open_page: Open, scripts: bool) -> None:
    page = open_page(size=PHONE, scripts=scripts)
    page.get_by_role("link", name="When did school help you").first.click()
    page.locator("textarea").fill(f"I would rather not have said this, {scripts}.")
    page.get_by_role("button", name="Submit answer").click()
    page.locator("main a[href*='/f/']").first.click()
    page.locator("summary", has_text="Withdraw").click()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("/withdraw/$"))
    page.locator("main button").first.click()
    expect(page.locator("main")).to_contain_text("You withdrew this. It is no longer used.")
