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

from throughline.listen.models import Voice
from throughline.measure.models import Run, RunKind
from throughline.measure.queries.guard import Publication, Rules, cell_key, counts_told, publication_of_json
from throughline.measure.queries.shares import text_of
from throughline.understand.models import Evidence, KindOfEvidence
from throughline.understand.queries.frozen import Frozen, frozen_sha256
from throughline.understand.queries.standing import Standing

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
            "rules": self.rules.as_json,
            "publication": self.publication.as_json(),
        }


def told_of_json(stored: dict[str, Any]) -> Told:
    return Told(
        stored["series"],
        stored["what"],
        publication_of_json(stored["publication"]),
        Rules.from_json(stored["rules"]),
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


def told_by_evidence(
    evidence: Evidence, frozen: Frozen, standing: Standing, entry: dict[str, Any], rules: Rules
) -> list[Told]:
    """What one entry of the basis says; nothing for words, which are no numbers."""
    if evidence.kind == KindOfEvidence.CODE and evidence.code is not None:
        key = cell_key({"code": evidence.code.public_id})
        what = str(evidence.code.name)
        publication = Publication("", {key: standing.n}, people=f"code@{frozen_sha256(frozen)[:N_SIGNS]}")
        return [Told(f"code:{evidence.code.public_id}", what, publication, rules, {key: what})]
    if evidence.kind == KindOfEvidence.STATEMENT and evidence.voice is not None:
        return [_told_by_statement(evidence.voice, frozen, entry, rules)]
    if evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        return _told_by_run(evidence.run, standing, entry, rules)
    return []


def _told_by_statement(voice: Voice, frozen: Frozen, entry: dict[str, Any], rules: Rules) -> Told:
    key = cell_key({"statement": voice.public_id})
    n = int(entry["n"])
    answers = entry["figures"].get("answers", [])
    ranges = {
        cell_key({"statement": voice.public_id, "answer": one["answer"]}): counts_told(one, n)
        for one in answers
    }
    publication = Publication(
        "",
        {key: n},
        ranges=ranges,
        relations=((key, tuple(ranges)),) if ranges else (),
        answers=frozenset(ranges),
        coded=frozenset(
            key for key, one in zip(ranges, answers, strict=True) if one["bound"] in WITH_A_BOUND
        ),
        people=f"{voice.forum.public_id}@{frozen['log_position']}",
    )
    what = str(text_of(entry["label"]))
    return Told(f"statement:{voice.public_id}", what, publication, rules, {key: what})


def _told_by_run(run: Run, standing: Standing, entry: dict[str, Any], rules: Rules) -> list[Told]:
    people = f"{run.forum.public_id}@{_digest(sorted(standing.contributor_ids))}"
    figures = entry["figures"]
    if run.kind == RunKind.CROSSTAB and figures.get("rows"):
        return [_told_by_table(run, people, int(entry["n"]), figures, rules)]
    placed = {"placed": run.forum.public_id}
    whole = cell_key(placed)
    if figures.get("groups"):
        dimension = f"group of {run.input_hash[:N_SIGNS]}"
        groups = {
            cell_key(placed | {dimension: tuple(group["made_of"])}): (int(group["n"]), group["name"])
            for group in figures["groups"]
        }
        publication = Publication(
            "",
            {whole: int(entry["n"])} | {key: n for key, (n, _name) in groups.items()},
            relations=((whole, tuple(groups)),),
            people=people,
        )
        labels = {key: name for key, (_n, name) in groups.items()}
    else:
        publication = Publication("", {whole: int(entry["n"])}, people=people)
        labels = {}
    if figures.get("n_unplaced") is not None:
        unplaced = cell_key({f"voted too little to be in {run.input_hash[:N_SIGNS]}": run.forum.public_id})
        publication = replace(publication, shown={**publication.shown, unplaced: figures["n_unplaced"]})
    what = str(run.get_kind_display())
    return [Told(f"{run.kind}:{run.forum.public_id}", what, publication, rules, labels)]


def _told_by_table(run: Run, people: str, n: int, figures: dict[str, Any], rules: Rules) -> Told:
    """A table of two answers: shares of rows that say who people are, or counts with some hidden.

    Whichever question stands in the rows, the same people have the same key: a table turned round is the
    same table.
    """
    rows, columns = _Side.of(run, "row", figures), _Side.of(run, "column", figures)
    questions = " ".join(sorted((rows.question, columns.question)))
    table = _Table(everyone=cell_key({"both": questions}), n=n)
    column_keys = [columns.key(label) for label in figures["columns"]]
    lines = [(row, rows.key(row["label"])) for row in figures["rows"]]
    is_of_answers = any("shares" in row for row in figures["rows"])
    for row, key in lines:
        cells = [_cell(rows, row["label"], columns, label) for label in figures["columns"]]
        table.labels[key] = " + ".join(str(text_of(label)) for label in row["label"])
        table.tell(key, row["n"])
        table.merge(rows, row["label"], key)
        for cell, label, told in zip(
            cells, figures["columns"], row.get("shares") or row["counts"], strict=True
        ):
            table.labels[cell] = table.labels[key]
            table.merge_cell(rows, row["label"], columns, label, cell)
            if "shares" in row:
                table.tell_share(cell, told, int(row["n"] or n))
            else:
                table.tell(cell, told)
        if not columns.is_multiple:
            table.relations.append((key, tuple(cells)))
        if rows.is_multiple and row["n"] is not None:
            table.tell_the_others(rows, row["label"], columns, figures["columns"], n - int(row["n"]), rules)
    for label, key in zip(figures["columns"], column_keys, strict=True):
        table.merge(columns, label, key)
        if is_of_answers:
            table.answers.add(key)
        if not rows.is_multiple and lines:
            over = tuple(_cell(rows, row["label"], columns, label) for row, _key in lines)
            table.relations.append((key, over))
    if not rows.is_multiple:
        table.relations.append((table.everyone, tuple(key for _row, key in lines)))
    if is_of_answers:
        table.answers |= table.singles_of_cells
    what = _("“%(rows)s” beside “%(columns)s”") % {
        "rows": text_of(figures["row_question"]),
        "columns": text_of(figures["column_question"]),
    }
    publication = table.publication(int(figures.get("smallest_hidden", 1)), people)
    return Told(f"crosstab:{questions}", what, publication, rules, table.labels)


@dataclass(frozen=True)
class _Side:
    """One question of a table: what its answers are called for good, and whether one may give several."""

    question: str
    ids: dict[str, str]
    is_multiple: bool

    @staticmethod
    def of(run: Run, side: str, figures: dict[str, Any]) -> "_Side":
        frozen = run.frozen.get(side)
        if frozen is None:
            return _Side(str(figures[f"{side}_question"]), {}, bool(run.result.get("is_multiple")))
        # Labels may be translated anew; keys stay.
        ids = {_plain(label): key for label, key in zip(frozen["labels"], frozen["keys"], strict=True)}
        is_multiple = any(len(keys) > 1 for keys in frozen["answers"].values())
        return _Side(str(frozen["question"]), ids, is_multiple)

    def names(self, labels: Sequence[dict[str, Any]]) -> tuple[str, ...]:
        return tuple(self.ids.get(_plain(label), _plain(label)) for label in labels)

    def key(self, labels: Sequence[dict[str, Any]]) -> str:
        return cell_key({self.question: self.names(labels)})


def _cell(
    rows: _Side, row: Sequence[dict[str, Any]], columns: _Side, column: Sequence[dict[str, Any]]
) -> str:
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

    def tell_share(self, cell: str, share: dict[str, Any], n: int) -> None:
        self.ranges[cell] = counts_told(share, n)
        self.answers.add(cell)
        if share["bound"] in WITH_A_BOUND:
            self.coded.add(cell)

    def merge(self, side: _Side, labels: Sequence[dict[str, Any]], key: str) -> None:
        names = side.names(labels)
        if len(names) > 1:
            self.merged[key] = tuple(cell_key({side.question: name}) for name in names)

    def merge_cell(
        self,
        rows: _Side,
        row: Sequence[dict[str, Any]],
        columns: _Side,
        column: Sequence[dict[str, Any]],
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
        row: Sequence[dict[str, Any]],
        columns: _Side,
        all_columns: Sequence[Sequence[dict[str, Any]]],
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

    def publication(self, smallest_hidden: int, people: str) -> Publication:
        return Publication(
            "",
            {self.everyone: self.n} | self.shown,
            hidden=tuple(self.hidden),
            ranges=self.ranges,
            relations=tuple(self.relations),
            merged=tuple(self.merged.items()),
            answers=frozenset(self.answers),
            coded=frozenset(self.coded),
            smallest_hidden=smallest_hidden,
            people=people,
        )


def _plain(label: dict[str, Any]) -> str:
    return str(label["texts"].get(label["source"], ""))


def _digest(rows: Sequence[int]) -> str:
    return hashlib.sha256(",".join(str(pk) for pk in rows).encode()).hexdigest()[:N_SIGNS]
