"""What the holder of a private link may do with their own text."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughline.report.queries.report_page import FollowedFinding, followed_findings
from throughline.understand.releases import Line, OwnWords

REJECTED, WITHDRAWN = "rejected", "withdrawn"
OF_A_WHOLE_VISIT = {"votes", "answers"}


@dataclass(frozen=True)
class OwnText:
    """One text, with what may be done with it."""

    words: OwnWords | Line

    @property
    def is_withdrawn(self) -> bool:
        return self.words.state == WITHDRAWN

    @property
    def may_appeal(self) -> bool:
        return self.words.state == REJECTED and not self.words.is_held

    @property
    def may_withdraw(self) -> bool:
        return not self.is_withdrawn


@dataclass(frozen=True)
class OwnLine:
    """A traced contribution, with what its page allows.

    The link to everything one browser did in a forum allows nothing: each text has its own link.
    """

    line: Line

    @property
    def is_one_text(self) -> bool:
        return self.line.kind not in OF_A_WHOLE_VISIT

    @property
    def is_withdrawn(self) -> bool:
        return self.is_one_text and OwnText(self.line).is_withdrawn

    @property
    def may_appeal(self) -> bool:
        return self.is_one_text and OwnText(self.line).may_appeal

    @property
    def may_withdraw(self) -> bool:
        return self.is_one_text and OwnText(self.line).may_withdraw


@dataclass(frozen=True)
class OwnForum:
    """What one browser did in a forum, and what became of it, for the page of everything."""

    line: Line
    texts: list[OwnText]
    followed: list[FollowedFinding]

    @property
    def is_empty(self) -> bool:
        return not (self.line.votes or self.line.answers or self.texts)


def own_forums(lines: Iterable[Line]) -> list[OwnForum]:
    return [
        OwnForum(
            line,
            [OwnText(words) for words in line.texts],
            followed_findings(line.cycle, line.finding_ids) if line.finding_ids else [],
        )
        for line in lines
    ]
