from django.db import models, transaction
from django_scopes import scope

from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor


def record(
    actor: Actor, verb: str, obj: models.Model, **details: str | int | float | bool | list[str] | None
) -> AuditEntry:
    """Write the audit row of an action. `details` holds ids and numbers, never text written by a person."""
    return AuditEntry.objects.create(
        actor_kind=actor.kind,
        person=actor.person,
        verb=verb,
        object_type=obj._meta.model_name or "",
        object_id=str(getattr(obj, "public_id", None) or getattr(obj, "slug", "")),
        details=details,
    )


@transaction.atomic
def record_sign_in(person: Person) -> None:
    """Record a sign-in in the audit log of every district the person belongs to."""
    for district in District.objects.filter(pk__in=person.memberships_everywhere().values("district_id")):
        with scope(district=district):
            record(Actor.of(district, person), "sign_in", person)
