from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from throughline.accounts.models import Person, Session


def sessions_of(person: Person) -> QuerySet[Session]:
    """Where a person is signed in now, the last used first."""
    now = timezone.now()
    begun_after = now - timedelta(seconds=settings.SESSION_LIFETIME_SECONDS)
    return Session.objects.filter(person=person, expire_date__gt=now, began_at__gt=begun_after).order_by(
        "-seen_at", "pk"
    )
