"""What evidence was counted from at its release: row numbers and settings, never words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FrozenCode:
    """Texts with the code, each as (voice, contributor or None, forum), and the texts that were read."""

    texts: tuple[tuple[int, int | None, int], ...]
    read: tuple[int, ...]


@dataclass(frozen=True)
class FrozenVotes:
    """The row number of the last vote that was read, and contributors who came together.

    `units` are those for whom nobody vouched, unit by unit; `aside` were set aside and not counted.
    """

    log_position: int
    units: tuple[tuple[int, ...], ...] = ()
    aside: tuple[int, ...] = ()


@dataclass(frozen=True)
class FrozenRun:
    """The run stores what it read; `left_out` are statements omitted to protect voters in no group."""

    input_hash: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrozenVoice:
    """The speaker's role, and the numbers of participants by role and in total."""

    role: str
    n_by_role: dict[str, int]
    n_people: int
    is_quoted: bool


@dataclass(frozen=True)
class FrozenNothing:
    """The evidence was deleted."""


Frozen = FrozenCode | FrozenVotes | FrozenRun | FrozenVoice | FrozenNothing
