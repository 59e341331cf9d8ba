from throughline.convene.views.cycle import create_cycle, cycle, cycles, edit_cycle, end_cycle
from throughline.convene.views.forum import (
    announce_forum,
    close_forum,
    create_forum,
    edit_forum,
    forum,
    forum_qr,
    meeting_ics,
    ready_questions,
    reopen_forum,
)
from throughline.convene.views.share import forum_poster, short_link
from throughline.convene.views.storyline import (
    edit_storyline_step,
    mark_storyline_step,
    move_storyline_step,
    remove_storyline_step,
    storyline,
)

__all__ = [
    "announce_forum",
    "close_forum",
    "create_cycle",
    "create_forum",
    "cycle",
    "cycles",
    "edit_cycle",
    "edit_forum",
    "edit_storyline_step",
    "end_cycle",
    "forum",
    "forum_poster",
    "forum_qr",
    "mark_storyline_step",
    "meeting_ics",
    "move_storyline_step",
    "ready_questions",
    "remove_storyline_step",
    "reopen_forum",
    "short_link",
    "storyline",
]
