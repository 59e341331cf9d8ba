"""Take people's words out of what is released: they are stored apart, and can be withdrawn."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from throughline.accounts.models import new_public_id
from throughline.listen.models import Voice
from throughline.understand.models import FrozenRun, KindOfEvidence, ReleasedWords
from throughline.understand.releases.basis import statements_in
from throughline.understand.releases.finding_content import FindingContent
from throughline.understand.releases.plain import PlainText, WordsReference, salted_sha256, with_each_text
from throughline.understand.releases.released_words import text_of_release

N_SALT_BYTES = 16


@dataclass(frozen=True)
class SetApart:
    """The content of a finding with references, and the words they refer to, not saved yet.

    Each is with the voice it comes from. The words of quotes come first.
    """

    content: dict[str, Any]
    words: tuple[tuple[ReleasedWords, Voice], ...]


def set_apart(finding: FindingContent) -> SetApart:
    voices = list(_voices_in(finding))
    rows: list[ReleasedWords] = []

    def take_out(text: PlainText) -> WordsReference:
        rows.append(_words_row(text))
        return {"words": rows[-1].public_id, "source": text["source"], "sha256": rows[-1].sha256}

    content = with_each_text(dict(finding.content), take_out)
    return SetApart(content, tuple(zip(rows, voices, strict=True)))


def _words_row(text: PlainText) -> ReleasedWords:
    salt = secrets.token_hex(N_SALT_BYTES)
    return ReleasedWords(
        public_id=new_public_id(),
        text=text_of_release(text),
        language=text["source"],
        salt=salt,
        sha256={code: salted_sha256(salt, words) for code, words in text["texts"].items()},
    )


def _voices_in(finding: FindingContent) -> Iterator[Voice]:
    """Whose words the content has, in its order."""
    for evidence in finding.quoted:
        if evidence.voice is not None:
            yield evidence.voice
    for one in finding.gathered:
        if one.evidence.kind == KindOfEvidence.STATEMENT and one.evidence.voice is not None:
            yield one.evidence.voice
        elif one.run is not None:
            yield from statements_in(
                one.run, one.frozen.left_out if isinstance(one.frozen, FrozenRun) else ()
            )
