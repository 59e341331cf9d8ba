"""Duplicates: entries of a directory that may be the same one, entered twice.

See ``docs/methods/duplicates.md``.
"""

from throughline.methods.duplicates.entries import Entry, Pair, Reason, Street
from throughline.methods.duplicates.evidence import LEAST_BITS
from throughline.methods.duplicates.finding import LARGEST_BLOCK, find_duplicates
from throughline.methods.duplicates.names import jaro_winkler
from throughline.methods.duplicates.normal import address_key, name_words, phone_key

METHOD = "duplicates"
VERSION = "1"

__all__ = [
    "LARGEST_BLOCK",
    "LEAST_BITS",
    "METHOD",
    "VERSION",
    "Entry",
    "Pair",
    "Reason",
    "Street",
    "address_key",
    "find_duplicates",
    "jaro_winkler",
    "name_words",
    "phone_key",
]
