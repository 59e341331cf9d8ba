from throughline.understand.models.code import Code, Coding, Reading
from throughline.understand.models.finding import (
    Evidence,
    EvidenceAtRelease,
    Finding,
    FindingState,
    KindOfEvidence,
)
from throughline.understand.models.invitation import InvitationRound
from throughline.understand.models.population import (
    Comparison,
    CountState,
    Dimension,
    MarginState,
    Population,
    PopulationCount,
    PopulationSource,
    RaceStandard,
    WhoIsCounted,
)
from throughline.understand.models.release import NumberOf, Release, ReleasedFinding, ReleasedQuote
from throughline.understand.models.run import Run, RunKind, RunMember
from throughline.understand.models.votes import KeptVotes

__all__ = [
    "Code",
    "Coding",
    "Comparison",
    "CountState",
    "Dimension",
    "Evidence",
    "EvidenceAtRelease",
    "Finding",
    "FindingState",
    "InvitationRound",
    "KeptVotes",
    "KindOfEvidence",
    "MarginState",
    "NumberOf",
    "Population",
    "PopulationCount",
    "PopulationSource",
    "RaceStandard",
    "Reading",
    "Release",
    "ReleasedFinding",
    "ReleasedQuote",
    "Run",
    "RunKind",
    "RunMember",
    "WhoIsCounted",
]
