"""Codes, and coding texts."""

from django.db import transaction
from django.utils import timezone

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.actions import set_tally
from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText
from throughline.understand.models import Code, Coding, Reading


class SpanOutside(ValueError):
    """The span is outside the text or empty."""


@transaction.atomic
def create_code(actor: Actor, cycle: Cycle, *, name: TranslatedText, definition: str = "") -> Code:
    code = Code.objects.create(cycle=cycle, name=name, definition=definition)
    record(actor, "create_code", code)
    set_tally(cycle, "codes", Code.objects.filter(cycle=cycle).count())
    return code


@transaction.atomic
def edit_code(actor: Actor, code: Code, *, name: TranslatedText, definition: str = "") -> Code:
    code.name, code.definition = name, definition
    code.save(update_fields=["name", "definition"])
    record(actor, "edit_code", code)
    return code


@transaction.atomic
def put_code(
    actor: Actor, voice: Voice, code: Code, *, start: int | None = None, end: int | None = None
) -> Coding:
    """Apply a code to a text or its characters [start, end). Has no effect if the coder already did so."""
    if (start is None) != (end is None):
        raise SpanOutside
    if start is not None and end is not None and not 0 <= start < end <= len(voice.text):
        raise SpanOutside
    voice = Voice.objects.select_for_update().get(pk=voice.pk)  # a double click waits for this lock
    fields = {"code": code, "voice": voice, "coder": actor.person, "start": start, "end": end}
    coding = Coding.objects.filter(**fields, removed_at__isnull=True).first()
    if coding is not None:
        return coding
    coding = Coding.objects.create(**fields)
    record(actor, "put_code", coding, code=code.public_id, voice=voice.public_id)
    _record_reading(actor, voice)
    return coding


@transaction.atomic
def remove_coding(actor: Actor, coding: Coding) -> Coding:
    """Remove a code from a text. The row is kept for the releases that used it."""
    if coding.removed_at is None:
        coding.removed_at, coding.removed_by = timezone.now(), actor.person
        coding.save(update_fields=["removed_at", "removed_by"])
        record(actor, "remove_coding", coding, code=coding.code.public_id)
    return coding


@transaction.atomic
def mark_read(actor: Actor, voice: Voice) -> None:
    """Record that a text was read, even if no code fits. Counts of codes are out of the texts read."""
    if _record_reading(actor, voice):
        record(actor, "mark_read", voice)


def _record_reading(actor: Actor, voice: Voice) -> bool:
    _reading, is_new = Reading.objects.get_or_create(voice=voice, reader=actor.person)
    return is_new
