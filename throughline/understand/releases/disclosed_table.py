"""The figures that a cross-tabulation discloses."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from throughline.measure.published import (
    Publication,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Rules,
    TableQuestion,
    cell_key,
    plain_label,
    possible_counts,
)
from throughline.ui.fields import TranslatedText
from throughline.understand.releases.disclosed_figures import DisclosedFigures, has_bound

Labels = Sequence[TranslatedText]


def disclosed_by_table(
    questions: tuple[TableQuestion, TableQuestion], people: str, n: int, figures: PublishedTable, rules: Rules
) -> DisclosedFigures:
    """The figures of a cross-tabulation: shares within demographic rows, or counts with some hidden.

    A key does not depend on which question is in the rows, so a transposed table is the same table.
    """
    rows, columns = (QuestionKeys(question) for question in questions)
    name = " ".join(sorted((rows.public_id, columns.public_id)))
    table = TableFigures(rows, columns, n, everyone=cell_key({"both": name}))
    for row in figures.rows:
        table.add_row(row, figures.columns, rules)
    table.add_columns(figures)
    values = {"rows": figures.row_question, "columns": figures.column_question}
    what = _("%(rows)s / %(columns)s") % values
    return DisclosedFigures(f"crosstab:{name}", what, table.publication(people), rules, table.labels)


class QuestionKeys:
    """One question of a table: the permanent keys of its answers, and whether people may choose several."""

    def __init__(self, question: TableQuestion) -> None:
        self.public_id, self.is_multiple = question.public_id, question.is_multiple
        self.keys_by_label = question.keys_by_label

    def names(self, labels: Labels) -> tuple[str, ...]:
        plain_labels = (plain_label(label) for label in labels)
        return tuple(self.keys_by_label.get(label, label) for label in plain_labels)

    def key(self, labels: Labels) -> str:
        return cell_key({self.public_id: self.names(labels)})


@dataclass
class TableFigures:
    """What a table discloses, collected row by row."""

    rows: QuestionKeys
    columns: QuestionKeys
    n: int
    everyone: str
    shown: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    relations: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    merged: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)
    coded: set[str] = field(default_factory=set)
    parts_of_merged_cells: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)

    def add_row(self, row: PublishedRow, columns: Sequence[Labels], rules: Rules) -> None:
        key = self.rows.key(row.label)
        self.labels[key] = " + ".join(str(label) for label in row.label)
        self._add_count(key, row.n)
        self._add_merged(self.rows, row.label, key)
        for place, column in enumerate(columns):
            cell = self._cell(row.label, column)
            self.labels[cell] = self.labels[key]
            self._add_merged_cell(row.label, column, cell)
            if row.shares is not None:
                self._add_share(cell, row.shares[place], row.n or self.n)
            elif row.counts is not None:
                self._add_count(cell, row.counts[place])
        if not self.columns.is_multiple:
            self.relations.append((key, tuple(self._cell(row.label, column) for column in columns)))
        if self.rows.is_multiple and row.n is not None:
            self.add_complement(row.label, columns, self.n - row.n, rules)

    def add_complement(self, row: Labels, columns: Sequence[Labels], n_complement: int, rules: Rules) -> None:
        """Add the people who did not choose a multiple-choice answer: if few, they need protection too."""
        (name,) = self.rows.names(row)
        complement = f"not {name}"
        key = cell_key({self.rows.public_id: complement})
        self.relations.append((self.everyone, (self.rows.key(row), key)))
        self.answers.add(key)
        cells = []
        for column in columns:
            names = self.columns.names(column)
            cell = cell_key({self.rows.public_id: complement, self.columns.public_id: names})
            cells.append(cell)
            self.relations.append((self.columns.key(column), (self._cell(row, column), cell)))
            if not rules.is_small(n_complement):
                self.answers.add(cell)
        if not self.columns.is_multiple:
            self.relations.append((key, tuple(cells)))

    def add_columns(self, figures: PublishedTable) -> None:
        """Record the sums of columns and rows, after all rows were added."""
        has_shares = any(row.shares is not None for row in figures.rows)
        for column in figures.columns:
            key = self.columns.key(column)
            self._add_merged(self.columns, column, key)
            if has_shares:
                self.answers.add(key)
            if not self.rows.is_multiple and figures.rows:
                cells = tuple(self._cell(row.label, column) for row in figures.rows)
                self.relations.append((key, cells))
        if not self.rows.is_multiple:
            self.relations.append((self.everyone, tuple(self.rows.key(row.label) for row in figures.rows)))
        if has_shares:
            self.answers |= self.parts_of_merged_cells

    def publication(self, people: str) -> Publication:
        return Publication(
            "",
            {self.everyone: self.n} | self.shown,
            hidden=tuple(self.hidden),
            ranges=self.ranges,
            relations=tuple(self.relations),
            merged=tuple(self.merged.items()),
            answers=frozenset(self.answers),
            coded=frozenset(self.coded),
            people=people,
        )

    def _cell(self, row: Labels, column: Labels) -> str:
        names = self.rows.names(row), self.columns.names(column)
        return cell_key({self.rows.public_id: names[0], self.columns.public_id: names[1]})

    def _add_count(self, key: str, count: int | None) -> None:
        if count is None:
            self.hidden.append(key)
        else:
            self.shown[key] = int(count)

    def _add_share(self, cell: str, share: PublishedShare, n: int) -> None:
        self.ranges[cell] = possible_counts(share, n)
        self.answers.add(cell)
        if has_bound(share):
            self.coded.add(cell)

    def _add_merged(self, question: QuestionKeys, labels: Labels, key: str) -> None:
        names = question.names(labels)
        if len(names) > 1:
            self.merged[key] = tuple(cell_key({question.public_id: name}) for name in names)

    def _add_merged_cell(self, row: Labels, column: Labels, cell: str) -> None:
        pairs = [(one, other) for one in self.rows.names(row) for other in self.columns.names(column)]
        if len(pairs) > 1:
            self.merged[cell] = tuple(
                cell_key({self.rows.public_id: one, self.columns.public_id: other}) for one, other in pairs
            )
            self.parts_of_merged_cells |= set(self.merged[cell])
