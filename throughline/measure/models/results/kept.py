"""What a kept view shows: numbers and names in every language. Sentences are made when it is read."""

from dataclasses import dataclass

from throughline.measure.models.results.shares import PublishedShare
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class KeptGroup:
    """A row of categories shown together; `named` is the one of several that may be named as missing."""

    labels: tuple[TranslatedText, ...]
    n_heard: int
    n_people: int
    margin_of_error: float | None
    margin_state: str
    named: TranslatedText | None = None


@dataclass(frozen=True)
class KeptDimension:
    """`is_asked` is whether anything that was asked tells it, `is_hidden` whether its groups may be shown."""

    dimension: str
    rows: tuple[KeptGroup, ...]
    is_asked: bool
    is_by_attribute: bool
    is_hidden: bool
    has_white_note: bool


@dataclass(frozen=True)
class KeptPopulation:
    title: str
    who_is_counted: str
    as_of: str
    n: int | None
    margin_of_error: float | None


@dataclass(frozen=True)
class KeptCoverage:
    """Participation compared with a population; without one, only the number of people heard."""

    minimum_n: int
    n_heard: int
    population: KeptPopulation | None
    roles: tuple[str, ...]
    dimensions: tuple[KeptDimension, ...]
    is_of_another_count: bool


@dataclass(frozen=True)
class KeptCode:
    """The numbers of a code, by its public id; None where they are too few to be shown."""

    code: str
    n_texts: int | None
    n_people: int | None
    n_unsigned: int | None


@dataclass(frozen=True)
class KeptCodes:
    minimum_n: int
    n_texts: int
    n_read: int
    codes: tuple[KeptCode, ...]


@dataclass(frozen=True)
class KeptOption:
    """One answer to a question, and the share of people who chose it."""

    label: TranslatedText
    share: PublishedShare


@dataclass(frozen=True)
class KeptQuestion:
    """The results of a question, by its public id; `n` people answered it."""

    question: str
    n: int
    options: tuple[KeptOption, ...]
    computed_at: str


@dataclass(frozen=True)
class KeptResults:
    minimum_n: int
    questions: tuple[KeptQuestion, ...]


@dataclass(frozen=True)
class KeptRuns:
    """Row numbers of the runs of patterns that may be seen, and the last run that was judged."""

    visible: tuple[int, ...]
    judged: int
