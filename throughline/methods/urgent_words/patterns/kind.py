"""The kinds and languages of patterns."""

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["self_harm", "abuse", "threat"]
PatternLanguage: TypeAlias = Literal["en", "es"]

Row: TypeAlias = tuple[Kind, str, str]
"""``(kind, needles, pattern)``: the pattern is tried only where one of the needles is in the text."""
