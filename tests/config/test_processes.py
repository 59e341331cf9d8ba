"""The server and its worker: output reaches a pipe, and no process is left running."""

import io
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import started
from throughline.config import console, processes
from throughline.config.processes import Server

STAYS = [sys.executable, "-c", "import signal; signal.pause()"]
ENDS = [sys.executable, "-c", ""]


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in processes.INTERRUPTING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.slow
def test_the_address_appears_in_a_pipe_and_a_supervisor_stops_it_all(tmp_path: Path) -> None:
    port = processes.any_free_port()
    environ = {
        "THROUGHLINE_HOME": str(tmp_path),
        "THROUGHLINE_DATABASE_URL": f"sqlite:///{tmp_path / 'served.sqlite3'}",
        "PYTHONWARNINGS": "ignore",
    }
    with started("serve", f"--port={port}", **environ) as server:
        printed = server.wait_for("Ctrl-C stops it")
        assert f"Throughline answers on 127.0.0.1:{port}." in printed
        assert server.interrupt(signal.SIGTERM) == 0
        assert processes.is_free(port), "the server was left behind"


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


def test_one_that_ends_by_itself_ends_the_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "server_command", lambda bind: STAYS)
    monkeypatch.setattr(processes, "worker_command", lambda: ENDS)
    with Server.running("127.0.0.1", 1) as server:
        assert server.stay("It runs here.") == 1
    assert [process.poll() for process in server.processes] == [-signal.SIGTERM, 0]
    printed = capsys.readouterr()
    assert printed.out == "It runs here.\n"
    assert "stopped by itself" in printed.err


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
