"""The doors out of `understand`: a release, and to each contributor their own line.

Apps to the right read findings here and nowhere else. What stands under a finding is in its `entries`, one
for each piece of evidence; `grounds_of(entries)` says the same in words and numbers for a page. Where a
basis stands in another document as JSON, `basis_from_plain` reads it.
"""

from throughline.measure.published import (
    PublishedCount,
    PublishedPatterns,
    PublishedShare,
    PublishedStatement,
    PublishedVotes,
)
from throughline.understand.models import (
    BasisEntry,
    NumberOf,
    Release,
    ReleasedFinding,
    ReleasedQuote,
    basis_from_plain,
)
from throughline.understand.permissions import get_release_for
from throughline.understand.releases.current import latest_release, released_findings
from throughline.understand.releases.grounds import Ground, GroundTable, grounds_of, n_said
from throughline.understand.releases.package import package_of_findings
from throughline.understand.releases.pattern_table import pattern_header, pattern_rows
from throughline.understand.releases.plain import PlainFinding, PlainObject, PlainText
from throughline.understand.releases.public_counts import CountToShow, ShownCount, note_shown, public_counts
from throughline.understand.releases.trace import Line, OwnAnswer, OwnVote, OwnWords, trace

__all__ = [
    "BasisEntry",
    "CountToShow",
    "Ground",
    "GroundTable",
    "Line",
    "NumberOf",
    "OwnAnswer",
    "OwnVote",
    "OwnWords",
    "PlainFinding",
    "PlainObject",
    "PlainText",
    "PublishedCount",
    "PublishedPatterns",
    "PublishedShare",
    "PublishedStatement",
    "PublishedVotes",
    "Release",
    "ReleasedFinding",
    "ReleasedQuote",
    "ShownCount",
    "basis_from_plain",
    "get_release_for",
    "grounds_of",
    "latest_release",
    "n_said",
    "note_shown",
    "package_of_findings",
    "pattern_header",
    "pattern_rows",
    "public_counts",
    "released_findings",
    "trace",
]
