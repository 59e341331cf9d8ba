"""What a release tells an outsider who reads all of it.

Each figure is put down as a `Publication` of `methods.disclosure`: counts shown, counts hidden, and how they
add up. What is put down is kept with the release (`EvidenceAtRelease.told`), so that later ones can be held
against it (`outsider`).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from throughline.measure.published import (
    Publication,
    PublishedPatterns,
    PublishedRun,
    PublishedShare,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    Rules,
    TableQuestion,
    cell_key,
    from_plain,
    plain_label,
    possible_counts,
    publication_of_json,
    to_plain,
)
from throughline.ui.fields import TranslatedText
from throughline.understand.models import BasisEntry, FrozenVotes
from throughline.understand.queries.frozen import frozen_sha256
from throughline.understand.queries.standing import Standing
from throughline.understand.releases.rests_on import RestsOn

N_SIGNS = 16
WITH_A_BOUND = {"less", "more"}


@dataclass(frozen=True)
class Told:
    """One figure as an outsider reads it. `series` says of what it is; `labels` name its keys in words."""

    series: str
    what: str
    publication: Publication
    rules: Rules
    labels: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "series": self.series,
            "what": self.what,
            "labels": self.labels,
            "rules": to_plain(self.rules),
            "publication": self.publication.as_json(),
        }


def told_of_json(stored: dict[str, Any]) -> Told:
    return Told(
        stored["series"],
        stored["what"],
        publication_of_json(stored["publication"]),
        from_plain(Rules, stored["rules"]),
        stored["labels"],
    )


def told_by_finding(
    stable_id: str, sentence: str, standing: Standing, n: int, forums: Iterable[str], rules: Rules
) -> Told:
    """The number of people behind a finding."""
    people = _digest([*sorted(standing.contributor_ids), *(-pk for pk in sorted(standing.unsigned_ids))])
    key = cell_key({"finding": stable_id})
    place = "+".join(sorted(forums))
    return Told(
        f"finding:{stable_id}",
        sentence,
        Publication("", {key: n}, people=f"{place}@{people}"),
        rules,
        {key: sentence},
    )


def told_by_evidence(one: RestsOn, entry: BasisEntry, rules: Rules) -> list[Told]:
    """What one entry of the basis says; nothing for words, which are no numbers."""
    figures, evidence = entry.figures, one.evidence
    if isinstance(figures, PublishedTexts) and evidence.code is not None:
        code_id, what = evidence.code.public_id, str(evidence.code.name)
        key = cell_key({"code": code_id})
        people = f"code@{frozen_sha256(to_plain(one.frozen))[:N_SIGNS]}"
        publication = Publication("", {key: one.standing.n}, people=people)
        return [Told(f"code:{code_id}", what, publication, rules, {key: what})]
    if isinstance(one.frozen, FrozenVotes) and evidence.voice is not None:
        place = f"{evidence.voice.forum.public_id}@{one.frozen.log_position}"
        return [_told_by_statement(evidence.voice.public_id, place, entry, rules)]
    if one.run is None:
        return []
    place = f"{one.run.forum.public_id}@{_digest(sorted(one.standing.contributor_ids))}"
    if isinstance(figures, PublishedTable) and one.run.asked is not None and figures.rows:
        return [_told_by_table(one.run.asked, place, entry.n, figures, rules)]
    return [_told_by_patterns(one.run, place, entry, rules)]


def _told_by_statement(public_id: str, people: str, entry: BasisEntry, rules: Rules) -> Told:
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
        coded=frozenset(key for key, one in zip(ranges, answers, strict=True) if one.bound in WITH_A_BOUND),
        people=people,
    )
    what = str(entry.label)
    return Told(f"statement:{public_id}", what, publication, rules, {key: what})


def _told_by_patterns(run: PublishedRun, people: str, entry: BasisEntry, rules: Rules) -> Told:
    placed = {"placed": run.forum.public_id}
    whole = cell_key(placed)
    publication = Publication("", {whole: entry.n}, people=people)
    labels: dict[str, str] = {}
    figures = entry.figures
    if isinstance(figures, PublishedPatterns):
        dimension = f"group of {run.input_hash[:N_SIGNS]}"
        groups = {cell_key(placed | {dimension: group.made_of}): group for group in figures.groups}
        publication = Publication(
            "",
            {whole: entry.n} | {key: group.n for key, group in groups.items()},
            relations=((whole, tuple(groups)),),
            people=people,
        )
        labels = {key: group.name for key, group in groups.items()}
        if figures.n_unplaced is not None:
            key = cell_key({f"voted too little to be in {run.input_hash[:N_SIGNS]}": run.forum.public_id})
            publication = replace(publication, shown={**publication.shown, key: figures.n_unplaced})
    return Told(f"{run.kind}:{run.forum.public_id}", run.kind_label, publication, rules, labels)


Labels = Sequence[TranslatedText]


def _told_by_table(
    asked: tuple[TableQuestion, TableQuestion], people: str, n: int, figures: PublishedTable, rules: Rules
) -> Told:
    """A table of two answers: shares of rows that say who people are, or counts with some hidden.

    Whichever question stands in the rows, the same people have the same key: a table turned round is the
    same table.
    """
    rows, columns = (_Side(one) for one in asked)
    questions = " ".join(sorted((rows.question, columns.question)))
    table = _Table(everyone=cell_key({"both": questions}), n=n)
    column_keys = [columns.key(label) for label in figures.columns]
    lines = [(row, rows.key(row.label)) for row in figures.rows]
    is_of_answers = any(row.shares is not None for row in figures.rows)
    for row, key in lines:
        cells = [_cell(rows, row.label, columns, label) for label in figures.columns]
        table.labels[key] = " + ".join(str(label) for label in row.label)
        table.tell(key, row.n)
        table.merge(rows, row.label, key)
        for number, (cell, label) in enumerate(zip(cells, figures.columns, strict=True)):
            table.labels[cell] = table.labels[key]
            table.merge_cell(rows, row.label, columns, label, cell)
            if row.shares is not None:
                table.tell_share(cell, row.shares[number], row.n or n)
            elif row.counts is not None:
                table.tell(cell, row.counts[number])
        if not columns.is_multiple:
            table.relations.append((key, tuple(cells)))
        if rows.is_multiple and row.n is not None:
            table.tell_the_others(rows, row.label, columns, figures.columns, n - row.n, rules)
    for label, key in zip(figures.columns, column_keys, strict=True):
        table.merge(columns, label, key)
        if is_of_answers:
            table.answers.add(key)
        if not rows.is_multiple and lines:
            over = tuple(_cell(rows, row.label, columns, label) for row, _key in lines)
            table.relations.append((key, over))
    if not rows.is_multiple:
        table.relations.append((table.everyone, tuple(key for _row, key in lines)))
    if is_of_answers:
        table.answers |= table.singles_of_cells
    said = {"rows": figures.row_question, "columns": figures.column_question}
    what = _("“%(rows)s” beside “%(columns)s”") % said
    return Told(f"crosstab:{questions}", what, table.publication(people), rules, table.labels)


class _Side:
    """One question of a table: what its answers are called for good, and whether one may give several."""

    def __init__(self, asked: TableQuestion) -> None:
        self.question, self.is_multiple = asked.public_id, asked.is_multiple
        self.keys_by_label = asked.keys_by_label

    def names(self, labels: Labels) -> tuple[str, ...]:
        said = [plain_label(label) for label in labels]
        return tuple(self.keys_by_label.get(label, label) for label in said)

    def key(self, labels: Labels) -> str:
        return cell_key({self.question: self.names(labels)})


def _cell(rows: _Side, row: Labels, columns: _Side, column: Labels) -> str:
    return cell_key({rows.question: rows.names(row), columns.question: columns.names(column)})


@dataclass
class _Table:
    """What a table tells, put down line by line."""

    everyone: str
    n: int
    shown: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    relations: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    merged: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)
    coded: set[str] = field(default_factory=set)
    singles_of_cells: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)

    def tell(self, key: str, count: int | None) -> None:
        if count is None:
            self.hidden.append(key)
        else:
            self.shown[key] = int(count)

    def tell_share(self, cell: str, share: PublishedShare, n: int) -> None:
        self.ranges[cell] = possible_counts(share, n)
        self.answers.add(cell)
        if share.bound in WITH_A_BOUND:
            self.coded.add(cell)

    def merge(self, side: _Side, labels: Labels, key: str) -> None:
        names = side.names(labels)
        if len(names) > 1:
            self.merged[key] = tuple(cell_key({side.question: name}) for name in names)

    def merge_cell(
        self,
        rows: _Side,
        row: Labels,
        columns: _Side,
        column: Labels,
        cell: str,
    ) -> None:
        pairs = [(one, other) for one in rows.names(row) for other in columns.names(column)]
        if len(pairs) > 1:
            self.merged[cell] = tuple(
                cell_key({rows.question: one, columns.question: other}) for one, other in pairs
            )
            self.singles_of_cells |= set(self.merged[cell])

    def tell_the_others(
        self,
        rows: _Side,
        row: Labels,
        columns: _Side,
        all_columns: Sequence[Labels],
        n_others: int,
        rules: Rules,
    ) -> None:
        """Where people may choose several answers, those few who left one out are a group too."""
        (name,) = rows.names(row)
        others = f"not {name}"
        key = cell_key({rows.question: others})
        self.relations.append((self.everyone, (rows.key(row), key)))
        self.answers.add(key)
        cells = []
        for label in all_columns:
            cell = cell_key({rows.question: others, columns.question: columns.names(label)})
            cells.append(cell)
            self.relations.append((columns.key(label), (_cell(rows, row, columns, label), cell)))
            if not rules.is_small(n_others):
                self.answers.add(cell)
        if not columns.is_multiple:
            self.relations.append((key, tuple(cells)))

    def publication(self, people: str) -> Publication:
        return Publication(
            "",
            {self.everyone: self.n} | self.shown,
            hidden=tuple(self.hidden),
            ranges=self.ranges,
            relations=tuple(self.relations),
            merged=tuple(self.merged.items()),
            answers=frozenset(self.answers),
            coded=frozenset(self.coded),
            people=people,
        )


def _digest(rows: Sequence[int]) -> str:
    return hashlib.sha256(",".join(str(pk) for pk in rows).encode()).hexdigest()[:N_SIGNS]
