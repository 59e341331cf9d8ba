"""Protect voters in no opinion group: subtracting the groups' votes from everybody's reveals theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.measure.published import (
    Counts,
    PublishedPatterns,
    PublishedRun,
    RunKind,
    is_safe_to_publish,
    possible_counts,
    protect_votes,
    published_run,
    rules_of,
)
from throughline.understand.models import (
    Evidence,
    EvidenceAtRelease,
    Finding,
    Frozen,
    FrozenRun,
    FrozenVotes,
    KindOfEvidence,
)
from throughline.understand.queries.frozen import vote_counts_from
from throughline.understand.releases.disclosed_figures import DisclosedFigures
from throughline.understand.releases.refusals import Refusal

Votes = dict[str, tuple[int, Sequence[Counts]]]
"""For each statement, by its public id: n, and the numbers of people each share can represent."""


def disclosed_votes(
    evidence: Iterable[tuple[Evidence, Frozen]], earlier: Iterable[tuple[int, DisclosedFigures]]
) -> Votes:
    """The votes of everybody on each statement, as disclosed here or in an earlier release."""
    votes: Votes = {}
    for _number, one in earlier:
        kind, _colon, public_id = one.series.partition(":")
        if kind == "statement":
            (n,) = one.publication.shown.values()
            votes[public_id] = n, list(one.publication.ranges.values())
    for row, frozen in evidence:
        voice = row.voice
        if isinstance(frozen, FrozenVotes) and voice is not None and voice.is_usable:
            counts = vote_counts_from(voice, frozen)
            rules = rules_of(voice.forum.district, [voice.forum])
            n = sum(counts)
            answers = protect_votes(counts, rules, "").answers
            votes[voice.public_id] = n, [possible_counts(one, n) for one in answers]
    return votes


def revealing_statements(run: PublishedRun, votes: Votes, left_out: Sequence[str] = ()) -> tuple[str, ...]:
    """Statements where the groups' votes together with everybody's would reveal a few in no group."""
    if not isinstance(run.figures, PublishedPatterns):
        return ()
    return tuple(
        row.voice
        for row in run.figures.statements
        if row.voice in votes
        and row.voice not in left_out
        and not is_safe_to_publish([(cell.n, cell.answers) for cell in row.groups], votes[row.voice])
    )


@dataclass(frozen=True)
class ReleasedPatterns:
    """Patterns released earlier, with their release's number and the statements omitted from them."""

    release: int
    left_out: tuple[str, ...]
    run: PublishedRun


def released_patterns(cycle: Cycle) -> list[ReleasedPatterns]:
    rows = EvidenceAtRelease.objects.filter(
        finding__release__cycle=cycle, kind=KindOfEvidence.RUN, run__isnull=False
    ).exclude(run__kind=RunKind.CROSSTAB)
    found = []
    for row in rows.select_related("run__forum__district", "finding__release"):
        frozen = row.frozen_evidence
        if row.run is not None and isinstance(frozen, FrozenRun):
            number = row.finding.release.number
            found.append(ReleasedPatterns(number, frozen.left_out, published_run(row.run)))
    return found


def votes_on(evidence: Iterable[Evidence]) -> dict[str, Voice]:
    """The statements whose votes are evidence, by their public ids."""
    return {
        one.voice.public_id: one.voice
        for one in evidence
        if one.kind == KindOfEvidence.STATEMENT and one.voice is not None
    }


def refused_with_patterns(
    finding: Finding, evidence: Sequence[Evidence], votes: Votes, patterns: Sequence[ReleasedPatterns]
) -> list[Refusal]:
    """Refuse votes that would reveal a few people together with patterns released earlier."""
    statements = votes_on(evidence)
    new = {voice: counts for voice, counts in votes.items() if voice in statements}
    refusals = []
    for one in patterns if statements else ():
        for voice in revealing_statements(one.run, new, one.left_out):
            sentence = _(
                "The votes on “%(statement)s” beside the patterns of release %(number)s would tell how the "
                "few people voted who stand in no group. Leave these votes out: the patterns tell of them "
                "already."
            )
            values = {"statement": statements[voice].text, "number": one.release}
            refusals.append(Refusal(sentence % values, finding))
    return refusals
