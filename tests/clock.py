"""The wall clock of the tests: it stands still, so that nothing depends on the moment at which they run."""

from datetime import UTC, datetime

import time_machine

NOW = datetime(2026, 10, 14, 15, 0, 30, tzinfo=UTC)  # a weekday morning in Colorado, in mid-minute


def stopped() -> time_machine.travel:
    return time_machine.travel(NOW, tick=False)


def running() -> time_machine.travel:
    """The real time, for a test of a page: the browser and the server it starts have clocks of their own."""
    return time_machine.travel(datetime.now(UTC), tick=True)
