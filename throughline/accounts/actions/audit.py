from django.db import models

from throughline.accounts.models import AuditEntry
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
