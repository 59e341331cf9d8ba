"""What the public reads, and what is read back of it."""

from throughline.report.queries.forum import (
    CycleCard,
    cycle_cards,
    forums_to_come,
    open_forums,
    public_cycles,
)
from throughline.report.queries.own import OwnLine
from throughline.report.queries.package import package_of_publication
from throughline.report.queries.publication import (
    compose,
    counts_in,
    is_same_page,
    publications_of,
    standing_publication,
    standing_publications,
)
from throughline.report.queries.told import followed, page_told

__all__ = [
    "CycleCard",
    "OwnLine",
    "compose",
    "counts_in",
    "cycle_cards",
    "followed",
    "forums_to_come",
    "is_same_page",
    "open_forums",
    "package_of_publication",
    "page_told",
    "public_cycles",
    "publications_of",
    "standing_publication",
    "standing_publications",
]
