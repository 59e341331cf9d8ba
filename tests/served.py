"""The server as `throughline serve` starts it, on a socket of the test, and clients of any speed."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from throughline.config.server.processes import server_command

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_ANSWER = 30
"""Far more than an answer takes on a busy machine, and less than what a blocked server would need."""


@dataclass
class Served:
    """A running server, its folder for temporary files, and its log."""

    address: tuple[str, int]
    process: subprocess.Popen[bytes]
    temporary: Path
    log: Path

    def connect(self, window_bytes: int = 0) -> socket.socket:
        client = socket.socket()
        client.settimeout(SECONDS_TO_ANSWER)
        if window_bytes:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window_bytes)
        client.connect(self.address)
        return client

    def status_of(self, path: str) -> int:
        with contextlib.closing(HTTPConnection(*self.address, timeout=SECONDS_TO_ANSWER)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            return response.status

    def ask(self, head: str, body: bytes = b"") -> bytes:
        """Send a request as it is, and return all that is answered until the server closes."""
        with self.connect() as client:
            client.sendall(request(head) + body)
            return read_all(client)

    def processes(self) -> list[int]:
        """The processes that answer: the children of the one that was started."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in path.read_text().split()]

    def wait_for_processes(self, n_processes: int) -> None:
        """The first answers while the others are still to be started."""
        for _tenth in range(10 * SECONDS_TO_ANSWER):
            if len(self.processes()) == n_processes:
                return
            select.select([], [], [], 0.1)
        raise TimeoutError(f"{self.processes()} run, and not {n_processes}")

    def most_memory_bytes(self) -> int:
        """The most that any of the processes ever had in memory."""
        words = [Path(f"/proc/{number}/status").read_text().split() for number in self.processes()]
        return max(int(word[word.index("VmHWM:") + 1]) << 10 for word in words)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS_TO_ANSWER)


def request(head: str) -> bytes:
    return "".join(f"{line}\r\n" for line in (*head.splitlines(), "Host: localhost", "")).encode()


def read_all(client: socket.socket) -> bytes:
    answer = b""
    with contextlib.suppress(ConnectionResetError):
        while part := client.recv(65_536):
            answer += part
    return answer


def is_closed_before(client: socket.socket, seconds: int, each: Callable[[], object] = lambda: None) -> bool:
    """Whether the server ends the connection within so long, while the client does something now and then."""
    for _tenth in range(10 * seconds):
        readable, _, _ = select.select([client], [], [], 0.1)
        try:
            if readable and client.recv(65_536) == b"":
                return True
            each()
        except (ConnectionResetError, BrokenPipeError):
            return True
    return False


@contextlib.contextmanager
def serving(environ: dict[str, str], folder: Path, **options: str) -> Iterator[Served]:
    """Run the server; `options` replace those of its command."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        command = server_command(f"fd://{listener.fileno()}")
        for name, value in options.items():
            option = f"--{name.replace('_', '-')}="
            command = [f"{option}{value}" if word.startswith(option) else word for word in command]
        log = folder / "log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, *command[1:]],
                cwd=ROOT,
                env={**environ, "TMPDIR": str(temporary)},
                pass_fds=[listener.fileno()],
                stdout=written,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        served = Served(listener.getsockname(), process, temporary, log)
        try:
            assert served.status_of("/health/") == 200, log.read_text()
            yield served
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
