"""Queries for the public pages."""

from throughline.report.queries.forum import (
    CycleCard,
    cycle_cards,
    forums_to_come,
    meetings_to_come,
    open_forums,
    public_cycles,
)
from throughline.report.queries.own import OwnForum, OwnLine, own_forums
from throughline.report.queries.package import package_of_publication
from throughline.report.queries.priorities import add_supports, published_priorities
from throughline.report.queries.publication import (
    compose,
    counts_in,
    current_publication,
    current_publications,
    is_same_page,
    publications_by_cycle,
)
from throughline.report.queries.report_page import followed_findings, print_foot_label, report_page

__all__ = [
    "CycleCard",
    "OwnForum",
    "OwnLine",
    "add_supports",
    "compose",
    "counts_in",
    "current_publication",
    "current_publications",
    "cycle_cards",
    "followed_findings",
    "forums_to_come",
    "is_same_page",
    "meetings_to_come",
    "open_forums",
    "own_forums",
    "package_of_publication",
    "print_foot_label",
    "public_cycles",
    "publications_by_cycle",
    "published_priorities",
    "report_page",
]
