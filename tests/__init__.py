"""Tests mirror `throughline/`. None depends on how fast the machine is."""

from hypothesis import settings

settings.register_profile("timeless", deadline=None)
settings.load_profile("timeless")
