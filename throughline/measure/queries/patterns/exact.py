"""Convert found patterns to the exact results that a run stores."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from throughline.measure.models.results import (
    Changes,
    End,
    Ends,
    ExactGroup,
    ExactPatterns,
    ExactStatement,
    Grounds,
    Representative,
    Stability,
)
from throughline.measure.queries.patterns.found import FoundPatterns, Stance, areas_of
from throughline.methods import opinion_groups
from throughline.methods.opinion_groups import Judgment
from throughline.methods.votes import Votes


def exact_patterns(
    found: FoundPatterns, *, changes: Changes | None = None, is_cut_short: bool = False
) -> ExactPatterns:
    votes, sizes = found.votes, found.sizes
    return ExactPatterns(
        verdict=found.verdict,
        n_people=votes.n_people,
        n_placed=sum(sizes),
        n_votes=votes.n_votes,
        n_statements=_n_statements(votes),
        grounds=_grounds(found.judgment),
        stability=_stability(found.judgment),
        groups=tuple(
            ExactGroup(letter, sizes[group], *_center(found.positions, found.group_of_person, group))
            for group, letter in enumerate(found.letters)
        ),
        statements=_exact_statements(found),
        representative=tuple(_representative(found, of_group) for of_group in found.listed),
        ends=Ends(
            **{
                end: tuple(End(found.names[one.statement], one.direction) for one in of_end)
                for end, of_end in found.ends.items()
            }
        ),
        changes=changes,
        is_cut_short=is_cut_short,
    )


def _exact_statements(found: FoundPatterns) -> tuple[ExactStatement, ...]:
    statistics = opinion_groups.statement_statistics(found.votes, found.group_of_person, found.n_groups)
    consensus = opinion_groups.group_informed_consensus(statistics)
    areas = areas_of(statistics, found.counted, found.differs)
    return tuple(
        ExactStatement(
            voice=found.names[j],
            agree=tuple(statistics.n_agree[:, j].tolist()),
            disagree=tuple(statistics.n_disagree[:, j].tolist()),
            not_sure=tuple(statistics.n_pass[:, j].tolist()),
            consensus=float(consensus[j]),
            area=area,
        )
        for j, area in zip(found.counted, areas, strict=True)
    )


def _representative(found: FoundPatterns, stances: Sequence[Stance]) -> tuple[Representative, ...]:
    counted = set(found.counted)
    return tuple(
        Representative(
            found.names[stance.statement],
            stance.direction,
            n=stance.n,
            n_seen=stance.n_seen,
            share=stance.share,
            share_of_rest=stance.share_of_rest,
            q_value=stance.q_value,
        )
        for stance in stances
        if stance.statement in counted
    )


def no_verdict(
    votes: Votes, *, reason: str = "", n_placed: int = 0, is_cut_short: bool = False
) -> ExactPatterns:
    """The result when the votes do not allow a verdict, with the reason."""
    return ExactPatterns(
        verdict="cannot_tell",
        n_people=votes.n_people,
        n_placed=n_placed,
        n_votes=votes.n_votes,
        n_statements=_n_statements(votes),
        reason=reason,
        is_cut_short=is_cut_short,
    )


def _n_statements(votes: Votes) -> int:
    return int((~votes.is_zeroed & (votes.n_votes_by_statement > 0)).sum())


def _grounds(judgment: Judgment | None) -> Grounds | None:
    grounds = None if judgment is None else judgment.grounds
    if grounds is None:
        return None
    return Grounds(
        n_people=grounds.n_people,
        n_permutations=grounds.n_permutations,
        p_structure=round(grounds.p_structure, 4),
        n_dimensions=grounds.n_dimensions,
        n_continuum_draws=grounds.n_continuum_draws,
        p_groups=None if grounds.p_groups is None else round(grounds.p_groups, 4),
        smallest_visible_share=grounds.smallest_visible_share,
    )


def _stability(judgment: Judgment | None) -> Stability | None:
    stability = None if judgment is None else judgment.stability
    if stability is None:
        return None
    return Stability(stability.bootstrap, stability.split, stability.steadiness)


def _center(
    positions: NDArray[np.float64] | None, group_of_person: NDArray[np.signedinteger], group: int
) -> tuple[float | None, float | None]:
    if positions is None:
        return None, None
    of_group = positions[group_of_person == group]
    of_group = of_group[~np.isnan(of_group).any(axis=1)]
    if not len(of_group):
        return None, None
    x, y = of_group.mean(axis=0)
    return round(float(x), 4), round(float(y), 4)
