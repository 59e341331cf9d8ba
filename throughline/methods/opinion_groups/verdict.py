"""The verdict on the votes: no structure, a spectrum, or groups, with the evidence for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.errors import (
    GroupsTooSmallError,
    NoDifferenceError,
    OpinionGroupsError,
    TooFewPeopleError,
    TooFewStatementsError,
)
from throughline.methods.opinion_groups.groups import MINIMUM_GROUP_SIZE, group
from throughline.methods.opinion_groups.judgment import Grounds, Judgment, Reason, Verdict
from throughline.methods.opinion_groups.null import (
    N_VARIANCES,
    PermutationNull,
    Shuffler,
    never,
    permutation_null,
    smallest_visible_share,
)
from throughline.methods.opinion_groups.plane import Placement, fit_plane, place, project
from throughline.methods.opinion_groups.representative import held_out_statements
from throughline.methods.opinion_groups.sheet import Sheet, largest_variances
from throughline.methods.opinion_groups.spread import N_DRAWS, against_continuum
from throughline.methods.opinion_groups.stability import of_people, stability
from throughline.methods.votes import Votes

LEVEL = 0.01
MINIMUM_PEOPLE = 15
MINIMUM_STATEMENTS = 7


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
    """Decide whether the votes show nothing, a spectrum or groups, which groups, and with what evidence.

    Parameters
    ----------
    votes : Votes
        The current votes.
    rng : numpy.random.Generator
        Source of all draws. The same state gives the same answer, regardless of the order of votes.
    n_draws : int
        Draws of each null; fewer than ``1 / level - 1`` can never reach the level.
    n_groups : int, optional
        Form this many groups regardless of the verdict, which it does not affect.
    is_over : callable
        Called before each draw. Once it returns True, no more are drawn, and the answer uses those made.
    minimum_group_size : int
        People a group needs.
    level : float
        Level of the test for structure; that of groups is `GROUPS_LEVEL`.

    Returns
    -------
    Judgment
        The verdict and everything found. Too few people or statements are a verdict, not an error.
    """
    settings = _Settings(rng.spawn(6), n_draws, is_over, minimum_group_size, level)
    try:
        placement = place(votes)
    except OpinionGroupsError as error:
        return Judgment("cannot_tell", _reason(error), votes.n_people)
    too_few = _too_few(placement)
    if too_few:
        judgment = Judgment("cannot_tell", too_few, votes.n_people, placement)
        return _with_groups(judgment, votes, n_groups, 2, placement.person, settings)
    sheet = Sheet.of(votes, placement, rng=settings.streams[0])
    null = permutation_null(sheet, rng=settings.streams[1], n_draws=n_draws, is_over=is_over)
    grounds = _structure(sheet, null, level)
    n_found: int | None = None
    verdict, reason = _first_verdict(null, grounds, level)
    if verdict == "spectrum":
        grounds, n_found = against_continuum(
            sheet,
            grounds,
            rng=settings.streams[2],
            n_draws=n_draws,
            is_over=is_over,
            minimum_group_size=minimum_group_size,
        )
        if n_found is None and _is_open(grounds):
            verdict, reason = "cannot_tell", "few_draws"
    judgment = Judgment(verdict, reason, votes.n_people, placement, grounds=grounds)
    wanted, n_dimensions = (n_found, grounds.n_dimensions) if n_groups is None else (n_groups, 2)
    judgment = _with_groups(judgment, votes, wanted, n_dimensions, sheet.person, settings)
    if n_found is not None and (n_groups is not None or judgment.found is not None):
        judgment = replace(judgment, verdict="groups")
    if verdict == "nothing":
        visible = _smallest_visible_share(sheet, null, settings)
        judgment = replace(judgment, grounds=replace(grounds, smallest_visible_share=visible))
    return judgment


@dataclass(frozen=True, eq=False)
class _Settings:
    """Parameters of the judgment: sources of the draws, how many, time limit and bounds."""

    streams: list[np.random.Generator]
    n_draws: int
    is_over: Callable[[], bool]
    minimum_group_size: int
    level: float


def _too_few(placement: Placement) -> Reason:
    if placement.person.size < MINIMUM_PEOPLE:
        return "few_people"
    n_used = int((placement.plane.is_counted & ~placement.plane.is_zeroed).sum())
    return "few_statements" if n_used < MINIMUM_STATEMENTS else ""


def _structure(sheet: Sheet, null: PermutationNull, level: float) -> Grounds:
    """Test whether votes vary together by more than chance, and in how many dimensions."""
    deviation = sheet.deviation(sheet.value)
    variances = largest_variances(deviation, N_VARIANCES)
    total = float((deviation.astype(np.float64) ** 2).sum())
    return Grounds(
        n_people=sheet.n_people,
        n_permutations=null.n_draws,
        p_structure=null.p_value(float(variances[0])),
        n_dimensions=null.n_beyond(variances, total, level) if null.n_draws else 0,
    )


def _smallest_visible_share(sheet: Sheet, null: PermutationNull, settings: _Settings) -> float | None:
    """The smallest group that the test for structure would have detected."""
    threshold = float(np.quantile(null.variance, 1 - settings.level))
    return smallest_visible_share(
        sheet,
        Shuffler(sheet).draw,
        lambda value: float(largest_variances(sheet.deviation(value), 1)[0]) > threshold,
        rng=settings.streams[5],
        is_over=settings.is_over,
    )


def _first_verdict(null: PermutationNull, grounds: Grounds, level: float) -> tuple[Verdict, Reason]:
    if grounds.p_structure <= level:
        return "spectrum", ""
    if _is_unbeaten(grounds.p_structure, null.n_draws):
        return "cannot_tell", "few_draws"
    return "nothing", ""


def _is_open(grounds: Grounds) -> bool:
    """Whether groups were to be distinguished from a spread, with too few draws to do so."""
    p_value = 1.0 if grounds.p_groups is None else grounds.p_groups
    return bool(grounds.separation_of) and _is_unbeaten(p_value, grounds.n_continuum_draws)


def _is_unbeaten(p_value: float, n_draws: int) -> bool:
    """Whether no draw reached the votes: more draws might bring the p-value below any level."""
    return (1 + n_draws) * p_value <= 1.5


def _with_groups(
    judgment: Judgment,
    votes: Votes,
    n_groups: int | None,
    n_dimensions: int,
    some: NDArray[np.int64],
    settings: _Settings,
) -> Judgment:
    """Add the groups, their stability (among `some` people) and what distinguishes them."""
    placement = judgment.placement
    if n_groups is None or placement is None:
        return judgment
    if n_dimensions > 2:
        plane = fit_plane(votes, n_components=n_dimensions)
        placement = replace(placement, plane=plane, position=project(votes, plane)[placement.person])
    try:
        found = group(
            placement,
            rng=settings.streams[3],
            n_groups=n_groups,
            minimum_group_size=settings.minimum_group_size,
        )
    except OpinionGroupsError as error:
        return replace(judgment, reason=judgment.reason or _reason(error))
    if n_groups == 1:
        return replace(judgment, found=found)
    label = found.group_of_person
    steady = stability(
        of_people(votes, some),
        label[some],
        n_groups,
        rng=settings.streams[4],
        is_over=settings.is_over,
        minimum_group_size=settings.minimum_group_size,
    )
    held_out = held_out_statements(
        votes,
        label,
        n_groups,
        rng=settings.streams[4],
        is_over=settings.is_over,
        minimum_group_size=settings.minimum_group_size,
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
