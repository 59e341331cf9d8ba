"""Survey tabulations with margins of error: the American Community Survey and NCES EDGE's parents tabulation.

Both give, for each geography, pairs of an estimate and its margin of error at 90%, wide (one row per
geography) or long (one row per variable). Codes for a missing number are states, never numbers. Percentages,
medians and the like are set aside.

References
----------
U.S. Census Bureau, Notes on ACS Estimate and Annotation Values; Understanding and Using American Community
Survey Data (2020), chapter 8, for the margin of a sum.
National Center for Education Statistics, EDGE, ACS-ED district tabulations.
"""

from throughline.formats.population.acs.codes import ESTIMATE_CODES, MARGIN_CODES
from throughline.formats.population.acs.counts import count, suggested
from throughline.formats.population.acs.layouts import MAX_VARIABLES
from throughline.formats.population.acs.tabulation import LARGE, Pair, Tabulation, geographies, read
from throughline.formats.population.acs.variables import KNOWN, TOTAL, Meaning

__all__ = [
    "ESTIMATE_CODES",
    "KNOWN",
    "LARGE",
    "MARGIN_CODES",
    "MAX_VARIABLES",
    "TOTAL",
    "Meaning",
    "Pair",
    "Tabulation",
    "count",
    "geographies",
    "read",
    "suggested",
]
