"""Patterns of votes: groups of people who vote alike, and the opinions of each."""

from dataclasses import dataclass
from typing import Literal

from throughline.formats.polis import Summary
from throughline.measure.models.results.shares import PublishedShare
from throughline.methods.opinion_groups import Area, Direction
from throughline.ui.fields import TranslatedText

Verdict = Literal["groups", "spectrum", "nothing", "cannot_tell", "imported"]
WhichEnd = Literal["low", "high"]


@dataclass(frozen=True)
class Grounds:
    """The evidence for a verdict."""

    n_people: int
    n_permutations: int
    p_structure: float
    n_dimensions: int
    n_continuum_draws: int
    p_groups: float | None
    smallest_visible_share: float | None


@dataclass(frozen=True)
class Stability:
    bootstrap: float | None
    split: float | None
    steadiness: str


@dataclass(frozen=True)
class ExactGroup:
    """A group and its center on the map."""

    name: str
    n: int
    x: float | None
    y: float | None


@dataclass(frozen=True)
class ExactStatement:
    """How many of each group agreed, disagreed and were not sure; `voice` is the statement's public id."""

    voice: str
    agree: tuple[int, ...]
    disagree: tuple[int, ...]
    not_sure: tuple[int, ...]
    consensus: float
    area: Area


@dataclass(frozen=True)
class Representative:
    """A statement that distinguishes a group; the figures are of the test on held-out votes."""

    voice: str
    direction: Direction
    n: int | None = None
    n_seen: int | None = None
    share: float | None = None
    share_of_rest: float | None = None
    q_value: float | None = None


@dataclass(frozen=True)
class End:
    """A statement that people at one end of a spectrum agree or disagree with."""

    voice: str
    direction: Direction


@dataclass(frozen=True)
class Ends:
    low: tuple[End, ...] = ()
    high: tuple[End, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Numbers of people who changed groups since the previous run, whose public id is `run`."""

    run: str
    n_stayed: int
    n_moved: int
    n_came: int
    n_left: int


@dataclass(frozen=True)
class ExactPatterns:
    """What was found in the votes; `reason` is set if the verdict is "cannot_tell".

    "imported" means groups that were imported with the votes and not tested here. Without groups, a single
    group contains everybody who is placed.
    """

    verdict: Verdict
    n_people: int
    n_placed: int
    n_votes: int
    n_statements: int
    reason: str = ""
    grounds: Grounds | None = None
    stability: Stability | None = None
    groups: tuple[ExactGroup, ...] = ()
    statements: tuple[ExactStatement, ...] = ()
    representative: tuple[tuple[Representative, ...], ...] = ()
    ends: Ends = Ends()
    changes: Changes | None = None
    is_cut_short: bool = False


@dataclass(frozen=True)
class ImportedGroup:
    group: int
    label: str
    n: int


@dataclass(frozen=True)
class ExactImport:
    """Groups, consensus (by the statement's public id) and summary as published elsewhere."""

    groups: tuple[ImportedGroup, ...]
    consensus: dict[str, float]
    summary: Summary


@dataclass(frozen=True)
class PublishedGrounds:
    """What a reader needs in order not to mistake the absence of groups for agreement."""

    n_draws: int
    smallest_visible_percent: int | None


@dataclass(frozen=True)
class PublishedGroup:
    """A group, or several merged; `at` is its center, each axis from -100 to 100."""

    name: str
    n: int
    made_of: tuple[str, ...]
    at: tuple[int, int] | None


@dataclass(frozen=True)
class PublishedStand:
    """A group that a statement distinguishes, and the direction."""

    name: str
    direction: Direction


@dataclass(frozen=True)
class PublishedEnd:
    end: WhichEnd
    direction: Direction


@dataclass(frozen=True)
class PublishedCell:
    """How one group voted on one statement: the shares that agreed, disagreed and were not sure."""

    name: str
    n: int
    answers: tuple[PublishedShare, ...]


@dataclass(frozen=True)
class PublishedStatement:
    """A statement as it may be published; a run has its public id, a release its words."""

    n: int
    answers: tuple[PublishedShare, ...]
    consensus: float | None
    area: Area
    stands_for: tuple[PublishedStand, ...]
    ends: tuple[PublishedEnd, ...]
    groups: tuple[PublishedCell, ...]
    voice: str = ""
    words: TranslatedText | None = None


@dataclass(frozen=True)
class PublishedPatterns:
    """`n_unplaced` is None if it is small; `n_left_out` is the number of omitted statements."""

    verdict: Verdict
    steadiness: str | None
    grounds: PublishedGrounds | None
    minimum_n: int
    n_placed: int
    n_unplaced: int | None
    groups: tuple[PublishedGroup, ...]
    statements: tuple[PublishedStatement, ...]
    n_left_out: int = 0
