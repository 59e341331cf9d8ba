"""Protect voters in no opinion group: subtracting the groups' votes from everybody's reveals theirs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.listen.queries.burst import Units, units_among, unvouched_units
from throughline.measure.published import (
    Counts,
    PublishedPatterns,
    PublishedRun,
    PublishedStatement,
    RunKind,
    is_safe_to_publish,
    minimum_n_of,
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
from throughline.understand.queries.frozen import known_votes_from, vote_counts_from, votes_up_to
from throughline.understand.queries.participants import participants_of_run
from throughline.understand.releases.disclosed_evidence import WITHOUT
from throughline.understand.releases.disclosed_figures import DisclosedFigures
from throughline.understand.releases.refusals import Refusal


@dataclass(frozen=True)
class DisclosedVotes:
    """The votes of everybody on one statement: n, and the numbers of people each share can represent.

    `aside` were set aside and are not counted, as far as known; then it is not `is_of_all` in the log.
    """

    log_position: int
    n: int
    counts: tuple[Counts, ...]
    aside: tuple[int, ...] = ()
    is_of_all: bool = True


Votes = dict[str, tuple[DisclosedVotes, ...]]
"""For each statement, by its public id: its votes each time they were disclosed."""


class Comparison(StrEnum):
    """What the votes of everybody add to those of groups; `FEW_MOVED`: they count nearly the same people."""

    SAFE = "safe"
    UNGROUPED = "ungrouped"
    FEW_MOVED = "few_moved"


def disclosed_votes(
    evidence: Iterable[tuple[Evidence, Frozen]], earlier: Iterable[tuple[int, DisclosedFigures]]
) -> Votes:
    """The votes of everybody on each statement, as disclosed here and in every earlier release."""
    votes: dict[str, list[DisclosedVotes]] = {}
    for _number, one in earlier:
        kind, _colon, public_id = one.series.partition(":")
        if kind == "statement":
            (n,) = one.publication.shown.values()
            place, _at, position = one.publication.people.rpartition("@")
            counts = tuple(one.publication.ranges.values())
            then = DisclosedVotes(int(position), n, counts, is_of_all=WITHOUT not in place)
            votes.setdefault(public_id, []).append(then)
    for row, frozen in evidence:
        voice = row.voice
        if isinstance(frozen, FrozenVotes) and voice is not None and voice.is_usable:
            numbers = vote_counts_from(voice, frozen)
            rules = rules_of(voice.forum.district, [voice.forum])
            n = sum(numbers)
            known = known_votes_from(voice, frozen)
            answers = protect_votes(numbers, rules, "", known).answers
            counts = tuple(possible_counts(one, n) for one in answers)
            now = DisclosedVotes(frozen.log_position, n, counts, frozen.aside, not frozen.aside)
            votes.setdefault(voice.public_id, []).append(now)
    return {public_id: tuple(dict.fromkeys(disclosed)) for public_id, disclosed in votes.items()}


def revealing_statements(
    run: PublishedRun, members: Collection[int], votes: Votes, left_out: Sequence[str] = ()
) -> dict[str, Comparison]:
    """Statements where the votes of the groups, whose `members` are given, and of everybody expose a few."""
    if not isinstance(run.figures, PublishedPatterns):
        return {}
    rows = [row for row in run.figures.statements if row.voice in votes and row.voice not in left_out]
    voices = Voice.objects.filter(forum=run.forum, public_id__in=[row.voice for row in rows])
    by_public_id = {voice.public_id: voice for voice in voices}
    units = unvouched_units([run.forum]) if by_public_id else ()
    found = {}
    for row in rows:
        if row.voice in by_public_id:
            voice = by_public_id[row.voice]
            grouped = {
                person: value
                for person, value in votes_up_to(voice, run.log_position).items()
                if person in members
            }
            results = (_compared(run, row, grouped, voice, one, units) for one in votes[row.voice])
            found[row.voice] = next((one for one in results if one != Comparison.SAFE), Comparison.SAFE)
    return {public_id: one for public_id, one in found.items() if one != Comparison.SAFE}


def _compared(
    run: PublishedRun,
    row: PublishedStatement,
    grouped: Mapping[int, int],
    voice: Voice,
    disclosed: DisclosedVotes,
    units: Units,
) -> Comparison:
    """Compare the votes of groups with everybody's only if all of the groups' votes are among those.

    Otherwise somebody voted, or voted again, between the two: the numbers are of other people, and need not
    add up. Then it must not be only a few.
    """
    everybody = votes_up_to(voice, disclosed.log_position, disclosed.aside)
    is_same_log = disclosed.log_position == run.log_position and disclosed.is_of_all and run.is_of_all
    if len(everybody) > len(grouped) and units_among(units, everybody.keys()):
        return Comparison.UNGROUPED  # whoever made up a unit may have put it into no group
    # Those who have withdrawn since were counted too, but it is not known how.
    n_gone = abs(disclosed.n - len(everybody)) + abs(sum(cell.n for cell in row.groups) - len(grouped))
    n_only_in_groups = len(grouped.items() - everybody.items())
    n_only_in_all = len(everybody.items() - grouped.items())
    if is_same_log or not (n_only_in_groups or n_gone):
        parts = [(cell.n, cell.answers) for cell in row.groups]
        is_safe = is_safe_to_publish(parts, (disclosed.n, disclosed.counts))
        return Comparison.SAFE if is_safe else Comparison.UNGROUPED
    minimum_n = minimum_n_of(run.forum.district, [run.forum])
    is_few = max(n_only_in_groups, n_only_in_all) + n_gone < minimum_n
    return Comparison.FEW_MOVED if is_few else Comparison.SAFE


@dataclass(frozen=True)
class ReleasedPatterns:
    """Patterns released earlier, with their release's number and the statements omitted from them."""

    release: int
    left_out: tuple[str, ...]
    run: PublishedRun
    members: frozenset[int]


