"""The community's own figures: rosters, membership counts and survey tabulations, as counts by category.

No reader hands on a person: a roster leaves as counts.
"""

from throughline.formats.population import acs, ccd, oneroster, roster
from throughline.formats.population.model import Count, Figures, SchoolNamed

__all__ = ["Count", "Figures", "SchoolNamed", "acs", "ccd", "oneroster", "roster"]
