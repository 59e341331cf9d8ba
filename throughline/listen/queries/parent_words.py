"""Texts that speak to parents, found in a forum that is for students."""

import re

from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import VoiceState
from throughline.listen.queries.statement import seed_statements
from throughline.listen.queries.survey import questions_of
from throughline.ui.fields import TranslatedText

TO_PARENTS = re.compile(
    r"\byour (?:own )?(?:child|children|kids?|sons?|daughters?|students?)\b|\bsus? (?:hij[oa]s?|niñ[oa]s?)\b",
    re.IGNORECASE,
)


def speaks_to_parents(text: TranslatedText) -> bool:
    return any(TO_PARENTS.search(words) for words in text.texts.values())


def texts_for_parents(forum: Forum) -> list[str]:
    """What a forum for students asks as if it asked their parents; nothing in other forums."""
    if not forum.is_for_students:
        return []
    texts: list[TranslatedText] = [forum.title, forum.introduction]
    if forum.kind == ForumKind.SURVEY:
        for question in questions_of(forum):
            texts += [question.prompt, question.hint, *(choice.label for choice in question.choices.all())]
    if forum.kind == ForumKind.STATEMENTS:
        texts += [seed.words for seed in seed_statements(forum).exclude(state=VoiceState.WITHDRAWN)]
    return [str(text) for text in texts if speaks_to_parents(text)]
