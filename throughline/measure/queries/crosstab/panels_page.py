"""The panels of a cross-tabulation as labels and bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from throughline.measure.models.results import ExactPanel, ExactSideBySide, Tested
from throughline.measure.queries.crosstab.panels import ROW
from throughline.ui.fields import TranslatedText

MOST_ROWS = 100
SMALLEST_P = 0.001


@dataclass(frozen=True)
class BarCell:
    """One cell: its count, its share as label and bar, and the share's interval, all in percent."""

    n: int
    percent: float | None
    low: float | None
    high: float | None
    percent_label: str
    range_label: str


@dataclass(frozen=True)
class BarLine:
    label: TranslatedText
    n: int
    cells: Sequence[BarCell]


@dataclass(frozen=True)
class Panel:
    """One table of a split."""

    label: TranslatedText | None
    n: int
    column_n: Sequence[int]
    rows: Sequence[BarLine]
    n_rows_left_out: int
    gap: str
    test: Sequence[str]


@dataclass(frozen=True)
class SideBySidePage:
    columns: Sequence[TranslatedText]
    panels: Sequence[Panel]
    is_of_rows: bool
    has_intervals: bool
    split: TranslatedText | None
    n_in_no_group: int
    model: TranslatedText | None
    n_without_weight: int
    is_adjusted: bool


def side_by_side_page(found: ExactSideBySide) -> SideBySidePage:
    split, weights = found.split, found.weights
    n_tests = sum(not panel.test.why_not for panel in found.panels)
    return SideBySidePage(
        columns=found.columns,
        panels=[_panel(panel, found, n_tests) for panel in found.panels],
        is_of_rows=found.shares_of == ROW,
        has_intervals=found.has_intervals,
        split=split.label if split else None,
        n_in_no_group=split.n_left_out if split else 0,
        model=weights.model if weights else None,
        n_without_weight=weights.n_left_out if weights else 0,
        is_adjusted=n_tests > 1,
    )


def _panel(panel: ExactPanel, found: ExactSideBySide, n_tests: int) -> Panel:
    lines = [
        BarLine(
            label,
            panel.row_n[i],
            [
                _cell(panel.counts[i][j], panel.shares[i][j], panel.low[i][j], panel.high[i][j])
                for j in range(len(found.columns))
            ],
        )
        for i, label in enumerate(found.rows[:MOST_ROWS])
    ]
    return Panel(
        label=panel.label,
        n=panel.n,
        column_n=panel.column_n,
        rows=lines,
        n_rows_left_out=max(0, len(found.rows) - MOST_ROWS),
        gap=_gap_sentence(panel, found),
        test=_test_sentences(panel.test, has_intervals=found.has_intervals, is_adjusted=n_tests > 1),
    )


def _cell(n: int, share: float | None, low: float | None, high: float | None) -> BarCell:
    if share is None:
        return BarCell(n, None, None, None, "–", "")
    range_label = ""
    if low is not None and high is not None:
        range_label = _("%(low)s%% to %(high)s%%") % {"low": _percent(low), "high": _percent(high)}
    percent_label = _("%(percent)s%%") % {"percent": _percent(share)}
    return BarCell(
        n,
        100 * share,
        None if low is None else 100 * low,
        None if high is None else 100 * high,
        percent_label,
        range_label,
    )


def _percent(share: float) -> str:
    return number_format(int(100 * share + 0.5), 0)  # rounds like the guard


def _gap_sentence(panel: ExactPanel, found: ExactSideBySide) -> str:
    """A sentence on the largest difference between two lines; empty if none is large enough."""
    gap = panel.gap
    if gap is None:
        return ""
    is_of_rows = found.shares_of == ROW
    wholes, answers = (found.rows, found.columns) if is_of_rows else (found.columns, found.rows)
    n = panel.row_n if is_of_rows else panel.column_n

    def share(line: int) -> float:
        of = panel.shares[line][gap.of] if is_of_rows else panel.shares[gap.of][line]
        return float(of or 0.0)

    return _(
        "Largest difference for “%(answer)s”: %(high)s%% of “%(first)s” (%(n_first)s people), "
        "compared with %(low)s%% of “%(second)s” (%(n_second)s people)."
    ) % {
        "answer": answers[gap.of],
        "high": _percent(share(gap.high)),
        "first": wholes[gap.high],
        "n_first": number_format(n[gap.high], 0),
        "low": _percent(share(gap.low)),
        "second": wholes[gap.low],
        "n_second": number_format(n[gap.low], 0),
    }


def _test_sentences(test: Tested, *, has_intervals: bool, is_adjusted: bool) -> list[str]:
    """Sentences on the result of the test, its strength and its method."""
    if test.why_not:
        return [_no_test_sentence(test.why_not)]
    p = test.p_adjusted
    percent = number_format(max(100 * p, 100 * SMALLEST_P), 1)
    if p < SMALLEST_P:
        chance = _("less than %(percent)s%% of the time") % {"percent": percent}
    else:
        chance = _("%(percent)s%% of the time") % {"percent": percent}
    if has_intervals:
        sentence = _(
            "If there were no difference in the community, random samples would show a difference at "
            "least this large %(chance)s (p-value)."
        )
    else:
        sentence = _(
            "If these same answers were shuffled at random, they would show a difference at least this "
            "large %(chance)s (p-value)."
        )
    lines = [sentence % {"chance": chance}]
    if is_adjusted:
        lines.append(_("The p-value is adjusted because several tables were tested."))
    lines.append(
        _(
            "Strength of the relationship (Cramér's V): %(strength)s, on a scale from 0 (none) to 1 "
            "(one answer fully predicts the other)."
        )
        % {"strength": number_format(test.strength, 2)}
    )
    lines.append(_test_name(test.how))
    return lines


def _no_test_sentence(why: str) -> str:
    reasons = {
        "several_answers": _(
            "People could choose more than one answer, so there is no significance test for the whole table."
        ),
        "weighted": _(
            "There is no significance test. Weighting does not turn people who chose to take part into "
            "a random sample."
        ),
        "nothing_to_compare": _("There is nothing to compare: all answers are in one row or one column."),
    }
    return reasons[why]


def _test_name(how: str) -> str:
    ways = {
        "fisher": _("Test: Fisher's exact test."),
        "shuffled": _("Test: permutation test (9,999 random shuffles of these answers)."),
        "chi_square": _("Test: Pearson's chi-square test."),
        "rao_scott": _("Test: Rao-Scott chi-square test, which accounts for the weights."),
    }
    return ways[how]
