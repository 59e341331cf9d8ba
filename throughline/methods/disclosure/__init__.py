"""Disclosure control: which counts must be merged or hidden so that no small one can be inferred.

See ``docs/methods/disclosure.md``.
"""

from throughline.methods.disclosure.attacker import CellInterval
from throughline.methods.disclosure.audits import Audit, audit
from throughline.methods.disclosure.counts import Order, ProtectedCounts, protect_counts
from throughline.methods.disclosure.errors import (
    BadCountsError,
    BadRuleError,
    CannotBeProtectedError,
    DisclosureError,
)
from throughline.methods.disclosure.history import HistoryVerdict, Leak, check_release
from throughline.methods.disclosure.linked import ProtectedTables, protect_tables
from throughline.methods.disclosure.publication import (
    EVERYONE,
    Publication,
    Relation,
    cell_key,
    publication_of_counts,
    publication_of_json,
    publication_of_table,
)
from throughline.methods.disclosure.quotes import attributable_groups, quote_attribution
from throughline.methods.disclosure.rule import (
    COLORADO_EMPLOYEES,
    COLORADO_STUDENTS,
    INTERNAL,
    PRESETS,
    PUBLIC,
    Rule,
)
from throughline.methods.disclosure.shares import (
    BOTTOM_PERCENT,
    TOP_PERCENT,
    CodedShare,
    ProtectedShares,
    code_share,
    implied_range,
    protect_shares,
)
from throughline.methods.disclosure.steps import REST, joined_groups, moves_in_steps
from throughline.methods.disclosure.table import (
    Interval,
    ProtectedTable,
    Unit,
    attacker_intervals,
    is_protected,
    protect_table,
)
from throughline.methods.disclosure.tables import Hierarchy, TableSet, linked_tables, tables_of_array

METHOD = "disclosure"
VERSION = "3"

__all__ = [
    "BOTTOM_PERCENT",
    "COLORADO_EMPLOYEES",
    "COLORADO_STUDENTS",
    "EVERYONE",
    "INTERNAL",
    "METHOD",
    "PRESETS",
    "PUBLIC",
    "REST",
    "TOP_PERCENT",
    "VERSION",
    "Audit",
    "BadCountsError",
    "BadRuleError",
    "CannotBeProtectedError",
    "CellInterval",
    "CodedShare",
    "DisclosureError",
    "Hierarchy",
    "HistoryVerdict",
    "Interval",
    "Leak",
    "Order",
    "ProtectedCounts",
    "ProtectedShares",
    "ProtectedTable",
    "ProtectedTables",
    "Publication",
    "Relation",
    "Rule",
    "TableSet",
    "Unit",
    "attacker_intervals",
    "attributable_groups",
    "audit",
    "cell_key",
    "check_release",
    "code_share",
    "implied_range",
    "is_protected",
    "joined_groups",
    "linked_tables",
    "moves_in_steps",
    "protect_counts",
    "protect_shares",
    "protect_table",
    "protect_tables",
    "publication_of_counts",
    "publication_of_json",
    "publication_of_table",
    "quote_attribution",
    "tables_of_array",
]
