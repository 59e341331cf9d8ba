from throughline.understand.models.basis import (
    BasisEntry,
    Figures,
    NoFigures,
    basis_from_plain,
    basis_to_plain,
)
from throughline.understand.models.code import Code, Coding, Reading
from throughline.understand.models.finding import (
    Evidence,
    EvidenceAtRelease,
    Finding,
    FindingState,
    KindOfEvidence,
    SourceOfWords,
)
from throughline.understand.models.frozen import (
    Frozen,
    FrozenCode,
    FrozenNothing,
    FrozenRun,
    FrozenVoice,
    FrozenVotes,
)
from throughline.understand.models.release import (
    NumberOf,
    PublicCount,
    Release,
    ReleasedFinding,
    ReleasedQuote,
    ReleasedWords,
    has_several_forums,
)

__all__ = [
    "BasisEntry",
    "Code",
    "Coding",
    "Evidence",
    "EvidenceAtRelease",
    "Figures",
    "Finding",
    "FindingState",
    "Frozen",
    "FrozenCode",
    "FrozenNothing",
    "FrozenRun",
    "FrozenVoice",
    "FrozenVotes",
    "KindOfEvidence",
    "NoFigures",
    "NumberOf",
    "PublicCount",
    "Reading",
    "Release",
    "ReleasedFinding",
    "ReleasedQuote",
    "ReleasedWords",
    "SourceOfWords",
    "basis_from_plain",
    "basis_to_plain",
    "has_several_forums",
]
