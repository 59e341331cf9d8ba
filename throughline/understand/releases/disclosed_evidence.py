"""The figures that a finding and each piece of its evidence disclose."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from throughline.convene.models import Forum
from throughline.measure.published import (
    Publication,
    PublishedPatterns,
    PublishedRun,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    Rules,
    cell_key,
    possible_counts,
    to_plain,
)
from throughline.understand.models import BasisEntry, Finding, FrozenVotes
from throughline.understand.queries.frozen import frozen_sha256
from throughline.understand.queries.participants import Participants
from throughline.understand.releases.disclosed_figures import OF_STATEMENT, DisclosedFigures, has_bound
from throughline.understand.releases.disclosed_table import disclosed_by_table
from throughline.understand.releases.gathered_evidence import GatheredEvidence

N_CHARACTERS = 16
WITHOUT = " without "


def disclosed_by_finding(
    finding: Finding, participants: Participants, n: int, rules: Rules
) -> DisclosedFigures:
    """The number of people behind a finding."""
    people = _digest(
        [*sorted(participants.contributor_ids), *(-pk for pk in sorted(participants.unsigned_ids))]
    )
    key = cell_key({"finding": finding.stable_id})
    place = "+".join(sorted(forum.public_id for forum in participants.forums))
    sentence = str(finding.sentence)
    return DisclosedFigures(
        f"finding:{finding.stable_id}",
        sentence,
        Publication("", {key: n}, people=f"{place}@{people}"),
        rules,
        {key: sentence},
    )


def disclosed_by_evidence(
    gathered: GatheredEvidence, entry: BasisEntry, rules: Rules
) -> list[DisclosedFigures]:
    """The figures one entry of the basis discloses; none for quoted words."""
    figures, evidence = entry.figures, gathered.evidence
    if isinstance(figures, PublishedTexts) and evidence.code is not None:
        code_id, what = evidence.code.public_id, str(evidence.code.name)
        key = cell_key({"code": code_id})
        people = f"code@{frozen_sha256(to_plain(gathered.frozen))[:N_CHARACTERS]}"
        publication = Publication("", {key: gathered.participants.n}, people=people)
        return [DisclosedFigures(f"code:{code_id}", what, publication, rules, {key: what})]
    if isinstance(gathered.frozen, FrozenVotes) and evidence.voice is not None:
        place = place_of_votes(evidence.voice.forum, gathered.frozen)
        return [_disclosed_by_statement(evidence.voice.public_id, place, entry, rules)]
    if gathered.run is None:
        return []
    place = f"{gathered.run.forum.public_id}@{_digest(sorted(gathered.participants.contributor_ids))}"
    if any(question.same_labels for question in gathered.run.questions or ()):
        return []  # it is refused: its answers cannot be told apart
    if isinstance(figures, PublishedTable) and gathered.run.questions is not None and figures.rows:
        return [disclosed_by_table(gathered.run.questions, place, entry.n, figures, rules)]
    return [_disclosed_by_patterns(gathered.run, place, entry, rules)]


def place_of_votes(forum: Forum, frozen: FrozenVotes) -> str:
    """The people whose votes are counted: all up to a position of the log, but for those set aside."""
    without = f"{WITHOUT}{_digest(frozen.aside)}" if frozen.aside else ""
    return f"{forum.public_id}{without}@{frozen.log_position}"


def _disclosed_by_statement(public_id: str, people: str, entry: BasisEntry, rules: Rules) -> DisclosedFigures:
    key = cell_key({"statement": public_id})
    answers = entry.figures.answers if isinstance(entry.figures, PublishedVotes) else ()
    ranges = {
        cell_key({"statement": public_id, "answer": one.answer}): possible_counts(one, entry.n)
        for one in answers
    }
    publication = Publication(
        "",
        {key: entry.n},
        ranges=ranges,
        relations=((key, tuple(ranges)),) if ranges else (),
        answers=frozenset(ranges),
        coded=frozenset(key for key, one in zip(ranges, answers, strict=True) if has_bound(one)),
        people=people,
    )
    what = str(entry.label)
    return DisclosedFigures(f"{OF_STATEMENT}{public_id}", what, publication, rules, {key: what})


def _disclosed_by_patterns(
    run: PublishedRun, people: str, entry: BasisEntry, rules: Rules
) -> DisclosedFigures:
    placed = {"placed": run.forum.public_id}
    whole = cell_key(placed)
    publication = Publication("", {whole: entry.n}, people=people)
    labels: dict[str, str] = {}
    figures = entry.figures
    if isinstance(figures, PublishedPatterns):
        dimension = f"group of {run.input_hash[:N_CHARACTERS]}"
        groups = {cell_key(placed | {dimension: group.made_of}): group for group in figures.groups}
        publication = Publication(
            "",
            {whole: entry.n} | {key: group.n for key, group in groups.items()},
            relations=((whole, tuple(groups)),),
            people=people,
        )
        labels = {key: group.name for key, group in groups.items()}
        if figures.n_unplaced is not None:
            key = cell_key(
                {f"voted too little to be in {run.input_hash[:N_CHARACTERS]}": run.forum.public_id}
            )
            publication = replace(publication, shown={**publication.shown, key: figures.n_unplaced})
    return DisclosedFigures(f"{run.kind}:{run.forum.public_id}", run.kind_label, publication, rules, labels)


def _digest(rows: Sequence[int]) -> str:
    return hashlib.sha256(",".join(str(pk) for pk in rows).encode()).hexdigest()[:N_CHARACTERS]
