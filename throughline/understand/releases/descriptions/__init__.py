"""Released evidence in words and numbers: the same on every page that shows the evidence of a finding."""

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
