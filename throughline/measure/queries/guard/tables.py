"""Cross-tabulations as they may be published."""

from collections.abc import Sequence
from dataclasses import replace

from throughline.listen.models import QuestionKind, SurveyQuestion
from throughline.measure.models.results import PublishedRow, PublishedTable, Rules
from throughline.measure.queries.crosstab.counts import Crosstab
from throughline.measure.queries.guard.disclosure import (
    DisclosureError,
    Order,
    protect_counts,
    protect_table,
)
from throughline.measure.queries.guard.shares import Known, shares_of, with_margins
from throughline.ui.fields import TranslatedText

Labels = tuple[tuple[TranslatedText, ...], ...]


def protect_crosstab(table: Crosstab, rules: Rules) -> PublishedTable | None:
    """Protect a table: rows merge before anything is hidden, steps of a scale only with neighbors.

    If the rows are demographic and the columns are not, or a question is multiple-choice, no row may be
    small, and its answers are published as shares. Otherwise no cell may be small.
    """
    rests = [table.n_people, *(table.n_people - table.known.n_people).tolist()]
    if min(rests) < rules.minimum_n or not table.rows or not table.columns:
        return None
    try:
        if table.is_by_group or table.is_multiple:
            return _by_row(table, rules)
        return _by_cell(table, rules)
    except DisclosureError:
        return None


def with_margins_of_rows(table: PublishedTable, kind: str) -> PublishedTable:
    """Add the margin of error to each share, if it is from a random sample."""
    rows = tuple(
        row
        if row.shares is None or row.n is None
        else replace(row, shares=tuple(with_margins(row.shares, row.n, kind)))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _order_of(question: SurveyQuestion) -> Order:
    """Which options may merge: steps of a scale with neighbors, none of a multiple-choice question."""
    if question.kind == QuestionKind.MULTIPLE:
        return "fixed"
    return "ordered" if question.kind == QuestionKind.SCALE else "unordered"


def _by_row(table: Crosstab, rules: Rules) -> PublishedTable:
    names = [str(i) for i in range(len(table.rows))]
    known = table.known
    together = protect_counts(
        names, table.row_n.tolist(), rules, order=_order_of(table.row_question), known=known.row_n
    )
    parts = [[int(label) for label in group] for group in together.groups]
    rows = [
        PublishedRow(
            label=tuple(table.rows[i] for i in part),
            n=n,
            shares=tuple(
                shares_of(
                    table.counts[part].sum(axis=0).tolist(),
                    rules,
                    n,
                    [
                        Known(int(row_n[part].sum()), counts[part].sum(axis=0).tolist())
                        for row_n, counts in zip(known.row_n, known.counts, strict=True)
                    ],
                )
            ),
        )
        for part, n in zip(parts, together.n, strict=True)
        if n
    ]
    columns = tuple((label,) for label in table.columns)
    return _table(table, rules, columns, rows, len(together.hidden), is_merged=bool(together.merged))


def _by_cell(table: Crosstab, rules: Rules) -> PublishedTable:
    protected = protect_table(
        [str(i) for i in range(len(table.rows))],
        [f"c{j}" for j in range(len(table.columns))],
        table.counts,
        rules,
        row_order=_order_of(table.row_question),
        column_order=_order_of(table.column_question),
        known=table.known.counts,
    )
    rows = [
        PublishedRow(label=tuple(table.rows[int(label)] for label in group), n=n, counts=tuple(cells))
        for group, n, cells in zip(protected.rows, protected.row_n, protected.n, strict=True)
    ]
    columns = tuple(tuple(table.columns[int(label[1:])] for label in group) for group in protected.columns)
    is_merged = bool(protected.merged_rows or protected.merged_columns)
    return _table(table, rules, columns, rows, protected.n_hidden, is_merged=is_merged)


def _table(
    table: Crosstab,
    rules: Rules,
    columns: Labels,
    rows: Sequence[PublishedRow],
    n_hidden: int,
    *,
    is_merged: bool,
) -> PublishedTable:
    return PublishedTable(
        minimum_n=rules.minimum_n,
        row_question=table.row_question.prompt,
        column_question=table.column_question.prompt,
        columns=columns,
        rows=tuple(rows),
        n_hidden=n_hidden,
        is_merged=is_merged,
    )
