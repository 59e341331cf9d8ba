"""What someone typed into a form that was not taken: shown again, to be copied, and screened."""

import logging
import re
from collections.abc import Iterator

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, RawPostDataException
from django.http.multipartparser import MultiPartParserError

from throughline.accounts.declarations import story_apps

log = logging.getLogger(__name__)

# Form fields whose names contain one of these are never repeated on an error page.
SECRET = ("password", "token", "secret", "login", "credential")
# Prefixes of fields that a page or a list of choices filled in; each app declares the others.
CHOSEN = ("is_", "has_", "may_", "keeps_", "reviewed_", "action_")
ROW = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[\w-]{22}", re.ASCII)  # a public id; nobody types such a word
FIELD_OF_ROW = re.compile(r"[a-z_]+-\d+-([a-z_]+)|[a-z_]+-(n)")
"""Fields of a form's rows, such as `phones-0-number`, and how many rows there are."""
MARKS_OF_ROWS = {"key", "n"}
UNREADABLE = (OSError, RawPostDataException, SuspiciousOperation, MultiPartParserError)


def typed_words(request: HttpRequest) -> list[str]:
    """Text that the user typed into the submitted form; empty if the form cannot be read."""
    if request.method != "POST":
        return []
    try:
        return list(_typed(request))
    except UNREADABLE:
        log.warning("The data of a failed request cannot be read")
        return []


def _typed(request: HttpRequest) -> Iterator[str]:
    technical = {name for app in story_apps() for name in app.technical_fields.split()}
    is_vote = "statement" in request.POST
    for html_name, values in request.POST.lists():
        of_row = FIELD_OF_ROW.fullmatch(html_name)
        name = of_row[1] or of_row[2] if of_row else html_name
        is_words = not (
            (of_row and name in MARKS_OF_ROWS)
            or name in technical
            or name.startswith(CHOSEN)
            or any(part in name for part in SECRET)
            or (is_vote and name == "answer")
        )
        if is_words:
            yield from (words for words in values if words.strip() and not ROW.fullmatch(words))
