"""How long each page of the sample district takes: every page that an owner finds by following links.

Pages are requested through the whole middleware in one process, without a network. The first visit also
compiles templates; the others are repeated, and their median counts. No similar product serves these pages,
so there is no peer: each is held against half a second. PostgreSQL is measured if
THROUGHLINE_TEST_POSTGRES_URL names a server on which a database can be created.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from benchmarks.databases import databases, environment
from benchmarks.harness import Figure, at_most, report

PEERS: list[str] = []
ROOT = Path(__file__).resolve().parents[1]
BAR = 0.5
N_OF_A_NAME = 3
"""So many addresses of each URL name are visited."""
N_VISITS = 5
N_SLOWEST = 5
NAMED = ("voices", "coverage", "preview_publication")


def main(as_json: bool) -> bool:
    figures = []
    for name, url in databases():
        with tempfile.TemporaryDirectory() as home:
            measured = subprocess.run(
                [sys.executable, "-m", "benchmarks.pages"],
                cwd=ROOT,
                env=environment(home, url),
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
        figures += _figures(name, json.loads(measured.stdout.splitlines()[-1]))
    return report("pages", figures, as_json)


def _figures(database: str, seconds_of: dict[str, list[float]]) -> list[Figure]:
    """`seconds_of` has, by URL name, the slowest first visit and the slowest median of the others."""
    first = max(seconds[0] for seconds in seconds_of.values())
    usual = {name: seconds[1] for name, seconds in seconds_of.items()}
    slowest = sorted(usual, key=lambda name: -usual[name])[:N_SLOWEST]
    return [
        Figure(f"{database}: median page of {len(usual)}", statistics.median(usual.values()), "s"),
        Figure(f"{database}: slowest first visit", first, "s"),
        *(
            Figure(f"{database}: {name}", usual[name], "s", **at_most(usual[name], BAR))
            for name in dict.fromkeys([*slowest, *NAMED])
        ),
    ]


def measure() -> None:
    """Create the sample district, visit its pages, and print the times. Runs in its own process."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django_scopes import scope

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    from throughline.accounts.models import District, Membership, Role
    from throughline.config.demo import sample

    district = District.objects.get(slug=sample.ensure().district)
    with scope(district=district):
        owner = Membership.objects.filter(role=Role.OWNER).latest("pk").person
    client = Client()
    client.force_login(owner)
    seconds_of: dict[str, list[float]] = {}
    for name, address, first in _pages(client, district):
        usual = statistics.median(_seconds(client, address)[0] for _visit in range(N_VISITS))
        so_far = seconds_of.setdefault(name, [0.0, 0.0])
        so_far[:] = [max(so_far[0], first), max(so_far[1], usual)]
    print(json.dumps(seconds_of))


def _pages(client: Any, district: Any) -> Iterator[tuple[str, str, float]]:
    """The name, address and first time of pages found by following links."""
    from django.urls import Resolver404, resolve

    waiting = [district.url("desk"), district.url("district_front")]
    seen, n_of_name = set(waiting), dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        try:
            name = str(resolve(urlsplit(address).path).url_name)
        except Resolver404:
            continue
        if n_of_name.get(name, 0) == N_OF_A_NAME:
            continue
        n_of_name[name] = n_of_name.get(name, 0) + 1
        first, content = _seconds(client, address)
        yield name, address, first
        for link in re.findall(r'href="([^"#]+)', content):
            target = urljoin(address, link.replace("&amp;", "&"))
            is_ours = target.startswith(district.url("district_front")) and "lang=" not in target
            if is_ours and target not in seen:
                seen.add(target)
                waiting.append(target)


def _seconds(client: Any, address: str) -> tuple[float, str]:
    began = time.perf_counter()
    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    response.close()
    took = time.perf_counter() - began
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return took, content.decode() if is_page else ""


if __name__ == "__main__":
    measure()
