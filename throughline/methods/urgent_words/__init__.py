"""Detection of words in a text that may tell of danger to somebody.

See ``docs/methods/urgent_words.md``.
"""

from throughline.methods.urgent_words.find import LONGEST_READ, METHOD, VERSION, UrgentMatch, find_urgent
from throughline.methods.urgent_words.patterns import KINDS, Kind, PatternLanguage

__all__ = [
    "KINDS",
    "LONGEST_READ",
    "METHOD",
    "VERSION",
    "Kind",
    "PatternLanguage",
    "UrgentMatch",
    "find_urgent",
]
