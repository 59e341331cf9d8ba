"""Taking part for the first time, on a phone: what is asked, what the page says, and how it looks."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import PHONE, Open

pytestmark = pytest.mark.page

OPEN = {"en": "Help at school: agree or disagree", "es": "Ayuda en la escuela: ¿de acuerdo o no?"}
QUESTION = "When did school help you"
IS_ON_ONE_LINE = """buttons => buttons.map(button => {
  const range = document.createRange();
  range.selectNodeContents(button);
  const lines = new Set([...range.getClientRects()].map(one => Math.round(one.top / 12)));
  return lines.size <= 2 && button.scrollWidth <= button.clientWidth + 1;
})"""


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def tap(page: Page, name: str) -> None:
    with page.expect_response(re.compile(r"/vote/|/about-you/")):
        page.get_by_role("button", name=name, exact=True).click()


def test_a_first_vote_takes_two_taps_and_school_and_role_come_after_five(open_page: Open, shot: Any) -> None:
    page = open_page(has_touch=True, is_mobile=True)
    page.get_by_role("link", name=OPEN["en"]).first.click()
    expect(page.locator("kbd").first).to_be_hidden()
    expect(page.locator("[data-keys]")).to_be_hidden()
    folded = page.get_by_text("What this is for, and who decides")
    folded.click()
    expect(page.get_by_text("In next year's budget, the board will decide")).to_be_visible()
    folded.click()
    for _vote in range(5):
        before = page.locator("h1").inner_text()
        tap(page, "Agree")
        expect(page.locator("h1")).not_to_have_text(before)
    expect(page.get_by_role("heading", name="Two questions about you")).to_be_focused()
    shot(page, "taking-about-you")
    page.get_by_label("Which school are you connected to?").select_option(index=1)
    page.get_by_text("Parent, guardian or family member").click()
    tap(page, "Save")
    expect(page.locator("h1.statement")).to_be_visible()
    expect(page.get_by_text("Statement 6 of about")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [360, 180], ids=["phone", "phone at 200 percent"])
def test_the_labels_of_the_votes_never_wrap(open_page: Open, shot: Any, language: str, width: int) -> None:
    page = open_page(language=language, size=(width, 780))
    page.get_by_role("link", name=OPEN[language]).first.click()
    buttons = page.locator(".votes button")
    expect(buttons).to_have_count(4)
    assert all(buttons.evaluate_all(IS_ON_ONE_LINE))
    assert fits(page)
    shot(page, f"taking-votes-{language}-{width}")


def test_without_scripts_an_answer_is_followed_by_what_happens_next_and_a_skip_is_remembered(
    open_page: Open, shot: Any
) -> None:
    page = open_page(scripts=False, size=PHONE)
    page.get_by_role("link", name=QUESTION).first.click()
    page.locator("textarea").fill("A counselor listened to me in the fall.")
    page.get_by_role("button", name="Submit answer").click()
    main = page.locator("main")
    expect(main).to_contain_text("A person at the district reads what you wrote. This forum closes on")
    expect(main).to_contain_text("and then we share what we heard and what happens next.")
    shot(page, "taking-done")
    page.locator("[name=skip]").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_role("heading", name="Two questions about you")).to_have_count(0)
    page.get_by_role("link", name="Change your school or role").click()
    page.get_by_label("Student").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main dd").get_by_text("Student", exact=True)).to_be_visible()
    assert fits(page)
