"""The demo: a fictional district, and a walk through it over HTTP."""
