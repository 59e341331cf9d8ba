"""Conversations in the export format of Polis: `read` a folder, `write` one.

The rules are in ``docs/reference/formats.md``.
"""

from throughline.formats.polis.model import NO_TIME, Conversation, Participant, Statement, Summary, VoteLog
from throughline.formats.polis.reader import read
from throughline.formats.polis.writer import write

__all__ = ["NO_TIME", "Conversation", "Participant", "Statement", "Summary", "VoteLog", "read", "write"]
