"""What an outsider can infer from figures, and merging or hiding figures until they cannot."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughline.measure.models.results import Rules
from throughline.measure.queries.guard.rules import rule_of
from throughline.methods import disclosure

GUARD = disclosure.METHOD
GUARD_VERSION = disclosure.VERSION

Audit = disclosure.Audit
CannotBeProtectedError = disclosure.CannotBeProtectedError
DisclosureError = disclosure.DisclosureError
HistoryVerdict = disclosure.HistoryVerdict
Leak = disclosure.Leak
Order = disclosure.Order
ProtectedCounts = disclosure.ProtectedCounts
ProtectedTable = disclosure.ProtectedTable
Publication = disclosure.Publication
cell_key = disclosure.cell_key
publication_of_json = disclosure.publication_of_json
REST = disclosure.REST
joined_groups = disclosure.joined_groups


def attributable_groups(counts: Mapping[str, int], n_people: int, rules: Rules) -> frozenset[str]:
    """The groups that quotes may be attributed to without identifying anybody, even by omission."""
    return disclosure.attributable_groups(counts, n_people, rule_of(rules))


def protect_counts(
    labels: Sequence[str],
    counts: Sequence[int],
    rules: Rules,
    *,
    order: Order = "unordered",
    known: ArrayLike | None = None,
) -> ProtectedCounts:
    """Merge groups, or hide them if they may not be merged, until none is small.

    `known` are the people of each unit, for whom nobody vouches: no group may be small without them either.
    """
    return disclosure.protect_counts(labels, counts, rule_of(rules), order=order, known=known)


def protect_table(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: ArrayLike,
    rules: Rules,
    *,
    row_order: Order = "unordered",
    column_order: Order = "fixed",
    known: ArrayLike | None = None,
) -> ProtectedTable:
    """Merge cells, then hide some, until no small one can be inferred; `known` as in `protect_counts`."""
    return disclosure.protect_table(
        rows, columns, counts, rule_of(rules), row_order=row_order, column_order=column_order, known=known
    )


def audit_of(publications: Sequence[Publication], rules: Rules) -> Audit:
    """Compute what an outsider can infer from figures about the same people, by linear programming."""
    return disclosure.audit(publications, rule_of(rules))


def history_verdict(
    publications: Sequence[Publication], earlier: Sequence[Publication], rules: Rules
) -> HistoryVerdict:
    """Whether figures, together with everything published earlier, disclose a small number of people."""
    return disclosure.check_release(publications, earlier, rule_of(rules))


def moves_in_steps(
    person: Sequence[int],
    move: Sequence[int],
    n_people: int,
    rules: Rules,
    units: Sequence[Sequence[int]] = (),
) -> NDArray[np.bool_]:
    """Choose people whose changes may be shown together, so that each number moves by nobody or enough."""
    return disclosure.moves_in_steps(person, move, n_people, rule_of(rules), units=units)
