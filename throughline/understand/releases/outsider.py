"""What a release tells an outsider who reads all of it, and all that left before.

Each figure is put down as a `Publication` of `methods.disclosure`: counts shown, counts hidden, and how they
add up. Figures about the same people are audited together, by linear programming; figures of the same kind
that left earlier, or that were about the same people, are held against them. What is put down is kept with
the release (`EvidenceAtRelease.told`), so that the next one can be held against it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Cycle
from throughline.listen.models import Voice
from throughline.understand.models import Evidence, EvidenceAtRelease, KindOfEvidence, Run, RunKind
from throughline.understand.queries.frozen import Frozen, frozen_sha256
from throughline.understand.queries.guard import (
    GUARD,
    GUARD_VERSION,
    DisclosureError,
    HistoryVerdict,
    Leak,
    Publication,
    Rules,
    audit_of,
    cell_key,
    counts_told,
    held_against,
    publication_of_json,
)
from throughline.understand.queries.shares import text_of
from throughline.understand.queries.standing import Standing

N_SIGNS = 16


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


@dataclass(frozen=True)
class Verdict:
    """What came of it: `refusals` are sentences, none where nothing is given away."""

    refusals: tuple[str, ...]
    n_told: int
    n_hidden: int
    n_audited: int
    narrowest: int | None
    protection: int
    n_earlier: int

    @property
    def is_safe(self) -> bool:
        return not self.refusals

    @property
    def as_json(self) -> dict[str, Any]:
        return {
            "method": GUARD,
            "version": GUARD_VERSION,
            "verdict": "passed" if self.is_safe else "refused",
            "n_told": self.n_told,
            "n_hidden": self.n_hidden,
            "n_audited": self.n_audited,
            "narrowest_width": self.narrowest,
            "width_asked": self.protection,
            "n_earlier": self.n_earlier,
        }


# --- What is told ---


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


# --- What that gives away ---


def told_earlier(cycle: Cycle) -> list[tuple[int, Told]]:
    """All that left of a cycle, the oldest first, with the number of its release; what was taken back too."""
    rows = (
        EvidenceAtRelease.objects.filter(finding__release__cycle=cycle)
        .order_by("finding__release__number", "id")
        .values_list("finding__release__number", "told")
    )
    return [(number, told_of_json(one)) for number, stored in rows for one in stored]


def verdict_on(
    told: Sequence[Told], earlier: Sequence[tuple[int, Told]], *, is_enough: bool = True
) -> Verdict:
    """Audit what would leave, and hold it against what left.

    `is_enough` is whether each finding rests on enough people: where not, that was said already.
    """
    refusals: list[str] = []
    n_hidden = n_audited = 0
    widths: list[int] = []
    asked = max((one.rules.protection for one in told), default=0)
    for people in dict.fromkeys(one.publication.people for one in told):
        together = [one for one in told if one.publication.people == people]
        rules = max((one.rules for one in together), key=lambda one: (one.minimum_n, one.protection))
        try:
            audit = audit_of(_unlike([one.publication for one in together]), rules)
        except DisclosureError:
            refusals.append(_contradiction(together))
            continue
        n_hidden += audit.n_hidden
        n_audited += audit.n_audited
        if audit.narrowest is not None:
            widths.append(audit.narrowest)
        refusals += [_given_away(together, one.key, rules) for one in audit.too_narrow]
        refusals += [_small(together, key, rules) for key in audit.small_shown if is_enough]
        refusals += _beside_earlier(together, earlier, rules)
    return Verdict(
        tuple(dict.fromkeys(refusals)),
        n_told=sum(len(one.publication.shown) + len(one.publication.ranges) for one in told),
        n_hidden=n_hidden,
        n_audited=n_audited,
        narrowest=min(widths, default=None),
        protection=asked,
        n_earlier=len({number for number, _told in earlier}),
    )


def _unlike(publications: Sequence[Publication]) -> list[Publication]:
    """Each once: two findings may rest on the same figure."""
    return list({str(one.as_json()): one for one in publications}.values())


def _beside_earlier(
    together: Sequence[Told], earlier: Sequence[tuple[int, Told]], rules: Rules
) -> Iterable[str]:
    series = {one.series for one in together}
    people = together[0].publication.people
    linked = [
        (number, one) for number, one in earlier if one.series in series or one.publication.people == people
    ]
    if not linked:
        return
    labels = {key: label for _number, one in linked for key, label in one.labels.items()}
    labels |= {key: label for one in together for key, label in one.labels.items()}
    verdict = _verdict(together, linked, rules)
    if not verdict.is_consistent:
        # The same people gave other answers since: then each release counted people of its own.
        verdict = _verdict(together, linked, rules, is_apart=True)
    if not verdict.is_consistent:
        yield _contradiction(together)
    for leak in verdict.leaks:
        yield _leak_said(leak, together, labels, rules)


def _verdict(
    together: Sequence[Told], linked: Sequence[tuple[int, Told]], rules: Rules, *, is_apart: bool = False
) -> HistoryVerdict:
    then = [
        _named(one.publication, _("release %(number)s") % {"number": number}, number if is_apart else None)
        for number, one in linked
    ]
    now = [_named(one.publication, one.what, 0 if is_apart else None) for one in together]
    return held_against(_unlike(now), _unlike(then), rules)


def _named(publication: Publication, name: str, apart: int | None) -> Publication:
    people = publication.people if apart is None else f"{publication.people} {apart}"
    stored = publication.as_json() | {"name": name, "people": people}
    return publication_of_json(stored)


def _what_of(together: Sequence[Told], key: str) -> str:
    return next((one.what for one in together if key in one.publication.keys), together[0].what)


def _contradiction(together: Sequence[Told]) -> str:
    said = ", ".join(f"“{one.what}”" for one in together)
    return _(
        "%(what)s: the numbers do not agree with others about the same people. Compute them again, and "
        "release those."
    ) % {"what": said}


def _given_away(together: Sequence[Told], key: str, rules: Rules) -> str:
    figures = ", ".join(f"“{one.what}”" for one in together)
    return _(
        "Read together, %(figures)s would tell how many people stand in a group that is hidden. Merge the "
        "group with a neighbor, leave one of them out, or wait until at least %(minimum)s people stand in it."
    ) % {"figures": figures, "minimum": rules.minimum_n}


def _small(together: Sequence[Told], key: str, rules: Rules) -> str:
    return _(
        "“%(what)s” would tell of fewer than %(minimum)s people. Merge groups, wait for more answers, or "
        "leave it out."
    ) % {"what": _what_of(together, key), "minimum": rules.minimum_n}


def _leak_said(leak: Leak, together: Sequence[Told], labels: dict[str, str], rules: Rules) -> str:
    others = ", ".join(dict.fromkeys(leak.with_releases)) or _("the other figures of this release")
    n = max(abs(leak.interval.low or 0), abs(leak.interval.high or 0))
    group = labels.get(leak.key, "")
    what = _what_of(together, leak.key)
    said = {"what": what, "others": others, "n": n, "minimum": rules.minimum_n, "group": group or what}
    if leak.kind == "change":
        return (
            ngettext(
                "“%(what)s” beside %(others)s: the number of people (%(group)s) moved by %(n)s, so what "
                "somebody answered could be worked out. Leave it out, keep the numbers as they were told, or "
                "wait until it has moved by at least %(minimum)s.",
                "“%(what)s” beside %(others)s: the number of people (%(group)s) moved by %(n)s, so what "
                "they answered could be worked out. Leave it out, keep the numbers as they were told, or "
                "wait until it has moved by at least %(minimum)s.",
                n,
            )
            % said
        )
    return (
        _(
            "“%(what)s” beside %(others)s: how many people stand in a hidden group (%(group)s) could be "
            "worked out. Merge the group with a neighbor, leave one of the two out, or wait until at least "
            "%(minimum)s people stand in it."
        )
        % said
    )
