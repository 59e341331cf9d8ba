"""One link to everything somebody said, and all that a forum is shared with, in a real browser."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import DESKTOP, Open, Site

pytestmark = pytest.mark.page

CLIPBOARD = ["clipboard-read", "clipboard-write"]
QUESTION = {"en": "When did school help you", "es": "¿Cuándo le ayudó la escuela"}
WORDS = "More benches beside the sports field."


def answered(open_page: Open, language: str, **options: object) -> Page:
    """A browser that answered the open question and looks at the page after that."""
    page = open_page(language=language, **options)
    page.get_by_role("link", name=QUESTION[language]).first.click()
    page.locator("textarea").fill(WORDS)
    page.get_by_role("button", name={"en": "Submit answer", "es": "Enviar respuesta"}[language]).click()
    expect(page.locator("#one-link")).to_be_visible()
    return page


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_one_link_is_made_copied_opened_and_used_to_withdraw(
    open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    page = answered(open_page, "en", permissions=CLIPBOARD)
    assert page.locator('a[href*="/all/"]').count() == 0
    page.get_by_role("button", name="Create one link for everything I said here").click()
    card = page.locator("#one-link")
    link = card.locator('a[href*="/all/"]').inner_text()
    shot(page, "onelink-done-en")
    card.get_by_role("button", name="Copy link").click()
    expect(card.get_by_role("status")).to_have_text("Copied.")
    assert clipboard(page) == link
    for name, scheme in (("Email it to myself", "mailto:?"), ("Text it to myself", "sms:?&body=")):
        href = card.get_by_role("link", name=name).get_attribute("href") or ""
        assert href.startswith(scheme)
        assert unquote(href).endswith(link)
    other = open_page(_path(link))
    expect(other.get_by_role("heading", name="Everything you said here")).to_be_visible()
    expect(other.get_by_text(WORDS, exact=True)).to_be_visible()
    shot(other, "onelink-everything-en")
    other.get_by_role("button", name=re.compile("^Withdraw this")).click()
    other.get_by_role("button", name="Withdraw response").click()
    expect(other.get_by_text("You withdrew this. It is no longer used.")).to_be_visible()
    assert WORDS not in other.content()


def _path(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_without_scripts_the_link_can_be_selected_and_scanned(
    open_page: Open, shot: Callable[[Page, str], None]
) -> None:
    page = answered(open_page, "es", scripts=False)
    page.get_by_role("button", name="Crear un enlace para todo lo que dije aquí").click()
    card = page.locator("#one-link")
    expect(card.get_by_role("button", name="Copiar enlace")).to_be_hidden()
    card.get_by_text("Mostrar código QR").click()
    expect(card.get_by_role("img")).to_be_visible()
    box = card.get_by_label("Enlace para copiar")
    assert box.input_value() == card.locator('a[href*="/all/"]').inner_text()
    shot(page, "onelink-done-es")
    other = open_page(_path(box.input_value()), language="es")
    other.get_by_role("button", name=re.compile("^Retirar esto")).click()
    other.get_by_role("button", name="Retirar respuesta").click()
    assert WORDS not in other.content()


def test_a_forum_is_shared_by_message_poster_and_short_link(
    open_page: Open, site: Site, shot: Callable[[Page, str], None]
) -> None:
    family = open_page()
    family.get_by_role("link", name=QUESTION["en"]).first.click()
    forum_id = family.url.split("/forum/")[1].strip("/")
    page = open_page(f"forums/{forum_id}/", role="coordinator", size=DESKTOP, permissions=CLIPBOARD)
    shot(page, "onelink-forum-en")
    short = page.get_by_label("Short link").input_value()
    assert short.startswith(f"{site.root}g/")
    page.get_by_role("button", name="Copy message").first.click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert clipboard(page).endswith(f"{short}?lang=en")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download poster (PDF, Letter)").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    family.goto(f"{site.root}g/{short.split('/g/')[1].upper()}?lang=es")
    expect(family.get_by_role("heading", name=QUESTION["es"])).to_be_visible()
