"""Kinds of support."""

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.partner.models import (
    SupportKind,
)
from throughline.partner.queries.kinds import KINDS
from throughline.ui.fields import TranslatedText


@transaction.atomic
def ensure_terms(actor: Actor) -> list[SupportKind]:
    """Return the district's kinds of support; create the default ones on first use."""
    if not SupportKind.objects.exists():
        for position, kind in enumerate(KINDS):
            term = SupportKind.objects.create(
                code=kind.code,
                name=TranslatedText.of("en", kind.english, es=kind.spanish),
                position=position,
            )
            record(actor, "create_term", term, code=kind.code)
    return list(SupportKind.objects.all())


@transaction.atomic
def add_term(actor: Actor, *, code: str, name: TranslatedText) -> SupportKind:
    ensure_terms(actor)
    term = SupportKind.objects.create(code=code, name=name, position=SupportKind.objects.count())
    record(actor, "create_term", term, code=code)
    return term
