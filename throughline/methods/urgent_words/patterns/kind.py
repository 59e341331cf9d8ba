"""The kinds of danger, and the languages of patterns."""

from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "self_harm",
    "harm_by_others",
    "weapons",
    "threats",
    "abuse",
    "neglect",
    "running_away",
    "substances",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
PatternLanguage: TypeAlias = Literal["en", "es"]

Row: TypeAlias = tuple[Kind, str, str]
"""``(kind, needles, pattern)``: the pattern is tried only where one of the needles is in the text."""
