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
from throughline.measure.published import Rules
from throughline.understand.models import Evidence, EvidenceAtRelease, KindOfEvidence
from throughline.understand.queries.standing import Standing
from throughline.understand.releases.rests_on import RestsOn, rests_on, together

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


def counted_finding(sentence: str, grounds: Sequence[RestsOn], *, release: int = 0) -> Counted:
    of = frozenset(_identity(one.evidence) for one in grounds)
    return Counted(sentence, of, people_of(together(grounds)), release, is_table=False)


def counted_tables(grounds: Sequence[RestsOn], *, release: int = 0) -> Iterable[Counted]:
    for one in grounds:
        if one.run is None or one.run.asked is None:
            continue
        rows, columns = one.run.asked
        questions = frozenset((asked.public_id, one.run.forum.pk) for asked in (rows, columns))
        what = _("%(rows)s / %(columns)s") % {"rows": rows.words, "columns": columns.words}
        yield Counted(what, questions, people_of(one.standing), release, is_table=True)


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
        grounds = [rests_on(one, one.stood_on) for one in evidence]
        number = finding.release.number
        found.append(counted_finding(str(finding.sentence), grounds, release=number))
        found += counted_tables(grounds, release=number)
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
