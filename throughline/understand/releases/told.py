"""What a release tells an outsider who reads all of it.

Each figure is put down as a `Publication` of `methods.disclosure`: counts shown, counts hidden, and how they
add up. What is put down is kept with the release (`EvidenceAtRelease.told`), so that later ones can be held
against it (`outsider`).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from throughline.listen.models import Voice
from throughline.understand.models import Evidence, KindOfEvidence, Run, RunKind
from throughline.understand.queries.frozen import Frozen, frozen_sha256
from throughline.understand.queries.guard import (
    Publication,
    Rules,
    cell_key,
    counts_told,
    publication_of_json,
)
from throughline.understand.queries.shares import text_of
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
    stable_id: str, sentence: str, standing: Standing, forums: Iterable[str], rules: Rules
) -> Told:
    """The number of people behind a finding."""
    people = _digest([*sorted(standing.contributor_ids), *(-pk for pk in sorted(standing.unsigned_ids))])
    key = cell_key({"finding": stable_id})
    place = "+".join(sorted(forums))
    return Told(
        f"finding:{stable_id}",
        sentence,
        Publication("", {key: standing.n}, people=f"{place}@{people}"),
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
    what = str(run.get_kind_display())
    return [Told(f"{run.kind}:{run.forum.public_id}", what, publication, rules, labels)]


def _told_by_table(run: Run, people: str, n: int, figures: dict[str, Any], rules: Rules) -> Told:
    """A table of two answers: shares of rows that say who people are, or counts with some hidden."""
    rows, columns = _ids(run, "row"), _ids(run, "column")
    of_row, of_column = (
        str(run.frozen.get(side, {}).get("question", figures[f"{side}_question"]))
        for side in ("row", "column")
    )
    everyone = cell_key({"both": f"{of_row} {of_column}"})
    shown: dict[str, int] = {everyone: n}
    hidden: list[str] = []
    ranges: dict[str, tuple[int, int]] = {}
    relations: list[tuple[str, tuple[str, ...]]] = []
    answers: set[str] = set()
    labels = {}
    row_keys = []
    for row in figures["rows"]:
        parts = _keys(row["label"], rows)
        key = cell_key({of_row: parts})
        row_keys.append(key)
        labels[key] = " + ".join(str(text_of(label)) for label in row["label"])
        cells = [
            cell_key({of_row: parts, of_column: _keys(column, columns)}) for column in figures["columns"]
        ]
        if row["n"] is None:
            hidden.append(key)
        else:
            shown[key] = int(row["n"])
        if "shares" in row:
            answers |= set(cells)
            for cell, share in zip(cells, row["shares"], strict=True):
                ranges[cell] = counts_told(share, int(row["n"] or n))
        else:
            for cell, count in zip(cells, row["counts"], strict=True):
                labels[cell] = labels[key]
                if count is None:
                    hidden.append(cell)
                else:
                    shown[cell] = int(count)
        if not run.result.get("is_multiple"):
            relations.append((key, tuple(cells)))
    if not run.result.get("is_multiple"):
        relations.append((everyone, tuple(row_keys)))
    publication = Publication(
        "",
        shown,
        hidden=tuple(hidden),
        ranges=ranges,
        relations=tuple(relations),
        answers=frozenset(answers),
        smallest_hidden=int(figures.get("smallest_hidden", 1)),
        people=people,
    )
    what = _("“%(rows)s” beside “%(columns)s”") % {
        "rows": text_of(figures["row_question"]),
        "columns": text_of(figures["column_question"]),
    }
    return Told(f"crosstab:{of_row}:{of_column}", what, publication, rules, labels)


def _ids(run: Run, side: str) -> dict[str, str]:
    """The key of each option by its label: labels may be translated anew, keys stay."""
    frozen = run.frozen.get(side, {})
    return {
        _plain(label): key
        for label, key in zip(frozen.get("labels", []), frozen.get("keys", []), strict=True)
    }


def _keys(labels: Sequence[dict[str, Any]], ids: dict[str, str]) -> tuple[str, ...]:
    return tuple(ids.get(_plain(label), _plain(label)) for label in labels)


def _plain(label: dict[str, Any]) -> str:
    return str(label["texts"].get(label["source"], ""))


def _digest(rows: Sequence[int]) -> str:
    return hashlib.sha256(",".join(str(pk) for pk in rows).encode()).hexdigest()[:N_SIGNS]
