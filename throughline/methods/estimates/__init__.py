"""Estimates of totals, means and shares, with their uncertainty, given how people were recruited.

See ``docs/methods/estimates.md``.
"""

from throughline.methods.estimates.calibration import (
    EmptyCellError,
    NoSolutionError,
    calibrated,
    jackknifed,
    post_stratified,
    raked,
    regression_calibrated,
)
from throughline.methods.estimates.change import Change, change_of_means, change_of_shares
from throughline.methods.estimates.comparisons import BadProbabilityError, benjamini_hochberg, holm
from throughline.methods.estimates.design import Calibration, DataKind, Design, Replicates, with_kind
from throughline.methods.estimates.effective import kish
from throughline.methods.estimates.errors import (
    BadAnswersError,
    BadDesignError,
    EmptyDomainError,
    EstimateError,
    LonelyClusterError,
    MissingAnswersError,
    NoWeightError,
)
from throughline.methods.estimates.estimate import (
    Estimate,
    NoInterval,
    means,
    means_by,
    ratios,
    shares,
    totals,
)
from throughline.methods.estimates.interval import BadLevelError, Interval, beta, logit, wilson
from throughline.methods.estimates.quantile import quantiles
from throughline.methods.estimates.regression import NotIdentifiedError, Regression, regression
from throughline.methods.estimates.sample import design_of
from throughline.methods.estimates.table import Association, NoComparisonError, TwoWay, association, two_way

METHOD = "estimates"
VERSION = "1"

__all__ = [
    "METHOD",
    "VERSION",
    "Association",
    "BadAnswersError",
    "BadDesignError",
    "BadLevelError",
    "BadProbabilityError",
    "Calibration",
    "Change",
    "DataKind",
    "Design",
    "EmptyCellError",
    "EmptyDomainError",
    "Estimate",
    "EstimateError",
    "Interval",
    "LonelyClusterError",
    "MissingAnswersError",
    "NoComparisonError",
    "NoInterval",
    "NoSolutionError",
    "NoWeightError",
    "NotIdentifiedError",
    "Regression",
    "Replicates",
    "TwoWay",
    "association",
    "benjamini_hochberg",
    "beta",
    "calibrated",
    "change_of_means",
    "change_of_shares",
    "design_of",
    "holm",
    "jackknifed",
    "kish",
    "logit",
    "means",
    "means_by",
    "post_stratified",
    "quantiles",
    "raked",
    "ratios",
    "regression",
    "regression_calibrated",
    "shares",
    "totals",
    "two_way",
    "wilson",
    "with_kind",
]
