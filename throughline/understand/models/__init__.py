from throughline.understand.models.code import Code, Coding, Reading
from throughline.understand.models.finding import (
    Evidence,
    EvidenceAtRelease,
    Finding,
    FindingState,
    KindOfEvidence,
)
from throughline.understand.models.release import NumberOf, Release, ReleasedFinding, ReleasedQuote

__all__ = [
    "Code",
    "Coding",
    "Evidence",
    "EvidenceAtRelease",
    "Finding",
    "FindingState",
    "KindOfEvidence",
    "NumberOf",
    "Reading",
    "Release",
    "ReleasedFinding",
    "ReleasedQuote",
]
