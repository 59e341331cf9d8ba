from throughline.convene.queries.budget import ForumsThisYear, forums_this_year
from throughline.convene.queries.cycle import (
    NEEDED_LABELS,
    PROMISE_WORDS,
    CycleRow,
    cycle_rows,
    cycles_in_scope,
    missing_labels,
    storyline_of,
)
from throughline.convene.queries.forum import (
    KIND_WORDS,
    STATE_LABELS,
    Count,
    ForumRow,
    forum_row,
    forum_rows,
    named_responders,
    possible_responders,
    responders_of,
)
from throughline.convene.queries.ready_question import ReadyQuestion, ready_question, ready_questions

__all__ = [
    "KIND_WORDS",
    "NEEDED_LABELS",
    "PROMISE_WORDS",
    "STATE_LABELS",
    "Count",
    "CycleRow",
    "ForumRow",
    "ForumsThisYear",
    "ReadyQuestion",
    "cycle_rows",
    "cycles_in_scope",
    "forum_row",
    "forum_rows",
    "forums_this_year",
    "missing_labels",
    "named_responders",
    "possible_responders",
    "ready_question",
    "ready_questions",
    "responders_of",
    "storyline_of",
]
