"""Detection of words in a text that may indicate self-harm, abuse or a threat.

See ``docs/methods/urgent_words.md``.
"""

from throughline.methods.urgent_words.find import METHOD, VERSION, UrgentMatch, find_urgent
from throughline.methods.urgent_words.patterns import Kind, PatternLanguage

__all__ = ["METHOD", "VERSION", "Kind", "PatternLanguage", "UrgentMatch", "find_urgent"]
