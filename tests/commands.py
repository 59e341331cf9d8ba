"""An operator's command in a process of its own, what it prints read from a pipe as it comes."""

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
    """A command that runs; `lines` ends with None when nothing more can come."""

    process: subprocess.Popen[str]
    lines: SimpleQueue[str | None]

    def wait_for(self, sentence: str) -> str:
        """Return what it printed up to the sentence; it fails if that does not come."""
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
        """Send a signal to it alone, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS_TO_STOP)


@contextmanager
def started(*words: str, **environ: str) -> Iterator[Started]:
    """Run `throughline WORDS`; it is stopped at the end if it still runs."""
    command = [sys.executable, "-m", "throughline.config.console", *words]
    hidden = {"DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}  # what an operator's shell does not set
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