def released_patterns(cycle: Cycle) -> list[ReleasedPatterns]:
    rows = EvidenceAtRelease.objects.filter(
        finding__release__cycle=cycle, kind=KindOfEvidence.RUN, run__isnull=False
    ).exclude(run__kind=RunKind.CROSSTAB)
    found = []
    for row in rows.select_related("run__forum__district", "finding__release"):
        frozen = row.frozen_evidence
        if row.run is not None and isinstance(frozen, FrozenRun):
            number = row.finding.release.number
            members = participants_of_run(row.run).contributor_ids
            found.append(ReleasedPatterns(number, frozen.left_out, published_run(row.run), members))
    return found


def votes_on(evidence: Iterable[Evidence]) -> dict[str, Voice]:
    """The statements whose votes are evidence, by their public ids."""
    return {
        one.voice.public_id: one.voice
        for one in evidence
        if one.kind == KindOfEvidence.STATEMENT and one.voice is not None
    }


def has_patterns(evidence: Iterable[Evidence]) -> bool:
    return any(one.run is not None and one.run.kind != RunKind.CROSSTAB for one in evidence)


def refused_with_patterns(
    finding: Finding, evidence: Sequence[Evidence], votes: Votes, patterns: Sequence[ReleasedPatterns]
) -> list[Refusal]:
    """Refuse votes that would reveal a few people together with patterns released earlier."""
    statements = votes_on(evidence)
    new = {voice: counts for voice, counts in votes.items() if voice in statements}
    refusals = []
    for one in patterns if statements else ():
        for voice, comparison in revealing_statements(one.run, one.members, new, one.left_out).items():
            values = {"statement": statements[voice].text, "number": one.release}
            refusals.append(Refusal(_sentence_of(comparison) % values, finding))
    return refusals


def _sentence_of(comparison: Comparison) -> str:
    if comparison == Comparison.UNGROUPED:
        return _(
            "The votes on “%(statement)s”, together with the voting patterns in release %(number)s, "
            "would reveal how the few people who are in no group voted. Leave these votes out. The "
            "patterns already show votes on this statement."
        )
    return _(
        "The votes on “%(statement)s” and the voting patterns in release %(number)s count the same "
        "people except for a few, so someone could figure out how those few people voted. Leave "
        "these votes out, or wait until more people have voted."
    )
