"""Weighting: match those who answered to the community in school, role and language.

Raking and post-stratification to population margins, with bounds inside the adjustment. See
``docs/methods/weighting.md``.
"""

from throughline.methods.weighting.diagnosis import (
    CategoryBalance,
    Diagnostics,
    ExtremeProfile,
    MarginBalance,
    diagnose,
)
from throughline.methods.weighting.errors import (
    BadBaseWeightsError,
    BadBoundsError,
    BadCodesError,
    BadTargetsError,
    ContradictingTotalsError,
    DidNotConvergeError,
    EmptyCategoryError,
    Miss,
    NobodyError,
    OutOfReachError,
    WeightingError,
    ZeroTargetError,
)
from throughline.methods.weighting.margin import NOT_KNOWN, Margin, cross
from throughline.methods.weighting.problem import TOLERANCE
from throughline.methods.weighting.profiles import Profiles, collapse
from throughline.methods.weighting.weights import (
    Weights,
    design_effect,
    effective_n,
    post_stratify,
    rake,
    rake_profiles,
)

METHOD = "weighting"
VERSION = "1"

__all__ = [
    "METHOD",
    "NOT_KNOWN",
    "TOLERANCE",
    "VERSION",
    "BadBaseWeightsError",
    "BadBoundsError",
    "BadCodesError",
    "BadTargetsError",
    "CategoryBalance",
    "ContradictingTotalsError",
    "Diagnostics",
    "DidNotConvergeError",
    "EmptyCategoryError",
    "ExtremeProfile",
    "Margin",
    "MarginBalance",
    "Miss",
    "NobodyError",
    "OutOfReachError",
    "Profiles",
    "WeightingError",
    "Weights",
    "ZeroTargetError",
    "collapse",
    "cross",
    "design_effect",
    "diagnose",
    "effective_n",
    "post_stratify",
    "rake",
    "rake_profiles",
]
