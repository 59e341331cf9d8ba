"""Named sequences: load, compute, guard, record."""

from throughline.understand.workflows.crosstab import count_crosstab, save_crosstab
from throughline.understand.workflows.patterns import find_opinion_groups
from throughline.understand.workflows.polis import export_polis, import_polis, import_polis_upload
from throughline.understand.workflows.populations import import_population
from throughline.understand.workflows.reproduce import Reproduction, reproduce
from throughline.understand.workflows.votes import keep_current_votes
from throughline.understand.workflows.weights import find_weights

__all__ = [
    "Reproduction",
    "count_crosstab",
    "export_polis",
    "find_opinion_groups",
    "find_weights",
    "import_polis",
    "import_polis_upload",
    "import_population",
    "keep_current_votes",
    "reproduce",
    "save_crosstab",
]
