"""Problems of a file, each reported in one message with file, row and remedy.

Every reader of this folder reports through `BadFile` and `ReportRow`. Each problem has a stable code, the
values for its placeholders, and an English template; the web layer translates the template and fills it in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from throughline.formats.messages import MESSAGES

ParamValue = str | int | float
"""A value in a message."""

DEFAULT_CAP = 200
"""How many problems are kept in full; the rest are counted."""

_LONGEST_QUOTE = 60


def quoted(value: str) -> str:
    """
    Shorten a cell to be quoted in a message.

    Parameters
    ----------
    value : str
        The cell as it is in the file.

    Returns
    -------
    str
        The cell on one line, at most 60 characters, without characters that cannot be printed.
    """
    line = "".join(c if c.isprintable() else " " for c in value[: 4 * _LONGEST_QUOTE])
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"


@dataclass(frozen=True)
class ReportRow:
    """
    One problem or one note about a file.

    Parameters
    ----------
    code : str
        Stable name of the problem, a key of `messages.MESSAGES`.
    file : str
        Name of the file, without its folder.
    row : int or None
        Row as a spreadsheet shows it: the header is row 1. In JSON, the number of a record. None if the
        problem concerns the whole file.
    column : str or None
        Header of the column, if the problem concerns one.
    params : mapping of str to str, int or float
        Values for the placeholders of the message.
    is_error : bool
        True if the file is refused; False for a note.
    """

    code: str
    file: str
    row: int | None = None
    column: str | None = None
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    is_error: bool = True

    @property
    def problem_template(self) -> str:
        """The untranslated template of what is wrong, to be filled with `params`."""
        return MESSAGES[self.code][0]

    @property
    def remedy_template(self) -> str:
        """The untranslated template of what to do, to be filled with `params`; empty for most notes."""
        return MESSAGES[self.code][1]

    @property
    def problem(self) -> str:
        """What is wrong, in English."""
        return self.problem_template % self.params

    @property
    def remedy(self) -> str:
        """What to do about it, in English; empty for most notes."""
        return self.remedy_template % self.params

    @property
    def is_in_json(self) -> bool:
        """Whether `row` is the number of a record and `column` a field, as in JSON, which has no rows."""
        return self.file.lower().endswith((".json", ".ndjson", ".jsonl"))

    @property
    def place(self) -> str:
        """File, row and column, or record and field, in English."""
        row_word, column_word = ("record", "field") if self.is_in_json else ("row", "column")
        row = f", {row_word} {self.row}" if self.row is not None else ""
        column = f", {column_word} “{self.column}”" if self.column else ""
        return f"{self.file}{row}{column}"

    def __str__(self) -> str:
        """Return where, what is wrong and what to do, in English."""
        return f"{self.place}: {self.problem} {self.remedy}".rstrip()


class BadFile(ValueError):
    """
    A file that is refused as a whole.

    Parameters
    ----------
    rows : iterable of ReportRow
        The problems found; the first is the message of the error.
    n_problems : int, optional
        Total number of problems found, if more than those given.

    Attributes
    ----------
    rows : tuple of ReportRow
        The problems found, up to a cap.
    n_problems : int
        Total number found.

    Raises
    ------
    ValueError
        If no problem is given.
    """

    def __init__(self, rows: Iterable[ReportRow], n_problems: int | None = None) -> None:
        self.rows: tuple[ReportRow, ...] = tuple(rows)
        if not self.rows:
            raise ValueError("a BadFile needs at least one problem")
        self.n_problems = len(self.rows) if n_problems is None else n_problems
        super().__init__(str(self.rows[0]))

    def __reduce__(self) -> tuple[type["BadFile"], tuple[tuple[ReportRow, ...], int]]:
        """Pickle every problem, so that the error can be passed between processes."""
        return type(self), (self.rows, self.n_problems)

    @classmethod
    def of(
        cls, code: str, file: str, row: int | None = None, column: str | None = None, **params: ParamValue
    ) -> "BadFile":
        """
        Build the error for one problem.

        Parameters
        ----------
        code : str
            A key of `messages.MESSAGES`.
        file : str
            Name of the file.
        row : int, optional
            Row as a spreadsheet shows it.
        column : str, optional
            Header of the column.
        **params : str, int or float
            Values for the placeholders of the message.

        Returns
        -------
        BadFile
            The error, to be raised.
        """
        return cls([ReportRow(code, file, row, column, params)])

    @property
    def code(self) -> str:
        """Stable name of the first problem."""
        return self.rows[0].code

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.rows[0].file

    @property
    def row(self) -> int | None:
        """Row of the first problem, as a spreadsheet shows it."""
        return self.rows[0].row

    @property
    def column(self) -> str | None:
        """Column of the first problem."""
        return self.rows[0].column

    @property
    def params(self) -> Mapping[str, ParamValue]:
        """Values in the sentence."""
        return self.rows[0].params

    @property
    def problem(self) -> str:
        """What is wrong, in English."""
        return self.rows[0].problem

    @property
    def remedy(self) -> str:
        """What to do about it, in English."""
        return self.rows[0].remedy


class Problems:
    """
    Collects the problems of one file or folder, up to a cap.

    Parameters
    ----------
    cap : int
        How many are kept in full.

    Attributes
    ----------
    errors : list of ReportRow
        The problems kept.
    notes : list of ReportRow
        Notes, which do not refuse the file.
    n_errors, n_notes : int
        Total number of each.
    """

    def __init__(self, cap: int = DEFAULT_CAP) -> None:
        self.cap = cap
        self.errors: list[ReportRow] = []
        self.notes: list[ReportRow] = []
        self.n_errors = 0
        self.n_notes = 0

    def add(
        self, code: str, file: str, row: int | None = None, column: str | None = None, **params: ParamValue
    ) -> None:
        """
        Add a problem for which the file will be refused.

        Parameters
        ----------
        code : str
            A key of `messages.MESSAGES`.
        file : str
            Name of the file.
        row : int, optional
            Row as a spreadsheet shows it.
        column : str, optional
            Header of the column.
        **params : str, int or float
            Values for the placeholders of the message.
        """
        self.n_errors += 1
        if len(self.errors) < self.cap:
            self.errors.append(ReportRow(code, file, row, column, params))

    def note(
        self, code: str, file: str, row: int | None = None, column: str | None = None, **params: ParamValue
    ) -> None:
        """
        Add a note, which does not refuse the file.

        Parameters
        ----------
        code : str
            A key of `messages.MESSAGES`.
        file : str
            Name of the file.
        row : int, optional
            Row as a spreadsheet shows it.
        column : str, optional
            Header of the column.
        **params : str, int or float
            Values for the placeholders of the message.
        """
        self.n_notes += 1
        if len(self.notes) < self.cap:
            self.notes.append(ReportRow(code, file, row, column, params, is_error=False))

    def raise_if_any(self) -> None:
        """
        Raise `BadFile` if there is a problem.

        Raises
        ------
        BadFile
            With every problem kept, if there is one.
        """
        if self.errors:
            raise BadFile(self.errors, self.n_errors)
