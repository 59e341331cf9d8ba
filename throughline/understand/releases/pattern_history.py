"""Compare patterns with those released earlier: two runs a few votes apart would tell those votes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from throughline.measure.published import PublishedRun, RunKind, are_far_apart, minimum_n_of
from throughline.understand.models import Finding
from throughline.understand.releases.gathered_evidence import GatheredEvidence
from throughline.understand.releases.refusals import Refusal
from throughline.understand.releases.ungrouped_voters import ReleasedPatterns


@dataclass
class PatternHistory:
    """The runs of patterns released so far, the current release included, each with its place in words."""

    runs: dict[int, tuple[str, PublishedRun]] = field(default_factory=dict)

    @classmethod
    def of(cls, patterns: Iterable[ReleasedPatterns]) -> "PatternHistory":
        history = cls()
        for one in patterns:
            place = _("release %(number)s") % {"number": one.release}
            history.runs.setdefault(one.run.row, (place, one.run))
        return history

    def refused(self, finding: Finding, gathered: Sequence[GatheredEvidence]) -> list[Refusal]:
        """Refuse patterns that count nearly the same people as others; the same run may be released again."""
        refusals = []
        for one in gathered:
            run = one.run
            if run is None or run.kind == RunKind.CROSSTAB or run.row in self.runs:
                continue
            for place, other in self.runs.values():
                if other.forum.pk == run.forum.pk and not _is_far_enough(run, other):
                    refusals.append(Refusal(_sentence(run, place), finding))
            self.runs[run.row] = (_("another finding of this release"), run)
        return refusals


def _is_far_enough(run: PublishedRun, other: PublishedRun) -> bool:
    if run.voters is None or other.voters is None:
        return True  # nothing of it is published
    return are_far_apart(run.forum, run.voters, [other.voters])


def _sentence(run: PublishedRun, place: str) -> str:
    return _(
        "These voting patterns, compared with those in %(place)s, would reveal how a few people "
        "voted. Between the two, fewer than %(minimum)s people voted or voted again, overall or in "
        "one of the groups. Use the earlier analysis as evidence, or run the analysis again after "
        "more people have voted."
    ) % {"place": place, "minimum": minimum_n_of(run.forum.district, [run.forum])}
