"""Named sequences: load, compute, guard, record."""

from throughline.understand.workflows.crosstab import save_crosstab
from throughline.understand.workflows.patterns import find_opinion_groups
from throughline.understand.workflows.polis import export_polis, import_polis, import_polis_upload

__all__ = ["export_polis", "find_opinion_groups", "import_polis", "import_polis_upload", "save_crosstab"]
