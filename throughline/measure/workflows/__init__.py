"""Workflows: load, compute, guard, record."""

from throughline.measure.workflows.crosstab import count_crosstab, save_crosstab
from throughline.measure.workflows.kept_results import results_in_sight
from throughline.measure.workflows.kept_views import coverage_in_sight, runs_in_sight
from throughline.measure.workflows.patterns import find_opinion_groups
from throughline.measure.workflows.polis import export_polis, import_polis, import_polis_upload
from throughline.measure.workflows.populations import import_population
from throughline.measure.workflows.votes import keep_current_votes
from throughline.measure.workflows.weights import find_weights

__all__ = [
    "count_crosstab",
    "coverage_in_sight",
    "export_polis",
    "find_opinion_groups",
    "find_weights",
    "import_polis",
    "import_polis_upload",
    "import_population",
    "keep_current_votes",
    "results_in_sight",
    "runs_in_sight",
    "save_crosstab",
]
