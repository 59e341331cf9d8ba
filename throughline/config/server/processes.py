"""The server and the worker as local processes, started and stopped together."""

import io
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from throughline.config.pauses import pauses, wait
from throughline.config.server.limits import MAX_CONNECTIONS

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_OF_GOOD_HEALTH = 60
SECONDS_TO_STOP = 15
SERVICE_UNAVAILABLE = 503
SERVER_PORTS = range(20_000, 32_000)
# For operators who turn the access log on: no address, query, referring page or browser.
ACCESS_LOG_LINE = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(L)s'
INTERRUPTING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def flush_each_line() -> None:
    """Flush after each line, also into a file or a pipe, which Python would buffer up to 8 KB."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    """Return a free port that nothing else is likely to take before the server does.

    Systems usually give outgoing connections higher ports, and processes begin to look at different ones.
    """
    first = os.getpid() % len(SERVER_PORTS)
    for port in (*SERVER_PORTS[first:], *SERVER_PORTS[:first]):
        if is_free(port):
            return int(port)
    raise OSError(f"All ports from {SERVER_PORTS[0]} to {SERVER_PORTS[-1]} are in use.")


def server_command(bind: str) -> list[str]:
    """The Gunicorn command, with threads. Never ASGI, since the views are synchronous."""
    from django.conf import settings

    return [
        sys.executable,
        "-m",
        "gunicorn",
        "throughline.config.wsgi:application",
        "--config=python:throughline.config.server.shared_start",
        f"--bind={bind}",
        f"--workers={settings.SERVER_PROCESSES}",
        f"--threads={settings.SERVER_THREADS}",
        "--worker-class=throughline.config.server.serving.BufferingWorker",
        f"--worker-connections={MAX_CONNECTIONS}",
        "--backlog=512",  # who comes while all processes start
        "--timeout=30",  # a process whose loop stands still so long is replaced; threads may work on
        "--graceful-timeout=10",  # below the 15 seconds after which `stop` kills
        "--keep-alive=5",
        "--limit-request-line=4094",
        "--limit-request-fields=100",
        "--limit-request-field_size=8190",
        "--no-sendfile",  # it would write past the buffer
        "--no-control-socket",
        "--forwarded-allow-ips=",  # ForwardedMiddleware decides whom to believe
        "--max-requests=20000",  # a leak cannot grow forever; not both processes at once
        "--max-requests-jitter=2000",
        "--log-level=warning",
        f"--access-logformat={ACCESS_LOG_LINE}",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "throughline.config.console", "worker"]


@dataclass
class Child:
    """A process that is started again, after growing pauses, whenever it ends by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] = field(init=False)
    started_at: float = 0
    starts_again_at: float | None = None
    pauses: Iterator[float] = field(default_factory=pauses)

    def start(self) -> None:
        # In its own process group: Ctrl-C in a terminal reaches only this process, which stops each once.
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(self.command, env=environment, process_group=0)  # noqa: S603
        self.started_at, self.starts_again_at = time.monotonic(), None

    def keep_running(self) -> None:
        """Look after the process: call it often."""
        now, code = time.monotonic(), self.process.poll()
        if code is None:
            if now - self.started_at > SECONDS_OF_GOOD_HEALTH:
                self.pauses = pauses()
        elif self.starts_again_at is None:
            self._signal_group(signal.SIGTERM)
            self._plan(f"stopped unexpectedly (code {code})")
        elif now >= self.starts_again_at:
            try:
                self.start()
            except OSError as error:
                self._plan(f"could not be started ({error})")

    def _plan(self, reason: str) -> None:
        pause = next(self.pauses)
        self.starts_again_at = time.monotonic() + pause
        log.error("The %s %s. It will restart in %.0f seconds.", self.name, reason, pause)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        """Wait until it has stopped, and leave nothing of it behind."""
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._signal_group(signal.SIGKILL)

    def _signal_group(self, number: signal.Signals) -> None:
        """Signal what the process left behind, such as the processes of a killed Gunicorn."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


def address_of(bind: str, port: int) -> str:
    return f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}"


def health_request(bind: str, port: int) -> urllib.request.Request:
    """Ask for health where the server listens, by a name that it always answers to."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)  # noqa: S104 - not a bind
    return urllib.request.Request(f"http://{address_of(asked, port)}/health/", headers={"Host": "localhost"})


@dataclass
class Server:
    """A running server with one worker."""

    port: int
    children: list[Child] = field(default_factory=list)
    bind: str = "127.0.0.1"

    @property
    def processes(self) -> list[subprocess.Popen[bytes]]:
        return [child.process for child in self.children]

    @classmethod
    @contextmanager
    def running(cls, bind: str, port: int) -> Iterator["Server"]:
        """Start both, and stop both in any case; SIGTERM and SIGHUP interrupt as Ctrl-C does."""
        for number in INTERRUPTING:
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # under nohup
            signal.signal(number, signal.default_int_handler)
        server = cls(port, bind=bind)
        commands = {"server": server_command(address_of(bind, port)), "worker": worker_command()}
        try:
            for name, command in commands.items():
                child = Child(name, command)
                child.start()
                server.children.append(child)
            yield server
        finally:
            server.stop()

    def wait_until_it_answers(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        health = health_request(self.bind, self.port)
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self.processes):
                raise SystemExit(
                    "The server or the worker stopped while starting. The message above says why."
                )
            try:
                with urllib.request.urlopen(health, timeout=5):  # noqa: S310 - its scheme is http
                    return
            except urllib.error.HTTPError as answer:
                answer.close()
                if answer.code == SERVICE_UNAVAILABLE:
                    return  # the database went away meanwhile, and may come back
            except (urllib.error.URLError, OSError):
                pass
            wait(0.2)
        raise SystemExit(f"The server did not respond on port {self.port} within {seconds:.0f} seconds.")

    def stay(self, sentence: str) -> int:
        """Print a sentence, then keep both running until interrupted."""
        try:
            print(sentence)
            while True:
                for child in self.children:
                    child.keep_running()
                wait(SECONDS_BETWEEN_LOOKS)
        except KeyboardInterrupt:
            return 0

    def stop(self) -> None:
        for number in INTERRUPTING:
            signal.signal(number, signal.SIG_IGN)  # a second signal must not interrupt the shutdown
        for child in self.children:
            child.stop()
        for child in self.children:
            child.wait()
