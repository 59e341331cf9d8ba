"""The guard: the only place that turns figures into figures that may be published.

Every number on a page for people without access to raw voices, in a release, an export or an API response
passes through here: an `Exact…` goes in, a `Published…` comes out. Nothing else constructs a `Published…`,
and nothing else calls `methods.disclosure`.

The rules are settings of the district (`accounts.models.District`), read for the forums a figure is based on.
"""

from throughline.measure.models.results import Rules
from throughline.measure.queries.guard.counts import ShownBefore, protect_count
from throughline.measure.queries.guard.disclosure import (
    GUARD,
    GUARD_VERSION,
    REST,
    Audit,
    CannotBeProtectedError,
    DisclosureError,
    HistoryVerdict,
    Leak,
    Order,
    ProtectedCounts,
    ProtectedTable,
    Publication,
    attributable_groups,
    audit_of,
    cell_key,
    history_verdict,
    joined_groups,
    moves_in_steps,
    protect_counts,
    protect_table,
    publication_of_json,
)
from throughline.measure.queries.guard.patterns import protect_patterns, with_words
from throughline.measure.queries.guard.rules import minimum_n_of, n_shown, rules_of
from throughline.measure.queries.guard.shares import (
    Counts,
    Known,
    edges_of,
    is_safe_to_publish,
    possible_counts,
    protect_texts,
    protect_votes,
    share_of,
    shares_of,
    with_margins,
)
from throughline.measure.queries.guard.tables import protect_crosstab, with_margins_of_rows

__all__ = [
    "GUARD",
    "GUARD_VERSION",
    "REST",
    "Audit",
    "CannotBeProtectedError",
    "Counts",
    "DisclosureError",
    "HistoryVerdict",
    "Known",
    "Leak",
    "Order",
    "ProtectedCounts",
    "ProtectedTable",
    "Publication",
    "Rules",
    "ShownBefore",
    "attributable_groups",
    "audit_of",
    "cell_key",
    "edges_of",
    "history_verdict",
    "is_safe_to_publish",
    "joined_groups",
    "minimum_n_of",
    "moves_in_steps",
    "n_shown",
    "possible_counts",
    "protect_count",
    "protect_counts",
    "protect_crosstab",
    "protect_patterns",
    "protect_table",
    "protect_texts",
    "protect_votes",
    "publication_of_json",
    "rules_of",
    "share_of",
    "shares_of",
    "with_margins",
    "with_margins_of_rows",
    "with_words",
]
