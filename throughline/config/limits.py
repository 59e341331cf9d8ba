"""The largest requests, for the server, the middleware and the proxy; read before Django is set up."""

SMALL_BODY_BYTES = 1 << 20
"""What anybody may send: the longest survey, filled in to the end, has about a tenth of it."""

FORM_BODY_BYTES = 4 << 20
"""What a member may send with a form without files."""

ROOM_LEFT_BYTES = 512 << 20
"""What a file must leave free on the disks, for votes and answers to be written meanwhile."""
