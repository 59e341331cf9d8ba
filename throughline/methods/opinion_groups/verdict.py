"""Nothing, a spectrum, or groups: what may be said of the votes, and on what grounds."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.continuum import best_continuum, drawn_votes
from throughline.methods.opinion_groups.errors import (
    GroupsTooSmallError,
    NoDifferenceError,
    OpinionGroupsError,
    TooFewPeopleError,
    TooFewStatementsError,
)
from throughline.methods.opinion_groups.groups import (
    GROUP_COUNTS,
    MINIMUM_GROUP_SIZE,
    UNPLACED,
    OpinionGroups,
    group,
)
from throughline.methods.opinion_groups.null import (
    N_VARIANCES,
    PermutationNull,
    Shuffler,
    never,
    permutation_null,
    smallest_visible_share,
)
from throughline.methods.opinion_groups.plane import Placement, fit_plane, place, project
from throughline.methods.opinion_groups.representative import HeldOut, held_out_statements
from throughline.methods.opinion_groups.separation import N_STARTS_TO_CHOOSE, separations
from throughline.methods.opinion_groups.sheet import Sheet, largest_variances
from throughline.methods.opinion_groups.stability import Stability, of_people, stability
from throughline.methods.votes import Votes

N_DRAWS = 199
N_FIRST_DRAWS = 39
HOPELESS_P = 0.15
LEVEL = 0.01
GROUPS_LEVEL = 0.02
AS_FAR_APART = 0.03
MUCH_FURTHER_APART = 0.1
MINIMUM_PEOPLE = 15
MINIMUM_STATEMENTS = 7

Verdict = Literal["cannot_tell", "nothing", "spectrum", "groups"]
Reason = Literal["", "few_people", "few_statements", "no_difference", "small_groups", "few_draws"]


@dataclass(frozen=True)
class Grounds:
    """What the verdict rests on.

    Attributes
    ----------
    n_people : int
        People whose votes were tested: all who are placed, or a random sample where they are many.
    n_permutations : int
        Sets of votes permuted within statements that were drawn.
    p_structure : float
        How seldom chance alone makes votes vary together as much as these do.
    n_dimensions : int
        Directions in which votes differ by more than chance.
    n_continuum_draws : int
        Sets of votes drawn from a fitted spread without groups; 0 where that question did not arise.
    p_groups : float or None
        How seldom such a spread falls apart into groups as clearly as these votes do; None where not asked.
    n_continuum_dimensions : int
        Dimensions of that spread; 0 where not asked.
    separation_of : dict of int to float
        For each number of groups tried, how far apart they stand (`separation`).
    smallest_visible_share : float or None
        How small a group that answers otherwise on half of the statements these votes would have shown, as a
        share (0-1) of people; None where not even half of the people, or where it was not computed. A smaller
        group may be there, unseen.
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
    """What may be said of the votes.

    Attributes
    ----------
    verdict : {"cannot_tell", "nothing", "spectrum", "groups"}
        Too few votes to say; no pattern beyond chance; people spread along lines without falling into groups;
        groups that a smooth spread would not show.
    reason : str
        Why nothing can be told; "" otherwise.
    n_people : int
        People with or without a vote.
    placement : Placement or None
        Who is placed and where; None where nobody can be.
    found : OpinionGroups or None
        The groups, where the verdict is groups or their number was given. Where votes differ in more than two
        directions, positions and centers have as many columns, of which the first two make the map.
    grounds : Grounds or None
        What the verdict rests on; None where nothing was tested.
    stability : Stability or None
        How steady the groups are; None without groups.
    held_out : HeldOut or None
        What sets each group apart; None without groups.
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


def judge(
    votes: Votes,
    *,
    rng: np.random.Generator,
    n_draws: int = N_DRAWS,
    n_groups: int | None = None,
    is_over: Callable[[], bool] = never,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
    level: float = LEVEL,
) -> Judgment:
    """Say whether the votes show nothing, a spectrum or groups, which groups, and how sure that is.

    Parameters
    ----------
    votes : Votes
        The current votes.
    rng : numpy.random.Generator
        Source of all draws. The same state gives the same answer, whatever the order in which votes came.
    n_draws : int
        Draws of each null; fewer than ``1 / level - 1`` can show nothing beyond chance.
    n_groups : int, optional
        Form this many groups whatever the verdict. The verdict is the same as without.
    is_over : callable
        Asked before each draw. When it says True, no more are drawn, and the answer rests on those made.
    minimum_group_size : int
        People a group needs.
    level : float
        Level of the test for structure; groups are held to `GROUPS_LEVEL`.

    Returns
    -------
    Judgment
        The verdict and all that goes with it. Too few people or statements are a verdict, not an error.
    """
    streams = rng.spawn(6)
    try:
        placement = place(votes)
    except OpinionGroupsError as error:
        return Judgment("cannot_tell", _reason(error), votes.n_people)
    n_used = int((placement.plane.is_counted & ~placement.plane.is_zeroed).sum())
    if placement.person.size < MINIMUM_PEOPLE or n_used < MINIMUM_STATEMENTS:
        reason: Reason = "few_people" if placement.person.size < MINIMUM_PEOPLE else "few_statements"
        judgment = Judgment("cannot_tell", reason, votes.n_people, placement)
        return _with_groups(
            judgment, votes, n_groups, 2, placement.person, streams[3:5], is_over, minimum_group_size
        )
    sheet = Sheet.of(votes, placement, rng=streams[0])
    null = permutation_null(sheet, rng=streams[1], n_draws=n_draws, is_over=is_over)
    deviation = sheet.deviation(sheet.value)
    variances = largest_variances(deviation, N_VARIANCES)
    total = float((deviation.astype(np.float64) ** 2).sum())
    grounds = Grounds(
        n_people=sheet.n_people,
        n_permutations=null.n_draws,
        p_structure=null.p_value(float(variances[0])),
        n_dimensions=null.n_beyond(variances, total, level) if null.n_draws else 0,
    )
    n_found: int | None = None
    verdict, reason = _first_verdict(null, grounds, level)
    if verdict == "spectrum":
        grounds, n_found = against_continuum(
            sheet,
            grounds,
            rng=streams[2],
            n_draws=n_draws,
            is_over=is_over,
            minimum_group_size=minimum_group_size,
        )
        if n_found is None and _is_open(grounds):
            verdict, reason = "cannot_tell", "few_draws"
    judgment = Judgment(verdict, reason, votes.n_people, placement, grounds=grounds)
    wanted = n_groups if n_groups is not None else n_found
    judgment = _with_groups(
        judgment,
        votes,
        wanted,
        grounds.n_dimensions if n_groups is None else 2,
        sheet.person,
        streams[3:5],
        is_over,
        minimum_group_size,
    )
    if n_found is not None and (n_groups is not None or judgment.found is not None):
        judgment = replace(judgment, verdict="groups")
    if verdict == "nothing":
        bar = float(np.quantile(null.variance, 1 - level))
        visible = smallest_visible_share(
            sheet,
            Shuffler(sheet).draw,
            lambda value: float(largest_variances(sheet.deviation(value), 1)[0]) > bar,
            rng=streams[5],
            is_over=is_over,
        )
        judgment = replace(judgment, grounds=replace(grounds, smallest_visible_share=visible))
    return judgment


def against_continuum(
    sheet: Sheet,
    grounds: Grounds,
    *,
    rng: np.random.Generator,
    n_draws: int = N_DRAWS,
    is_over: Callable[[], bool] = never,
    minimum_group_size: int = MINIMUM_GROUP_SIZE,
    level: float = GROUPS_LEVEL,
) -> tuple[Grounds, int | None]:
    """Ask whether a smooth spread of opinion would fall apart as clearly.

    The figure is the separation of the best groups for each number of groups; each is measured by its mean
    and deviation over all sets, drawn and real, and the largest over the numbers of groups counts.

    Parameters
    ----------
    sheet : Sheet
        The votes.
    grounds : Grounds
        What is known so far: in how many dimensions to look.
    rng : numpy.random.Generator
        Source of the draws.
    n_draws : int
        How many; drawing stops early where the answer is plain after `N_FIRST_DRAWS`.
    is_over : callable
        Asked before each draw; drawing ends when it says True.
    minimum_group_size : int
        People a group needs.
    level : float
        Level of the test.

    Returns
    -------
    tuple of Grounds and int or None
        The grounds, filled in, and the number of groups; None where a spread would show as much.
    """
    n_dimensions = max(grounds.n_dimensions, 1)
    counts = tuple(k for k in GROUP_COUNTS if k <= max(3, n_dimensions + 1))
    position = sheet.positions(sheet.value, n_dimensions)
    real = separations(position, counts, rng=rng, minimum_size=minimum_group_size)
    # Numbers of groups that these people cannot form say nothing, of them or of the draws.
    counts = tuple(k for k, value in zip(counts, real, strict=True) if value > 0)
    real = real[real > 0]
    separation_of = {k: float(value) for k, value in zip(counts, real, strict=True)}
    if not separation_of or is_over():
        return replace(grounds, separation_of=separation_of), None
    continuum = best_continuum(sheet)

    def draw(rng: np.random.Generator) -> NDArray[np.int8]:
        return drawn_votes(sheet, continuum, rng)

    def apart(value: NDArray[np.int8]) -> NDArray[np.float64]:
        placed = sheet.positions(value, n_dimensions)
        return separations(placed, counts, rng=rng, minimum_size=minimum_group_size)

    drawn: list[NDArray[np.float64]] = []
    p_value: float | None = None
    while len(drawn) < n_draws and not is_over():
        drawn.append(apart(draw(rng)))
        if len(drawn) == N_FIRST_DRAWS and _p_of_largest(real, drawn) > HOPELESS_P:
            break
    visible = None
    if drawn:
        p_value = _p_of_largest(real, drawn)
        mean, spread = np.mean(drawn, axis=0), np.maximum(np.std(drawn, axis=0), 1e-12)
        bar = float(np.quantile(((drawn - mean) / spread).max(axis=1), 1 - level))
        visible = smallest_visible_share(
            sheet,
            draw,
            lambda value: float(((apart(value) - mean) / spread).max()) > bar,
            rng=rng,
            is_over=is_over,
        )
    grounds = replace(
        grounds,
        n_continuum_draws=len(drawn),
        p_groups=p_value,
        n_continuum_dimensions=continuum.n_dimensions,
        separation_of=separation_of,
        smallest_visible_share=visible,
    )
    if p_value is None or p_value > level:
        return grounds, None
    # Real and drawn sets are compared by as few starts; which groups are told must not hang on those.
    best = separations(
        position, counts, rng=rng, minimum_size=minimum_group_size, n_starts=N_STARTS_TO_CHOOSE
    )
    separation_of = {k: float(value) for k, value in zip(counts, best, strict=True)}
    return replace(grounds, separation_of=separation_of), _number_of_groups(separation_of, n_dimensions)


def _number_of_groups(separation_of: dict[int, float], n_dimensions: int) -> int:
    """Take the number whose groups stand furthest apart.

    Groups need dimensions to lie in: of the numbers that these dimensions bear out, the largest that is as
    good as the best; more than that only where they stand apart much further.
    """
    borne_out = {k: value for k, value in separation_of.items() if k <= n_dimensions + 1}
    further = max(separation_of, key=lambda k: (separation_of[k], -k))
    if not borne_out or separation_of[further] > max(borne_out.values()) + MUCH_FURTHER_APART:
        return further
    return max(k for k, value in borne_out.items() if value >= max(borne_out.values()) - AS_FAR_APART)


def _p_of_largest(real: NDArray[np.float64], drawn: list[NDArray[np.float64]]) -> float:
    together = np.vstack([real, *drawn])
    spread = together.std(axis=0)
    standing = np.where(spread > 1e-12, (together - together.mean(axis=0)) / np.maximum(spread, 1e-12), 0.0)
    largest = standing.max(axis=1)
    return float((largest >= largest[0]).mean())


def _first_verdict(null: PermutationNull, grounds: Grounds, level: float) -> tuple[Verdict, Reason]:
    if grounds.p_structure <= level:
        return "spectrum", ""
    if _is_unbeaten(grounds.p_structure, null.n_draws):
        return "cannot_tell", "few_draws"
    return "nothing", ""


def _is_open(grounds: Grounds) -> bool:
    """Whether there were groups to be told from a spread, and too few draws to do so."""
    p_value = 1.0 if grounds.p_groups is None else grounds.p_groups
    return bool(grounds.separation_of) and _is_unbeaten(p_value, grounds.n_continuum_draws)


def _is_unbeaten(p_value: float, n_draws: int) -> bool:
    """Whether no draw came up to the votes: more draws might bring the p-value below any level."""
    return (1 + n_draws) * p_value <= 1.5


def _with_groups(
    judgment: Judgment,
    votes: Votes,
    n_groups: int | None,
    n_dimensions: int,
    some: NDArray[np.int64],
    streams: list[np.random.Generator],
    is_over: Callable[[], bool],
    minimum_group_size: int,
) -> Judgment:
    """Add the groups, how steady they are (among `some` people) and what sets them apart."""
    placement = judgment.placement
    if n_groups is None or placement is None:
        return judgment
    if n_dimensions > 2:
        plane = fit_plane(votes, n_components=n_dimensions)
        placement = replace(placement, plane=plane, position=project(votes, plane)[placement.person])
    try:
        found = group(placement, rng=streams[0], n_groups=n_groups, minimum_group_size=minimum_group_size)
    except OpinionGroupsError as error:
        return replace(judgment, reason=judgment.reason or _reason(error))
    if n_groups == 1:
        return replace(judgment, found=found)
    label = found.group_of_person
    steady = stability(
        of_people(votes, some),
        label[some],
        n_groups,
        rng=streams[1],
        is_over=is_over,
        minimum_group_size=minimum_group_size,
    )
    held_out = held_out_statements(
        votes,
        label,
        n_groups,
        rng=streams[1],
        is_over=is_over,
        minimum_group_size=minimum_group_size,
    )
    return replace(judgment, found=found, stability=steady, held_out=held_out)


def _reason(error: OpinionGroupsError) -> Reason:
    reasons: tuple[tuple[type[OpinionGroupsError], Reason], ...] = (
        (TooFewPeopleError, "few_people"),
        (TooFewStatementsError, "few_statements"),
        (NoDifferenceError, "no_difference"),
        (GroupsTooSmallError, "small_groups"),
    )
    return next(reason for kind, reason in reasons if isinstance(error, kind))
