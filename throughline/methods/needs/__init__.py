"""Needs: from what a family types to the kinds of support that it asks for.

See ``docs/methods/needs.md``.
"""

from throughline.methods.needs.finding import LONGEST_READ, needs_in
from throughline.methods.needs.found import SURE, KindMeant, Needs
from throughline.methods.needs.need import Need
from throughline.methods.needs.vocabulary import NEEDS

METHOD = "needs"
VERSION = "1"

__all__ = ["LONGEST_READ", "METHOD", "NEEDS", "SURE", "VERSION", "KindMeant", "Need", "Needs", "needs_in"]
