"""Which services were confirmed since a day, by the rule of `confirmed_on`: for lists and counts."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Greatest

from throughline.partner.models import Service

DAYS_RECENT: Final = 90
"""Days within which an entry counts as recently confirmed."""

DAYS_CONFIRMED: Final = 365
"""Days after which an entry has to be confirmed again."""

DAYS_TO_REMIND: Final = 335
"""Days after which a partner is reminded: about a month before its entry has to be confirmed again."""

NEVER: Final = datetime(1, 1, 2, tzinfo=UTC)


def is_confirmed_since(since: date, prefix: str = "") -> Q:
    """Whether the newer of the two dates of a service that say so is not before a day.

    `prefix` leads from the filtered table to the service, such as `service__`.
    """
    return Q(**{f"{prefix}assured_date__gte": since}) | Q(**{f"{prefix}last_modified__date__gte": since})


def listed_services() -> QuerySet[Service]:
    """Services that families can use: not closed for good, and not of a former partner."""
    closed = (Service.Status.INACTIVE, Service.Status.DEFUNCT)
    return Service.objects.exclude(status__in=closed).filter(organization__ended_on__isnull=True)


def unconfirmed_since(since: date) -> QuerySet[Service]:
    return Service.objects.exclude(pk__in=Service.objects.filter(is_confirmed_since(since)).values("pk"))


def unconfirmed_services(today: date) -> QuerySet[Service]:
    """Services that no one has confirmed for a year."""
    return unconfirmed_since(today - timedelta(days=DAYS_CONFIRMED))


def oldest_first(services: QuerySet[Service]) -> QuerySet[Service]:
    """Services in the order in which they should be confirmed: never confirmed first."""
    assured = Coalesce(Cast(F("assured_date"), DateTimeField()), Value(NEVER, DateTimeField()))
    modified = Coalesce(F("last_modified"), Value(NEVER, DateTimeField()))
    return services.annotate(confirmed_at=Greatest(assured, modified)).order_by("confirmed_at", "pk")
