"""What the holder of a follow link may do with their own text."""

from dataclasses import dataclass

from throughline.understand.releases import Line

REJECTED, WITHDRAWN = "rejected", "withdrawn"
OF_A_WHOLE_VISIT = {"votes", "answers"}


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
        return self.is_one_text and self.line.state == WITHDRAWN

    @property
    def may_appeal(self) -> bool:
        return self.is_one_text and self.line.state == REJECTED and not self.line.is_held

    @property
    def may_withdraw(self) -> bool:
        return self.is_one_text and not self.is_withdrawn
