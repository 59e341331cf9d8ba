"""Gunicorn's threaded worker, whose threads no slow client can hold.

Gunicorn gives a connection to a thread as soon as it is accepted, and the thread waits for what the client
sends and takes. Sixteen clients who send nothing stop a server with sixteen threads. Here the loop that
accepts the connections receives the requests and sends the answers of all clients, each of which has a
deadline, and a thread gets only what is there. docs/architecture/decisions/0022 says what else was tried.
"""

import errno
import os
import resource
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn.errors import ConfigError
from gunicorn.workers.gthread import ThreadWorker

from throughline.config.server.connections import CONTINUE, BufferedSocket, Connection, HeadTooLarge
from throughline.config.server.limits import MAX_HELD_BYTES, seconds_for

LOOK_SECONDS = 0.5
LINGER_SECONDS, LINGER_LARGE_SECONDS, STOP_SECONDS = 2, 30, 2
GONE = frozenset({errno.EAGAIN, errno.ECONNABORTED})
FULL = frozenset({errno.EMFILE, errno.ENFILE})


def _sentence(status: str, english: str, spanish: str) -> bytes:
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{english}</title><p>{english}</p>'
        f'<p lang="es">{spanish}</p></html>'
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; base-uri 'none'; frame-ancestors 'none'\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + page


TOO_SLOW = _sentence(
    "408 Request Timeout",
    "Your connection was too slow, so nothing was saved. Go back and submit it again.",
    "Su conexión fue demasiado lenta, así que no se guardó nada. Vuelva atrás y envíelo de nuevo.",
)
HEAD_TOO_LARGE = _sentence(
    "431 Request Header Fields Too Large",
    "Your request was too long to read. Delete this site's cookies and try again.",
    "Su solicitud era demasiado larga. Borre las cookies de este sitio e inténtelo de nuevo.",
)


UNREADABLE = (
    "We couldn't read this request, so nothing was saved. Go back and submit it from a web browser.",
    "No pudimos leer su solicitud, así que no se guardó nada. Vuelva atrás y envíela desde un navegador.",
)
FAILED = (
    "Something went wrong on our side. Try again in a moment.",
    "Algo salió mal de nuestro lado. Inténtelo de nuevo en un momento.",
)


class _Refusal:
    """Takes the page that Gunicorn would send, and knows its status."""

    status = "500 Internal Server Error"

    def sendall(self, page: bytes) -> None:
        self.status = page.partition(b"\r\n")[0].decode().partition(" ")[2]

    def gettimeout(self) -> float:
        return 0.0


