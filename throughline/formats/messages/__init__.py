"""Every sentence about a file, as templates to translate.

Each entry is a pair: what is wrong, and what to do about it. They are clauses without a full stop. Counts
come after a colon, so that no sentence needs a plural. `gettext_noop` returns its argument; its name is the
one by which strings are extracted for translation.
"""

from throughline.formats.messages import hsds, polis, population, survey, tables
from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    **tables.MESSAGES,
    **polis.MESSAGES,
    **survey.MESSAGES,
    **hsds.MESSAGES,
    **population.MESSAGES,
}
"""Problem and remedy by code."""

__all__ = ["MESSAGES", "gettext_noop"]
