from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.session import end_sessions
from throughline.accounts.models import District, Person, two_step_roles
from throughline.accounts.permissions import Actor, log_security

LAST_REMINDER = 2
DAYS_BEFORE = {1: timedelta(days=7), LAST_REMINDER: timedelta(days=1)}
"""How long before it is due each reminder is sent."""


def _needs_two_step(person: Person) -> bool:
    return person.memberships_everywhere().filter(role__in=two_step_roles()).exists()


@transaction.atomic
def date_two_step(person: Person) -> None:
    """Give time to set up two-step sign-in to whoever needs it now; called where roles change."""
    needs = _needs_two_step(person)
    if needs == (person.two_step_due_at is not None):
        return
    due_at = timezone.now() + timedelta(days=settings.TWO_STEP_GRACE_DAYS)
    _set_due(person, due_at if needs else None, n_reminders=0)


def _set_due(person: Person, due_at: datetime | None, *, n_reminders: int) -> None:
    person.two_step_due_at, person.n_two_step_reminders = due_at, n_reminders
    person.save(update_fields=["two_step_due_at", "n_two_step_reminders"])


def reminder_due(person: Person, now: datetime) -> int:
    """The number of the reminder that should have been sent by now; 0 if that was done."""
    left = (person.two_step_due_at or now) - now
    due = max((number for number, before in DAYS_BEFORE.items() if left <= before), default=0)
    return due if due > person.n_two_step_reminders else 0


@transaction.atomic
def note_reminder(person: Person, number: int) -> None:
    """There is no audit row: it would be about no change."""
    Person.objects.filter(pk=person.pk, n_two_step_reminders__lt=number).update(n_two_step_reminders=number)


@transaction.atomic
def reset_two_step(person: Person, *, grace_hours: int) -> tuple[int, int]:
    """Remove all factors and backup codes, end all sessions; return how many of each.

    An operator does this for somebody who lost them. Every district of the person has it in its audit log.
    """
    n_factors = Authenticator.objects.filter(user=person).delete()[0]
    n_sessions = end_sessions(person)
    due_at = timezone.now() + timedelta(hours=grace_hours) if _needs_two_step(person) else None
    _set_due(person, due_at, n_reminders=LAST_REMINDER)
    for district in District.objects.filter(pk__in=person.memberships_everywhere().values("district_id")):
        with scope(district=district):
            record(Actor.system(district), "reset_two_step", person, n_factors=n_factors, hours=grace_hours)
    transaction.on_commit(lambda: log_security("reset_two_step", person))
    return n_factors, n_sessions
