"""Refuse figures from which somebody could subtract responses that came together.

Whoever made up such a unit knows its answers. What is published, and what changed since an earlier release,
must not be about a few people without any one unit for which nobody vouches.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from throughline.convene.models import Cycle
from throughline.listen.queries.burst import BurstsOfForums, Units, units_among
from throughline.measure.published import PublishedTable, Rules, rules_of
from throughline.understand.models import EvidenceAtRelease, KindOfEvidence
from throughline.understand.queries.participants import people_by_answer, units_of_run
from throughline.understand.releases.finding_content import FindingContent
from throughline.understand.releases.gathered_evidence import (
    GatheredEvidence,
    gather_evidence,
    participants_behind,
)
from throughline.understand.releases.refusals import Refusal

EVERYBODY = ""


@dataclass(frozen=True)
class CountedSeries:
    """The people of each group of a figure that may be released again; `release` is 0 if it is new."""

    what: str
    series: str
    groups: Mapping[str, frozenset[int]]
    release: int

    @property
    def place(self) -> str:
        values = {"what": self.what, "number": self.release}
        return _("“%(what)s” in release %(number)s") % values if self.release else f"“{self.what}”"


def refused_for_units(
    cycle: Cycle, contents: Sequence[FindingContent], bursts: BurstsOfForums
) -> Iterable[Refusal]:
    """Yield the reasons; nothing is compared with earlier releases where nobody came together."""
    everything: list[CountedSeries] = []
    forums = {forum.pk: forum for one in contents for forum in one.participants.forums}
    units = bursts.units(*forums.values())
    if not units:
        return
    for one in contents:
        rules = rules_of(cycle.district, one.participants.forums)
        sentence = str(one.finding.sentence)
        if _is_exposed(_parts_of(one.gathered), units, rules):
            yield Refusal(_too_few_besides(sentence, rules), one.finding)
        if _is_computed_before(one.gathered, units, bursts):
            yield Refusal(_computed_before(sentence), one.finding)
        everything += counted_series(one.gathered, sentence)
    rules = rules_of(cycle.district, forums.values())
    earlier = list(_released_series(cycle))
    pairs = [*combinations(everything, 2), *((new, old) for new in everything for old in earlier)]
    for new, other in pairs:
        if new.series == other.series and _is_exposed(_changes(new, other), units, rules):
            yield Refusal(_differ_by_few(new, other, rules))


def _is_exposed(groups: Iterable[frozenset[int]], units: Units, rules: Rules) -> bool:
    """Whether a group is of a few people for somebody who knows a unit in it."""
    return any(unit & people and len(people - unit) < rules.minimum_n for people in groups for unit in units)


def _is_computed_before(gathered: Sequence[GatheredEvidence], units: Units, bursts: BurstsOfForums) -> bool:
    """Whether a run counts people who were set aside since, or seen since to have come together."""
    for one in gathered:
        if one.evidence.run is not None:
            if bursts.aside(one.evidence.run.forum) & one.participants.contributor_ids:
                return True
            known = units_of_run(one.evidence.run)
            now = units_among(units, one.participants.contributor_ids)
            if any(not any(unit <= then for then in known) for unit in now):
                return True
    return False


def _parts_of(gathered: Sequence[GatheredEvidence]) -> Iterable[frozenset[int]]:
    """The people of a finding, of each piece of its evidence, and those whom a code adds to the others."""
    everybody = people_behind(gathered)
    yield everybody
    for one in gathered:
        if not one.is_words:
            people = people_behind([one])
            yield people
            if any(piece.evidence.kind == KindOfEvidence.CODE for piece in gathered):
                yield everybody - people


def _changes(one: CountedSeries, other: CountedSeries) -> Iterable[frozenset[int]]:
    for name in one.groups.keys() & other.groups.keys():
        yield one.groups[name] - other.groups[name]
        yield other.groups[name] - one.groups[name]


def people_behind(gathered: Sequence[GatheredEvidence]) -> frozenset[int]:
    """Row numbers of contributors, and of texts without one as negative numbers."""
    participants = participants_behind(gathered)
    return participants.contributor_ids | {-pk for pk in participants.unsigned_ids}


def counted_series(
    gathered: Sequence[GatheredEvidence], sentence: str, *, release: int = 0
) -> Iterable[CountedSeries]:
    for one in gathered:
        people = people_behind([one])
        evidence = one.evidence
        if one.run is not None and one.run.questions is not None and evidence.run is not None:
            by_answer = people_by_answer(evidence.run)
            questions = [question.public_id for question in one.run.questions]
            for question in questions:
                groups = {key: those for (asked, key), those in by_answer.items() if asked == question}
                yield CountedSeries(sentence, f"question:{question}", {EVERYBODY: people} | groups, release)
            if isinstance(one.run.figures, PublishedTable) and _has_counts(one.run.figures):
                cells = _cells(by_answer, questions)
                yield CountedSeries(sentence, f"table:{sorted(questions)}", cells, release)
        elif one.run is not None:
            yield CountedSeries(sentence, f"run:{one.run.forum.pk}", {EVERYBODY: people}, release)
        elif not one.is_words:
            series = f"{evidence.kind}:{evidence.code_id or evidence.voice_id}"
            yield CountedSeries(sentence, series, {EVERYBODY: people}, release)


def _has_counts(table: PublishedTable) -> bool:
    return any(row.counts is not None for row in table.rows)


def _cells(
    by_answer: Mapping[tuple[str, str], frozenset[int]], questions: Sequence[str]
) -> dict[str, frozenset[int]]:
    one, other = sorted(questions)
    return {
        f"{key}&{with_key}": people & others
        for (asked, key), people in by_answer.items()
        if asked == one
        for (also_asked, with_key), others in by_answer.items()
        if also_asked == other
    }


def _released_series(cycle: Cycle) -> Iterable[CountedSeries]:
    rows = EvidenceAtRelease.objects.filter(finding__release__cycle=cycle).order_by("id")
    for row in rows.select_related("finding__release", "run__forum", "voice__forum", "code"):
        gathered = [gather_evidence(row, row.frozen_evidence)]
        number = row.finding.release.number
        yield from counted_series(gathered, str(row.finding.sentence), release=number)


def _too_few_besides(sentence: str, rules: Rules) -> str:
    return _(
        "“%(what)s” is based on responses with unusual activity and on fewer than %(minimum)s "
        "others, so someone could figure out what those others said. First decide whether to "
        "include or exclude the responses with unusual activity, or wait for more responses."
    ) % {"what": sentence, "minimum": rules.minimum_n}


def _computed_before(sentence: str) -> str:
    return _(
        "“%(what)s” is based on an analysis that counts responses later identified as unusual "
        "activity or excluded. Run the analysis again and use the new one as evidence. If this "
        "finding was already released, correct only the wording and keep the published numbers."
    ) % {"what": sentence}


def _differ_by_few(one: CountedSeries, other: CountedSeries, rules: Rules) -> str:
    return _(
        "%(one)s and %(other)s differ only by responses with unusual activity and by fewer than "
        "%(minimum)s others, so someone could figure out what those others said. First decide "
        "whether to include or exclude the responses with unusual activity. Or correct only the "
        "wording and keep the published numbers, leave it out, or wait for more responses."
    ) % {"one": one.place, "other": other.place, "minimum": rules.minimum_n}
