"""Figures about nearly the same people: one beside the other tells of the few who stand in one alone.

Two tables that share a question may count all but one of the same people: whoever left a third question out.
What differs between them is then the answers of that one. So the people themselves are compared here; who
they are is not written down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Cycle
from throughline.measure.models import RunKind
from throughline.measure.queries.guard import Rules
from throughline.understand.models import Evidence, EvidenceAtRelease, KindOfEvidence
from throughline.understand.queries.frozen import standing_from
from throughline.understand.queries.standing import Standing, standing_together

Of = tuple[str, int]
"""What a figure is about: a kind, and the row number of a question, code, statement or run."""


@dataclass(frozen=True)
class Counted:
    """A figure, what it is about, and exactly whose voices it counts. `release` is 0 for what would leave."""

    what: str
    of: frozenset[Of]
    people: frozenset[int]
    release: int
    is_table: bool

    @property
    def place(self) -> str:
        said = {"what": self.what, "number": self.release}
        return _("“%(what)s” of release %(number)s") % said if self.release else f"“{self.what}”"


def counted_finding(
    sentence: str, evidence: Sequence[Evidence | EvidenceAtRelease], standing: Standing, *, release: int = 0
) -> Counted:
    of = frozenset(_identity(one) for one in evidence)
    return Counted(sentence, of, people_of(standing), release, is_table=False)


def counted_tables(
    evidence: Sequence[Evidence | EvidenceAtRelease], standings: Sequence[Standing], *, release: int = 0
) -> Iterable[Counted]:
    for one, standing in zip(evidence, standings, strict=True):
        run = one.run
        if run is None or run.kind != RunKind.CROSSTAB:
            continue
        asked = {side: str(run.settings.get(f"{side}_question", "")) for side in ("row", "column")}
        questions = frozenset(
            (str(run.frozen.get(side, {}).get("question", words)), run.forum_id)
            for side, words in asked.items()
        )
        what = _("%(rows)s / %(columns)s") % {"rows": asked["row"], "columns": asked["column"]}
        yield Counted(what, questions, people_of(standing), release, is_table=True)


def counted_earlier(cycle: Cycle) -> list[Counted]:
    """What left of a cycle: each finding and each table, with the people they counted."""
    rows = EvidenceAtRelease.objects.filter(finding__release__cycle=cycle)
    rows = rows.select_related("finding__release", "run__forum", "voice__forum", "code").order_by("id")
    by_finding: dict[int, list[EvidenceAtRelease]] = {}
    for row in rows:
        by_finding.setdefault(row.finding_id, []).append(row)
    found: list[Counted] = []
    for evidence in by_finding.values():
        finding = evidence[0].finding
        standings = [standing_from(one, one.frozen) for one in evidence]
        number = finding.release.number
        together = standing_together(standings)
        found.append(counted_finding(str(finding.sentence), evidence, together, release=number))
        found += counted_tables(evidence, standings, release=number)
    return found


def told_apart(new: Sequence[Counted], earlier: Sequence[Counted], rules: Rules) -> list[str]:
    """Why figures may not stand beside each other, as sentences."""
    pairs = [*combinations(new, 2), *((one, other) for one in new for other in earlier)]
    return [
        _refused(one, other, n)
        for one, other in pairs
        if one.is_table == other.is_table and (n := _n_apart(one, other)) and rules.is_small(n)
    ]


def _n_apart(one: Counted, other: Counted) -> int:
    """How many people one of two figures tells of alone, if an outsider could set them off; else 0."""
    only, others = len(one.people - other.people), len(other.people - one.people)
    if one.is_table:
        # Where many stand in one alone, nobody can tell the few in the other from them.
        return max(only, others) if one.of & other.of else 0
    is_part = one.of < other.of or other.of < one.of
    adds_a_code = any(kind == KindOfEvidence.CODE for kind, _pk in one.of ^ other.of)
    return only + others if is_part and adds_a_code and not (only and others) else 0


def n_told(
    evidence: Sequence[Evidence | EvidenceAtRelease], standings: Sequence[Standing], rules: Rules
) -> int:
    """How many people a finding rests on, as it may be told: of codes never a few more than the largest has.

    "20 spoke of buses", under a finding of 21 people, would tell that one of those who spoke of bells spoke
    of nothing else.
    """
    n = standing_together(standings).n
    largest = max((standing.n for standing in standings), default=0)
    has_codes = any(one.kind == KindOfEvidence.CODE for one in evidence)
    return largest if has_codes and rules.is_small(n - largest) else n


def people_of(standing: Standing) -> frozenset[int]:
    """Contributors, and texts without one as negative numbers."""
    return standing.contributor_ids | {-pk for pk in standing.unsigned_ids}


def _identity(evidence: Evidence | EvidenceAtRelease) -> Of:
    kind = KindOfEvidence(evidence.kind)
    return str(kind), (evidence.code_id or evidence.run_id or evidence.voice_id or 0)


def _refused(one: Counted, other: Counted, n: int) -> str:
    said = {"one": one.place, "other": other.place, "n": n}
    return (
        ngettext(
            "%(one)s and %(other)s count the same people but for %(n)s, so what that person said could be "
            "worked out. Leave one of the two out.",
            "%(one)s and %(other)s count the same people but for %(n)s, so what those few said could be "
            "worked out. Leave one of the two out.",
            n,
        )
        % said
    )
