from throughline.measure.models.invitation import InvitationRound
from throughline.measure.models.kept_view import KeptView, KeptViewKind
from throughline.measure.models.population import (
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
from throughline.measure.models.run import Run, RunKind, RunMember, Setting
from throughline.measure.models.votes import KeptVotes

__all__ = [
    "Comparison",
    "CountState",
    "Dimension",
    "InvitationRound",
    "KeptView",
    "KeptViewKind",
    "KeptVotes",
    "MarginState",
    "Population",
    "PopulationCount",
    "PopulationSource",
    "RaceStandard",
    "Run",
    "RunKind",
    "RunMember",
    "Setting",
    "WhoIsCounted",
]
