from collections.abc import Sequence

from django.core.exceptions import ValidationError

from throughline.accounts.models import ReportLine


class Refused(ValidationError):
    """The action cannot be done as requested; the text is the sentence shown to the user.

    `report` lists each problem of a file by row.
    """

    def __init__(self, sentence: str, report: Sequence[ReportLine] = ()) -> None:
        super().__init__(sentence)
        self.report = list(report)

    def __str__(self) -> str:
        return " ".join(self.messages)
