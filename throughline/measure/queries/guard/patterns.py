"""Patterns of votes as they may be published."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from throughline.measure.models.results import (
    PublishedCell,
    PublishedEnd,
    PublishedGrounds,
    PublishedGroup,
    PublishedPatterns,
    PublishedShare,
    PublishedStand,
    PublishedStatement,
    Rules,
)
from throughline.measure.queries.guard.disclosure import CannotBeProtectedError, protect_counts
from throughline.measure.queries.guard.rules import n_shown
from throughline.measure.queries.guard.shares import (
    Known,
    is_safe_to_publish,
    possible_counts,
    shares_of,
)
from throughline.measure.queries.patterns.found import SHARED_BY_ALL, FoundPatterns, areas_of
from throughline.methods import opinion_groups
from throughline.ui.fields import TranslatedText

N_SHARED = 5
MAP_STEP = 5


def protect_patterns(found: FoundPatterns, rules: Rules) -> PublishedPatterns | None:
    """Merge groups until none is small, and further for a statement where needed; None if impossible."""
    is_placed = found.group_of_person >= 0
    try:
        in_units = [
            np.bincount(found.group_of_person[unit & is_placed], minlength=found.n_groups).tolist()
            for unit in found.units
        ]
        sizes = protect_counts(found.letters, found.sizes, rules, known=in_units)
    except CannotBeProtectedError:
        return None
    merged = _Merged(found, sizes.groups)
    judgment = found.judgment
    stability = None if judgment is None else judgment.stability
    places = _places(found.positions, merged.labels, len(merged.parts))
    return PublishedPatterns(
        verdict=found.verdict,
        steadiness=stability.steadiness if stability else None,
        grounds=_grounds(found),
        minimum_n=rules.minimum_n,
        n_placed=sum(found.sizes),
        n_unplaced=n_shown(
            found.votes.n_people - sum(found.sizes),
            rules,
            [int((unit & ~is_placed).sum()) for unit in found.units],
        ),
        groups=tuple(
            PublishedGroup("+".join(group), n, tuple(group), at)
            for group, n, at in zip(sizes.groups, sizes.n, places, strict=True)
            if n is not None
        ),
        statements=tuple(_statements(found, merged, rules)),
    )


def with_words(
    patterns: PublishedPatterns, words_of: Mapping[str, TranslatedText], left_out: Sequence[str] = ()
) -> PublishedPatterns:
    """Replace the ids of statements by their text; drop those without text and those in `left_out`."""
    rows = [row for row in patterns.statements if row.voice not in left_out]
    statements = tuple(
        replace(row, voice="", words=words_of[row.voice]) for row in rows if row.voice in words_of
    )
    return replace(patterns, statements=statements, n_left_out=len(left_out))


class _Merged:
    """The published groups, each made of one or more found groups, and how they voted."""

    def __init__(self, found: FoundPatterns, groups: Sequence[Sequence[str]]) -> None:
        self.parts = [[found.letters.index(letter) for letter in group] for group in groups]
        self.names = ["+".join(group) for group in groups]
        number_of = np.full(len(found.sizes), -1)
        for number, part in enumerate(self.parts):
            number_of[part] = number
        is_placed = found.group_of_person >= 0
        self.labels = np.where(is_placed, number_of[np.where(is_placed, found.group_of_person, 0)], -1)
        self.statistics = opinion_groups.statement_statistics(found.votes, self.labels, len(self.parts))
        self.consensus = opinion_groups.group_informed_consensus(self.statistics)
        self.of_units = [
            opinion_groups.statement_statistics(found.votes, np.where(unit, self.labels, -1), len(self.parts))
            for unit in found.units
        ]


def _grounds(found: FoundPatterns) -> PublishedGrounds | None:
    grounds = None if found.judgment is None else found.judgment.grounds
    if grounds is None:
        return None
    share = grounds.smallest_visible_share
    return PublishedGrounds(grounds.n_permutations, None if share is None else round(100 * share))


def _statements(found: FoundPatterns, merged: _Merged, rules: Rules) -> list[PublishedStatement]:
    """Statements that all groups share, that distinguish a group, or are typical of a spectrum's ends."""
    statistics = merged.statistics
    n_seen = statistics.n_seen.sum(axis=0)
    known = np.max([np.zeros_like(n_seen), *(unit.n_seen.sum(axis=0) for unit in merged.of_units)], axis=0)
    enough = [j for j in found.counted if n_seen[j] - known[j] >= rules.minimum_n]
    area_of = dict(zip(enough, areas_of(statistics, enough, found.differs), strict=True))
    stands_for: dict[int, list[PublishedStand]] = {j: [] for j in _shared(statistics, area_of)}
    ends: dict[int, list[PublishedEnd]] = {}
    for part, name in zip(merged.parts, merged.names, strict=True):
        # Only single groups were tested, not merged ones.
        for one in found.listed[part[0]] if len(part) == 1 and len(merged.parts) > 1 else []:
            if one.statement in enough:
                stands_for.setdefault(one.statement, []).append(PublishedStand(name, one.direction))
    for end, of_end in found.ends.items():
        for one in of_end:
            if one.statement in enough:
                stands_for.setdefault(one.statement, [])
                ends.setdefault(one.statement, []).append(PublishedEnd(end, one.direction))
    return [
        _statement(found, merged, rules, j, area_of[j], stands_for[j], ends.get(j, []))
        for j in sorted(stands_for)
    ]


