"""A web of a few hosts for tests: who is asked, at which address, and what is answered."""

import socket
from collections.abc import Mapping, Sequence
from threading import Thread

from throughline.formats.visits import Visitor

PUBLIC = "93.184.216.34"


class Web:
    """Hosts with their addresses, and answers in the order in which they are asked for."""

    def __init__(self, hosts: Mapping[str, Sequence[str]], answers: Sequence[bytes]) -> None:
        self.hosts = hosts
        self.answers = list(answers)
        self.connected: list[tuple[str, int]] = []
        self.requests: list[bytes] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        if host not in self.hosts:
            raise OSError("unknown")
        return self.hosts[host]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        ours, theirs = socket.socketpair()
        Thread(target=self._answer, args=(theirs, self.answers.pop(0)), daemon=True).start()
        return ours

    def _answer(self, sock: socket.socket, answer: bytes) -> None:
        with sock:
            request = b""
            while b"\r\n\r\n" not in request:
                received = sock.recv(65_536)
                if not received:
                    return
                request += received
            self.requests.append(request)
            sock.sendall(answer)

    def visitor(self, *, may_be_private: bool = False, most_bytes: int = 1000) -> Visitor:
        return Visitor(
            may_be_private=may_be_private, most_bytes=most_bytes, resolve=self.resolve, connect=self.connect
        )


def page(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def to(address: str) -> bytes:
    return page(b"", "302 Found", f"Location: {address}")
