"""One connection of a client: what it has sent, what it has not taken yet, and until when it may take."""

import re
import select
import socket
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from gunicorn.workers.gthread import TConn

from throughline.config.server.limits import MAX_HEADER_BYTES, MAX_UNSENT_BYTES, SMALL_BODY_BYTES, seconds_for

CHUNK_BYTES = 64 << 10
HEAD_END = b"\r\n\r\n"
# Enough to know when a request is there. What it says, and whether it may be so, Gunicorn's parser decides.
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*0*(\d+)[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
MOST_DIGITS = 15
"""Of a length. With more it is large anyhow, and Python refuses to read thousands."""
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HEALTH = re.compile(rb"(GET|HEAD) /health/ ")


class HeadTooLarge(Exception):
    """The headers go on and on."""


@dataclass(frozen=True)
class Head:
    """What the headers of a request say about its body."""

    n_bytes: int
    n_body_bytes: int
    is_chunked: bool
    expects_continue: bool

    @classmethod
    def of(cls, head: bytes) -> "Head":
        is_chunked, length = CHUNKED.search(head) is not None, LENGTH.search(head)
        n_body_bytes = int(length[1][:MOST_DIGITS]) if length and not is_chunked else 0
        return cls(len(head), n_body_bytes, is_chunked, EXPECTS.search(head) is not None)

    @property
    def is_large(self) -> bool:
        return self.n_body_bytes > SMALL_BODY_BYTES


class BufferedSocket:
    """What Gunicorn's threads see of a connection: they read what has arrived, and write without waiting.

    Only one side has it at a time: the loop that waits for clients, or a thread that answers a request.
    """

    def __init__(self, raw: socket.socket, grace_seconds: float) -> None:
        raw.setblocking(False)
        self.raw = raw
        self.grace_seconds = grace_seconds
        self.received = bytearray()
        self.unsent: deque[memoryview] = deque()
        self.n_unsent = 0
        self.read_until: float | None = None
        """While a thread may wait for the rest of a large body: until when."""

    def fileno(self) -> int:
        return self.raw.fileno()

    def receive(self) -> int:
        """Take in what has arrived, and return how much; 0 at the end, -1 if nothing was there."""
        try:
            data = self.raw.recv(CHUNK_BYTES)
        except BlockingIOError:
            return -1
        self.received += data
        return len(data)

    def discard(self) -> bool:
        """Drop what has arrived; return whether more may come."""
        try:
            return self.raw.recv(CHUNK_BYTES) != b""
        except BlockingIOError:
            return True

    def send_some(self) -> None:
        """Send what the client takes at once."""
        while self.unsent:
            try:
                n_sent = self.raw.send(self.unsent[0])
            except BlockingIOError:
                return
            self.n_unsent -= n_sent
            if n_sent < len(self.unsent[0]):
                self.unsent[0] = self.unsent[0][n_sent:]
            else:
                self.unsent.popleft()

    def allow_reading(self, n_bytes: int) -> None:
        """Let a thread wait for the rest of a large body, as long as so many bytes may take."""
        self.read_until = time.monotonic() + seconds_for(n_bytes, self.grace_seconds)

    def _wait(self, event: int, until: float) -> None:
        waiting = select.poll()
        waiting.register(self.raw, event)
        seconds = until - time.monotonic()
        if seconds <= 0 or not waiting.poll(seconds * 1000):
            raise TimeoutError("The client is too slow")

    # What Gunicorn calls. Its own timeouts have no effect, since nothing here blocks for longer than it may.

    def recv(self, n_bytes: int) -> bytes:
        if not self.received:
            if self.read_until is None:
                return b""
            self._wait(select.POLLIN, self.read_until)
            return self.raw.recv(n_bytes)
        data = bytes(self.received[:n_bytes])
        del self.received[:n_bytes]
        return data

    def sendall(self, data: bytes) -> None:
        self.unsent.append(memoryview(data))
        self.n_unsent += len(data)
        self.send_some()
        # As long as this part may take, and not all that was there before it: otherwise a client that takes a
        # little of a long answer now and then would hold the thread for hours.
        until = time.monotonic() + seconds_for(len(data), self.grace_seconds)
        while self.n_unsent > MAX_UNSENT_BYTES:
            self._wait(select.POLLOUT, until)
            self.send_some()

    def send(self, data: bytes) -> int:
        """Send that the body may come, which is all that Gunicorn uses this for, unless it is here."""
        if self.read_until is not None:
            self.sendall(data)
        return len(data)

    def shutdown(self, how: int) -> None:
        self.received.clear()
        self.read_until = None
        self.raw.shutdown(how)

    def close(self) -> None:
        self.raw.close()

    def setblocking(self, is_blocking: bool) -> None: ...

    def settimeout(self, seconds: float | None) -> None: ...

    def gettimeout(self) -> float:
        return 0.0


class Connection(TConn):
    """A connection that reaches a thread once its request is there: whole, or its headers if it is large."""

    sock: BufferedSocket
    parser: Any
    deadline = 0.0
    head: Head | None = None
    n_searched = 0
    is_idle = False
    """Whether it waits for a further request, of which nothing has come."""
    is_kept = False
    is_ending = False

    @property
    def n_held_bytes(self) -> int:
        return len(self.sock.received) + self.sock.n_unsent

    @property
    def is_large(self) -> bool:
        return self.head is not None and self.head.is_large

    @property
    def must_close(self) -> bool:
        """Whether its body may be left unread, so that nobody knows where the next request begins."""
        return self.head is not None and (self.head.is_large or self.head.is_chunked)

    @property
    def asks_for_health(self) -> bool:
        return HEALTH.match(self.sock.received) is not None

    def find_head(self) -> Head | None:
        """Look for the end of the headers, where it was not looked for yet."""
        if self.head is None:
            end = self.sock.received.find(HEAD_END, self.n_searched)
            if max(end, self.n_searched) > MAX_HEADER_BYTES:
                raise HeadTooLarge
            if end < 0:
                self.n_searched = max(0, len(self.sock.received) - len(HEAD_END) + 1)
            else:
                self.head = Head.of(bytes(self.sock.received[: end + len(HEAD_END)]))
        return self.head

    @property
    def is_whole(self) -> bool:
        """Whether the request is here, as far as it is waited for."""
        if self.head is None:
            return False
        n_wanted = self.head.n_bytes + (0 if self.head.is_large else self.head.n_body_bytes)
        return len(self.sock.received) >= n_wanted

    def begin_next(self) -> None:
        """Put back what the parser read ahead, and look for a further request."""
        self.sock.received[:0] = self.parser.unreader.take_buffered()
        self.head, self.n_searched = None, 0
        self.is_idle = not self.sock.received
