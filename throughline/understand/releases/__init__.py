"""The public interface of `understand` for other apps: releases, and traces of contributions.

Apps to the right read findings only here. `shown_findings` puts the words of people that may still be shown
into the evidence of findings; `evidence_descriptions(entries)` turns their `entries` into text and tables for
a page. Of a finding stored as JSON in another document, `with_words` puts the words in, and
`basis_from_plain` reads the basis.
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
    has_several_forums,
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
from throughline.understand.releases.released_words import (
    ShownFinding,
    quotes_of,
    shown_findings,
    text_of_release,
    with_words,
)
from throughline.understand.releases.trace import (
    Line,
    Lines,
    OwnAnswer,
    OwnReply,
    OwnVote,
    OwnWords,
    trace,
    trace_everything,
)

__all__ = [
    "BasisEntry",
    "CountToShow",
    "DescribedTable",
    "EvidenceDescription",
    "Line",
    "Lines",
    "NumberOf",
    "OwnAnswer",
    "OwnReply",
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
    "ShownFinding",
    "basis_from_plain",
    "evidence_descriptions",
    "get_release_for",
    "has_several_forums",
    "latest_release",
    "n_label",
    "note_shown",
    "package_of_findings",
    "pattern_header",
    "pattern_rows",
    "plain_text",
    "public_counts",
    "quotes_of",
    "released_findings",
    "shown_findings",
    "text_of_release",
    "trace",
    "trace_everything",
    "with_words",
]
