"""What evidence was counted from at its release: row numbers and what was chosen, never words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FrozenCode:
    """Texts with the code, each as (voice, contributor or nothing, forum), and the texts that were read."""

    texts: tuple[tuple[int, int | None, int], ...]
    read: tuple[int, ...]


@dataclass(frozen=True)
class FrozenVotes:
    """The number of the last vote that was read."""

    log_position: int


@dataclass(frozen=True)
class FrozenRun:
    """What the run read is its own to keep; `left_out` are statements not told beside others."""

    input_hash: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrozenVoice:
    """Who speaks, and how many took part: of each role, and in all."""

    role: str
    n_by_role: dict[str, int]
    n_people: int
    is_quoted: bool


@dataclass(frozen=True)
class FrozenNothing:
    """What it rested on is gone."""


Frozen = FrozenCode | FrozenVotes | FrozenRun | FrozenVoice | FrozenNothing
