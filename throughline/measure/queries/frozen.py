"""The input of a run, stored with it so that it can be recomputed."""

import numpy as np

from throughline.convene.models import Forum
from throughline.listen.models import Contributor, Voice, VoiceKind, VoiceState
from throughline.listen.queries import VoteTable
from throughline.measure.models import Run, RunKind
from throughline.measure.models.results import FrozenPatterns
from throughline.measure.queries.guard import rules_of


def frozen_statements(forum: Forum) -> FrozenPatterns:
    """The statements of a forum, those among them that do not count, and the disclosure rules."""
    rows = Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT).order_by("pk")
    states = list(rows.values_list("pk", "state", "is_held", "is_meta"))
    return FrozenPatterns(
        rules=rules_of(forum.district, [forum]),
        statements=tuple(row[0] for row in states),
        zeroed=tuple(pk for pk, state, held, meta in states if state != VoiceState.APPROVED or held or meta),
    )


def table_as_frozen(table: VoteTable, frozen: FrozenPatterns) -> VoteTable:
    """The votes on the statements that existed, without those withdrawn or rejected since."""
    statement_ids = np.array(frozen.statements, dtype=np.int64)
    zeroed = set(frozen.zeroed) | set(table.statement_ids[table.zeroed].tolist())
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
    """Number of statements in a run that may no longer be shown, or of people who withdrew their answers."""
    if run.kind == RunKind.WEIGHTS:
        return 0
    if run.kind == RunKind.CROSSTAB:
        people = run.frozen_table.row.answers.keys() | run.frozen_table.column.answers.keys()
        existing = Contributor.objects.filter(pk__in=people).values_list("pk", flat=True)
        return len(people - set(existing))
    counted = set(run.frozen_patterns.statements) - set(run.frozen_patterns.zeroed)
    usable = Voice.objects.filter(pk__in=counted, state=VoiceState.APPROVED, is_held=False, is_meta=False)
    return len(counted) - usable.count()
