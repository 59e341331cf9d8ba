"""The words of people in releases, as far as they may still be shown."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from throughline.listen.models import VoiceState
from throughline.ui.fields import TranslatedText
from throughline.understand.models import Release, ReleasedWords, SourceOfWords


@dataclass(frozen=True)
class WordsToShow:
    """`text` and `salt` are blank unless `state` is "shown"; "hidden" words may be shown again later."""

    state: str
    text: TranslatedText
    salt: str
    sha256: dict[str, str]


MAY_BE_SHOWN = Q(voice__is_held=False) & (
    Q(voice__state=VoiceState.APPROVED)
    | Q(
        voice__state=VoiceState.MERGED,
        voice__merged_into__state=VoiceState.APPROVED,
        voice__merged_into__is_held=False,
    )
)
"""Words merged since their release stay, as long as the statement that says the same may be shown."""


def words_to_show(public_ids: Collection[str]) -> dict[str, WordsToShow]:
    """Look up words by public id. Those rejected or held back since their release are hidden."""
    sources = SourceOfWords.objects.filter(MAY_BE_SHOWN, words__public_id__in=public_ids)
    usable = set(sources.values_list("words_id", flat=True))
    return {
        row.public_id: _to_show(row, is_usable=row.pk in usable)
        for row in ReleasedWords.objects.filter(public_id__in=public_ids)
    }


def is_shown(row: ReleasedWords, is_usable: bool) -> bool:
    return row.withdrawn_at is None and is_usable


def _to_show(row: ReleasedWords, *, is_usable: bool) -> WordsToShow:
    if is_shown(row, is_usable):
        return WordsToShow("shown", row.text, row.salt, row.sha256)
    state = "hidden" if row.withdrawn_at is None else "withdrawn"
    return WordsToShow(state, TranslatedText(row.language), "", row.sha256)


def all_words_of(release: Release) -> dict[str, WordsToShow]:
    """The words of a release that were not withdrawn, hidden or not, to verify hashes with: never to show."""
    rows = ReleasedWords.objects.filter(release=release).order_by("id")
    return {row.public_id: _to_show(row, is_usable=True) for row in rows}
