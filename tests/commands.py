"""Run an operator's command in its own process, and read its output from a pipe as it comes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START, SECONDS_TO_STOP = 120, 30


@dataclass
class Started:
    """A running command; `lines` ends with None when its output is closed."""

    process: subprocess.Popen[str]
    lines: SimpleQueue[str | None]

    def wait_for(self, sentence: str) -> str:
        """Return its output up to the sentence; fail if the output ends first."""
        printed = ""
        while sentence not in printed:
            try:
                line = self.lines.get(timeout=SECONDS_TO_START)
            except Empty:
                pytest.fail(f"{sentence!r} did not come within {SECONDS_TO_START} s after: {printed[-2000:]}")
            if line is None:
                pytest.fail(f"It ended before it printed {sentence!r}: {printed[-2000:]}")
            printed += line
        return printed

    def interrupt(self, number: signal.Signals) -> int:
        """Send a signal to this process only, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS_TO_STOP)


@contextmanager
def started(*words: str, **environ: str) -> Iterator[Started]:
    """Run `throughline WORDS`, and stop it at the end if it is still running."""
    command = [sys.executable, "-m", "throughline.config.console", *words]
    hidden = {"DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}  # not set in an operator's shell
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in hidden} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: SimpleQueue[str | None] = SimpleQueue()

    def read() -> None:
        assert process.stdout
        with process.stdout:
            for line in process.stdout:
                lines.put(line)
        lines.put(None)

    reader = Thread(target=read, daemon=True)
    reader.start()
    try:
        yield Started(process, lines)
    finally:
        process.terminate()
        process.wait(SECONDS_TO_STOP)
        reader.join(SECONDS_TO_STOP)
