"""Every component in a real browser: no axe violations, no overflow, no violation of the content policy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.pages.axe import violations
from tests.ui import gallery
from tests.ui.gallery import PAGES
from throughline.ui.color import accent_css

pytestmark = pytest.mark.page

POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PHONE, DESKTOP = (360, 780), (1280, 900)

VARIANTS: dict[str, dict[str, Any]] = {
    "phone": {"size": PHONE},
    "phone in the dark": {"size": PHONE, "color_scheme": "dark"},
    "phone from the right": {"size": PHONE, "language": "ar"},
    "phone in Spanish": {"size": PHONE, "language": "es"},
    "desktop": {"size": DESKTOP},
    "desktop in the dark": {"size": DESKTOP, "color_scheme": "dark"},
    "desktop from the right": {"size": DESKTOP, "language": "ar"},
    "desktop in forced colours": {"size": DESKTOP, "forced_colors": "active", "color_scheme": "dark"},
    "desktop at 200 %": {"size": (640, 450), "device_scale_factor": 2},
    "desktop with reduced motion": {"size": DESKTOP, "reduced_motion": "reduce"},
}


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Any]:
    """Open a page of the gallery, served from memory; console errors fail the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(name: str, *, size: tuple[int, int], language: str = "en", **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)

        def answer(route: Route) -> None:
            path = urlsplit(route.request.url).path
            if path.startswith("/static/"):
                found = finders.find(path.removeprefix("/static/"))
                assert found, path
                file = Path(str(found))
                route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
            elif path == "/accent.css":
                route.fulfill(body=accent_css("#1f5b66"), content_type="text/css")
            else:
                policy = {"Content-Security-Policy": POLICY}
                html = gallery.page(name, language)
                route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)

        page = context.new_page()
        page.route("**/*", answer)
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://gallery.test/{name}/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_axe_finds_nothing_and_nothing_runs_off_the_page(open_page: Any, name: str, variant: str) -> None:
    page = open_page(name, **VARIANTS[variant])
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    found = [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations(page)]
    assert found == []


SMALL = """[...document.querySelectorAll("button, .button, summary, select, input, textarea, nav a")]
    .filter(one => one.offsetParent && !["checkbox", "radio", "hidden"].includes(one.type))
    .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_is_pressed_is_large_enough_for_a_thumb(open_page: Any, name: str) -> None:
    assert open_page(name, size=PHONE).evaluate(SMALL) == []


def test_the_keys_answer_and_can_be_turned_off_for_good(open_page: Any) -> None:
    page = open_page("part", size=DESKTOP)
    page.evaluate(
        "window.pressed = []; document.querySelectorAll('[data-key]').forEach("
        "b => b.addEventListener('click', () => pressed.push(b.dataset.key)))"
    )
    page.keyboard.press("1")
    page.keyboard.press("N")
    assert page.evaluate("pressed") == ["1 a", "3 n"]
    page.focus("#id_words")
    page.keyboard.type("and 1 2 3")
    assert page.evaluate("pressed.length") == 2
    page.get_by_role("button", name="Turn off shortcuts").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("1")
    assert page.evaluate("pressed.length") == 2
    page.reload()
    assert page.evaluate("document.documentElement.classList.contains('no-keys')")
    assert page.locator("[data-keys] button").get_attribute("aria-pressed") == "true"


def test_the_line_of_state_says_when_one_is_offline(open_page: Any) -> None:
    page = open_page("part", size=PHONE)
    page.context.set_offline(True)
    assert page.locator("[data-state]").text_content() == "You are offline."
    page.context.set_offline(False)
    assert page.locator("[data-state]").text_content() == "You are online again."


def test_a_form_with_mistakes_is_read_from_its_list_of_mistakes(open_page: Any) -> None:
    page = open_page("part", size=PHONE)
    assert page.evaluate("document.activeElement.className") == "notice error"
    page.locator(".notice.error a").first.click()
    assert page.evaluate("location.hash") == "#id_title_0"


def test_characters_are_counted_as_they_are_typed(open_page: Any) -> None:
    page = open_page("part", size=PHONE)
    page.fill("#id_words", "x" * 390)
    assert page.locator("[data-counts]").text_content() == "10 characters left"
