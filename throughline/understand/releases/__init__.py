"""What other apps may read of `understand`: releases, and each contributor's own line.

Later apps read findings here and nowhere else. The evidence of a finding is in its `entries`, one for each
piece; `evidence_descriptions(entries)` gives the same in words and numbers for a page. `basis_from_plain`
reads a basis that another document holds as JSON.
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
from throughline.understand.releases.descriptions import (
    DescribedTable,
    EvidenceDescription,
    evidence_descriptions,
    n_label,
)
from throughline.understand.releases.package import package_of_findings
from throughline.understand.releases.pattern_table import pattern_header, pattern_rows
from throughline.understand.releases.plain import PlainFinding, PlainObject, PlainText, plain_text
from throughline.understand.releases.public_counts import CountToShow, ShownCount, note_shown, public_counts
from throughline.understand.releases.trace import Line, OwnAnswer, OwnVote, OwnWords, trace

__all__ = [
    "BasisEntry",
    "CountToShow",
    "DescribedTable",
    "EvidenceDescription",
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
    "evidence_descriptions",
    "get_release_for",
    "latest_release",
    "n_label",
    "note_shown",
    "package_of_findings",
    "pattern_header",
    "pattern_rows",
    "plain_text",
    "public_counts",
    "released_findings",
    "trace",
]
