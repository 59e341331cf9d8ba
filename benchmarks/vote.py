"""Cost of a vote on a real server with real connections and both databases, relative to a base page.

The base page is the simplest page behind the same middleware, requested with the same cookies. Each vote is
one POST as htmx sends it: checked for forgery, written to the log, answered with the next card. PostgreSQL is
measured if THROUGHLINE_TEST_POSTGRES_URL names a server on which a database can be created.
"""

import contextlib
import html
import http.client
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.databases import databases, environment
from benchmarks.harness import Figure, at_most, cpu_seconds, cpu_seconds_named, percentile, report

PEERS: list[str] = []
ROOT = Path(__file__).resolve().parents[1]
N_STATEMENTS = 200
N_CONNECTIONS = 16
N_BROWSERS = 96
N_VOTES_EACH = 30
N_BASE_PAGES = 2_000
BAR = 4.0
SLUG = "bench"


def main(as_json: bool) -> bool:
    figures = []
    for name, url in databases():
        with _server(url) as (port, pid, forum):
            figures += _measure(name, port, pid, forum)
    return report("vote", figures, as_json)


@contextlib.contextmanager
def _server(url: str) -> Iterator[tuple[int, int, str]]:
    """Provide a fresh database with one open forum, served by gunicorn with threads."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environ = {**environment(home, url), "THROUGHLINE_BASE_URL": f"http://127.0.0.1:{port}"}
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.vote"],
            cwd=ROOT,
            env=environ,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        from throughline.config.server.processes import server_command

        server = subprocess.Popen(server_command(f"127.0.0.1:{port}"), cwd=ROOT, env=environ)
        try:
            _wait(port)
            yield port, server.pid, made.stdout.split()[-1]
        finally:
            server.terminate()
            server.wait(30)


def furnish() -> None:
    """Create the district and a forum of statements; print the forum's id. Runs in its own process."""
    import django

    django.setup()
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone
    from django_scopes import scope

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from throughline.accounts.actions import create_district
    from throughline.accounts.permissions import Actor
    from throughline.convene.models import Cycle, Forum
    from throughline.listen.workflows.sample import fill_statements
    from throughline.ui.fields import TranslatedText

    district, _link = create_district(slug=SLUG, name="Bench", languages=["en"])
    with scope(district=district):
        now = timezone.now()
        cycle = Cycle.objects.create(title=TranslatedText.of("en", "A cycle"), is_public=True)
        forum = Forum.objects.create(
            cycle=cycle,
            kind="statements",
            title=TranslatedText.of("en", "A forum"),
            announced_at=now,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
        )
        texts = [f"This is statement number {number} of the forum." for number in range(N_STATEMENTS)]
        fill_statements(
            Actor.system(district),
            forum,
            statements=texts,
            translations=texts,
            people=[],
            votes=[],
            moments=[],
        )
    print(forum.public_id)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), contextlib.closing(_connect(port)) as connection:
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not answer within 60 seconds")


def _connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


@dataclass
class Browser:
    """One contributor's browser on a persistent connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = _connect(self.port)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = self.connection.getresponse()
        body = response.read().decode()
        for header in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return response.status, body


def _fields(body: str) -> dict[str, str]:
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body)
    return {name: html.unescape(value) for name, value in pairs}


def _measure(name: str, port: int, pid: int, forum: str) -> list[Figure]:
    path = f"/d/{SLUG}/forum/{forum}/"
    browsers = [Browser(port) for _number in range(N_BROWSERS)]
    pages = [_begin(browser, path) for browser in browsers]
    latencies: list[float] = []

    def vote(place: int) -> None:
        browser, page = browsers[place], pages[place]
        browser.connection.close()  # may have been closed while idle; the next request reopens it
        for turn in range(N_VOTES_EACH):
            form = {**_fields(page), "answer": ("agree", "disagree", "not_sure")[turn % 3], "more": "1"}
            began = time.perf_counter()
            status, page = browser.ask("POST", f"{path}vote/", form)
            latencies.append(time.perf_counter() - began)
            if status != 200 or 'name="statement"' not in page:
                raise RuntimeError(f"a vote was answered {status}: {page[:200]}")

    def base(place: int) -> None:
        browsers[place].connection.close()
        for _turn in range(N_BASE_PAGES // N_BROWSERS):
            status, _page = browsers[place].ask("GET", f"/d/{SLUG}/who-sees-what/")
            if status != 200:
                raise RuntimeError(f"the base page was answered {status}")

    n_votes, n_pages = N_BROWSERS * N_VOTES_EACH, N_BROWSERS * (N_BASE_PAGES // N_BROWSERS)
    base_cpu, _base_database, _seconds = _cost(pid, base)
    vote_cpu, database_cpu, seconds = _cost(pid, vote)
    per_vote, per_page = 1000 * vote_cpu / n_votes, 1000 * base_cpu / n_pages
    milliseconds = [1000 * latency for latency in latencies]
    figures = [
        Figure(f"votes per second {name}", n_votes / seconds, "1/s"),
        *(Figure(f"vote p{p} {name}", percentile(milliseconds, p), "ms") for p in (50, 95, 99)),
        Figure(f"server CPU per vote {name}", per_vote, "ms"),
        Figure(f"server CPU per base page {name}", per_page, "ms"),
        Figure(f"vote / base page {name}", per_vote / per_page, "×", **at_most(per_vote / per_page, BAR)),
    ]
    if name == "PostgreSQL":
        figures.append(Figure(f"database CPU per vote {name}", 1000 * database_cpu / n_votes, "ms"))
    return figures


def _begin(browser: Browser, path: str) -> str:
    """Open the page and vote once, so that the browser has every cookie before measuring."""
    _status, page = browser.ask("GET", path)
    status, page = browser.ask("POST", f"{path}vote/", {**_fields(page), "answer": "agree"})
    if status != 200:
        raise RuntimeError(f"the first vote was answered {status}")
    return page


def _cost(pid: int, work: Callable[[int], None]) -> tuple[float, float, float]:
    """Run `work` for all browsers; return CPU seconds of the server and the database, and elapsed time."""
    places = iter(range(N_BROWSERS))
    lock = threading.Lock()
    failures: list[BaseException] = []

    def carry_on() -> None:
        while True:
            with lock:
                place = next(places, None)
            if place is None:
                return
            try:
                work(place)
            except (RuntimeError, OSError, http.client.HTTPException) as failure:
                failures.append(failure)
                return

    threads = [threading.Thread(target=carry_on) for _number in range(N_CONNECTIONS)]
    server, database, began = cpu_seconds(pid), cpu_seconds_named("postgres"), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return cpu_seconds(pid) - server, cpu_seconds_named("postgres") - database, time.perf_counter() - began


if __name__ == "__main__":
    furnish()
