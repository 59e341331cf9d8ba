"""A voice's text and its languages."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from throughline.convene.models import Forum
from throughline.listen.models import (
    SurveyChoice,
    SurveyQuestion,
    Voice,
    VoiceKind,
    VoiceState,
    words_to_show,
)
from throughline.ui.fields import TranslatedText, written_texts


def words_of(voice: Voice) -> TranslatedText:
    """The original and its reviewed translations. A text of no known language counts as of the district's."""
    language = voice.language or voice.district.source_language
    return words_to_show(voice.text, language, voice.translation, is_seed=voice.is_seed)


TRANSLATED = (VoiceKind.STATEMENT, VoiceKind.ANSWER)
"""What others read in their own language; notes and written answers in surveys are read by staff."""


def untranslated(voices: QuerySet[Voice], languages: Sequence[str]) -> QuerySet[Voice]:
    """Statements and answers of participants that lack a reviewed translation into one of the languages."""
    rows = voices.filter(state=VoiceState.APPROVED, is_held=False, is_seed=False, kind__in=TRANSLATED)
    lacking = Q(pk__in=())
    for code in languages:
        key, name = f"translation__reviewed__{code}", f"in_{code.replace('-', '_')}"
        rows = rows.alias(**{name: Coalesce(KT(key), Value(""), output_field=TextField())})
        lacking |= ~Q(language=code) & ~Q(**{name: "true"})
    return rows.exclude(text="").filter(lacking)


def n_asked_gaps(forum: Forum) -> int:
    """How many of the texts that a forum asks lack one of the district's languages."""
    seeds = Voice.objects.filter(forum=forum, is_seed=True, state=VoiceState.APPROVED, is_held=False)
    texts = [
        *written_texts(SurveyQuestion.objects.filter(forum=forum)),
        *written_texts(SurveyChoice.objects.filter(question__forum=forum)),
        *(words_of(seed) for seed in seeds.select_related("district").exclude(text="")),
    ]
    return sum(any(text.lacks(code) for code in forum.district.languages) for text in texts)