class BufferingWorker(ThreadWorker):
    """A worker that waits for all clients at once, and answers requests in threads."""

    poller: Any
    tpool: Any

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)  # type: ignore[no-untyped-call]
        self.waiting: dict[Connection, None] = {}
        """The connections that the loop has, those that have waited longest first."""
        self.large: deque[Connection] = deque()
        """Large requests, whose bodies a thread reads: at most half of the threads do so at a time."""
        self.n_large = 0
        self.look_at = 0.0
        self.is_stopping = False

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        if cfg.is_ssl:
            raise ConfigError(
                "This worker does not support TLS. Use an HTTPS proxy, as described in docs/how-to."
            )

    def init_process(self) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.config.settings")
        from django.conf import settings

        self.grace_seconds: float = settings.REQUEST_SECONDS
        # Health has a thread of its own: whoever watches the server hears of a database that does not answer,
        # and does not take a server for dead whose threads are all at work.
        self.health = ThreadPoolExecutor(max_workers=1)
        _allow_files(2 * self.worker_connections + 100)
        super().init_process()  # type: ignore[no-untyped-call]

    # From the client

    def accept(self, listener: socket.socket) -> None:
        try:
            raw, client = listener.accept()
        except OSError as error:
            if error.errno in FULL:
                self.log.error("Too many connections: the limit of open files was reached.")
                self.close_longest_waiting()
            elif error.errno not in GONE:
                raise
            return
        self.nr_conns += 1
        sock = BufferedSocket(raw, self.grace_seconds)
        conn = Connection(self.cfg, sock, client, listener.getsockname())  # type: ignore[no-untyped-call]
        self.wait_for(conn, selectors.EVENT_READ, self.read_request, self.grace_seconds)
        if self.nr_conns >= self.worker_connections:
            self.close_longest_waiting()

    def wait_for(
        self, conn: Connection, event: int, then: Callable[[Connection, object], None], seconds: float
    ) -> None:
        conn.deadline = time.monotonic() + seconds
        self.waiting[conn] = None
        self.poller.register(conn.sock, event, partial(self.go_on, conn, then))

    def go_on(self, conn: Connection, then: Callable[[Connection, object], None], ready: object) -> None:
        """Attend to a client, unless it had to make room for another that came in the same turn."""
        if conn in self.waiting:
            then(conn, ready)

    def stop_waiting(self, conn: Connection) -> None:
        del self.waiting[conn]
        self.poller.unregister(conn.sock)

    def read_request(self, conn: Connection, _readable: object) -> None:
        try:
            n_bytes = conn.sock.receive()
        except OSError:
            n_bytes = 0
        if n_bytes == 0:
            self.drop(conn)
        elif n_bytes > 0:
            if conn.is_idle:
                conn.is_idle, conn.deadline = False, time.monotonic() + self.grace_seconds
            self.look_at_request(conn)

    def look_at_request(self, conn: Connection) -> None:
        """Give the request to a thread if it is there; otherwise it has until its deadline."""
        had_head = conn.head is not None
        try:
            head = conn.find_head()
        except HeadTooLarge:
            self.refuse(conn, HEAD_TOO_LARGE)
            return
        if conn.is_whole:
            self.stop_waiting(conn)
            if conn.is_large:
                self.large.append(conn)
                self.start_large()
            else:
                self.enqueue_req(conn)
        elif head and not had_head:
            conn.deadline = time.monotonic() + seconds_for(head.n_body_bytes, self.grace_seconds)
            if head.expects_continue:
                self.say_continue(conn)

    def say_continue(self, conn: Connection) -> None:
        try:
            conn.sock.sendall(CONTINUE)
        except OSError:  # it hung up; what it had sent before could be read all the same
            self.drop(conn)

    def start_large(self) -> None:
        while self.large and self.n_large < max(1, self.cfg.threads // 2):
            conn = self.large.popleft()
            assert conn.head
            self.n_large += 1
            conn.sock.allow_reading(conn.head.n_body_bytes)
            self.enqueue_req(conn)

    # In a thread

    def enqueue_req(self, conn: Connection) -> None:
        conn.data_ready = True  # otherwise the thread would wait for it
        pool = self.health if conn.asks_for_health else self.tpool
        pool.submit(self.handle, conn).add_done_callback(
            lambda done: self.method_queue.defer(self.finish_request, conn, done)  # type: ignore[no-untyped-call]
        )

    def handle_request(self, req: Any, conn: Connection) -> bool:
        if conn.must_close:
            req.force_close()
        return bool(super().handle_request(req, conn))  # type: ignore[no-untyped-call]

    def handle_error(self, req: Any, client: BufferedSocket, addr: Any, exc: BaseException) -> None:
        """Let Gunicorn log it and choose the status; our answer has headers, and repeats nothing."""
        refusal = _Refusal()
        super().handle_error(req, refusal, addr, exc)  # type: ignore[no-untyped-call]
        sentences = FAILED if refusal.status.startswith("5") else UNREADABLE
        client.sendall(_sentence(refusal.status, *sentences))

    # To the client

    def finish_request(self, conn: Connection, done: "Future[bool]") -> None:
        if conn.is_large:
            self.n_large -= 1
            self.start_large()
        conn.sock.read_until = None
        conn.is_kept = not done.cancelled() and done.exception() is None and done.result() is True
        if conn.sock.fileno() < 0:
            self.nr_conns -= 1
        else:
            self.send_answer(conn)

    def send_answer(self, conn: Connection, _writable: object = None) -> None:
        """Send what the client takes now; wait for it with the rest, and then for its next request."""
        try:
            conn.sock.send_some()
        except OSError:
            self.drop(conn)
            return
        if conn.sock.n_unsent:
            if conn not in self.waiting:
                seconds = seconds_for(conn.sock.n_unsent, self.grace_seconds)
                self.wait_for(conn, selectors.EVENT_WRITE, self.send_answer, seconds)
            return
        if conn in self.waiting:
            self.stop_waiting(conn)
        if not conn.is_kept:
            self.end(conn)
            return
        conn.begin_next()
        seconds = self.cfg.keepalive if conn.is_idle else self.grace_seconds
        if not self.alive:
            seconds = min(seconds, STOP_SECONDS)
        self.wait_for(conn, selectors.EVENT_READ, self.read_request, seconds)
        if not conn.is_idle:
            self.look_at_request(conn)

    def refuse(self, conn: Connection, answer: bytes) -> None:
        """Answer without a thread, and end."""
        self.stop_waiting(conn)
        conn.is_kept = False
        conn.sock.unsent.append(memoryview(answer))
        conn.sock.n_unsent += len(answer)
        self.send_answer(conn)

    def end(self, conn: Connection) -> None:
        """Say that no more follows, and drop what still comes: closing at once would cut the answer off."""
        conn.is_ending = True
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.drop(conn)
            return
        seconds = LINGER_LARGE_SECONDS if conn.is_large and self.alive else LINGER_SECONDS
        self.wait_for(conn, selectors.EVENT_READ, self.discard, seconds)

    def discard(self, conn: Connection, _readable: object) -> None:
        try:
            is_open = conn.sock.discard()
        except OSError:
            is_open = False
        if not is_open:
            self.drop(conn)

    def drop(self, conn: Connection) -> None:
        if conn in self.waiting:
            self.stop_waiting(conn)
        self.nr_conns -= 1
        conn.sock.close()

    # Limits

    def close_longest_waiting(self) -> None:
        """Make room for a new client, who would have to wait until somebody's time is over.

        Large requests wait for a thread as long as it takes: if most are such, the last of them makes room.
        """
        if len(self.large) > len(self.waiting):
            self.drop(self.large.pop())
        elif self.waiting:
            self.drop(next(iter(self.waiting)))

    def murder_pending(self) -> None:
        """Close what is too slow, and what holds too much. Gunicorn calls this in each turn of its loop."""
        moment = time.monotonic()
        if not self.alive and not self.is_stopping:
            self.is_stopping = True
            for conn in self.waiting:
                if not conn.sock.n_unsent:
                    conn.deadline = min(conn.deadline, moment + STOP_SECONDS)
        if moment < self.look_at:
            return
        self.look_at = moment + LOOK_SECONDS
        for conn in [conn for conn in self.waiting if conn.deadline <= moment]:
            if conn.sock.received and not conn.sock.n_unsent and not conn.is_ending:
                self.refuse(conn, TOO_SLOW)
            else:
                self.drop(conn)
        n_held_bytes = sum(conn.n_held_bytes for conn in self.waiting)
        while n_held_bytes > MAX_HELD_BYTES:
            largest = max(self.waiting, key=lambda conn: conn.n_held_bytes)
            n_held_bytes -= largest.n_held_bytes
            self.drop(largest)

    def murder_keepalived(self, force: bool = False) -> None:
        """Close everything at the end. Until then, deadlines are those of `murder_pending`."""
        if force:
            for conn in list(self.waiting):
                self.drop(conn)


def _allow_files(n_files: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = n_files if hard == resource.RLIM_INFINITY else min(n_files, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
