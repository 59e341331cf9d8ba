"""When and by whom an entry was last confirmed, and from when on families read that it is old."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.partner.models import Assurer, Service

MONTHS_UNTIL_STALE: Final = 18


@dataclass(frozen=True)
class Confirmed:
    """`by` is who confirmed it, in words; empty if that is not known."""

    on: date | None
    by: str
    is_stale: bool


def confirmed_on(service: Service) -> date | None:
    """The newer of the two dates that say so: of the confirmation, and of the last change at its source."""
    modified = timezone.localdate(service.last_modified) if service.last_modified else None
    return max((day for day in (service.assured_date, modified) if day), default=None)


def confirmed(service: Service, today: date) -> Confirmed:
    day = confirmed_on(service)
    by = (
        Assurer(service.assured_by).label
        if day and day == service.assured_date and service.assured_by
        else ""
    )
    return Confirmed(day, str(by), is_stale=is_stale(day, today))


def is_stale(day: date | None, today: date) -> bool:
    """Whether it was not confirmed for so long that families should call before they go."""
    return day is None or day < stale_before(today)


def stale_before(today: date) -> date:
    """The first day on which a confirmation still counts."""
    years, months = divmod(MONTHS_UNTIL_STALE, 12)
    month = today.month - months
    year = today.year - years - (month < 1)
    return date(year, month + 12 * (month < 1), min(today.day, 28))


def stale_sentence(found: Confirmed) -> str:
    """What families read of an old entry; empty of one that is not old."""
    if not found.is_stale:
        return ""
    if found.on is None:
        return _("No one has confirmed this entry yet. Call before you go.")
    return _("No one has confirmed this entry for more than 18 months. Call before you go.")
