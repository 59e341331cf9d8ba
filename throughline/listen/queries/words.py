"""A voice's text and its languages."""

from throughline.listen.models import Voice
from throughline.ui.fields import TranslatedText


def words_of(voice: Voice, *, only_reviewed: bool = False) -> TranslatedText:
    """The original and its translations: all of them for staff, only reviewed ones for publication."""
    language = voice.language or voice.district.source_language
    translations = {
        code: words
        for code, words in voice.translation.texts.items()
        if words and code != language and (voice.translation.reviewed.get(code) or not only_reviewed)
    }
    return TranslatedText(language, {language: voice.text, **translations})
