"""Which counts must be merged or hidden, so that nobody can work out a small one?

See ``docs/methods/disclosure.md``.
"""

from throughline.methods.disclosure.counts import Order, ProtectedCounts, protect_counts
from throughline.methods.disclosure.errors import (
    BadCountsError,
    BadRuleError,
    CannotBeProtectedError,
    DisclosureError,
)
from throughline.methods.disclosure.rule import (
    COLORADO_EMPLOYEES,
    COLORADO_STUDENTS,
    INTERNAL,
    PRESETS,
    PUBLIC,
    Rule,
)
from throughline.methods.disclosure.table import (
    Interval,
    ProtectedTable,
    Unit,
    attacker_intervals,
    is_protected,
    protect_table,
)

METHOD = "disclosure"
VERSION = "1"

__all__ = [
    "COLORADO_EMPLOYEES",
    "COLORADO_STUDENTS",
    "INTERNAL",
    "METHOD",
    "PRESETS",
    "PUBLIC",
    "VERSION",
    "BadCountsError",
    "BadRuleError",
    "CannotBeProtectedError",
    "DisclosureError",
    "Interval",
    "Order",
    "ProtectedCounts",
    "ProtectedTable",
    "Rule",
    "Unit",
    "attacker_intervals",
    "is_protected",
    "protect_counts",
    "protect_table",
]
