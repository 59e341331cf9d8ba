"""The file of a release as it is given out, and the texts its hashes are of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from throughline.understand.models import Release
from throughline.understand.queries.released_words import WordsToShow, all_words_of
from throughline.understand.releases.plain import canonical
from throughline.understand.releases.released_words import references_in, with_words, words_behind


@dataclass(frozen=True)
class ReleasedFile:
    """`sha256` is that of `text`. `is_as_released` is false where words had to be left out of an old file."""

    text: str
    sha256: str
    is_as_released: bool


def released_file(release: Release) -> ReleasedFile:
    """The file that was released.

    Files of schema 3 and earlier had people's words in them. One of whose words some are no longer shown is
    given out with references in the place of all of them.
    """
    if not release.set_apart_sha256:
        return ReleasedFile(release.canonical, release.sha256, is_as_released=True)
    findings = json.loads(release.canonical)["findings"]
    shown = words_behind(findings)
    if all(shown[one["words"]].state == "shown" for one in references_in(findings) if one["words"] in shown):
        return ReleasedFile(_with_words_in(release, shown), release.sha256, is_as_released=True)
    return ReleasedFile(release.canonical, release.set_apart_sha256, is_as_released=False)


def original_text(release: Release) -> str | None:
    """The text that `Release.sha256` is of; None if words of an old release were withdrawn."""
    if not release.set_apart_sha256:
        return release.canonical
    words = all_words_of(release)
    if any(one.state == "withdrawn" for one in words.values()):
        return None
    return _with_words_in(release, words)


def _with_words_in(release: Release, words: Mapping[str, WordsToShow]) -> str:
    content = json.loads(release.canonical)
    return canonical({**content, "findings": with_words(content["findings"], words)})
