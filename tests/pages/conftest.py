"""The product as started by a new user, with the sample district, and a real browser."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import launch
from tests.commands import started
from throughline.config.demo import browser
from throughline.config.server.processes import any_free_port

PASSWORD = "a line from every voice"
PHONE, DESKTOP = (360, 780), (1280, 900)


@dataclass
class Site:
    """A running server with one worker, and the address of its district."""

    base: str
    home: Path
    slug: str = "juniper-valley"
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    crawled: dict[str, tuple[dict[str, str], list[str]]] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return f"{self.base}/d/{self.slug}/"

    def signed_in(self, role: str) -> dict[str, str]:
        """Return the cookies of one of the sample people; each signs in once."""
        if role not in self.sessions:
            visitor = browser.Browser(self.base)
            page = visitor.get("/accounts/login/")
            form = page.form("login", "password")
            visitor.submit(page, form, login=f"{role}@{self.slug}.example", password=PASSWORD)
            self.sessions[role] = {cookie.name: cookie.value or "" for cookie in visitor.cookies}
            assert "sessionid" in self.sessions[role], f"{role} could not sign in"
        return self.sessions[role]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = any_free_port()
    home = tmp_path_factory.mktemp("site")
    environ = {"THROUGHLINE_PSEUDO_LANGUAGE": "1", "PYTHONWARNINGS": "ignore"}
    with started("demo", f"--port={port}", f"--home={home}", **environ) as demo:
        site = Site(f"http://localhost:{port}", home)
        assert site.root in demo.wait_for("Press Ctrl-C to stop")
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright leaves its event loop running in this thread, where Django would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = launch(playwright)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Open]:
    """Open a page in a new browser, in any role and setting; console errors fail the test."""
    contexts, complaints = [], []

    def open_page(
        path: str = "",
        *,
        role: str = "",
        size: tuple[int, int] = PHONE,
        language: str = "en",
        scripts: bool = True,
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language if language != "ar-xb" else "en",
            java_script_enabled=scripts,
            **options,
        )
        contexts.append(context)
        cookies = dict(site.signed_in(role)) if role else {}
        cookies["tl_language"] = language
        context.add_cookies(
            [{"name": name, "value": value, "url": site.base} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}")
                if message.type == "error" and "422 (" not in message.text  # a form returned with errors
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "request",
            lambda asked: (
                complaints.append(f"{page.url} asked {asked.url}")
                if urlsplit(asked.url).scheme.startswith("http") and not asked.url.startswith(site.base)
                else None
            ),
        )
        page.goto(site.root + path if not path.startswith("/") else site.base + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Save a screenshot of the whole page if THROUGHLINE_SCREENSHOTS is set."""
    folder = os.environ.get("THROUGHLINE_SCREENSHOTS", "")

    def shot(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w.-]+", "-", name)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return shot
