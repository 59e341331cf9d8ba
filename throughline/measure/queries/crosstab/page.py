"""The page of a cross-tabulation: in full for analysts, as it may be published for others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughline.measure.models.results import ExactTable, PublishedRow, PublishedTable
from throughline.measure.queries.run_results import Table
from throughline.measure.queries.shares import joined, share_label
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class CrosstabRow:
    label: TranslatedText
    n: int | None
    cells: Sequence[str]


@dataclass(frozen=True)
class CrosstabPage:
    """A table for a reader: `rows` have counts with shares, or what may be published of them."""

    row_question: TranslatedText
    column_question: TranslatedText
    columns: Sequence[TranslatedText]
    rows: Sequence[CrosstabRow]
    n_people: int
    n_one_only: int
    is_guarded: bool
    is_multiple: bool
    merged: Sequence[str]
    n_hidden: int
    minimum_n: int | None
    absent: Sequence[TranslatedText] = ()
    published: "CrosstabPage | None" = None

    @property
    def is_empty(self) -> bool:
        return not self.rows


def crosstab_page(found: Table, *, is_guarded: bool) -> CrosstabPage:
    """The table in full, or guarded for users who may not read everything.

    These also see counts by school, language and role, from which hidden cells of a table of two such
    questions could be inferred, so they get no such table.
    """
    exact = found.exact
    guarded = _guarded_crosstab(exact, None if is_guarded and exact.is_of_people_alone else found.published)
    if is_guarded:
        return guarded
    rows = [
        CrosstabRow(label, n, [_count_label(count, n) for count in counts])
        for label, n, counts in zip(exact.rows, exact.row_n, exact.counts, strict=True)
    ]
    return CrosstabPage(
        row_question=exact.row_question,
        column_question=exact.column_question,
        columns=exact.columns,
        rows=rows if exact.n_people else [],
        n_people=exact.n_people,
        n_one_only=exact.n_one_only,
        is_guarded=False,
        is_multiple=exact.is_multiple,
        merged=[],
        n_hidden=0,
        minimum_n=guarded.minimum_n,
        absent=guarded.absent,
        published=guarded,
    )


def _count_label(count: int, n: int) -> str:
    return _("%(count)s (%(percent)s%%)") % {"count": count, "percent": round(100 * count / n)} if n else "0"


def _guarded_crosstab(exact: ExactTable, published: PublishedTable | None) -> CrosstabPage:
    """What may be published of a table, with labels and totals, which disclose no answers."""
    columns = () if published is None else published.columns
    rows = () if published is None else published.rows
    parts = [*(row.label for row in rows), *columns]
    return CrosstabPage(
        row_question=exact.row_question,
        column_question=exact.column_question,
        columns=[joined(labels) for labels in columns],
        rows=[CrosstabRow(joined(row.label), row.n, _cells(row)) for row in rows],
        n_people=exact.n_people,
        n_one_only=0,
        is_guarded=True,
        is_multiple=exact.is_multiple,
        merged=[merged_sentence(part) for part in parts if len(part) > 1],
        n_hidden=0 if published is None else published.n_hidden,
        minimum_n=None if published is None else published.minimum_n,
        absent=exact.absent,
    )


def merged_sentence(labels: Sequence[TranslatedText]) -> str:
    return _("Combined to protect privacy: %(names)s.") % {"names": ", ".join(str(label) for label in labels)}


def _cells(row: PublishedRow) -> list[str]:
    if row.shares is not None:
        return [share_label(share) for share in row.shares]
    return [_("hidden") if count is None else str(count) for count in row.counts or ()]
