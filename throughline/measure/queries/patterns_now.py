"""The page of people's current positions, for users who may read raw votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from throughline.convene.models import Forum
from throughline.measure.models import Run
from throughline.measure.queries.current_patterns import CurrentPatterns, current_patterns
from throughline.measure.queries.patterns.found import NAMES
from throughline.measure.queries.patterns.opinion_map import shaken_map
from throughline.measure.queries.patterns.sentences import changes_sentence
from throughline.measure.queries.run_summary import reason_sentence, sentence_of
from throughline.ui.charts import OpinionMap

WITH_A_MAP = ("groups", "spectrum")


@dataclass(frozen=True)
class PatternsNow:
    """The current state. There is no map unless a run found a pattern: it would show only chance."""

    n_people: int
    n_placed: int
    n_votes: int
    n_statements: int
    at: datetime
    run: Run | None
    is_newer_than_run: bool
    sentence: str = ""
    reason: str = ""
    changes: str = ""
    chart: OpinionMap | None = None
    groups: Sequence[tuple[str, int]] = ()


def patterns_now_page(forum: Forum) -> PatternsNow:
    found = current_patterns(forum)
    votes = found.current.votes
    verdict = found.run.exact_patterns.verdict if found.run is not None else None
    n_in_group, chart = _map_of(found, forum) if verdict in WITH_A_MAP else ([], None)
    moved = found.matching
    return PatternsNow(
        n_people=votes.n_people,
        n_placed=0 if found.placement is None else len(found.placement.person),
        n_votes=votes.n_votes,
        n_statements=int((~votes.is_zeroed & (votes.n_votes_by_statement > 0)).sum()),
        at=found.at,
        run=found.run,
        is_newer_than_run=found.is_newer_than_run,
        sentence="" if found.run is None else sentence_of(found.run),
        reason=reason_sentence(found.reason) if found.reason and verdict in WITH_A_MAP else "",
        changes=""
        if moved is None
        else changes_sentence(moved.n_stayed, moved.n_moved, moved.n_came, moved.n_left),
        chart=chart,
        groups=n_in_group,
    )


def _map_of(found: CurrentPatterns, forum: Forum) -> tuple[list[tuple[str, int]], OpinionMap | None]:
    """Sizes of groups and the map. Each group keeps its letter and symbol from the page of the run."""
    if found.placement is None:
        return [], None
    of_run = list((found.run.frozen_patterns.names if found.run else ()) or range(found.n_groups))
    rank = [of_run.index(name) if name in of_run else len(of_run) for name in found.name]
    order = np.argsort(rank, kind="stable")
    mark_of = np.argsort(order)
    label = found.group_of_person[found.placement.person]
    placed = np.column_stack([found.placement.position[:, :2], mark_of[label]])
    letters = [NAMES[found.name[group]] for group in order] if found.n_groups > 1 else []
    sizes = np.bincount(mark_of[label], minlength=len(order)).tolist()
    return list(zip(letters, sizes, strict=False)), shaken_map(placed, letters, secret=forum.public_id)
