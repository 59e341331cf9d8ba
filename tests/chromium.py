"""The browser of the tests of pages."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright) -> Browser:
    """Start the browser, or skip the test where there is none."""
    if not CHROMIUM.exists():
        if os.environ.get("THROUGHLINE_REQUIRE_BROWSER"):
            pytest.fail("chromium is not installed, and THROUGHLINE_REQUIRE_BROWSER forbids to skip")
        pytest.skip("chromium is not installed: apt-get install chromium")
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
