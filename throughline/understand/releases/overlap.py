"""Refuse figures that count nearly the same people: comparing them would expose those counted in only one.

Two tables that share a question may count the same people except one, who skipped a third question. Their
difference is then that person's answers. So sets of people are compared here; they are not recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Cycle
from throughline.measure.published import Rules
from throughline.understand.models import Evidence, EvidenceAtRelease, KindOfEvidence
from throughline.understand.queries.participants import Participants
from throughline.understand.releases.gathered_evidence import (
    GatheredEvidence,
    gather_evidence,
    participants_behind,
)

Subject = tuple[str, int]
"""The subject of a figure: a kind, and the row number of a question, code, statement or run."""


@dataclass(frozen=True)
class CountedFigure:
    """A figure, its subjects, and the people it counts. `release` is 0 if it is not released yet."""

    what: str
    subjects: frozenset[Subject]
    people: frozenset[int]
    release: int
    is_table: bool

    @property
    def place(self) -> str:
        values = {"what": self.what, "number": self.release}
        return _("“%(what)s” in release %(number)s") % values if self.release else f"“{self.what}”"


def counted_finding(
    sentence: str, gathered: Sequence[GatheredEvidence], *, release: int = 0
) -> CountedFigure:
    subjects = frozenset(_identity(one.evidence) for one in gathered)
    return CountedFigure(
        sentence, subjects, people_of(participants_behind(gathered)), release, is_table=False
    )


def counted_tables(gathered: Sequence[GatheredEvidence], *, release: int = 0) -> Iterable[CountedFigure]:
    for one in gathered:
        if one.run is None or one.run.questions is None:
            continue
        rows, columns = one.run.questions
        questions = frozenset((question.public_id, one.run.forum.pk) for question in (rows, columns))
        what = _("%(rows)s / %(columns)s") % {"rows": rows.words, "columns": columns.words}
        yield CountedFigure(what, questions, people_of(one.participants), release, is_table=True)


def counted_earlier(cycle: Cycle) -> list[CountedFigure]:
    """Each finding and each table that a cycle released, with the people counted in it."""
    rows = EvidenceAtRelease.objects.filter(finding__release__cycle=cycle)
    rows = rows.select_related("finding__release", "run__forum", "voice__forum", "code").order_by("id")
    by_finding: dict[int, list[EvidenceAtRelease]] = {}
    for row in rows:
        by_finding.setdefault(row.finding_id, []).append(row)
    found: list[CountedFigure] = []
    for evidence in by_finding.values():
        finding = evidence[0].finding
        gathered = [gather_evidence(one, one.frozen_evidence) for one in evidence]
        number = finding.release.number
        found.append(counted_finding(str(finding.sentence), gathered, release=number))
        found += counted_tables(gathered, release=number)
    return found


def overlap_refusals(
    new: Sequence[CountedFigure], earlier: Sequence[CountedFigure], rules: Rules
) -> list[str]:
    """Reasons, as sentences, why some figures may not be published together."""
    pairs = [*combinations(new, 2), *((one, other) for one in new for other in earlier)]
    return [
        _refusal(one, other, n)
        for one, other in pairs
        if one.is_table == other.is_table and (n := _n_exposed(one, other)) and rules.is_small(n)
    ]


def _n_exposed(one: CountedFigure, other: CountedFigure) -> int:
    """The number of people counted in only one of two figures, if they could be singled out; else 0."""
    only, others = len(one.people - other.people), len(other.people - one.people)
    if one.is_table:
        # Where many are counted in only one, the few counted only in the other cannot be singled out.
        return max(only, others) if one.subjects & other.subjects else 0
    is_part = one.subjects < other.subjects or other.subjects < one.subjects
    adds_a_code = any(kind == KindOfEvidence.CODE for kind, _pk in one.subjects ^ other.subjects)
    return only + others if is_part and adds_a_code and not (only and others) else 0


def people_of(participants: Participants) -> frozenset[int]:
    """Row numbers of contributors, and of texts without one as negative numbers."""
    return participants.contributor_ids | {-pk for pk in participants.unsigned_ids}


def _identity(evidence: Evidence | EvidenceAtRelease) -> Subject:
    kind = KindOfEvidence(evidence.kind)
    return str(kind), (evidence.code_id or evidence.run_id or evidence.voice_id or 0)


def _refusal(one: CountedFigure, other: CountedFigure, n: int) -> str:
    values = {"one": one.place, "other": other.place, "n": n}
    return (
        ngettext(
            "%(one)s and %(other)s count the same people except for %(n)s, so someone could figure out "
            "what that person said. Leave out one of the two.",
            "%(one)s and %(other)s count the same people except for %(n)s, so someone could figure out "
            "what those few people said. Leave out one of the two.",
            n,
        )
        % values
    )
