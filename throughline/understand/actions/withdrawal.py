"""Remove the words of a withdrawn voice from releases and from findings that quote it."""

from django.db import transaction
from django.utils import timezone

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText
from throughline.understand.models import (
    Evidence,
    Finding,
    FindingState,
    KindOfEvidence,
    ReleasedWords,
    SourceOfWords,
)


@transaction.atomic
def withdraw_released_words(actor: Actor, voice: Voice) -> None:
    """Blank the copies of a withdrawn voice. Releases keep their hashes, which are not of the words.

    The salts go too: with one, whoever guesses the words could test the guess against a published hash.
    Released findings that use the voice are marked as changed, so that staff see what to correct.
    """
    copies = SourceOfWords.objects.filter(voice=voice).values("words")
    n_released = ReleasedWords.objects.filter(pk__in=copies, withdrawn_at__isnull=True).update(
        text=TranslatedText(), salt="", withdrawn_at=timezone.now()
    )
    n_quoted = Evidence.objects.filter(voice=voice, kind=KindOfEvidence.VOICE).update(
        quote_translation=TranslatedText(), quote_start=None, quote_end=None
    )
    used = Evidence.objects.filter(voice=voice).values("finding")
    Finding.objects.filter(pk__in=used, state=FindingState.RELEASED).update(state=FindingState.CHANGED)
    if n_released or n_quoted:
        record(actor, "withdraw_released_words", voice, n_released=n_released, n_quoted=n_quoted)
