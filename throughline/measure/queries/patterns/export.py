"""Patterns of votes as a CSV file."""

from collections.abc import Callable, Iterator

from throughline.measure.queries.patterns.page import PatternsPage
from throughline.ui.fields import TranslatedText


def csv_header() -> list[str]:
    return ["statement", "group", "people", "agree", "disagree", "not_sure", "area", "consensus"]


def csv_rows(shown: PatternsPage, text_of: Callable[[TranslatedText], str]) -> Iterator[list[str]]:
    for row in shown.rows:
        consensus = "" if row.consensus is None else f"{row.consensus:.4f}"
        for cell in row.cells:
            yield [
                text_of(row.words),
                cell.name if shown.has_groups else "",
                str(cell.n),
                *cell.labels,
                row.area,
                consensus,
            ]
