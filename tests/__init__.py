"""Tests mirror `throughline/`. None depends on how fast the machine is."""

import sys

if "pytest" in sys.modules:  # the benchmarks borrow a measure from here, without the tests' tools
    from hypothesis import settings

    settings.register_profile("timeless", deadline=None)
    settings.load_profile("timeless")
