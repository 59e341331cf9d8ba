"""Opinion groups: people who vote alike, the statements that distinguish each group, and those all share.

Steps 1 to 8 of the Polis procedure, on sparse votes. See ``docs/methods/opinion_groups.md``.
"""

from throughline.methods.opinion_groups.areas import DIVISION_GAP, FEW_VOTES, Area, areas, held_by_all
from throughline.methods.opinion_groups.ends import Ends, EndStatement, ends_of_spectrum
from throughline.methods.opinion_groups.errors import (
    BadMomentsError,
    GroupsTooSmallError,
    NoDifferenceError,
    OpinionGroupsError,
    TooFewPeopleError,
    TooFewStatementsError,
)
from throughline.methods.opinion_groups.groups import (
    GROUP_COUNTS,
    MINIMUM_GROUP_SIZE,
    N_BASE_CLUSTERS,
    N_SETTLED,
    N_STARTS,
    UNPLACED,
    OpinionGroups,
    find,
    group,
)
from throughline.methods.opinion_groups.judgment import Grounds, Judgment, Verdict
from throughline.methods.opinion_groups.matching import Matching, match_groups
from throughline.methods.opinion_groups.moments import Moments
from throughline.methods.opinion_groups.plane import (
    MINIMUM_VOTES,
    Placement,
    Plane,
    fit_plane,
    place,
    project,
)
from throughline.methods.opinion_groups.representative import (
    FALSE_DISCOVERY_RATE,
    HeldOut,
    HeldOutStatement,
    held_out_statements,
)
from throughline.methods.opinion_groups.running import RunningVotes
from throughline.methods.opinion_groups.spread import GROUPS_LEVEL, N_DRAWS
from throughline.methods.opinion_groups.stability import (
    Stability,
    Steadiness,
    adjusted_rand_index,
    of_people,
    stability,
)
from throughline.methods.opinion_groups.statistics import (
    SIGNIFICANT_Z,
    Direction,
    RepresentativeStatement,
    StatementStatistics,
    group_informed_consensus,
    representative_statements,
    statement_statistics,
)
from throughline.methods.opinion_groups.verdict import LEVEL, MINIMUM_PEOPLE, MINIMUM_STATEMENTS, judge

METHOD = "opinion_groups"
VERSION = "3"

__all__ = [
    "DIVISION_GAP",
    "FALSE_DISCOVERY_RATE",
    "FEW_VOTES",
    "GROUPS_LEVEL",
    "GROUP_COUNTS",
    "LEVEL",
    "METHOD",
    "MINIMUM_GROUP_SIZE",
    "MINIMUM_PEOPLE",
    "MINIMUM_STATEMENTS",
    "MINIMUM_VOTES",
    "N_BASE_CLUSTERS",
    "N_DRAWS",
    "N_SETTLED",
    "N_STARTS",
    "SIGNIFICANT_Z",
    "UNPLACED",
    "VERSION",
    "Area",
    "BadMomentsError",
    "Direction",
    "EndStatement",
    "Ends",
    "Grounds",
    "GroupsTooSmallError",
    "HeldOut",
    "HeldOutStatement",
    "Judgment",
    "Matching",
    "Moments",
    "NoDifferenceError",
    "OpinionGroups",
    "OpinionGroupsError",
    "Placement",
    "Plane",
    "RepresentativeStatement",
    "RunningVotes",
    "Stability",
    "StatementStatistics",
    "Steadiness",
    "TooFewPeopleError",
    "TooFewStatementsError",
    "Verdict",
    "adjusted_rand_index",
    "areas",
    "ends_of_spectrum",
    "find",
    "fit_plane",
    "group",
    "group_informed_consensus",
    "held_by_all",
    "held_out_statements",
    "judge",
    "match_groups",
    "of_people",
    "place",
    "project",
    "representative_statements",
    "stability",
    "statement_statistics",
]
