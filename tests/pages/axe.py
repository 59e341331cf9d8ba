"""What axe finds on a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script


def violations(page: Page) -> list[dict[str, Any]]:
    """Judge the page, and prepare the pages that follow in its tab: the browser then reads axe only once.

    What axe passed stays in the browser: it is long, and no test reads it.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.add_init_script(SCRIPT)
        page.evaluate(SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
    )
    return found
