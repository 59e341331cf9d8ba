"""Tests mirror `throughline/`. None depends on chance or on the speed of the machine."""

import sys

if "pytest" in sys.modules:  # the benchmarks import a measure from here, without the test dependencies
    from hypothesis import settings

    settings.register_profile("the same each time", deadline=None, derandomize=True)
    settings.load_profile("the same each time")
