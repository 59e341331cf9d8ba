"""Tests mirror `throughline/`. None depends on chance, or on how fast the machine is."""

import sys

if "pytest" in sys.modules:  # the benchmarks borrow a measure from here, without the tests' tools
    from hypothesis import settings

    settings.register_profile("the same each time", deadline=None, derandomize=True)
    settings.load_profile("the same each time")
