"""The outcome of judging votes: the verdict, the evidence for it, and everything found."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.groups import UNPLACED, OpinionGroups
from throughline.methods.opinion_groups.plane import Placement
from throughline.methods.opinion_groups.representative import HeldOut
from throughline.methods.opinion_groups.stability import Stability

Verdict = Literal["cannot_tell", "nothing", "spectrum", "groups"]
Reason = Literal["", "few_people", "few_statements", "no_difference", "small_groups", "few_draws"]


@dataclass(frozen=True)
class Grounds:
    """The evidence for the verdict.

    Attributes
    ----------
    n_people : int
        People whose votes were tested: all who are placed, or a random sample where they are many.
    n_permutations : int
        Sets of votes permuted within statements that were drawn.
    p_structure : float
        P-value: how rarely chance alone makes votes vary together as much as these do.
    n_dimensions : int
        Directions in which votes differ by more than chance.
    n_continuum_draws : int
        Sets of votes drawn from a fitted spread without groups; 0 where that was not tested.
    p_groups : float or None
        P-value: how rarely such a spread splits into groups as clearly as these votes do; None where not
        tested.
    n_continuum_dimensions : int
        Dimensions of that spread; 0 where not tested.
    separation_of : dict of int to float
        For each number of groups tried, their `separation`.
    smallest_visible_share : float or None
        The smallest group, as a share (0-1) of people, that these votes would have shown if it answers
        contrary to most on half of the statements; None where not even half of the people, or where it was
        not computed. A smaller group may be there without being detected.
    """

    n_people: int
    n_permutations: int
    p_structure: float
    n_dimensions: int
    n_continuum_draws: int = 0
    p_groups: float | None = None
    n_continuum_dimensions: int = 0
    separation_of: dict[int, float] = field(default_factory=dict)
    smallest_visible_share: float | None = None


@dataclass(frozen=True, eq=False)
class Judgment:
    """The verdict on the votes, with everything found.

    Attributes
    ----------
    verdict : {"cannot_tell", "nothing", "spectrum", "groups"}
        Too few votes; no pattern beyond chance; people spread along lines without forming groups; groups that
        a smooth spread would not show.
    reason : str
        Why there is no verdict; "" otherwise.
    n_people : int
        People with or without a vote.
    placement : Placement or None
        Who is placed and where; None where nobody is.
    found : OpinionGroups or None
        The groups, where the verdict is groups or their number was given. Where votes differ in more than two
        directions, positions and centers have as many columns, of which the first two make the map.
    grounds : Grounds or None
        The evidence; None where nothing was tested.
    stability : Stability or None
        Stability of the groups; None without groups.
    held_out : HeldOut or None
        What distinguishes each group; None without groups.
    """

    verdict: Verdict
    reason: Reason
    n_people: int
    placement: Placement | None = None
    found: OpinionGroups | None = None
    grounds: Grounds | None = None
    stability: Stability | None = None
    held_out: HeldOut | None = None

    @property
    def n_groups(self) -> int:
        """Number of groups: 1 unless groups were found, or their number given."""
        return 1 if self.found is None else self.found.n_groups

    @property
    def n_placed(self) -> int:
        """How many people voted often enough to be placed."""
        return 0 if self.placement is None else int(self.placement.person.size)

    @property
    def group_of_person(self) -> NDArray[np.int8]:
        """Group of every person, 0 for all who are placed where there is one; `UNPLACED` (-1) for others."""
        if self.found is not None:
            return self.found.group_of_person
        everyone = np.full(self.n_people, UNPLACED, dtype=np.int8)
        if self.placement is not None:
            everyone[self.placement.person] = 0
        return everyone
