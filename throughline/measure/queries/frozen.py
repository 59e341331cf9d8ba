"""What a run read, kept with it, so that it can be counted again."""

from typing import Any

import numpy as np

from throughline.convene.models import Forum
from throughline.listen.models import Contributor, Voice, VoiceKind, VoiceState
from throughline.listen.queries import VoteTable
from throughline.measure.models import Run

Frozen = dict[str, Any]


def frozen_statements(forum: Forum) -> Frozen:
    """Which statements of a forum there are, and which of them say nothing of opinion."""
    rows = Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT).order_by("pk")
    told = list(rows.values_list("pk", "state", "is_held", "is_meta"))
    return {
        "statements": [row[0] for row in told],
        "zeroed": [pk for pk, state, held, meta in told if state != VoiceState.APPROVED or held or meta],
    }


def table_as_frozen(table: VoteTable, frozen: Frozen) -> VoteTable:
    """The votes over the statements there were, without those that were withdrawn or taken down since."""
    if "statements" not in frozen:
        return table
    statement_ids = np.array(frozen["statements"], dtype=np.int64)
    zeroed = set(frozen["zeroed"]) | set(table.statement_ids[table.zeroed].tolist())
    return VoteTable(
        person=table.person,
        statement=np.searchsorted(statement_ids, table.statement_ids[table.statement]).astype(np.int64),
        value=table.value,
        contributor_ids=table.contributor_ids,
        statement_ids=statement_ids,
        zeroed=np.flatnonzero(np.isin(statement_ids, list(zeroed))).astype(np.int64),
        log_position=table.log_position,
    )


def n_withdrawn_from(run: Run) -> int:
    """Statements a run read that may not be shown any more, or people whose answers were taken away."""
    if "row" in run.frozen:
        people = set(run.frozen["row"]["answers"]) | set(run.frozen["column"]["answers"])
        there = Contributor.objects.filter(pk__in=[int(pk) for pk in people]).values_list("pk", flat=True)
        return len(people - {str(pk) for pk in there})
    counted = set(run.frozen.get("statements", [])) - set(run.frozen.get("zeroed", []))
    usable = Voice.objects.filter(pk__in=counted, state=VoiceState.APPROVED, is_held=False, is_meta=False)
    return len(counted) - usable.count()
