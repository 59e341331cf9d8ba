"""A finished survey in a real browser: the tool stands first, a mapping is corrected, kept and used again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.formats.survey_exports.registry import EXPORTS, WRITERS, Export
from tests.pages.conftest import DESKTOP, PHONE, Open

pytestmark = pytest.mark.page

ONE_OF_EACH_TOOL = [next(one for one in EXPORTS if one.writer is writer) for writer in WRITERS]
JOB_SECONDS = 120

MONTH = """Timestamp,Which school?,How safe is it?,Bus number,What else?
2026-0{month}-01 10:00:00,Juniper Valley High School,5,12,More lights in month {month}.
2026-0{month}-02 11:30:00,Juniper Valley High School,3,14,
2026-0{month}-03 09:15:00,Juniper Valley High School,4,12,Lunch in month {month}.
2026-0{month}-04 09:15:00,Juniper Valley High School,4,9,
"""


def hand_in(page: Page, file: Path, title: str) -> None:
    """Hand a file in on the page open, which leads to its mapping."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name=re.compile("Upload file|Subir archivo")).click()
    page.wait_for_url(re.compile(r"/imports/survey/[\w-]+/"))


def part_of(page: Page, column: str) -> str:
    """Return the name of the field that says what a column is."""
    card = page.locator("section.card").filter(has=page.get_by_role("heading", name=column))
    return card.locator("select").first.get_attribute("name") or ""


def is_as_wide_as_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("export", ONE_OF_EACH_TOOL, ids=str)
def test_the_tool_of_a_file_stands_first(open_page: Open, export: Export, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    export.write(file)
    page = open_page("imports/survey/", role="coordinator", scripts=False)
    hand_in(page, file, f"Families, {export}")
    tool = re.sub(" (Central|Briefcase|Aggregate)$", "", export.expected().tool)
    expect(page.locator("main h2").first).to_have_text(f"This looks like a file from {tool}")
    assert is_as_wide_as_the_screen(page)


def test_a_mapping_is_corrected_kept_and_used_again_next_month(
    open_page: Open, shot: Callable[[Page, str], None], tmp_path: Path
) -> None:
    for month in (8, 9):
        (tmp_path / f"{month}.csv").write_text(MONTH.format(month=month), encoding="utf-8")
    page = open_page("imports/survey/", role="coordinator", size=DESKTOP)
    hand_in(page, tmp_path / "8.csv", "The way to school, August")
    bus = part_of(page, "Bus number")
    assert page.locator(f"[name={bus}]").input_value() != "ignore"
    page.locator(f"[name={bus}]").select_option("ignore")
    page.get_by_role("button", name="Save and finish later").click()

    page.goto(page.url.split("/imports/")[0] + "/imports/survey/")
    page.get_by_role("link", name="The way to school, August").click()
    expect(page.locator(f"[name={bus}]")).to_have_value("ignore")
    page.get_by_role("button", name="Import survey").click()
    page.wait_for_url("**/jobs/*/")
    expect(page.locator("main .tag.done")).to_be_visible(timeout=JOB_SECONDS * 1000)

    page.goto(page.url.split("/jobs/")[0] + "/imports/survey/")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    hand_in(page, tmp_path / "9.csv", "The way to school, September")
    assert page.locator(f"[name={bus}]").input_value() != "ignore"
    august = page.locator("[name=earlier] option", has_text="August").get_attribute("value")
    page.locator("[name=earlier]").select_option(august)
    page.get_by_role("button", name="Use this mapping").click()
    expect(page.locator(f"[name={bus}]")).to_have_value("ignore")
    assert is_as_wide_as_the_screen(page)
    shot(page, "survey-used-again")
    page.get_by_role("button", name="Import survey").click()
    page.wait_for_url("**/jobs/*/")
    expect(page.locator("main .tag.done")).to_be_visible(timeout=JOB_SECONDS * 1000)
    page.get_by_role("link", name="View result").click()
    expect(page.locator("main")).to_contain_text("The way to school, September")
    expect(page.locator("main")).not_to_contain_text("Bus number")
