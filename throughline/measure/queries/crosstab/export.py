"""Every cell of a cross-tabulation as a CSV file."""

from collections.abc import Iterator

from throughline.measure.models.results import ExactSideBySide
from throughline.measure.queries.crosstab.panels import ROW


def csv_header() -> list[str]:
    """Every row has the kind of data and the model of the weights, so that it can be read alone."""
    return [
        "data_kind",
        "weights",
        "group",
        "row",
        "column",
        "n",
        "n_of_row",
        "n_of_column",
        "shares_of",
        "effective_n",
        "share",
        "low",
        "high",
    ]


def csv_rows(found: ExactSideBySide) -> Iterator[list[str | int | float | None]]:
    """One row per cell of each panel, with labels in the current language."""
    model = str(found.weights.model) if found.weights else ""
    is_of_rows = found.shares_of == ROW
    for panel in found.panels:
        group = "" if panel.label is None else str(panel.label)
        for i, row in enumerate(found.rows):
            for j, column in enumerate(found.columns):
                yield [
                    found.data_kind,
                    model,
                    group,
                    str(row),
                    str(column),
                    panel.counts[i][j],
                    panel.row_n[i],
                    panel.column_n[j],
                    found.shares_of,
                    _rounded(panel.effective_n[i if is_of_rows else j]),
                    _rounded(panel.shares[i][j]),
                    _rounded(panel.low[i][j]),
                    _rounded(panel.high[i][j]),
                ]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
