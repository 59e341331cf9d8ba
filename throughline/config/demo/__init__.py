"""The demo: an invented district, and a walk through it over HTTP."""
