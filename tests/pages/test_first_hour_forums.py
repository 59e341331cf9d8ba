"""Cycles and forums of a coordinator: copies, ready-made questions, meetings, files and totals."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.pages.conftest import DESKTOP, Open, Site

pytestmark = pytest.mark.page

CYCLE = {
    "decision_en": "The board votes.",
    "decider_en": "The board",
    "decided_when_en": "in June",
    "already_fixed_en": "The budget",
    "asked_of_people_en": "Vote for two minutes",
    "staff_hours_a_week": "4",
}


def _start_cycle(page: Page, title: str) -> None:
    """Save a complete cycle, which stays visible to staff only; the page of the cycle follows."""
    page.locator("[name=title_en]").fill(title)
    for name, text in CYCLE.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=promise][value=consult]").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("h1")).to_have_text(title)


def test_a_forum_is_ready_to_announce_after_three_clicks_on_the_page_of_its_cycle(open_page: Open) -> None:
    page = open_page("cycles/new/", role="coordinator", size=DESKTOP)
    _start_cycle(page, "Where should the bus stop?")
    page.get_by_role("link", name="Meeting", exact=True).click()
    page.locator("[name=title_en]").fill("Evening at the depot")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Announce forum").click()
    page.locator("[name=meets_on]").fill((datetime.now(UTC) + timedelta(days=30)).date().isoformat())
    page.locator("[name=starts]").fill("18:00")
    page.locator("[name=ends]").fill("17:00")
    page.locator("[name=place_en]").fill("The depot, 12 Main Street")
    page.get_by_role("button", name="Announce forum").click()
    expect(page.locator("main")).to_contain_text("The end time must be after the start time.")
    expect(page.locator("[name=place_en]")).to_have_value("The depot, 12 Main Street")


def test_copies_and_ready_made_questions_are_drafts(open_page: Open) -> None:
    page = open_page("cycles/new/", role="coordinator", size=DESKTOP)
    _start_cycle(page, "How long should lunch be?")
    page.get_by_role("link", name="Ready-made question").click()
    page.get_by_role("button", name="Create draft").first.click()
    title = page.locator("[name=title_en]")
    expect(title).to_have_value("What do our graduates need to be successful?")
    title.fill("How much time do you need to eat?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Announce forum")).to_be_visible()
    page.get_by_role("link", name="Copy forum").click()
    expect(page.locator("[name=title_es]")).to_have_value(re.compile("^Copia de ¿Qué necesitan"))
    page.get_by_role("button", name="Copy forum").click()
    expect(page.locator("h1")).to_have_text("Copy of How much time do you need to eat?")
    page.get_by_role("link", name="How long should lunch be?").first.click()
    page.get_by_role("link", name="Copy cycle").click()
    page.get_by_role("button", name="Copy cycle").click()
    expect(page.locator("main")).to_contain_text("Copied. All forums of the copy are drafts")
    expect(page.locator("main")).to_contain_text("Still missing: when it will be decided.")
    expect(page.locator(".tag.draft")).to_have_count(2)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_family_sees_when_and_where_a_meeting_is_and_adds_it_to_a_calendar(
    open_page: Open, site: Site, language: str
) -> None:
    page = open_page(language=language)
    card = page.locator("li.card", has_text="Dry Fork School")
    expect(card).to_contain_text({"en": "5:30 p.m. to 7 p.m.", "es": "de 5:30 p.m. a 7:00 p.m."}[language])
    card.get_by_role("link").first.click()
    expect(page.locator("p.lead")).to_contain_text({"en": "The gym", "es": "El gimnasio"}[language])
    with page.expect_download() as file:
        page.get_by_role(
            "link", name={"en": "Add to calendar", "es": "Agregar al calendario"}[language]
        ).click()
    assert re.fullmatch(r"meeting-[a-z-]+-20\d\d-\d\d-\d\d\.ics", file.value.suggested_filename)
    [event] = Calendar.from_ical(file.value.path().read_bytes()).walk("VEVENT")
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_files_are_named_and_totals_say_that_they_may_overlap(open_page: Open) -> None:
    page = open_page("cycles/", role="analyst", size=DESKTOP)
    page.get_by_role("link", name="What should every graduate know and be able to do?").first.click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Total \(may overlap\):\s+[\d,]+ people"))
    page.get_by_role("link", name="Family survey").click()
    with page.expect_download() as file:
        page.get_by_role("link", name="Download answers").click()
    assert re.fullmatch(r"responses-family-survey-20\d\d-\d\d-\d\d\.(csv|zip)", file.value.suggested_filename)
