"""A cross-tabulation as text and a table."""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from throughline.measure.published import PublishedRow, PublishedTable, joined, share_label
from throughline.understand.releases.descriptions.parts import DescribedTable, SentencesAndTables


def describe_table(table: PublishedTable) -> SentencesAndTables:
    if not table.rows:
        return [], []
    columns = [str(joined(labels)) for labels in table.columns]
    rows, sentences = [], []
    for row in table.rows:
        cells = (
            [share_label(share) for share in row.shares]
            if row.shares is not None
            else [_("hidden") if count is None else str(count) for count in row.counts or ()]
        )
        rows.append([str(joined(row.label)), "" if row.n is None else str(row.n), *cells])
        if len(row.label) > 1:
            sentences += _merged_row_sentences(row, columns)
    if table.n_hidden:
        sentences.append(
            _(
                "Some numbers are hidden to protect privacy. They are about so few people that someone "
                "might be recognized."
            )
        )
    caption = _("“%(rows)s” by “%(columns)s”") % {
        "rows": table.row_question,
        "columns": table.column_question,
    }
    return sentences, [DescribedTable(caption, ["", _("People"), *columns], rows)]


def _merged_row_sentences(row: PublishedRow, columns: Sequence[str]) -> list[str]:
    """Explain why some groups are counted together, and give their most common answer."""
    names = get_text_list([str(label) for label in row.label], _("and"))
    sentences = [
        _(
            "Only a few people answered in each of these groups: %(names)s. They are counted together, "
            "so no one can be identified and every answer counts."
        )
        % {"names": names}
    ]
    shown = [
        (share.percent, place)
        for place, share in enumerate(row.shares or ())
        if share.percent is not None and share.bound != "less"
    ]
    if shown and row.n is not None and row.shares is not None:
        _percent, place = max(shown, key=lambda one: (one[0], -one[1]))
        sentences.append(
            _("Together, %(n)s people answered. The most common answer is “%(answer)s” (%(share)s).")
            % {"n": row.n, "answer": columns[place], "share": share_label(row.shares[place])}
        )
    return sentences
