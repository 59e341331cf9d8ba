"""People's words stand apart from releases; here they are put in where a release is read.

Only what may be shown when it is read is put in: withdrawn, rejected and held words are left out of
every page and file made from then on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.listen.models import ContributorRole
from throughline.ui.fields import TranslatedText
from throughline.understand.models import BasisEntry, ReleasedFinding, basis_from_plain
from throughline.understand.queries.released_words import WordsToShow, words_to_show
from throughline.understand.releases.plain import (
    PlainObject,
    PlainText,
    WordsReference,
    plain_text,
    with_each_text,
)


def speaker_label(role: str) -> str:
    """The role of a person quoted, in words; empty if it was not released."""
    return str(ContributorRole(role).label) if role in ContributorRole.values else ""


@dataclass(frozen=True)
class ShownQuote:
    """`words` are blank if they may no longer be shown."""

    words: TranslatedText
    speaker: str

    @property
    def speaker_label(self) -> str:
        return speaker_label(self.speaker)


@dataclass(frozen=True)
class ShownFinding:
    """A released finding with the words that may still be shown."""

    finding: ReleasedFinding
    entries: tuple[BasisEntry, ...]
    quotes: tuple[ShownQuote, ...]


def is_reference(words: Mapping[str, Any]) -> bool:
    return "words" in words


def references_in(findings: Sequence[Any]) -> list[WordsReference]:
    """The references to people's words, in their order."""
    found: list[WordsReference] = []

    def see(words: Any) -> Any:
        if is_reference(words):
            found.append(words)
        return words

    for finding in findings:
        with_each_text(finding, see)
    return found


def words_behind(findings: Sequence[Any]) -> dict[str, WordsToShow]:
    return words_to_show({one["words"] for one in references_in(findings)})


def with_words(findings: Sequence[Any], words: Mapping[str, WordsToShow] | None = None) -> list[Any]:
    """Put words in the place of the references to them; blank where they may not be shown."""
    known = words_behind(findings) if words is None else words

    def put_in(reference: Any) -> Any:
        if not is_reference(reference):
            return reference
        shown = known.get(reference["words"])
        blank: PlainText = {"source": reference["source"], "texts": {}}
        return blank if shown is None or not shown.text else plain_text(shown.text)

    return [with_each_text(finding, put_in) for finding in findings]


def quotes_of(finding: ReleasedFinding) -> list[PlainObject]:
    """The quotes of a released finding in the form in which a release has them, with references."""
    return [{"words": quote.words.reference, "speaker": quote.speaker} for quote in finding.quotes.all()]


def shown_findings(findings: Sequence[ReleasedFinding]) -> list[ShownFinding]:
    """Released findings with their evidence and quotes, for a page."""
    plain = [{"basis": finding.basis, "quotes": quotes_of(finding)} for finding in findings]
    return [
        ShownFinding(
            finding,
            basis_from_plain(shown["basis"]),
            tuple(ShownQuote(text_of_release(quote["words"]), quote["speaker"]) for quote in shown["quotes"]),
        )
        for finding, shown in zip(findings, with_words(plain), strict=True)
    ]


def text_of_release(plain: PlainText) -> TranslatedText:
    """Every translation in a release was reviewed by a person."""
    reviewed = {code: True for code in plain["texts"] if code != plain["source"]}
    return TranslatedText(plain["source"], dict(plain["texts"]), reviewed=reviewed)
