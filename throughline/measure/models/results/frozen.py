"""What a run read, where no log has it: row numbers and choices, never words."""

from dataclasses import dataclass

from throughline.measure.models.results.rules import Rules
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class FrozenPatterns:
    """The row numbers of the statements, and of those that did not count (`zeroed`).

    `names` are numbers of the groups' letters, `names_used` those of all runs so far; `n_draws` how many
    draws were made, where the run ran out of time.
    """

    rules: Rules
    statements: tuple[int, ...]
    zeroed: tuple[int, ...]
    names: tuple[int, ...] = ()
    names_used: tuple[int, ...] = ()
    n_draws: int | None = None


@dataclass(frozen=True)
class FrozenAnswers:
    """One question (its public id), what could be answered, and what each contributor answered."""

    question: str
    keys: tuple[str, ...]
    labels: tuple[TranslatedText, ...]
    answers: dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class FrozenTable:
    rules: Rules
    row: FrozenAnswers
    column: FrozenAnswers


@dataclass(frozen=True)
class FrozenMargin:
    categories: tuple[str, ...]
    targets: tuple[float, ...]


@dataclass(frozen=True)
class FrozenWeights:
    """Categories of people by profile: who has each, and what weights were fitted to."""

    rules: Rules
    margins: tuple[FrozenMargin, ...] = ()
    profiles: tuple[tuple[int, ...], ...] = ()
    people: tuple[tuple[int, ...], ...] = ()
