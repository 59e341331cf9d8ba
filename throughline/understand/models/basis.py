"""The basis of a released finding, one entry for each piece of evidence. Its JSON is part of the release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.measure.models.results import (
    PublishedPatterns,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    from_plain,
    to_plain,
)
from throughline.measure.models.results.plain import converter
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class NoFigures:
    """Quoted words without numbers, or something that may no longer be published."""


Figures = PublishedTexts | PublishedVotes | PublishedPatterns | PublishedTable | NoFigures


@dataclass(frozen=True)
class BasisEntry:
    """`kind` is "code", "statement", "run" or "voice"; `run_kind` is the kind of run, for a run.

    `n` is the number of participants or texts (`n_of`); `data_kind` is how they were recruited.
    """

    kind: str
    label: TranslatedText
    forums: tuple[TranslatedText, ...]
    n: int
    n_of: str
    data_kind: str
    method: str
    version: str
    settings: dict[str, Any]
    seed: int | None
    log_position: int | None
    computed_at: str | None
    figures: Figures
    run_kind: str = ""


def _figures_from_plain(plain: Mapping[str, Any], _kind: object) -> Figures:
    kinds: tuple[tuple[str, type[Any]], ...] = (
        ("texts_read", PublishedTexts),
        ("answers", PublishedVotes),
        ("rows", PublishedTable),
        ("groups", PublishedPatterns),
    )
    kind: type[Figures] = next((kind for key, kind in kinds if key in plain), NoFigures)
    return converter.structure(plain, kind)


converter.register_structure_hook(Figures, _figures_from_plain)


def basis_from_plain(plain: Sequence[object]) -> tuple[BasisEntry, ...]:
    """Read the entries from the JSON of a release or a publication."""
    return tuple(from_plain(BasisEntry, entry) for entry in plain)


def basis_to_plain(basis: Sequence[BasisEntry]) -> list[Any]:
    return [to_plain(entry) for entry in basis]
