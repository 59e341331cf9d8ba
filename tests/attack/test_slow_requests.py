"""Attacks by clients that are slow, silent or send too much: others are served meanwhile, without a proxy.

Each attack is made on the server that `throughline serve` starts, with both its processes, over loopback.
"""

import contextlib
import os
import select
import socket
import sqlite3
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.listen.test_killed_server import Acknowledged, Browser, environment, prepare
from tests.over_http import first_form
from tests.served import Served, is_closed_before, read_all, request, serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(os.name != "posix", reason="Gunicorn needs fork"),
]

HUGE = 300_000_000
SIGN_IN = "/accounts/login/"
FORM = f"POST {SIGN_IN} HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
FILE = f"POST {SIGN_IN} HTTP/1.1\nContent-Type: multipart/form-data; boundary=x\nContent-Length: {HUGE}"
Attack = Callable[[Served], socket.socket]


def say_nothing(served: Served) -> socket.socket:
    return served.connect()


def begin_a_head(served: Served) -> socket.socket:
    return sent(served, b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nAccept: ")


def begin_a_body(served: Served) -> socket.socket:
    return sent(served, request(FORM + "5000") + b"login=")


def begin_a_huge_body(served: Served) -> socket.socket:
    return sent(served, request(FILE) + b"--x\r\n")


def begin_a_body_of_no_length(served: Served) -> socket.socket:
    return sent(served, request(f"POST {SIGN_IN} HTTP/1.1\nTransfer-Encoding: chunked") + b"5\r\nlogin")


def never_take_the_answer(served: Served) -> socket.socket:
    return sent(served, request(f"GET {SIGN_IN} HTTP/1.1"), window_bytes=1024)


def never_hang_up(served: Served) -> socket.socket:
    return sent(served, request("GET /health/ HTTP/1.1\nConnection: close"))


def sent(served: Served, data: bytes, window_bytes: int = 0) -> socket.socket:
    client = served.connect(window_bytes)
    client.sendall(data)
    return client


ATTACKS: list[Attack] = [
    say_nothing,
    begin_a_head,
    begin_a_body,
    begin_a_huge_body,
    begin_a_body_of_no_length,
    never_take_the_answer,
    never_hang_up,
]


@pytest.fixture(scope="module")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path | None
) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A folder with a database, the environment of a server on it, and the addresses of its forums."""
    folder = tmp_path_factory.mktemp("served")
    environ = environment(folder, f"sqlite:///{folder / 'served.sqlite3'}")
    return folder, environ, prepare(environ, migrated_file)


@pytest.fixture(scope="module")
def patient(prepared: tuple[Path, dict[str, str], dict[str, str]]) -> Iterator[Served]:
    """A server that waits longer than any of these tests takes."""
    folder, environ, _forums = prepared
    with serving({**environ, "THROUGHLINE_REQUEST_SECONDS": "120"}, folder) as served:
        yield served


@pytest.fixture(scope="module")
def impatient(prepared: tuple[Path, dict[str, str], dict[str, str]]) -> Iterator[Served]:
    folder, environ, _forums = prepared
    with serving({**environ, "THROUGHLINE_REQUEST_SECONDS": "1"}, folder, keep_alive="1") as served:
        yield served


def vote(served: Served, forums: dict[str, str]) -> None:
    """Open the forum as somebody new, and vote on its first statement."""
    acknowledged = Acknowledged()
    browser = Browser(served.address, acknowledged)
    form = first_form(browser.ask("GET", forums["vote"]))
    browser.ask("POST", form.action, {**form.fields, "answer": "agree"}, htmx=True)
    assert acknowledged.n_broken == 0


@pytest.mark.parametrize("n_clients", [60, 200])
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_slow_clients_keep_nobody_from_voting(
    attack: Attack, n_clients: int, patient: Served, prepared: tuple[Path, dict[str, str], dict[str, str]]
) -> None:
    with contextlib.ExitStack() as clients:
        for _number in range(n_clients):
            clients.enter_context(attack(patient))
        for _process in range(4):
            assert patient.status_of("/health/") == 200
        vote(patient, prepared[2])


@pytest.mark.parametrize(
    ("begun", "more"),
    [
        (b"", b""),
        (b"GET /health/ HTTP/1.1\r\nHost: localhost\r\n", b"X-More: 1\r\n"),
        (request(FORM + "5000") + b"login=", b"x"),
    ],
    ids=["nothing", "head", "body"],
)
def test_a_client_that_always_sends_a_little_more_runs_out_of_time(
    begun: bytes, more: bytes, impatient: Served
) -> None:
    with sent(impatient, begun) as client:
        assert is_closed_before(client, 25, lambda: client.sendall(more))


def test_whoever_was_too_slow_is_told(impatient: Served) -> None:
    with begin_a_body(impatient) as client:
        answer = read_all(client).decode()
    assert answer.startswith("HTTP/1.1 408 ")
    assert "X-Content-Type-Options: nosniff" in answer
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert "Go back and submit it again." in answer
    assert "Vuelva atrás y envíelo de nuevo." in answer


def test_an_idle_connection_is_closed(impatient: Served) -> None:
    with sent(impatient, request("GET /health/ HTTP/1.1")) as client:
        assert is_closed_before(client, 25)


def test_headers_without_end_are_refused(patient: Served) -> None:
    answer = patient.ask("GET / HTTP/1.1\n" + "\n".join(f"X-{n}: {'x' * 1000}" for n in range(90)))
    assert answer.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET / HTTP/9.1", "400"),
        ("<b>evil</b> / HTTP/1.1", "400"),
        (f"GET /{'x' * 5000} HTTP/1.1", "414"),
        ("GET / HTTP/1.1\nTransfer-Encoding: evil", "501"),
    ],
)
def test_what_cannot_be_read_is_answered_with_all_headers_and_not_repeated(
    head: str, status: str, patient: Served
) -> None:
    answer = patient.ask(head).decode()
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert "X-Content-Type-Options: nosniff" in answer
    assert "Content-Security-Policy: default-src 'none'" in answer
    assert '<p lang="es">' in answer
    assert "evil" not in answer


def test_three_hundred_megabytes_of_nobody_are_answered_unread_and_leave_no_trace(patient: Served) -> None:
    """The answer comes before the body; what is sent all the same is neither stored nor kept in memory."""
    before = patient.most_memory_bytes()
    with sent(patient, request(FILE)) as client:
        assert client.recv(12) == b"HTTP/1.1 413"
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            for _megabyte in range(100):
                client.sendall(b"x" * 1_000_000)
    assert patient.most_memory_bytes() - before < 50_000_000
    assert list(patient.temporary.iterdir()) == []


def test_a_form_of_undeclared_length_is_answered_unread(patient: Served) -> None:
    assert patient.ask(f"POST {SIGN_IN} HTTP/1.1\nTransfer-Encoding: chunked").startswith(b"HTTP/1.1 411 ")


def test_clients_who_hang_up_at_once_do_not_end_the_process(
    prepared: tuple[Path, dict[str, str], dict[str, str]],
) -> None:
    """What was sent before can still be read, and then the server cannot even say that the body may come."""
    folder, environ, _forums = prepared
    with serving(environ, folder) as served:
        served.wait_for_processes(settings.SERVER_PROCESSES)
        before = served.processes()
        for _number in range(100):
            with sent(served, request(f"{FORM}5000\nExpect: 100-continue")) as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert served.status_of("/health/") == 200
        assert served.processes() == before
        assert "Traceback" not in served.log.read_text()


def test_health_is_answered_while_every_thread_is_at_work(
    prepared: tuple[Path, dict[str, str], dict[str, str]],
) -> None:
    """Each thread waits for the database, which somebody else writes to."""
    folder, environ, forums = prepared
    with (
        serving(environ, folder, workers="1", threads="2") as served,
        contextlib.closing(sqlite3.connect(folder / "served.sqlite3", isolation_level=None)) as writer,
        contextlib.ExitStack() as clients,
    ):
        browser = Browser(served.address, Acknowledged())
        form = first_form(browser.ask("GET", forums["answer"]))
        body = urlencode({**form.fields, "text": "More buses."})
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        head = f"{FORM.replace(SIGN_IN, form.action)}{len(body)}\nCookie: {cookies}\nConnection: close"
        writer.execute("BEGIN IMMEDIATE")
        voices = [clients.enter_context(sent(served, request(head) + body.encode())) for _number in range(8)]
        assert served.status_of("/health/") == 200
        assert select.select(voices, [], [], 0)[0] == [], "a thread was free"
        writer.execute("ROLLBACK")
        assert {read_all(voice)[:12] for voice in voices} == {b"HTTP/1.1 303"}


def test_above_the_number_of_connections_the_oldest_that_wait_make_room(
    prepared: tuple[Path, dict[str, str], dict[str, str]],
) -> None:
    folder, environ, forums = prepared
    environ = {**environ, "THROUGHLINE_REQUEST_SECONDS": "120"}
    with serving(environ, folder, worker_connections="20") as served, contextlib.ExitStack() as clients:
        silent = [clients.enter_context(say_nothing(served)) for _number in range(100)]
        vote(served, forums)
        assert len(select.select(silent, [], [], 10)[0]) >= 100 - 2 * 20


def test_slow_clients_do_not_hold_up_a_server_that_is_stopped(
    prepared: tuple[Path, dict[str, str], dict[str, str]],
) -> None:
    folder, environ, _forums = prepared
    with serving(environ, folder) as served, contextlib.ExitStack() as clients:
        for attack in ATTACKS:
            clients.enter_context(attack(served))
        assert served.stop() == 0
        assert "Traceback" not in served.log.read_text()
