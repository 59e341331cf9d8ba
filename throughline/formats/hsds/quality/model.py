"""What a check of a directory finds: problems with a grade, counted by kind."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from throughline.formats.problems import ParamValue, ReportRow

Grade = Literal["fault", "warning", "advice"]
Verdict = Literal["good", "warnings", "faulty"]

GRADES: Final[tuple[Grade, ...]] = ("fault", "warning", "advice")
"""The grades, worst first.

A fault breaks the standard where it must hold, or leads to nothing. A warning says something wrong, or breaks
the standard where a part is optional. Advice is about what is missing, old or unusable.
"""

SAMPLE: Final = 20
"""How many problems of one kind, file and field are kept in full; the rest are counted."""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """
    One problem of one record.

    Parameters
    ----------
    code : str
        Its kind, a key of `messages.MESSAGES`.
    grade : {"fault", "warning", "advice"}
        How bad it is.
    table : str
        The table of the record; empty for an answer of an API as a whole.
    record : str
        The id of the record.
    file : str
        The file or the answer it is in.
    row : int or None
        Row in the file, or number of the record in the answer.
    field : str
        The field; in an answer with the records around it, such as organization.email.
    params : mapping of str to str, int or float
        Values for the placeholders of the message. Never a cell of an address or coordinates.
    entry_table, entry : str
        The organization, service or location that the record belongs to: its table and id.
    """

    code: str
    grade: Grade
    table: str = ""
    record: str = ""
    file: str = ""
    row: int | None = None
    field: str = ""
    params: Mapping[str, ParamValue] = dataclasses.field(default_factory=dict)
    entry_table: str = ""
    entry: str = ""

    @property
    def report_row(self) -> ReportRow:
        """The problem as a row of a report, with its sentences."""
        is_error = self.grade == "fault"
        return ReportRow(self.code, self.file, self.row, self.field or None, self.params, is_error=is_error)

    def graded(self, grade: Grade) -> "Problem":
        """
        Give the problem another grade.

        Parameters
        ----------
        grade : {"fault", "warning", "advice"}
            The grade.

        Returns
        -------
        Problem
            The same problem with that grade.
        """
        return dataclasses.replace(self, grade=grade)


@dataclasses.dataclass
class Findings:
    """
    All problems of a check: every one is counted, the first ones of each kind are kept.

    Attributes
    ----------
    problems : list of Problem
        The problems kept, in the order found.
    counts : Counter of tuple
        How often each kind was found, by grade, code, file and field; the records around the field make no
        difference.
    n_rows : Counter of str
        How many records were looked at, by table.
    """

    problems: list[Problem] = dataclasses.field(default_factory=list)
    counts: Counter[tuple[Grade, str, str, str]] = dataclasses.field(default_factory=Counter)
    n_rows: Counter[str] = dataclasses.field(default_factory=Counter)

    def add(self, problem: Problem, n: int = 1) -> None:
        """
        Add a problem.

        Parameters
        ----------
        problem : Problem
            The problem.
        n : int
            How often it occurs.
        """
        key = problem.grade, problem.code, problem.file, problem.field.rpartition(".")[2]
        if n > 0 and self.counts[key] < SAMPLE:
            self.problems.append(problem)
        self.counts[key] += n

    def extend(self, problems: Iterable[Problem]) -> None:
        """
        Add several problems.

        Parameters
        ----------
        problems : iterable of Problem
            The problems.
        """
        for problem in problems:
            self.add(problem)

    def n_of(self, grade: Grade) -> int:
        """
        Count the problems of a grade.

        Parameters
        ----------
        grade : {"fault", "warning", "advice"}
            The grade.

        Returns
        -------
        int
            How many there are, with those that are not kept.
        """
        return sum(n for key, n in self.counts.items() if key[0] == grade)

    @property
    def verdict(self) -> Verdict:
        """Faulty with at least one fault; with warnings if there is none. Advice changes nothing."""
        if self.n_of("fault"):
            return "faulty"
        return "warnings" if self.n_of("warning") else "good"

    def by_grade(self) -> Iterator[Problem]:
        """
        Go through the problems kept, the worst first.

        Yields
        ------
        Problem
            A problem.
        """
        for grade in GRADES:
            yield from (one for one in self.problems if one.grade == grade)
