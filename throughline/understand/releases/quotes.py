"""Quoted words, and the speaker's role where it may be published."""

from throughline.listen.queries.words import words_of
from throughline.measure.published import Rules, attributable_groups
from throughline.ui.fields import TranslatedText
from throughline.understand.models import Evidence, Frozen, FrozenVoice


def exact_words(evidence: Evidence) -> str:
    """The quoted span, or the whole text; empty if the span is outside the text."""
    text = evidence.voice.text if evidence.voice is not None else ""
    if evidence.quote_start is None or evidence.quote_end is None:
        return text
    return text[evidence.quote_start : evidence.quote_end] if evidence.quote_end <= len(text) else ""


def quote_of(evidence: Evidence) -> TranslatedText:
    """The exact words, with those translations that a person reviewed."""
    if evidence.voice is None or not evidence.voice.is_usable:
        return TranslatedText()
    original = words_of(evidence.voice).source_language
    reviewed = {
        code: words
        for code, words in evidence.quote_translation.texts.items()
        if words and code != original and evidence.quote_translation.reviewed.get(code)
    }
    return TranslatedText(
        original, {original: exact_words(evidence), **reviewed}, reviewed=dict.fromkeys(reviewed, True)
    )


def speaker_of(frozen: Frozen, rules: Rules) -> str:
    """The speaker's role, or "" unless enough people of that role and enough others took part."""
    if not isinstance(frozen, FrozenVoice):
        return ""
    return frozen.role if frozen.role in attributable_groups(frozen.n_by_role, frozen.n_people, rules) else ""
