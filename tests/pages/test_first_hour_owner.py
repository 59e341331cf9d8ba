"""A new owner's first minutes, the language of staff pages, and where a partner contact arrives."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.commands import started
from tests.pages.conftest import DESKTOP, Open, Site

pytestmark = pytest.mark.page
Shot = Callable[[Page, str], None]


def _invitation_of_new_district(site: Site) -> str:
    words = ("create-district", "walnut-hills", "--name=Walnut Hills", "--owner-email=olivia@walnut.example")
    with started(*words, THROUGHLINE_HOME=str(site.home)) as command:
        printed = command.wait_for("/invitation/")
    found = re.search(r"/invitation/\w+/", printed)
    assert found, printed
    return found[0]


def test_a_new_owner_is_led_from_the_invitation_to_the_first_cycle(
    open_page: Open, site: Site, shot: Shot
) -> None:
    page = open_page(_invitation_of_new_district(site), size=DESKTOP)
    clicks = 0

    def click(label: str) -> None:
        nonlocal clicks
        clicks += 1
        page.get_by_role("button", name=label, exact=True).or_(
            page.get_by_role("link", name=label, exact=True)
        ).click()

    page.fill("[name=name]", "Olivia Hart")
    page.fill("[name=password]", "three unrelated words here")
    click("Create account")
    expect(page.get_by_role("heading", name="Set up your district")).to_be_visible()
    shot(page, "owner-checklist")
    click("Continue setup")
    page.fill("[name=lines]", "name, latitude, longitude\nWalnut High, 39.1, -108.7\nWalnut High")
    click("Add schools")
    expect(page.get_by_text("A school with this name already exists.")).to_be_visible()
    shot(page, "owner-schools-refused")
    page.fill("[name=lines]", "name, latitude, longitude\nWalnut High, 39.1, -108.7\nCreek School")
    clicks -= 1  # the mistake is not counted
    click("Add schools")
    page.fill("[name=people]", "rosa@walnut.example\nlee@walnut.example, Facilitator")
    click("Create invitations")  # no mail is set up here, so the links are shown first
    expect(page.get_by_text("Email isn't set up on this server.").first).to_be_visible()
    click("Continue setup")
    expect(page.get_by_role("heading", name="Contact, languages and privacy")).to_be_visible()
    page.fill("[name=contact]", "Olivia Hart, 970-555-0111")
    click("Save and continue")
    page.fill("[name=title_en]", "Which paths should be safe first?")
    page.locator("form.form").get_by_role("button").first.click()
    clicks += 1
    expect(page.get_by_role("heading", level=1)).to_contain_text("Which paths should be safe first?")
    assert clicks <= 8
    expect(page.get_by_text("text isn't translated: Spanish.")).to_be_visible()
    page.get_by_role("link", name="Edit the texts of this cycle").click()
    expect(page.locator(".translated", has=page.locator("[name=title_es]"))).to_contain_text("missing")
    shot(page, "owner-translation-missing")
    page.goto(f"{site.base}/d/walnut-hills/desk/")
    expect(page.get_by_text("Set up your district")).to_have_count(0)


def test_a_switched_language_stays_switched_and_tasks_are_read_in_it(open_page: Open, site: Site) -> None:
    page = open_page("jobs/", role="coordinator", size=DESKTOP)
    expect(page.locator("tbody")).to_contain_text("Voting patterns")
    page.get_by_role("link", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("tbody")).to_contain_text("Patrones de votación")
    page.goto(site.root + "cycles/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.goto(site.base + "/my/account/")
    expect(page.get_by_text("Para los correos electrónicos que le enviamos")).to_be_visible()


def test_a_partner_contact_arrives_at_their_organization_and_learns_whom_to_ask(
    open_page: Open, shot: Shot
) -> None:
    page = open_page("/accounts/login/")
    page.fill("[name=login]", "partner@juniper-valley.example")
    page.fill("[name=password]", "a line from every voice")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Basin Builders Guild")).to_be_visible()
    shot(page, "partner-home")
    status = page.request.get(page.url.replace("partners/yours/", "cycles/"))
    assert status.status == 403
    assert "Olivia Hart" in status.text()


def test_a_coordinator_invites_and_is_refused_with_names(open_page: Open) -> None:
    page = open_page("members/invite/", role="coordinator", size=DESKTOP)
    roles = page.locator("[name=role] option").all_inner_texts()
    assert roles == ["Facilitator", "School leader", "Board member", "Partner contact"]
    page.fill("[name=email]", "analyst@juniper-valley.example")
    page.get_by_role("button", name="Create invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("is already a member (Analyst).")
