"""Changes to supports."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.align.models import Directive
from throughline.partner.models import (
    Service,
    Support,
    SupportKind,
)
from throughline.ui.fields import TranslatedText


class SupportFields(TypedDict, total=False):
    """The editable fields of a support."""

    service: Service
    term: SupportKind
    school: School | None
    directive: Directive | None
    layer: str
    is_in_school_time: bool
    n_seats: int | None
    state: str
    begins_on: date | None
    ends_on: date | None
    note: TranslatedText


@transaction.atomic
def create_support(actor: Actor, **fields: Unpack[SupportFields]) -> Support:
    support = Support.objects.create(**fields)
    record(actor, "create_support", support, service=support.service.public_id)
    return support


@transaction.atomic
def edit_support(actor: Actor, support: Support, **fields: Unpack[SupportFields]) -> Support:
    for name, value in fields.items():
        setattr(support, name, value)
    support.save()
    record(actor, "edit_support", support, fields=list(fields))
    return support
