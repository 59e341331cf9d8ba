"""Every message about a file, as templates to translate.

Each entry is a pair: what is wrong, and what to do about it. Both are whole sentences. Counts come after a
colon, so no message needs plural forms. `gettext_noop` returns its argument; strings are extracted by that
name.
"""

from throughline.formats.messages import (
    hsds,
    hsds_json,
    oneroster,
    polis,
    population,
    quality,
    survey,
    tables,
)
from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    **tables.MESSAGES,
    **polis.MESSAGES,
    **survey.MESSAGES,
    **hsds.MESSAGES,
    **quality.MESSAGES,
    **hsds_json.MESSAGES,
    **population.MESSAGES,
    **oneroster.MESSAGES,
}
"""Problem and remedy by code."""

__all__ = ["MESSAGES", "gettext_noop"]
