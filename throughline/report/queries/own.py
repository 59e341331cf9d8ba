"""What the holder of a private link may do with their own text."""

from collections import defaultdict
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
    """Each forum with what became of it; the published page of a cycle is read once for all its forums."""
    rows = list(lines)
    ids: dict[int, set[str]] = defaultdict(set)
    for line in rows:
        ids[line.cycle.pk].update(line.finding_ids)
    cycles = {line.cycle.pk: line.cycle for line in rows if line.finding_ids}
    followed = {pk: followed_findings(cycle, sorted(ids[pk])) for pk, cycle in cycles.items()}
    return [
        OwnForum(
            line,
            [OwnText(words) for words in line.texts],
            [one for one in followed.get(line.cycle.pk, ()) if one.finding["stable_id"] in line.finding_ids],
        )
        for line in rows
    ]
