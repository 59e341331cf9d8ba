"""Gunicorn's configuration: what it does before it starts the processes that answer."""

import gc
from typing import Any


def when_ready(arbiter: Any) -> None:
    """Load the application once, for all processes and for those that replace them.

    Unlike with Gunicorn's `preload_app`, the socket is open by now: who comes meanwhile waits in its queue.
    """
    arbiter.app.wsgi()
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # else each process would load all views at its first request
    gc.freeze()  # the collector would touch all that is shared, and so copy it for each process
