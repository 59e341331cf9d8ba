"""Secrets in addresses: kept out of every log, and out of caches, search engines and Referer headers.

Whoever holds the link of a contribution may read and withdraw it, and whoever holds that of an invitation
joins the district, so a log with such a link in it would be worth stealing.
"""

import logging
import logging.config
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest

REMOVED = "[removed]"
_SLASH = r"(?:/|%2f)"
_BEGIN = r"(?:%2f|(?<![-\w]))"  # Django's resolver names paths without the first slash
_BEFORE_SECRET = (
    rf"d{_SLASH}[-\w]+{_SLASH}(?:f|all|appeal|entry)",
    "invitation",
    "confirm-email",
    rf"password{_SLASH}reset{_SLASH}key",
)
SECRET_ADDRESS = re.compile(rf"({_BEGIN}(?:{'|'.join(_BEFORE_SECRET)}){_SLASH})[^\s\"'<>&?#]+", re.IGNORECASE)
SECRET_PARAMETER = re.compile(
    r"((?:[?&;]|%3f|%26)(?:code|key|token|secret|password)(?:=|%3d)"
    r"|\b(?:sessionid|csrftoken|csrfmiddlewaretoken|tl_token|tl_browser|messages)=)[^\s\"'<>&;#]+",
    re.IGNORECASE,
)
# PostgreSQL quotes the row that it refuses, which may be a contribution or the key of a session.
REFUSED_ROW = re.compile(
    r"(DETAIL:).*?(?=\n\nThe above exception|\n\nDuring handling|\nCONTEXT:|\nTraceback |\Z)", re.DOTALL
)
CLIENT_ADDRESS = re.compile(r"(\bip=)\S+")  # Gunicorn's sentence about a request that it cannot parse

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def redacted(text: str) -> str:
    """Return the text without secrets of links, sessions and tokens, and without addresses of clients."""
    text = SECRET_ADDRESS.sub(rf"\1{REMOVED}", text)
    text = SECRET_PARAMETER.sub(rf"\1{REMOVED}", text)
    text = REFUSED_ROW.sub(rf"\1 {REMOVED}", text)
    return CLIENT_ADDRESS.sub(rf"\1{REMOVED}", text)


def one_line(text: str) -> str:
    """Write control characters as escapes, so that what somebody sent begins no line of the log."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _indented(traceback: str) -> str:
    return "\n".join(f"  {one_line(line)}" for line in traceback.split("\n"))


def is_secret_address(request: HttpRequest) -> bool:
    """Whether the address holds a secret, in the path or as the page that follows (`?next=`)."""
    return SECRET_ADDRESS.search(unquote(request.get_full_path())) is not None


def _said_anyhow(message: object, arguments: object) -> str:
    try:
        return f"{message} {arguments}"
    except Exception:  # noqa: BLE001 - texts of any object may fail
        return f"[a message that cannot be written: {type(message).__name__}]"


class RedactedRecord(logging.LogRecord):
    """A log record that is redacted before any handler of any logger sees it.

    Its message is one line, and each line of its traceback is indented, so that nobody can forge an entry.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        message = None
        try:
            message = super().getMessage()
        except Exception:  # noqa: BLE001 - a mistake in the call; whoever logs goes on
            clean = one_line(redacted(_said_anyhow(self.msg, self.args)))
        else:
            clean = one_line(redacted(message))
        if clean != message:
            self.msg, self.args = clean, ()
        if self.exc_info and self.exc_info[0] is not None:
            self.exc_text = _indented(redacted(logging.Formatter().formatException(self.exc_info)))
        if self.stack_info:
            self.stack_info = _indented(redacted(self.stack_info))


def configure(settings: Mapping[str, Any]) -> None:
    """Set up logging (`LOGGING_CONFIG`): records are redacted where they are made, for every logger."""
    logging.setLogRecordFactory(RedactedRecord)
    logging.config.dictConfig(dict(settings))
