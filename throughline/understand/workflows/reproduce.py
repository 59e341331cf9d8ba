"""Counting a release again, from what was frozen with it: the same numbers, or which differ, and why."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.listen.models import Contributor, SurveyQuestion
from throughline.methods import crosstab, opinion_groups
from throughline.understand.models import (
    EvidenceAtRelease,
    KindOfEvidence,
    Release,
    ReleasedFinding,
    Run,
    RunKind,
)
from throughline.understand.queries.crosstab import crosstab_again, published
from throughline.understand.queries.frozen import frozen_sha256, standing_from, without_withdrawn
from throughline.understand.queries.guard import GUARD, GUARD_VERSION, Rules
from throughline.understand.queries.shares import text_of
from throughline.understand.queries.standing import standing_together
from throughline.understand.releases.content import (
    CODING,
    QUOTE,
    VOTES,
    basis_of,
    sha256_of,
    speaker_of,
    with_words,
)
from throughline.understand.workflows.patterns import patterns_again

VERSIONS = dict(
    [
        CODING,
        VOTES,
        QUOTE,
        (opinion_groups.METHOD, opinion_groups.VERSION),
        (crosstab.METHOD, crosstab.VERSION),
        (GUARD, GUARD_VERSION),
    ]
)
WORDS = {"label", "words", "row_question", "column_question", "columns", "forums", "computed_at"}


@dataclass(frozen=True)
class Difference:
    """One number that is not the same again. `where` names finding, entry and figure."""

    where: str
    then: Any
    now: Any
    why: Sequence[str]

    def __str__(self) -> str:
        said = {"where": self.where, "then": _said(self.then), "now": _said(self.now)}
        return _("%(where)s: was %(then)s, is %(now)s.") % said + " " + " ".join(self.why)


@dataclass(frozen=True)
class Reproduction:
    """What came of counting a release again."""

    release: Release
    n_numbers: int
    differences: Sequence[Difference]

    @property
    def is_identical(self) -> bool:
        return not self.differences


def reproduce(release: Release) -> Reproduction:
    """Count everything behind a release again, with its own seeds and rules. Nothing is written."""
    differences = []
    if sha256_of(release.canonical) != release.sha256:
        why = _("The file that is kept is not the one that was released: it was changed in the database.")
        now = sha256_of(release.canonical)
        differences.append(Difference(_("the file's SHA-256"), release.sha256, now, [why]))
    told = json.loads(release.canonical)
    n_numbers = 0
    rows = {row.stable_id: row for row in ReleasedFinding.objects.filter(release=release)}
    for number, finding in enumerate(told["findings"], start=1):
        n, found = _reproduced(told, finding, rows.get(finding["id"]), number)
        n_numbers += n
        differences += found
    return Reproduction(release, n_numbers, tuple(differences))


def _reproduced(
    told: dict[str, Any], finding: dict[str, Any], row: ReleasedFinding | None, number: int
) -> tuple[int, list[Difference]]:
    evidence = list(
        EvidenceAtRelease.objects.filter(finding=row)
        .select_related("code__cycle", "run__forum__district", "voice__forum", "voice__contributor")
        .order_by("id")
        if row is not None
        else []
    )
    rules = Rules.from_json(finding["rules"])
    kept, withdrawn = [], []
    for one in evidence:
        frozen, n_gone = without_withdrawn(one)
        kept.append(frozen)
        withdrawn.append(n_gone)
    standings = [standing_from(one, frozen) for one, frozen in zip(evidence, kept, strict=True)]
    again = _Again()
    basis = basis_of(evidence, kept, standings, rules, again.figures_of)
    whys = _whys(told, finding, evidence, withdrawn, again)
    together = standing_together(standings)
    everything = list(dict.fromkeys(why for one in whys for why in one))
    name = _("Finding %(number)s") % {"number": number}
    compared = [
        _Compared(name, {"n": finding["n"], "n_of": finding["n_of"]}, together, everything).numbers(),
        *(
            _entries(name, place, then, basis[place] if place < len(basis) else {}, whys[place])
            for place, then in enumerate(finding["basis"])
        ),
        _speakers(name, finding, evidence, rules, everything),
    ]
    pairs = [pair for pairs in compared for pair in pairs]
    return len(pairs), [pair for pair in pairs if pair.then != pair.now]


@dataclass(frozen=True)
class _Compared:
    name: str
    then: dict[str, Any]
    now: Any
    why: Sequence[str]

    def numbers(self) -> list[Difference]:
        return [
            Difference(f"{self.name}, {key}", value, _plain(getattr(self.now, key)), _known(self.why))
            for key, value in self.then.items()
        ]


def _entries(
    name: str, place: int, then: dict[str, Any], now: dict[str, Any], why: Sequence[str]
) -> list[Difference]:
    """Each number of one entry of the basis, beside what it is now."""
    where = _("%(finding)s, entry %(number)s (%(label)s)") % {
        "finding": name,
        "number": place + 1,
        "label": str(text_of(then["label"])) or then["kind"],
    }
    before = dict(_numbers({"n": then["n"], "n_of": then["n_of"], "figures": then["figures"]}))
    after = dict(_numbers({name: now.get(name) for name in ("n", "n_of", "figures")}))
    return [
        Difference(f"{where}, {key}", before.get(key), after.get(key), _known(why))
        for key in dict.fromkeys([*before, *after])
    ]


def _speakers(
    name: str,
    finding: dict[str, Any],
    evidence: Sequence[EvidenceAtRelease],
    rules: Rules,
    why: Sequence[str],
) -> list[Difference]:
    """The role that a quote is told with: a number decides whether it may be."""
    quoted = [one for one in evidence if one.kind == KindOfEvidence.VOICE and one.frozen.get("is_quoted")]
    told = [quote["speaker"] for quote in finding["quotes"]]
    now = [speaker_of(one.frozen, rules) for one in quoted]
    label = _("%(finding)s, who is quoted") % {"finding": name}
    return [Difference(label, told, now, _known(why))] if told or now else []


class _Again:
    """Runs made again, each once; `hashes` are of what they read."""

    def __init__(self) -> None:
        self.hashes: dict[int, str] = {}
        self.figures: dict[int, dict[str, Any]] = {}

    def figures_of(self, run: Run, left_out: Sequence[str]) -> dict[str, Any]:
        if run.pk not in self.figures:
            told, self.hashes[run.pk] = (
                _crosstab_again(run) if run.kind == RunKind.CROSSTAB else patterns_again(run)
            )
            self.figures[run.pk] = told.get("published") or {}
        return with_words(run, self.figures[run.pk], left_out)


def _crosstab_again(run: Run) -> tuple[dict[str, Any], str]:
    ids = {run.frozen[side]["question"] for side in ("row", "column")}
    questions = {one.public_id: one for one in SurveyQuestion.objects.filter(public_id__in=ids)}
    if len(questions) < len(ids):
        return {}, ""
    people = {int(pk) for side in ("row", "column") for pk in run.frozen[side]["answers"]}
    there = set(Contributor.objects.filter(pk__in=people).values_list("pk", flat=True))
    table = crosstab_again(run.frozen, questions, people - there)
    return {"published": published(table, Rules.from_json(run.frozen["rules"]))}, table.input_hash


def _whys(
    told: dict[str, Any],
    finding: dict[str, Any],
    evidence: Sequence[EvidenceAtRelease],
    withdrawn: Sequence[int],
    again: _Again,
) -> list[list[str]]:
    """For each entry of the basis, every reason known why its numbers may not be the same."""
    reasons = []
    voices: list[str] = []
    for one, n_gone in zip(evidence, withdrawn, strict=True):
        why = list(_why(one, n_gone, again))
        if one.kind == KindOfEvidence.VOICE:
            voices += why
        else:
            reasons.append(why)
    reasons.append(list(dict.fromkeys(voices)))
    reasons += [[] for _entry in finding["basis"][len(reasons) :]]
    for entry, why in zip(finding["basis"], reasons, strict=False):
        now = VERSIONS.get(entry["method"])
        if now is not None and now != entry["version"]:
            said = {"method": entry["method"], "then": entry["version"], "now": now}
            why.append(_("The method %(method)s was version %(then)s and is %(now)s.") % said)
        if told["guard"]["version"] != GUARD_VERSION:
            said = {"then": told["guard"]["version"], "now": GUARD_VERSION}
            why.append(_("The guard was version %(then)s and is %(now)s.") % said)
    return reasons


def _why(one: EvidenceAtRelease, n_gone: int, again: _Again) -> Iterable[str]:
    if n_gone:
        yield (
            ngettext(
                "%(n)s contribution was withdrawn or taken down since.",
                "%(n)s contributions were withdrawn or taken down since.",
                n_gone,
            )
            % {"n": n_gone}
        )
    if frozen_sha256(one.frozen) != one.frozen_sha256:
        yield _("What it was counted from was changed in the database since.")
    if one.kind == KindOfEvidence.RUN:
        if one.run is None:
            yield _("The computation is gone.")
        elif not n_gone and again.hashes.get(one.run.pk) != one.run.input_hash:
            yield _("What the computation read is not what it reads now.")


def _known(why: Sequence[str]) -> Sequence[str]:
    return tuple(why) or (_("Nothing that was kept explains it."),)


def _numbers(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every number in a figure, and what stands in a number's place, each with its path; no words."""
    if isinstance(value, dict):
        for key in sorted(value):
            if key not in WORDS:
                yield from _numbers(value[key], f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, one in enumerate(value, start=1):
            yield from _numbers(one, f"{path} {number}")
    elif value is not None or path.endswith("percent"):
        yield path, value


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _said(value: Any) -> str:
    return _("nothing") if value in (None, "", []) else str(value)
