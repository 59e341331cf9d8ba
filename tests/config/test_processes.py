"""The server and its worker: output reaches a pipe, and no process is left running."""

import io
import itertools
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.commands import started
from throughline.config import console
from throughline.config.server import processes
from throughline.config.server.processes import Server

STAYS = [sys.executable, "-c", "import signal; signal.pause()"]
LOOK_SECONDS = 0.01
ENDS = [sys.executable, "-c", ""]


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in processes.INTERRUPTING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.slow
@pytest.mark.once  # its server has a database of its own, a file
def test_the_address_appears_in_a_pipe_and_a_supervisor_stops_it_all(
    tmp_path: Path, migrated_file: Path | None
) -> None:
    if migrated_file is not None:
        shutil.copyfile(migrated_file, tmp_path / "served.sqlite3")
    port = processes.any_free_port()
    environ = {
        "THROUGHLINE_HOME": str(tmp_path),
        "THROUGHLINE_DATABASE_URL": f"sqlite:///{tmp_path / 'served.sqlite3'}",
        "PYTHONWARNINGS": "ignore",
        "THROUGHLINE_HOSTS": "voices.example.org",  # as on a real server, which no health check knows
    }
    with started("serve", f"--port={port}", **environ) as server:
        printed = server.wait_for("Press Ctrl-C to stop")
        assert f"Throughline is running at 127.0.0.1:{port}." in printed
        assert server.interrupt(signal.SIGTERM) == 0
        assert processes.is_free(port), "the server was left behind"


@pytest.mark.parametrize(
    ("bind", "asked"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/health/"),
        ("0.0.0.0", "http://127.0.0.1:8000/health/"),
        ("10.0.0.5", "http://10.0.0.5:8000/health/"),
        ("::1", "http://[::1]:8000/health/"),
        ("::", "http://[::1]:8000/health/"),
    ],
)
def test_health_is_asked_where_the_server_listens(bind: str, asked: str) -> None:
    request = processes.health_request(bind, 8000)
    assert request.full_url == asked
    assert request.get_header("Host") == "localhost"


def test_a_port_that_is_taken_is_not_offered() -> None:
    port = processes.any_free_port()
    with socket.create_server(("127.0.0.1", port)):
        other = processes.any_free_port()
    assert port != other
    assert {port, other} <= set(processes.SERVER_PORTS)


@pytest.mark.parametrize("number", processes.INTERRUPTING)
def test_interrupted_while_it_starts_it_leaves_nothing_behind(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "server_command", lambda bind: STAYS)
    monkeypatch.setattr(processes, "worker_command", lambda: STAYS)
    signal.signal(number, signal.SIG_DFL)  # also where the tests themselves run under nohup
    with pytest.raises(KeyboardInterrupt), Server.running("127.0.0.1", 1) as server:
        signal.raise_signal(number)
    assert [process.poll() for process in server.processes] == [-signal.SIGTERM] * 2


def test_a_script_that_started_it_in_the_background_may_interrupt_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "server_command", lambda bind: STAYS)
    monkeypatch.setattr(processes, "worker_command", lambda: STAYS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as inherited from a shell without job control
    with pytest.raises(KeyboardInterrupt), Server.running("127.0.0.1", 1) as server:
        signal.raise_signal(signal.SIGINT)
    assert [process.poll() for process in server.processes] == [-signal.SIGTERM] * 2


def test_under_nohup_it_goes_on_when_the_terminal_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "server_command", lambda bind: STAYS)
    monkeypatch.setattr(processes, "worker_command", lambda: STAYS)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with Server.running("127.0.0.1", 1) as server:
        signal.raise_signal(signal.SIGHUP)
        assert [process.poll() for process in server.processes] == [None, None]


def looks_until(is_enough: Callable[[], bool]) -> Callable[[float], None]:
    """Between the supervisor's looks: interrupt it when there is enough, or after a minute."""
    looks = itertools.count()

    def wait(seconds: float) -> None:
        if is_enough() or next(looks) > 60 / LOOK_SECONDS:
            raise KeyboardInterrupt
        threading.Event().wait(LOOK_SECONDS)

    return wait


def test_one_that_ends_by_itself_is_started_again_and_the_other_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(processes, "server_command", lambda bind: STAYS)
    monkeypatch.setattr(processes, "worker_command", lambda: ENDS)
    started: list[int] = []

    def has_ended_three_times() -> bool:
        if server.processes[1].pid not in started:
            started.append(server.processes[1].pid)
        return len(started) > 3

    with Server.running("127.0.0.1", 1) as server:
        first = server.processes[0].pid
        server.children[1].pauses = itertools.repeat(0.0)
        monkeypatch.setattr(processes, "wait", looks_until(has_ended_three_times))
        assert server.stay("It runs here.") == 0
        assert server.processes[0].pid == first
        assert server.processes[0].poll() is None
    assert len(started) == 4
    assert caplog.messages[0] == "The worker stopped unexpectedly (code 0). It will restart in 0 seconds."


def test_the_pauses_before_it_is_started_again_grow_and_begin_anew_after_a_good_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds, code, waited = 0.0, None, []
    process = SimpleNamespace(poll=lambda: code)
    monkeypatch.setattr(processes, "time", SimpleNamespace(monotonic=lambda: seconds))
    monkeypatch.setattr(processes.subprocess, "Popen", lambda *_, **__: process)
    monkeypatch.setattr(processes.Child, "_signal_group", lambda child, number: None)
    child = processes.Child("worker", ENDS)
    child.start()
    for good_seconds in (0, 0, 0, 0, 0, 0, 61, 0):
        seconds, code = seconds + good_seconds, None
        child.keep_running()
        code = 1
        child.keep_running()
        assert child.starts_again_at is not None
        waited.append(child.starts_again_at - seconds)
        seconds = child.starts_again_at
        child.keep_running()
        assert child.starts_again_at is None, "it is started again"
    assert waited == [1, 2, 4, 8, 16, 30, 1, 2]


def test_what_a_killed_server_left_behind_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes of a killed Gunicorn hold its port."""
    leaves = "import subprocess, sys; print(subprocess.Popen(['sleep', '600'], stdout=2).pid, flush=True)"
    child = processes.Child("server", [sys.executable, "-c", leaves])
    read, write = os.pipe()
    with open(read) as output:
        saved = os.dup(1)
        os.dup2(write, 1)
        try:
            child.start()
        finally:
            os.dup2(saved, 1)
            os.close(saved)
            os.close(write)
        left = int(output.readline())
    child.process.wait()
    child.keep_running()
    for _look in range(int(60 / LOOK_SECONDS)):
        if not _runs(left):
            return
        threading.Event().wait(LOOK_SECONDS)
    pytest.fail("it still runs")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_one_that_cannot_start_at_all_ends_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "server_command", lambda bind: STAYS)
    monkeypatch.setattr(processes, "worker_command", lambda: ENDS)
    with Server.running("127.0.0.1", 1) as server:
        server.processes[1].wait()
        with pytest.raises(SystemExit, match="stopped while starting"):
            server.wait_until_it_answers()
    assert server.processes[0].poll() == -signal.SIGTERM


def test_an_interrupted_command_ends_with_a_code_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(console, "_begin", interrupted)
    assert console.main(["check"]) == 130


def test_lines_go_out_as_they_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    below = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(below))
    print("kept back")
    assert below.getvalue() == b""
    processes.flush_each_line()
    print("at once")
    assert below.getvalue() == b"kept back\nat once\n"
