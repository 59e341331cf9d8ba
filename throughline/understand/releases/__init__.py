"""The doors out of `understand`: a release, and to each contributor their own line.

Apps to the right read findings here and nowhere else. What stands under a finding is in its `basis`, a list
with one entry for each piece of evidence; `grounds_of(basis)` says the same in words and numbers for a page.
An entry:

    kind            "code", "statement", "run" or "voice"
    label           a text with its languages (as `TranslatedText.as_json`): the theme, the statement
    run_kind        "opinion_groups", "imported_groups" or "crosstab", where the kind is "run"
    forums          titles of the forums it was read from, each a text with its languages
    n, n_of         how many stand behind it, and whether these are "people", "texts" or "both"
    data_kind       what the answers stand on (`convene.models.DataKind`)
    method, version, settings, seed, log_position, computed_at
    figures         by kind, see `releases/content.py`
"""

from throughline.understand.models import NumberOf, Release, ReleasedFinding, ReleasedQuote
from throughline.understand.permissions import get_release_for
from throughline.understand.releases.current import latest_release, released_findings
from throughline.understand.releases.grounds import Ground, GroundTable, grounds_of, n_said
from throughline.understand.releases.guarded import n_people_shown
from throughline.understand.releases.package import package_of_findings
from throughline.understand.releases.pattern_table import pattern_header, pattern_rows
from throughline.understand.releases.trace import Line, OwnAnswer, OwnVote, OwnWords, trace

__all__ = [
    "Ground",
    "GroundTable",
    "Line",
    "NumberOf",
    "OwnAnswer",
    "OwnVote",
    "OwnWords",
    "Release",
    "ReleasedFinding",
    "ReleasedQuote",
    "get_release_for",
    "grounds_of",
    "latest_release",
    "n_people_shown",
    "n_said",
    "package_of_findings",
    "pattern_header",
    "pattern_rows",
    "released_findings",
    "trace",
]
