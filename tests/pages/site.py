"""Every page of the running product, found by following links."""

from collections import deque
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.pages.conftest import Site
from throughline.config.demo.browser import Browser

NOT_PAGES = {
    "forum_poster",
    "meeting_ics",
    "account_logout",
    "accent",
    "audit_csv",
    "codes_csv",
    "codings_csv",
    "crosstab_csv",
    "directives_csv",
    "directory_quality_csv",
    "directory_package",
    "download_recovery_codes",
    "export_forum",
    "export_voices",
    "findings_csv",
    "forum_qr",
    "hsds_root",
    "initiatives_csv",
    "locations_csv",
    "mfa_download_recovery_codes",
    "organizations_csv",
    "patterns_csv",
    "patterns_map",
    "public_package",
    "public_pattern",
    "release_download",
    "release_package",
    "results_csv",
    "services_csv",
    "supports_csv",
    "table_sheet_pdf",
}
"""URLs that return something other than a page, or end the session."""

MOST_PAGES = 1_500


def pages_of(site: Site, role: str = "") -> tuple[dict[str, str], list[str]]:
    """Return what `crawl` does, once for each role: the tests that ask change nothing."""
    if role not in site.crawled:
        site.crawled[role] = crawl(site, role)
    return site.crawled[role]


def crawl(site: Site, role: str = "") -> tuple[dict[str, str], list[str]]:
    """Return one address for each URL name that is linked, and the broken links."""
    browser = Browser(site.base)
    if role:
        page = browser.get("/accounts/login/")
        form = page.form("login", "password")
        browser.submit(page, form, login=f"{role}@{site.slug}.example", password="a line from every voice")
    found: dict[str, str] = {}
    dead: list[str] = []
    seen_names: dict[str, int] = {}
    seen = {site.root, site.root + "desk/", site.base + "/", site.base + "/my/"}
    waiting = deque((address, "the beginning") for address in sorted(seen))
    while waiting and len(seen) < MOST_PAGES:
        address, source = waiting.popleft()
        name = name_of(address)
        if name is None or name in NOT_PAGES or seen_names.get(name, 0) >= 2:
            continue
        page = browser.get(address)
        if page.status == 403 and not role:
            continue
        if page.status not in {200, 422}:
            dead.append(f"{name}, linked from {source}, answers {page.status}")
            continue
        landed = name_of(page.url)
        if landed != name:
            continue
        seen_names[name] = seen_names.get(name, 0) + 1
        found.setdefault(name, urlsplit(address)._replace(scheme="", netloc="").geturl())
        for _words, href in page.links:
            link = urljoin(page.url, href).split("#")[0]
            is_here = link.startswith(site.base) and not _is_of_another_district(link, site)
            if is_here and "lang=" not in link and link not in seen:
                seen.add(link)
                waiting.append((link, name))
    return found, dead


def _is_of_another_district(link: str, site: Site) -> bool:
    """Whether a test made the district of this page: the sample's people may not open all of it."""
    return link.startswith(f"{site.base}/d/") and not link.startswith(site.root)


def name_of(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).url_name
    except Resolver404:
        return None
