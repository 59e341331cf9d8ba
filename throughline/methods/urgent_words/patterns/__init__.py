"""The patterns of urgent words, as data, in English and Spanish.

They are matched against the text in lower case, without accents, apostrophes, hyphens or repeated spaces
("dont", "self harm", "muneca"), with a letter repeated three times or more reduced to one. A pattern is tried
only where one of its needles is in the text. Gaps are bounded, so that matching takes linear time. ``{name}``
is filled in from `PARTS`.
"""

from throughline.methods.urgent_words.patterns import abuse, self_harm, threats
from throughline.methods.urgent_words.patterns.harmless import HARMLESS
from throughline.methods.urgent_words.patterns.kind import KINDS, Kind, PatternLanguage, Row
from throughline.methods.urgent_words.patterns.parts import PARTS
from throughline.methods.urgent_words.patterns.spelled_out import SPELLED

PATTERNS: tuple[tuple[PatternLanguage, tuple[Row, ...]], ...] = (
    ("en", (*self_harm.ENGLISH, *abuse.ENGLISH, *threats.ENGLISH)),
    ("es", (*self_harm.SPANISH, *abuse.SPANISH, *threats.SPANISH)),
)

__all__ = ["HARMLESS", "KINDS", "PARTS", "PATTERNS", "SPELLED", "Kind", "PatternLanguage", "Row"]
