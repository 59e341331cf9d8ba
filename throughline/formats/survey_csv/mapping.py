"""What each column of a survey means, as confirmed by a person."""

import collections.abc
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from throughline.formats.survey_csv.dates import DATE_ORDERS, DateOrder
from throughline.formats.survey_csv.tools import SOURCES, Source

Part = Literal["date", "language", "school", "role", "text", "single", "multiple", "scale", "ignore"]
PARTS: Final[tuple[Part, ...]] = (
    "date",
    "language",
    "school",
    "role",
    "text",
    "single",
    "multiple",
    "scale",
    "ignore",
)
"""What a column may mean. All except dates and ignored columns are kinds of questions."""

ONCE: Final = frozenset({"date", "language", "school", "role"})
"""Parts that only one column can have."""

LOCAL: Final = "local"
"""Zone of times that are left without one, whatever the file states."""


@dataclass(frozen=True)
class ColumnMapping:
    """
    What one column means.

    Parameters
    ----------
    column : str
        Its name, as returned by `preview`.
    part : str
        One of `PARTS`.
    question : str
        The question; the name of the column by default. Columns of a multiple choice with the same question
        are joined.
    option : str
        The option that a mark means, where a column is one option of a multiple choice.
    separator : str
        Separator of the options in one cell, where a column has several; see `choices.split`.
    options : tuple of str
        The options, so that one that contains the separator is not split. Other cells are kept unchanged.
    labels : tuple of str
        Labels of a scale from the lowest to the highest (for agreement: from disagree to agree). One value
        may have several wordings, such as ``Agree | De acuerdo``. Empty where the cells are numbers.
    values : mapping of str to str
        What cells of a language, school or role mean, such as ``Idioma 2`` to ``es``.
    date_order : {"YMD", "MDY", "DMY", "EXCEL"} or None
        How dates are written. May be None where only one order fits every row.
    zone : str
        Time zone of times that have none: a name such as ``America/Denver``, ``UTC``, `LOCAL`, or empty for
        what the file states.
    no_answers : tuple of str
        Cells that are no answer, besides the codes and words that are known.
    reason : str
        Why a column of personal data is used.
    choice_of : str
        Name of a column: what is typed here, in a text, also counts as the choice `option` of its question.
    """

    column: str
    part: Part
    question: str = ""
    option: str = ""
    separator: str = ""
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    values: collections.abc.Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    zone: str = ""
    no_answers: tuple[str, ...] = ()
    reason: str = ""
    choice_of: str = ""

    @property
    def title(self) -> str:
        """The question this column answers."""
        return " ".join((self.question or self.column).split())


@dataclass(frozen=True)
class Mapping:
    """
    What the columns of a file mean. Columns that are not named are ignored.

    Parameters
    ----------
    columns : tuple of ColumnMapping
        One for each column that is used.
    max_text_chars : int
        The longest answer that is accepted.
    source : str or None
        The survey tool, where a person stated it; None to recognize it.
    """

    columns: tuple[ColumnMapping, ...]
    max_text_chars: int = 20_000
    source: Source | None = None

    def as_dict(self) -> dict[str, object]:
        """
        Return the mapping as lists, texts and numbers, to be stored as JSON.

        Returns
        -------
        dict
            What `from_dict` reads.
        """
        columns = [
            {
                key: dict(value) if key == "values" else value
                for key, value in vars(column).items()
                if value or key in {"column", "part"}
            }
            for column in self.columns
        ]
        stated = {"source": self.source} if self.source else {}
        return {"columns": columns, "max_text_chars": self.max_text_chars, **stated}

    @classmethod
    def from_dict(cls, data: collections.abc.Mapping[str, Any]) -> "Mapping":
        """
        Build a mapping from what `as_dict` returned.

        Parameters
        ----------
        data : mapping
            As read from JSON.

        Returns
        -------
        Mapping
            The mapping.

        Raises
        ------
        ValueError
            If a part, an order of dates or a tool is not known, or a column has no name.
        """
        columns = []
        for one in data["columns"]:
            if not one.get("column") or one.get("part") not in PARTS:
                raise ValueError(f"not a mapping of a column: {one!r}")
            if one.get("date_order") not in (None, *DATE_ORDERS):
                raise ValueError(f"not an order of dates: {one['date_order']!r}")
            known = {key: one[key] for key in ColumnMapping.__dataclass_fields__ if key in one}
            for key in ("options", "labels", "no_answers"):
                known[key] = tuple(known.get(key, ()))
            known["values"] = dict(known.get("values", {}))
            columns.append(ColumnMapping(**known))
        source = data.get("source")
        if source not in (None, *SOURCES):
            raise ValueError(f"not a survey tool: {source!r}")
        return cls(tuple(columns), int(data.get("max_text_chars", cls.max_text_chars)), source)