def _statement(
    found: FoundPatterns,
    merged: _Merged,
    rules: Rules,
    j: int,
    area: opinion_groups.Area,
    stands_for: Sequence[PublishedStand],
    ends: Sequence[PublishedEnd],
) -> PublishedStatement:
    statistics, names = merged.statistics, merged.names
    counts = _votes_by_group(statistics, j)
    seen = [int(n) for n in counts.sum(axis=1)]
    of_units = [unit for one in merged.of_units if (unit := _votes_by_group(one, j)).any()]
    together = protect_counts(names, seen, rules, known=[unit.sum(axis=1) for unit in of_units])
    is_whole = len(together.groups) == len(names)
    is_each_enough = is_whole and min(seen) >= rules.minimum_n
    cells = []
    for group, n_of_group in zip(together.groups, together.n, strict=True):
        part = [names.index(name) for name in group]
        known = [Known(int(unit[part].sum()), unit[part].sum(axis=0).tolist()) for unit in of_units]
        shares = shares_of(counts[part].sum(axis=0).tolist(), rules, known=known)
        if n_of_group:
            cells.append(PublishedCell("+".join(group), n_of_group, tuple(shares)))
    shown = [(cell.n, cell.answers) for cell in cells]
    known = [Known(int(unit.sum()), unit.sum(axis=0).tolist()) for unit in of_units]
    of_all = shares_of(counts.sum(axis=0).tolist(), rules, known=known)
    n = sum(seen)
    is_safe = is_safe_to_publish(shown, (n, [possible_counts(share, n) for share in of_all]))
    if of_units and len(cells) > 1:
        is_safe = False  # both together may tell more to somebody who knows a unit
    differs = None if found.differs is None else bool(found.differs[j])
    return PublishedStatement(
        n=n,
        answers=tuple(of_all) if is_safe else (),
        # With everybody's shares, an exact consensus would disclose the counts of a merged group.
        consensus=round(float(merged.consensus[j]), 2) if is_each_enough else None,
        area=_published_area(area, shown, differs) if is_each_enough else "few_votes",
        stands_for=tuple(stands_for) if is_whole else (),
        ends=tuple(ends),
        groups=tuple(cells),
        voice=found.names[j],
    )


def _votes_by_group(statistics: opinion_groups.StatementStatistics, j: int) -> NDArray[np.signedinteger]:
    """Agree, disagree and pass on one statement, by group."""
    return np.stack([statistics.n_agree[:, j], statistics.n_disagree[:, j], statistics.n_pass[:, j]], axis=1)


def _shared(
    statistics: opinion_groups.StatementStatistics, area_of: dict[int, opinion_groups.Area]
) -> list[int]:
    """Indices of statements on which every group agrees or every group disagrees, the most shared first."""
    held = {
        side: opinion_groups.held_by_all(statistics.n_seen, counts)
        for side, counts in zip(SHARED_BY_ALL, (statistics.n_agree, statistics.n_disagree), strict=True)
    }
    alike = [j for j, area in area_of.items() if area in SHARED_BY_ALL]
    return sorted(alike, key=lambda j: (-held[area_of[j]][j], j))[:N_SHARED]


def _published_area(
    area: opinion_groups.Area, shown: Sequence[tuple[int, Sequence[PublishedShare]]], differs: bool | None
) -> opinion_groups.Area:
    """The area if the published shares alone imply it, so that it discloses nothing more; else "mixed"."""
    if any(share.percent is None for _n, shares in shown for share in shares):
        return "few_votes"
    ends = np.array([[possible_counts(share, n) for share in shares] for n, shares in shown])
    seen = np.array([[n] for n, _shares in shown])
    least, most = (ends[:, :, which].T[:, :, None] for which in (0, 1))
    (by_shares,) = opinion_groups.areas(seen, least, most, differs=None if differs is None else [differs])
    return area if by_shares == area else "mixed"


def _places(
    positions: NDArray[np.float64] | None, labels: NDArray[np.signedinteger], n_groups: int
) -> Sequence[tuple[int, int] | None]:
    """Centers of groups on the map, rounded to steps of 5 in 100, so that no person moves them visibly."""
    if positions is None or n_groups < 2:
        return [None] * n_groups
    center = np.array([positions[labels == group].mean(axis=0) for group in range(n_groups)])
    reach = float(np.abs(center).max()) or 1.0
    steps = np.round(100 / MAP_STEP * center / reach).astype(int) * MAP_STEP
    return [(int(x), int(y)) for x, y in steps]
