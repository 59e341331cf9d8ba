"""The server and the worker as local processes, started and stopped together."""

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

N_PROCESSES = 2
N_THREADS = 8
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
    raise OSError(f"No port from {SERVER_PORTS[0]} to {SERVER_PORTS[-1]} is free.")


def server_command(bind: str, processes: int = N_PROCESSES, threads: int = N_THREADS) -> list[str]:
    """The Gunicorn command, with threads. Never ASGI, since the views are synchronous."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "throughline.config.wsgi:application",
        f"--bind={bind}",
        f"--workers={processes}",
        f"--threads={threads}",
        "--worker-class=gthread",
        "--no-control-socket",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
        "--log-level=warning",
        f"--access-logformat={ACCESS_LOG_LINE}",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "throughline.config.console", "worker"]


@dataclass
class Server:
    """A running server with one worker."""

    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @classmethod
    @contextmanager
    def running(cls, bind: str, port: int) -> Iterator["Server"]:
        """Start both, and stop both in any case; SIGTERM and SIGHUP interrupt as Ctrl-C does."""
        for number in INTERRUPTING:
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # under nohup
            signal.signal(number, signal.default_int_handler)
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        server = cls(port)
        try:
            for command in (server_command(f"{bind}:{port}"), worker_command()):
                # In their own process groups: Ctrl-C in a terminal reaches only this process, which stops
                # each once.
                server.processes.append(subprocess.Popen(command, env=environment, process_group=0))  # noqa: S603
            yield server
        finally:
            server.stop()

    def wait_until_it_answers(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self.processes):
                raise SystemExit("The server or the worker stopped while starting; its message stands above.")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                threading.Event().wait(0.2)
        raise SystemExit(f"The server did not answer on port {self.port} within {seconds:.0f} seconds.")

    def stay(self, sentence: str) -> int:
        """Print a sentence, then wait until interrupted or until one of the processes ends by itself."""
        try:
            print(sentence)
            while all(process.poll() is None for process in self.processes):
                threading.Event().wait(0.5)
        except KeyboardInterrupt:
            return 0
        print("The server or the worker stopped by itself; stopping the other.", file=sys.stderr)
        return 1

    def stop(self) -> None:
        for number in INTERRUPTING:
            signal.signal(number, signal.SIG_IGN)  # a second signal must not interrupt the shutdown
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
