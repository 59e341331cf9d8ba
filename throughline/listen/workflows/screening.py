"""Screen what somebody typed and no voice took in: it raises a flag all the same."""

from collections.abc import Iterable

from django.utils import timezone

from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.urgent import kind_of_urgency, raise_flag, screened_part
from throughline.listen.actions.voice import MAX_LENGTH, normalized
from throughline.listen.models import FlagSource
from throughline.listen.queries.screening import SentTo

MOST_TEXTS = 20
MOST_CHARACTERS = 90_000
LONGEST = {
    ForumKind.STATEMENTS: MAX_LENGTH["statement"],
    ForumKind.QUESTION: MAX_LENGTH["answer"],
    ForumKind.SURVEY: MAX_LENGTH["survey_text"],
    ForumKind.MEETING: MAX_LENGTH["note"],
}
REFUSED, EXPIRED, TOO_MANY, FAILED = 400, 403, 429, 500


def urgent_texts(texts: Iterable[str]) -> list[str]:
    """Those of the texts that may indicate harm. Of a page with very much text, the first is screened."""
    urgent: list[str] = []
    n_characters = 0
    for words in list(dict.fromkeys(map(normalized, texts)))[:MOST_TEXTS]:
        part = screened_part(words)
        n_characters += len(part)
        if n_characters > MOST_CHARACTERS:
            break
        if kind_of_urgency(part) is not None:
            urgent.append(words)
    return urgent


def flag_texts(actor: Actor, place: SentTo, texts: Iterable[str], *, status: int, language: str) -> None:
    """Raise a flag for each text, in a transaction of its own. `status` is that of the page that answered."""
    for words in texts:
        raise_flag(
            actor,
            place.forum,
            words=words,
            source=_source(place, words, status),
            language=language,
            contributor=place.contributor,
            token_hash=place.token_hash,
        )


def _source(place: SentTo, words: str, status: int) -> FlagSource:
    by_status = _source_by_status(status)
    if by_status is not None:
        return by_status
    if place.is_appeal:
        return FlagSource.APPEAL
    if place.forum is not None and (by_forum := _source_by_forum(place.forum, words)) is not None:
        return by_forum
    if place.earlier is not None:
        return FlagSource.CHANGED
    is_of_another_app = status < REFUSED and place.forum is None
    return FlagSource.ELSEWHERE if is_of_another_app else FlagSource.REFUSED


def _source_by_status(status: int) -> FlagSource | None:
    if status >= FAILED:
        return FlagSource.FAILED
    return {TOO_MANY: FlagSource.TOO_MANY, EXPIRED: FlagSource.EXPIRED}.get(status)


def _source_by_forum(forum: Forum, words: str) -> FlagSource | None:
    kind = ForumKind(forum.kind)
    if kind != ForumKind.MEETING:
        state = forum.state(timezone.now())
        if state != "open":
            return FlagSource.CLOSED if state == "closed" else FlagSource.NOT_OPEN
    return FlagSource.TOO_LONG if len(words) > LONGEST[kind] else None
