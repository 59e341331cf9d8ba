"""The server is killed while votes and answers arrive: each acknowledged one is stored exactly once."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.databases import file_of
from tests.over_http import first_form, send
from throughline.config.server.processes import server_command

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,  # each brings its own database
]
N_CLIENTS, N_EACH = 5, 8  # each client votes and answers N_EACH times
KILLED_AFTER = N_CLIENTS * N_EACH // 2


def environment(home: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "throughline.config.settings",
        "THROUGHLINE_HOME": str(home),
        "THROUGHLINE_DATABASE_URL": url,
        "THROUGHLINE_DEBUG": "1",  # pages link to style sheets without collectstatic
        "PYTHONWARNINGS": "ignore",
    }


@dataclass
class Server:
    """gunicorn on a socket owned by the test: connections wait in its backlog while no server runs."""

    environ: dict[str, str]
    listener: socket.socket
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            server_command(f"fd://{self.listener.fileno()}"),
            cwd=ROOT,
            env=self.environ,
            pass_fds=[self.listener.fileno()],
            start_new_session=True,
        )

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Browser:
    """A browser that resends every request that was not acknowledged, unchanged."""

    address: tuple[str, int]
    acknowledged: "Acknowledged"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, htmx: bool = False) -> str:
        """Repeat a request until it is answered."""
        while True:
            try:
                return self._ask(method, path, form, htmx)
            except (OSError, HTTPException):
                self.acknowledged.broke_off()

    def _ask(self, method: str, path: str, form: dict[str, str] | None, htmx: bool) -> str:
        answer = send(self.address, self.cookies, method, path, form, htmx)
        assert answer.status in {200, 303}, f"{method} {path}: {answer.status} {answer.body[:2000]}"
        return answer.body


class Acknowledged:
    """What was acknowledged, and how many connections broke off; `goes_on` is set by either."""

    def __init__(self) -> None:
        self.votes: set[tuple[str, str]] = set()
        self.answers: set[str] = set()
        self.n_broken = 0
        self.is_under_way = threading.Event()
        self.goes_on = threading.Event()
        self._lock = threading.Lock()

    def broke_off(self) -> None:
        with self._lock:
            self.n_broken += 1
            self.goes_on.set()

    def add(self, *, vote: tuple[str, str] | None = None, answer: str = "") -> None:
        with self._lock:
            if vote:
                self.votes.add(vote)
            else:
                self.answers.add(answer)
            self.goes_on.set()
            if len(self.votes) + len(self.answers) >= KILLED_AFTER:
                self.is_under_way.set()


def take_part(number: int, browser: Browser, forums: dict[str, str], acknowledged: Acknowledged) -> None:
    page = browser.ask("GET", forums["vote"])
    for turn in range(N_EACH):
        form = first_form(page)
        vote = {**form.fields, "answer": ("agree", "disagree", "not_sure")[turn % 3]}
        page = browser.ask("POST", form.action, vote, htmx=True)
        hashed = hashlib.sha256(f"{browser.cookies['tl_token']}:{forums['statements']}".encode()).hexdigest()
        acknowledged.add(vote=(hashed, vote["statement"]))
        form = first_form(browser.ask("GET", forums["answer"]))
        text = f"Answer {turn} of browser {number}."
        browser.ask("POST", form.action, {**form.fields, "text": text})
        acknowledged.add(answer=text)


def walk(environ: dict[str, str], forums: dict[str, str]) -> Acknowledged:
    """Let browsers take part, kill the server halfway, restart it, and let them finish."""
    acknowledged = Acknowledged()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        server = Server(environ, listener)
        server.start()
        failures: list[Exception] = []

        def run(number: int) -> None:
            try:
                take_part(number, Browser(listener.getsockname(), acknowledged), forums, acknowledged)
            except Exception as error:  # noqa: BLE001 - reported below, by the test itself
                failures.append(error)
                acknowledged.is_under_way.set()

        threads = [threading.Thread(target=run, args=[number], daemon=True) for number in range(N_CLIENTS)]
        try:
            for thread in threads:
                thread.start()
            assert acknowledged.is_under_way.wait(60), "nothing was acknowledged within a minute"
            for _chance in range(20):  # at a given moment, no request may be pending
                server.kill()
                acknowledged.goes_on.clear()
                server.start()
                assert acknowledged.goes_on.wait(60), "nothing was acknowledged after the server was killed"
                if acknowledged.n_broken:
                    break
            for thread in threads:
                thread.join(60)
            assert not failures, failures
            assert not any(thread.is_alive() for thread in threads), "somebody never got an answer"
        finally:
            server.kill()
    return acknowledged


def prepare(environ: dict[str, str], migrated_file: Path | None = None) -> dict[str, str]:
    """Open two forums in the database of this environment; with a migrated file to copy, sooner."""
    if migrated_file is not None:
        shutil.copyfile(migrated_file, file_of(environ["THROUGHLINE_DATABASE_URL"]))
    done = subprocess.run(
        [sys.executable, "-m", "tests.listen.served_forums"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    forums: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return forums


VOTES = """SELECT c.token_hash, s.public_id FROM listen_vote v
    JOIN listen_contributor c ON c.id = v.contributor_id JOIN listen_voice s ON s.id = v.statement_id"""
CURRENT = VOTES.replace("listen_vote v", "listen_currentvote v")
ANSWERS = "SELECT text FROM listen_voice WHERE kind = 'answer'"


def check(connection: Any, acknowledged: Acknowledged) -> None:
    """Check that each acknowledged voice is stored once, and nothing else is."""
    assert acknowledged.n_broken, "the server was not killed in the middle of anything"
    assert len(acknowledged.votes) == len(acknowledged.answers) == N_CLIENTS * N_EACH
    for query in (VOTES, CURRENT):
        assert Counter(map(tuple, connection.execute(query).fetchall())) == Counter(acknowledged.votes)
    assert Counter(row[0] for row in connection.execute(ANSWERS).fetchall()) == Counter(acknowledged.answers)


def test_a_killed_server_loses_and_doubles_no_acknowledged_voice_on_sqlite(
    tmp_path: Path, migrated_file: Path | None
) -> None:
    path = tmp_path / "killed.sqlite3"
    environ = environment(tmp_path, f"sqlite:///{path}")
    acknowledged = walk(environ, prepare(environ, migrated_file))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        check(connection, acknowledged)


@pytest.fixture
def postgres() -> Iterator[str]:
    url = os.environ.get("THROUGHLINE_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("THROUGHLINE_TEST_POSTGRES_URL is not set")
    name = f"throughline_killed_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    yield urlsplit(url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_a_killed_server_loses_and_doubles_no_acknowledged_voice_on_postgresql(
    tmp_path: Path, postgres: str
) -> None:
    environ = environment(tmp_path, postgres)
    acknowledged = walk(environ, prepare(environ))
    with psycopg.connect(re.sub("^postgres:", "postgresql:", postgres)) as connection:
        check(connection, acknowledged)
