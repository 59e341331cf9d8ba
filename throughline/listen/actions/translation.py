"""Translations of what participants wrote, made and reviewed by moderators."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.listen.actions.moderation import ChangedMeanwhile
from throughline.listen.actions.tally import count_asked_gaps, count_untranslated
from throughline.listen.models import Voice, VoiceState
from throughline.ui.fields import TranslatedText


@transaction.atomic
def translate_voice(actor: Actor, voice: Voice, *, translation: TranslatedText, original: str = "") -> Voice:
    """Store the translations of a text; others see those that are marked as reviewed.

    `original` is the print of the text that was translated: nothing is stored if it has changed.
    """
    voice = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)
    if voice.is_held or voice.state == VoiceState.WITHDRAWN or not voice.text:
        raise Refused(_("This comment can't be translated now. It is on hold, or it was withdrawn."))
    if original and original != print_of(voice):
        raise ChangedMeanwhile(
            _("The comment has changed since you opened it. Check the translation against the new text.")
        )
    translation = TranslatedText(
        voice.language or "und",
        {code: words for code, words in translation.texts.items() if words and code != voice.language},
        {code: True for code, yes in translation.reviewed.items() if yes and translation.texts.get(code)},
    )
    if translation != voice.translation:
        voice.translation = translation
        voice.save(update_fields=["translation"])
        reviewed = sorted(translation.reviewed)
        record(actor, "translate_voice", voice, languages=sorted(translation.texts), reviewed=reviewed)
        count_untranslated(voice.forum)
        if voice.is_seed:
            count_asked_gaps(voice.forum)
    return voice


def print_of(voice: Voice) -> str:
    """A short print of the text, by which a form notices that it has changed."""
    return hashlib.sha256(voice.text.encode()).hexdigest()[:16]
