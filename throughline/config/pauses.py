"""How long to wait before another try. Commands that need no Django use it too."""

import threading
from collections.abc import Iterator

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0


def pauses() -> Iterator[float]:
    """Seconds to wait before each new try: 1, 2, 4 … 30."""
    seconds = FIRST_PAUSE_SECONDS
    while True:
        yield seconds
        seconds = min(2 * seconds, LONGEST_PAUSE_SECONDS)


def wait(seconds: float) -> None:
    """Sleep; a signal interrupts it."""
    threading.Event().wait(seconds)
