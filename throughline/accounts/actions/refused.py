from collections.abc import Sequence
from typing import Self

from django.core.exceptions import ValidationError

from throughline.accounts.models import ReportLine


class Refused(ValidationError):
    """The action cannot be done as requested; the text is the sentence shown to the user.

    `report` lists each problem of a file by row.
    """

    report: Sequence[ReportLine] = ()

    @classmethod
    def listing(cls, sentence: str, report: Sequence[ReportLine]) -> Self:
        refused = cls(sentence)
        refused.report = list(report)
        return refused

    def __str__(self) -> str:
        return " ".join(self.messages)
