"""Results as they may be published: the only module through which releases read numbers.

Runs come with the figures the guard let through; functions exported here protect other counts, and check them
against what was published before.
"""

from throughline.measure.models import RunKind, Setting
from throughline.measure.models.results import (
    PublishedCount,
    PublishedPatterns,
    PublishedRow,
    PublishedShare,
    PublishedStatement,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    Rules,
    from_plain,
    from_stored,
    to_plain,
    to_stored,
)
from throughline.measure.published.runs import PublishedRun, TableQuestion, plain_label, published_run
from throughline.measure.queries.guard import (
    GUARD,
    GUARD_VERSION,
    Counts,
    DisclosureError,
    HistoryVerdict,
    Leak,
    Publication,
    attributable_groups,
    audit_of,
    cell_key,
    history_verdict,
    is_safe_to_publish,
    minimum_n_of,
    possible_counts,
    protect_count,
    protect_texts,
    protect_votes,
    publication_of_json,
    rules_of,
    with_margins_of_rows,
    with_words,
)
from throughline.measure.queries.kept_views.runs import are_far_apart
from throughline.measure.queries.patterns.sentences import chance_sentence, unseen_groups_sentence
from throughline.measure.queries.recomputed import recomputed_run
from throughline.measure.queries.shares import joined, share_label

__all__ = [
    "GUARD",
    "GUARD_VERSION",
    "Counts",
    "DisclosureError",
    "HistoryVerdict",
    "Leak",
    "Publication",
    "PublishedCount",
    "PublishedPatterns",
    "PublishedRow",
    "PublishedRun",
    "PublishedShare",
    "PublishedStatement",
    "PublishedTable",
    "PublishedTexts",
    "PublishedVotes",
    "Rules",
    "RunKind",
    "Setting",
    "TableQuestion",
    "are_far_apart",
    "attributable_groups",
    "audit_of",
    "cell_key",
    "chance_sentence",
    "from_plain",
    "from_stored",
    "history_verdict",
    "is_safe_to_publish",
    "joined",
    "minimum_n_of",
    "plain_label",
    "possible_counts",
    "protect_count",
    "protect_texts",
    "protect_votes",
    "publication_of_json",
    "published_run",
    "recomputed_run",
    "rules_of",
    "share_label",
    "to_plain",
    "to_stored",
    "unseen_groups_sentence",
    "with_margins_of_rows",
    "with_words",
]
