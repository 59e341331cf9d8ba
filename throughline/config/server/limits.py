"""The largest requests, for the server, the middleware and the proxy; read before Django is set up."""

SMALL_BODY_BYTES = 1 << 20
"""What anybody may send: the longest survey, filled in to the end, has about a tenth of it."""

FORM_BODY_BYTES = 4 << 20
"""What a member may send with a form without files."""

ROOM_LEFT_BYTES = 512 << 20
"""What a file must leave free on the disks, for votes and answers to be written meanwhile."""

MAX_HEADER_BYTES = 64 << 10
"""The address and the headers of a request, cookies included. Ours have less than 4 KB."""

MIN_BYTES_PER_SECOND = 10_000
"""What a client must send or take in on average, once its first seconds are over."""

MAX_UNSENT_BYTES = 4 << 20
"""Of one answer that a slow client has not taken yet. Above it, the thread that writes it waits."""

MAX_HELD_BYTES = 128 << 20
"""Of all requests and answers that one process holds for slow clients. Above it, the largest is closed."""

MAX_CONNECTIONS = 500
"""Of one process. A system allows 1024 files, unless told otherwise, and threads need some of them."""


def seconds_for(n_bytes: int, grace_seconds: float) -> float:
    """How long so many bytes may take on their way."""
    return grace_seconds + n_bytes / MIN_BYTES_PER_SECOND
