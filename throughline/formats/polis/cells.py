"""Read single cells of a Polis export; what cannot be read is added to the problems."""

import re
from typing import Final

from throughline.formats.problems import Problems, quoted

_WHOLE: Final = re.compile(r"[0-9]{1,15}(?:\.0)?")
_VOTES: Final = {"1": 1, "-1": -1, "0": 0, "1.0": 1, "-1.0": -1, "0.0": 0, "-0.0": 0}
_FLAGS: Final = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False, "": False}
_NO_NUMBER: Final = frozenset({"", "nan", "null", "undefined", "none"})
_FIRST_SECOND: Final = 10**8
_FIRST_MILLISECOND: Final = 10**11
_LAST_MILLISECOND: Final = 10**14


class Cells:
    """
    Reads the cells of one file.

    Parameters
    ----------
    file : str
        Name of the file.
    problems : Problems
        Collects unreadable cells.
    """

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.saw_seconds = False

    def _refuse(self, code: str, row: int, column: str, cell: str) -> None:
        self.problems.add(code, self.file, row, column, value=quoted(cell))

    def count(self, cell: str, row: int, column: str) -> int | None:
        """
        Read a count.

        Parameters
        ----------
        cell : str
            The cell.
        row : int
            Its row.
        column : str
            Its column.

        Returns
        -------
        int or None
            The count; None where the cell is blank or after a problem.
        """
        if not cell:
            return None
        if not _WHOLE.fullmatch(cell):
            self._refuse("polis_count", row, column, cell)
            return None
        return int(cell.partition(".")[0])

    def time_ms(self, cell: str, row: int, column: str) -> int:
        """
        Read a time in seconds or milliseconds, distinguished by its magnitude.

        Parameters
        ----------
        cell : str
            The cell.
        row : int
            Its row.
        column : str
            Its column.

        Returns
        -------
        int
            Milliseconds since 1970, or 0 after a problem.
        """
        number = int(cell.partition(".")[0]) if _WHOLE.fullmatch(cell) else 0
        if _FIRST_MILLISECOND <= number < _LAST_MILLISECOND:
            return number
        if _FIRST_SECOND <= number < _FIRST_MILLISECOND:
            self.saw_seconds = True
            return number * 1000
        self._refuse("polis_time", row, column, cell)
        return 0

    def vote(self, cell: str, row: int, column: str) -> int:
        """
        Read a vote, with the sign used in the file.

        Parameters
        ----------
        cell : str
            The cell.
        row : int
            Its row.
        column : str
            Its column.

        Returns
        -------
        int
            1, 0 or -1; 0 after a problem.
        """
        value = _VOTES.get(cell)
        if value is None:
            self._refuse("polis_vote_value", row, column, cell)
            return 0
        return value

    def moderated(self, cell: str, row: int, column: str) -> int:
        """
        Read a moderation status.

        Parameters
        ----------
        cell : str
            The cell; blank is "not yet".
        row : int
            Its row.
        column : str
            Its column.

        Returns
        -------
        int
            -1 rejected, 0 not yet, 1 accepted; 0 after a problem.
        """
        value = _VOTES.get(cell or "0")
        if value is None:
            self._refuse("polis_moderated_value", row, column, cell)
            return 0
        return value

    def flag(self, cell: str, row: int, column: str) -> bool:
        """
        Read true or false.

        Parameters
        ----------
        cell : str
            The cell; blank is false.
        row : int
            Its row.
        column : str
            Its column.

        Returns
        -------
        bool
            The flag; False after a problem.
        """
        value = _FLAGS.get(cell.lower())
        if value is None:
            self._refuse("polis_flag", row, column, cell)
            return False
        return value

    def number(self, cell: str, row: int, column: str) -> float | None:
        """
        Read a number that may be absent.

        Parameters
        ----------
        cell : str
            The cell; blank, NaN and the like are no number.
        row : int
            Its row.
        column : str
            Its column.

        Returns
        -------
        float or None
            The number; None if there is none or after a problem.
        """
        if cell.lower() in _NO_NUMBER:
            return None
        try:
            value = float(cell)
        except ValueError:
            value = float("inf")
        if not abs(value) < float("inf") or "_" in cell:
            self._refuse("polis_number", row, column, cell)
            return None
        return value
