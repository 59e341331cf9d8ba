"""A survey in two languages typed at once, put in order by hand, and answered: drafts that staff see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.page

ENGLISH = """How do you get to school? *
- By bus
- On foot
- Another way…
Which activities do you want?
+ Music
+ Sports
What should we change first?"""
SPANISH = """¿Cómo llega usted a la escuela? *
- En autobús
- A pie
- De otra manera…
¿Qué actividades quiere usted?
+ Música
+ Deportes
¿Qué debemos cambiar primero?"""


def titles(page: Page, n: int = 3) -> list[str]:
    expect(page.locator("section.card h2")).to_have_count(n)
    return page.locator("section.card h2").all_inner_texts()


def draft_survey(page: Page) -> None:
    """From the list of cycles to the questions of a new survey."""
    page.locator("main a[href*='/cycles/']:not([href$='/new/'])").first.click()
    page.goto(f"{page.url.split('?')[0]}forums/new/?kind=survey")
    page.locator("[name=title_en]").fill("How should the new school day work?")
    page.locator("[name=title_es]").fill("¿Cómo debería ser el nuevo día escolar?")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile("/ask/$"))


def test_a_survey_is_pasted_ordered_and_answered(open_page: Open, shot: Callable[[Page, str], None]) -> None:
    page = open_page("cycles/", role="coordinator", size=DESKTOP)
    draft_survey(page)
    page.locator("[name=lines_en]").fill(ENGLISH)
    page.locator("[name=lines_es]").fill(SPANISH)
    page.get_by_role("button", name="Add questions").click()
    first, second, third = titles(page)
    assert first.startswith("How do you get to school?")
    shot(page, "ask a survey")

    handle = page.locator("[data-handle]").first
    handle.focus()
    with page.expect_response(re.compile("/order/$")):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[data-order-note]")).to_have_text("Moved to place 2 of the list. Saved.")
    expect(page.locator("[data-handle]").nth(1)).to_be_focused()
    page.reload()
    assert titles(page) == [second, first, third]
    start = page.locator("[data-handle]").nth(1).bounding_box()
    target = page.locator("section.card").first.bounding_box()
    assert start
    assert target
    with page.expect_response(re.compile("/order/$")):
        page.mouse.move(start["x"] + 5, start["y"] + 5)
        page.mouse.down()
        page.mouse.move(target["x"] + 5, target["y"] + 5, steps=3)
        page.mouse.up()
    page.reload()
    assert titles(page) == [first, second, third]

    page.locator("main a", has_text="Preview").first.click()
    expect(page.locator("h1")).to_contain_text("(required)")
    box = page.locator("[data-other]")
    box.fill("By boat")
    expect(page.get_by_label("Another way", exact=True)).to_be_checked()
    page.get_by_label("On foot").check()
    expect(box).to_have_value("")
    shot(page, "a question with a text box")


def test_a_required_question_is_asked_again_without_scripts(
    open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    page = open_page("cycles/", role="coordinator", size=PHONE, scripts=False)
    draft_survey(page)
    assert page.locator("[data-handle]:visible").count() == 0
    page.locator("[name=lines_en]").fill("Where? *\nSame\nsame")
    page.get_by_role("button", name="Add questions").click()
    expect(page.locator("main")).to_contain_text("Line 3 is the same as line 2. Remove one of them.")
    shot(page, "a line that is refused")
    page.locator("[name=lines_en]").fill("Where? *\nWhen?")
    page.get_by_role("button", name="Add questions").click()
    page.get_by_role("button", name=re.compile("Move down.*Where")).click()
    expect(page.locator("section.card h2").first).to_have_text("When?")
    page.get_by_role("button", name=re.compile("Copy.*When")).click()
    assert [title[:5] for title in titles(page)] == ["When?", "When?", "Where"]
    page.locator("main a", has_text="Preview").first.click()
    page.get_by_role("link", name="Skip to the end").click()
    page.get_by_role("link", name=re.compile("Where")).click()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("main")).to_contain_text("This question is required.")
