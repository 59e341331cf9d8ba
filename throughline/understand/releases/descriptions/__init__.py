"""Released evidence as text and tables, shared by all pages that show the evidence of a finding."""

from throughline.understand.releases.descriptions.evidence import (
    EvidenceDescription,
    evidence_descriptions,
    n_label,
)
from throughline.understand.releases.descriptions.parts import DescribedTable, GroupOnMap, Section

__all__ = [
    "DescribedTable",
    "EvidenceDescription",
    "GroupOnMap",
    "Section",
    "evidence_descriptions",
    "n_label",
]
