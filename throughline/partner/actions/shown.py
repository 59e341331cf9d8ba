"""Edits that were begun before somebody else changed the same entry are refused once."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused
from throughline.partner.models import Location, Organization, Service
from throughline.partner.queries import state_of

Entry = Organization | Service | Location

CHANGED_SINCE: Final = "changed_since"


def lock_as_shown(entry: Entry, shown: str | None, state: Callable[[Entry], str] = state_of) -> None:
    """Lock an entry, and refuse if its state is not the one that a form `shown`. None: there was no form."""
    locked = type(entry)._default_manager.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if locked is None:
        raise Refused(_("Someone removed this entry while you were editing."))
    if shown is not None and shown != state(entry):
        raise Refused(
            _(
                "Someone changed this entry while you were editing. Compare with its history, "
                "then save again."
            ),
            code=CHANGED_SINCE,
        )
