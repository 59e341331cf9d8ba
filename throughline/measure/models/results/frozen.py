"""What a run read and the log of votes does not have: row numbers and choices, never words."""

from dataclasses import dataclass

from throughline.measure.models.results.rules import Rules
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class FrozenPatterns:
    """The row numbers of the statements, and of those that did not count (`zeroed`).

    `names` are the numbers of the groups' letters, `names_used` those of all runs so far; `n_draws` is the
    number of draws made, if the run ran out of time. `units` are the contributors who came together and for
    whom nobody vouched, unit by unit; those in `aside` were set aside and not counted.
    """

    rules: Rules
    statements: tuple[int, ...]
    zeroed: tuple[int, ...]
    names: tuple[int, ...] = ()
    names_used: tuple[int, ...] = ()
    n_draws: int | None = None
    units: tuple[tuple[int, ...], ...] = ()
    aside: tuple[int, ...] = ()


@dataclass(frozen=True)
class FrozenAnswers:
    """One question (its public id), its options, and the options each contributor chose."""

    question: str
    keys: tuple[str, ...]
    labels: tuple[TranslatedText, ...]
    answers: dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class FrozenTable:
    """`units` are the people who came together and for whom nobody vouched, unit by unit."""

    rules: Rules
    row: FrozenAnswers
    column: FrozenAnswers
    units: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class FrozenMargin:
    categories: tuple[str, ...]
    targets: tuple[float, ...]


@dataclass(frozen=True)
class FrozenWeights:
    """The targets of weights, and people by profile, their combination of categories."""

    rules: Rules
    margins: tuple[FrozenMargin, ...] = ()
    profiles: tuple[tuple[int, ...], ...] = ()
    people: tuple[tuple[int, ...], ...] = ()
