"""Words that are shown at once: their label, a report in two taps, their review, and their translation."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import DESKTOP, PHONE, Open, Site

pytestmark = pytest.mark.page

SPANISH, ENGLISH = "Los timbres deberían sonar menos.", "Bells should ring less."
NAMED = "Ask Mr. Lopez about the bells."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_what_is_shown_at_once_is_labeled_reported_reviewed_and_translated(
    open_page: Open, site: Site
) -> None:
    staff = open_page("cycles/", role="coordinator", size=DESKTOP)
    staff.get_by_role("link", name=re.compile("every student gets the support")).first.click()
    staff.locator("a[href*='forums/new/?kind=statements']").click()
    staff.locator("[name=title_en]").fill("Bells")
    staff.locator("[name=title_es]").fill("Timbres")
    staff.locator("[name=moderation][value=after]").check()
    staff.locator("main form button[type=submit]").last.click()
    staff.wait_for_url(re.compile(r"/forums/[\w-]+/ask/"))
    forum_id = re.search(r"/forums/([\w-]+)/", staff.url)[1]  # type: ignore[index]
    staff.goto(f"{site.root}forums/{forum_id}/announce/")
    staff.locator("main form button").last.click()
    address = f"{site.root}forum/{forum_id}/"

    writer = open_page(f"forum/{forum_id}/add/", language="es", scripts=False)
    writer.locator("[name=text]").fill(SPANISH)
    writer.locator("main form button").last.click()
    expect(writer.locator("main")).to_contain_text("Visible, aún sin revisar")
    writer.goto(f"{address}add/?lang=en")
    writer.locator("[name=text]").fill(NAMED)
    writer.locator("main form button").last.click()
    expect(writer.locator("main")).to_contain_text("because it seems to name someone")

    reader = open_page(f"forum/{forum_id}/", scripts=False, size=PHONE)
    expect(reader.locator("h1 [lang=es]")).to_have_text(SPANISH)
    expect(reader.locator("main")).to_contain_text("Shown, not yet reviewed")
    expect(reader.locator("main .tag").first).to_have_text("Spanish")
    reader.get_by_role("link", name="Report this statement").click()
    press(reader, "Isn't about the question")
    expect(reader.locator("h1")).to_have_text("Thank you. We got your report.")
    reader.goto(address)
    expect(reader.locator("h1.statement")).to_have_text(SPANISH)

    staff.goto(f"{site.root}moderation/")
    expect(staff.locator("main tbody tr").first).to_contain_text(
        "Reported by 1 reader: Isn't about the question"
    )
    staff.get_by_role("link", name=SPANISH).click()
    staff.locator("[name=translation_en]").fill(ENGLISH)
    staff.locator("[name=reviewed_en]").check()
    press(staff, "Save translations")
    expect(staff.locator("main")).to_contain_text("Translations saved.")
    staff.get_by_role("button", name=re.compile("^Approve")).first.click()

    reader.goto(address)
    expect(reader.locator("h1.statement")).to_have_text(ENGLISH)
    expect(reader.locator("main")).to_contain_text(f"Translated. Original (Spanish): {SPANISH}")
    expect(reader.locator("main")).not_to_contain_text("Shown, not yet reviewed")
