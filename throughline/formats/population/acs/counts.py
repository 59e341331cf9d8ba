"""Convert variables into counts by category."""

from collections.abc import Iterable, Mapping
from math import sqrt

from throughline.formats import race_ethnicity
from throughline.formats.population.acs.tabulation import Pair, Tabulation
from throughline.formats.population.acs.variables import KNOWN, TOTAL, Meaning
from throughline.formats.population.model import (
    Count,
    Dimension,
    Figures,
    MarginState,
    State,
    in_order,
    key_from,
)
from throughline.formats.problems import Problems, quoted


def suggested(tabulation: Tabulation) -> dict[str, Meaning]:
    """
    Find what the variables of known tables count.

    Parameters
    ----------
    tabulation : Tabulation
        As `read` returns it.

    Returns
    -------
    dict of str to Meaning
        By variable, of those that are known. Of several totals that differ none is suggested.
    """
    known = {pair.variable: KNOWN[key] for pair in tabulation.pairs if (key := _code(pair.variable)) in KNOWN}
    totals = [pair for pair in tabulation.pairs if known.get(pair.variable) == TOTAL]
    if len({(pair.n, pair.margin_of_error) for pair in totals}) > 1:
        return {variable: meaning for variable, meaning in known.items() if meaning != TOTAL}
    return known


def _code(variable: str) -> str:
    """Return the code of a variable as it is in `KNOWN`, however it is spelled in the file."""
    table, _mark, number = variable.upper().replace("-", "_").replace(" ", "_").rpartition("_")
    return f"{table}_{number}"


def count(tabulation: Tabulation, meanings: Mapping[str, Meaning]) -> Figures:
    """
    Convert variables into counts by category, adding up those of the same category.

    Parameters
    ----------
    tabulation : Tabulation
        As `read` returns it.
    meanings : mapping of str to Meaning
        What each variable that is used counts.

    Returns
    -------
    Figures
        Counts with margins. The margin of a sum is the root of the sum of squares; a part that is controlled
        adds nothing; if a part has no count, or no known margin, the sum has none either.

    Raises
    ------
    BadFile
        If no variable is used, one is not in the file, or two that differ are to count everyone.
    """
    by_name = {pair.variable: pair for pair in tabulation.pairs}
    problems = Problems()
    total: Pair | None = None
    parts: dict[tuple[Dimension, str], list[Pair]] = {}
    labels: dict[tuple[Dimension, str], str] = {}
    for variable, meaning in meanings.items():
        pair = by_name.get(variable)
        if pair is None:
            problems.add("survey_unknown_column", tabulation.file, None, quoted(variable))
        elif meaning.dimension is None:
            if total is not None and (total.n, total.margin_of_error) != (pair.n, pair.margin_of_error):
                first, second = quoted(total.variable), quoted(variable)
                problems.add("acs_two_totals", tabulation.file, None, None, first=first, second=second)
            total = pair
        else:
            label = (meaning.label or pair.label)[:200]
            key = (meaning.dimension, meaning.category or _category(meaning.dimension, label))
            parts.setdefault(key, []).append(pair)
            labels.setdefault(key, label)
    if not parts and not problems.errors:
        problems.add("population_nothing_mapped", tabulation.file)
    problems.raise_if_any()
    counts = []
    n_by_state: dict[State, int] = {}
    for (dimension, category), pairs in parts.items():
        n, margin, state, margin_state = _added(pairs)
        counts.append(Count(dimension, category, labels[dimension, category], n, margin, state, margin_state))
        if state != "counted":
            n_by_state[state] = n_by_state.get(state, 0) + 1
    for state, number in sorted(n_by_state.items()):
        problems.note(f"population_state_{state}", tabulation.file, n=number)
    has_group = any(dimension == "group" for dimension, _category in parts)
    return Figures(
        total.n if total else None,
        in_order(counts),
        margin_of_error=total.margin_of_error if total else None,
        race_standard="1997" if has_group else "",
        notes=(*tabulation.notes, *problems.notes),
        n_notes=len(tabulation.notes) + problems.n_notes,
    )


def _category(dimension: Dimension, label: str) -> str:
    last = label.rsplit(" > ", 1)[-1]
    known = race_ethnicity.key_of(last) if dimension == "group" else None
    return known or key_from(last)


def _added(pairs: Iterable[Pair]) -> tuple[int | None, float | None, State, MarginState]:
    pairs = list(pairs)
    unknown = next((pair for pair in pairs if pair.n is None), None)
    if unknown is not None:
        return None, None, unknown.state, "unknown"
    n = sum(pair.n or 0 for pair in pairs)
    if any(pair.margin_state == "unknown" for pair in pairs):
        return n, None, "counted", "unknown"
    margins = [pair.margin_of_error for pair in pairs if pair.margin_of_error is not None]
    if not margins:
        return n, None, "counted", "controlled"
    return n, sqrt(sum(margin * margin for margin in margins)), "counted", "given"
