"""When a request is there, what is taken from a client, and what waits for it."""

import selectors
import socket
from collections import deque
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.errors import ConfigError

from throughline.config.server import connections
from throughline.config.server.connections import BufferedSocket, Connection, Head, HeadTooLarge
from throughline.config.server.limits import MAX_HEADER_BYTES, MAX_UNSENT_BYTES, SMALL_BODY_BYTES, seconds_for
from throughline.config.server.serving import BufferingWorker

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"


@pytest.fixture
def ends() -> Iterator[tuple[BufferedSocket, socket.socket]]:
    """A connection as the server has it, and its other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield BufferedSocket(ours, grace_seconds=0.0), theirs


def connection(sock: BufferedSocket) -> Connection:
    return Connection(Config(), sock, ("127.0.0.1", 1), ("127.0.0.1", 2))


def test_a_request_is_there_with_the_last_byte_of_its_body(
    ends: tuple[BufferedSocket, socket.socket],
) -> None:
    sock, client = ends
    conn = connection(sock)
    states = []
    for byte in HEAD + b"words":
        client.send(bytes([byte]))
        sock.receive()
        conn.find_head()
        states.append(conn.is_whole)
    assert states == [False] * (len(HEAD) + 4) + [True]


def test_a_large_request_is_there_with_its_headers(ends: tuple[BufferedSocket, socket.socket]) -> None:
    sock, _client = ends
    conn = connection(sock)
    sock.received += HEAD.replace(b"5", str(SMALL_BODY_BYTES + 1).encode())
    conn.find_head()
    assert conn.is_large
    assert conn.is_whole
    assert conn.must_close


def test_the_headers_may_be_written_in_any_case_and_a_length_beside_chunks_does_not_count() -> None:
    assert Head.of(b"POST / HTTP/1.1\r\ncontent-LENGTH:  7 \r\n\r\n").n_body_bytes == 7
    chunked = Head.of(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n")
    assert (chunked.is_chunked, chunked.n_body_bytes) == (True, 0)
    assert Head.of(b"GET /?content-length: 9 HTTP/1.1\r\nHost: x\r\n\r\n").n_body_bytes == 0


@pytest.mark.parametrize(
    ("written", "n_bytes"), [(b"0" * 30 + b"7", 7), (b"0", 0), (b"1" * 5000, int("1" * 15))]
)
def test_a_length_of_many_digits_is_a_length(written: bytes, n_bytes: int) -> None:
    """Otherwise a thread would get the headers alone, and the body would be taken for the next request."""
    assert Head.of(b"POST / HTTP/1.1\r\nContent-Length: " + written + b"\r\n\r\n").n_body_bytes == n_bytes


@pytest.mark.parametrize("end", [b"", b"\r\n\r\n"])
def test_headers_above_the_limit_are_refused_with_and_without_an_end(
    end: bytes, ends: tuple[BufferedSocket, socket.socket]
) -> None:
    sock, _client = ends
    conn = connection(sock)
    sock.received += b"x" * (MAX_HEADER_BYTES + 10)
    conn.find_head()
    sock.received += end
    with pytest.raises(HeadTooLarge):
        conn.find_head()


def test_what_belongs_to_the_next_request_is_kept_for_it(ends: tuple[BufferedSocket, socket.socket]) -> None:
    sock, _client = ends
    conn = connection(sock)
    sock.received += b"1\r\nHost: x\r\n\r\n"
    conn.parser = SimpleNamespace(unreader=SimpleNamespace(take_buffered=lambda: b"GET / HTTP/1."))
    conn.begin_next()
    assert not conn.is_idle
    assert conn.find_head()
    assert conn.is_whole


def test_a_thread_reads_what_is_there_and_never_waits_for_more(
    ends: tuple[BufferedSocket, socket.socket],
) -> None:
    sock, _client = ends
    sock.received += b"words"
    assert [sock.recv(3), sock.recv(3), sock.recv(3)] == [b"wor", b"ds", b""]


def test_a_thread_that_reads_a_large_body_waits_until_its_time_is_over(
    ends: tuple[BufferedSocket, socket.socket],
) -> None:
    sock, client = ends
    sock.grace_seconds = 60
    sock.allow_reading(10)
    client.send(b"more")
    assert sock.recv(10) == b"more"
    sock.grace_seconds = 0
    sock.allow_reading(0)
    with pytest.raises(TimeoutError):
        sock.recv(10)


def test_an_answer_is_written_at_once_however_slowly_it_is_taken(
    ends: tuple[BufferedSocket, socket.socket],
) -> None:
    sock, client = ends
    answer = b"x" * MAX_UNSENT_BYTES
    sock.sendall(answer)
    assert sock.n_unsent > 0
    taken = b""
    while len(taken) < len(answer):
        taken += client.recv(1 << 20)
        sock.send_some()
    assert (taken, sock.n_unsent) == (answer, 0)


def test_an_answer_that_fills_the_memory_waits_only_as_long_as_its_time(
    ends: tuple[BufferedSocket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "seconds_for", lambda n_bytes, grace_seconds: 0.0)
    with pytest.raises(TimeoutError):
        ends[0].sendall(b"x" * (2 * MAX_UNSENT_BYTES))


def test_each_part_of_a_long_answer_has_only_its_own_time(
    ends: tuple[BufferedSocket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def no_time(n_bytes: int, grace_seconds: float) -> float:
        sizes.append(n_bytes)
        return grace_seconds

    monkeypatch.setattr("throughline.config.server.connections.seconds_for", no_time)
    ends[0].sendall(b"x" * MAX_UNSENT_BYTES)
    with pytest.raises(TimeoutError):
        ends[0].sendall(b"x" * MAX_UNSENT_BYTES)
    with pytest.raises(TimeoutError):
        ends[0].sendall(b"x" * 10)
    assert sizes == [MAX_UNSENT_BYTES, MAX_UNSENT_BYTES, 10]


def test_more_may_take_longer() -> None:
    assert seconds_for(0, 20) == 20
    assert seconds_for(SMALL_BODY_BYTES, 20) == pytest.approx(125, abs=1)


def test_tls_is_left_to_the_proxy() -> None:
    settings: Any = SimpleNamespace(is_ssl=True)
    with pytest.raises(ConfigError):
        BufferingWorker.check_config(settings, None)


def idle_worker(n_connections: int) -> BufferingWorker:
    worker = BufferingWorker.__new__(BufferingWorker)
    worker.poller, worker.waiting, worker.large = selectors.DefaultSelector(), {}, deque()
    worker.nr_conns = n_connections
    return worker


def test_a_crowd_of_large_requests_that_wait_for_a_thread_keeps_nobody_out() -> None:
    worker, pairs = idle_worker(n_connections=3), [socket.socketpair() for _number in range(3)]
    waiting, *large = [connection(BufferedSocket(ours, grace_seconds=0)) for ours, _theirs in pairs]
    worker.waiting[waiting] = None
    worker.large.extend(large)
    worker.close_longest_waiting()
    assert (list(worker.large), list(worker.waiting), worker.nr_conns) == (large[:1], [waiting], 2)
    for pair in pairs:
        for end in pair:
            end.close()


def test_a_connection_that_made_room_in_this_turn_is_counted_once(
    ends: tuple[BufferedSocket, socket.socket],
) -> None:
    """The loop has collected what is ready before the first of it makes room for a newcomer."""
    worker, conn, client = idle_worker(n_connections=1), connection(ends[0]), ends[1]
    worker.wait_for(conn, selectors.EVENT_READ, worker.read_request, 60)
    client.send(b"x")
    [(ready, _events)] = worker.poller.select(0)
    worker.close_longest_waiting()
    ready.data(ready.fileobj)
    assert worker.nr_conns == 0
