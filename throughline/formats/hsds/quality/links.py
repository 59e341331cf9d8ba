"""The web addresses of a directory, and what it means that one does not work."""

from datetime import date
from typing import Final, Protocol
from urllib.parse import urlsplit

from throughline.formats.hsds.quality import words
from throughline.formats.hsds.quality.model import Problem
from throughline.formats.problems import quoted
from throughline.formats.visits import NoAnswer, Reply

LINKED: Final = {"organization": ("website",), "service": ("url",)}
"""Fields with links that people follow, by table."""

_GONE: Final = frozenset({404, 410})
_NO_HEAD: Final = frozenset({400, 403, 404, 405, 406, 410, 501, 503})
"""What servers answer that do not know HEAD, or want none."""

_CERTAINLY_DEAD: Final = frozenset({"unknown", "redirects", "certificate", "closed", "timeout"})


class Asking(Protocol):
    """What asks addresses, such as a `Visitor`."""

    def head(self, address: str) -> Reply:
        """Return the head of an answer. Raises NoAnswer."""

    def ask(self, address: str) -> Reply:
        """Return the answer from an address. Raises NoAnswer."""


def host_of(address: str) -> str:
    """
    Return the host of a web address.

    Parameters
    ----------
    address : str
        The address.

    Returns
    -------
    str
        The host in small letters; empty if there is none.
    """
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def whole_address(text: str) -> str:
    """
    Complete a web address that lacks its beginning.

    Parameters
    ----------
    text : str
        The address, as it is written.

    Returns
    -------
    str
        The address with its scheme; empty if it is none of the web.
    """
    whole = text if words.is_uri(text) else f"https://{text}" if words.is_host(text) else ""
    return whole if whole.lower().startswith(("http://", "https://")) else ""


def is_dead(visitor: Asking, address: str) -> bool:
    """
    Tell whether a link leads nowhere.

    Parameters
    ----------
    visitor : Asking
        What asks the address.
    address : str
        The address, with its scheme.

    Returns
    -------
    bool
        True if its host is unknown or does not answer, if its certificate is not valid, or if the server
        answers that the page is not there (404, 410). A server that refuses programs (403, 429), has trouble
        (5xx) or is not asked because it is private is not called dead.
    """
    try:
        reply = visitor.head(address)
        if reply.status in _NO_HEAD:
            reply = visitor.ask(address)
    except NoAnswer as error:
        return error.why in _CERTAINLY_DEAD
    return reply.status in _GONE


def dead_link(table: str, record: str, field: str, address: str, day: date) -> Problem:
    """
    Make the problem of a link that leads nowhere.

    Parameters
    ----------
    table, record, field : str
        Where it stands.
    address : str
        The address, as it is written.
    day : date
        When it was tried.

    Returns
    -------
    Problem
        The problem, a warning.
    """
    params = {"value": quoted(address), "day": day.isoformat()}
    return Problem(
        "quality_dead_link",
        "warning",
        table,
        record,
        field=field,
        params=params,
        entry_table=table,
        entry=record,
    )
