"""Population figures: rosters, membership counts and survey tabulations, as counts by category.

No reader returns a person: a roster is returned as counts.
"""

from throughline.formats.population import acs, ccd, oneroster, roster
from throughline.formats.population.model import Count, Figures, SchoolNamed

__all__ = ["Count", "Figures", "SchoolNamed", "acs", "ccd", "oneroster", "roster"]
