"""Every linked page is checked by axe in every variant: size, theme, language, zoom."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from tests.pages.axe import violations
from tests.pages.conftest import DESKTOP, PHONE, Open, Site
from tests.pages.site import pages_of

pytestmark = pytest.mark.page

VARIANTS: dict[str, dict[str, Any]] = {
    "phone": {"size": PHONE},
    "desktop": {"size": DESKTOP},
    "dark": {"size": PHONE, "color_scheme": "dark"},
    "spanish": {"size": PHONE, "language": "es"},
    "forced": {"size": DESKTOP, "forced_colors": "active"},
    "mirrored": {"size": PHONE, "language": "ar-xb"},
    "large": {"size": (640, 450), "device_scale_factor": 2},
    "still": {"size": DESKTOP, "reduced_motion": "reduce"},
}
MOST_BYTES = 60 * 1024


def look(page: Page, name: str, variant: str) -> list[str]:
    """Return the problems of a page, as sentences."""
    wrong = []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        wrong.append(f"{name}, {variant}: runs {wide} px off the page")
    for violation in violations(page):
        where = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
        wrong.append(f"{name}, {variant}: {violation['id']} at {where}")
    return wrong


def walk(
    open_page: Open, shot: Callable[[Page, str], None], pages: dict[str, str], role: str, variant: str
) -> list[str]:
    """Check pages in one variant, in one browser."""
    wrong = []
    page = None
    for name, path in sorted(pages.items()):
        if page is None:
            page = open_page(path, role=role, **VARIANTS[variant])
        else:
            page.goto(urljoin(page.url, path))
        wrong += look(page, name, variant)
        shot(page, f"{role or 'anyone'}-{name}-{variant}")
    return wrong


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_staff_page_on_a_phone_and_in_one_more_variant(
    site: Site, open_page: Open, shot: Callable[[Page, str], None], variant: str
) -> None:
    public, _dead = pages_of(site)
    pages, dead = pages_of(site, "owner")
    assert "; ".join(dead) == ""
    names = sorted(set(pages) - set(public))
    assert {"desk", "cycle", "forum", "moderate_queue", "coding_desk", "findings", "directives"} <= set(names)
    others = [variant for variant in VARIANTS if variant != "phone"]
    mine = names if variant == "phone" else names[others.index(variant) :: len(others)]
    assert walk(open_page, shot, {name: pages[name] for name in mine}, "owner", variant) == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_public_page_in_every_variant(
    site: Site, open_page: Open, shot: Callable[[Page, str], None], variant: str
) -> None:
    pages, dead = pages_of(site)
    assert "; ".join(dead) == ""
    assert {"district_front", "public_cycle", "part", "who_sees_what", "rules", "organizations"} <= set(pages)
    assert walk(open_page, shot, pages, "", variant) == []


@pytest.mark.parametrize("role", ["board", "facilitator", "principal", "analyst", "coordinator"])
def test_no_link_leads_nowhere_for_other_roles(site: Site, role: str) -> None:
    _pages, dead = pages_of(site, role)
    assert "; ".join(dead) == ""


def test_public_pages_weigh_little_and_ask_no_other_host(site: Site, open_page: Open) -> None:
    pages, _dead = pages_of(site)
    page = open_page()
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    heavy = []
    for name, path in sorted(pages.items()):
        sizes.clear()
        page.goto(site.base + path)
        page.wait_for_load_state("networkidle")
        assert sizes, name
        if sum(sizes) > MOST_BYTES:
            heavy.append(f"{name}: {sum(sizes) / 1024:.0f} KB")
    assert heavy == []
