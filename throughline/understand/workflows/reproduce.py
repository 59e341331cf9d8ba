"""Recompute a release from what was frozen with it, and report which numbers differ and why."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.models import Run
from throughline.measure.published import (
    GUARD,
    GUARD_VERSION,
    PublishedRun,
    Rules,
    from_plain,
    published_run,
    recomputed_run,
)
from throughline.methods import crosstab, opinion_groups
from throughline.understand.models import (
    EvidenceAtRelease,
    FrozenVoice,
    KindOfEvidence,
    Release,
    ReleasedFinding,
    basis_to_plain,
)
from throughline.understand.queries.frozen import frozen_sha256, without_withdrawn
from throughline.understand.releases.basis import CODING, QUOTE, VOTES, basis_of
from throughline.understand.releases.gathered_evidence import (
    gather_evidence,
    n_disclosed,
    participants_behind,
)
from throughline.understand.releases.plain import PlainObject
from throughline.understand.releases.quotes import speaker_of
from throughline.understand.releases.released_words import with_words
from throughline.understand.workflows.integrity import (
    Difference,
    entry_label,
    file_differences,
    finding_differences,
    words_differences,
)

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
class Reproduction:
    """The result of recomputing a release."""

    release: Release
    n_compared: int
    differences: Sequence[Difference]

    @property
    def is_identical(self) -> bool:
        return not self.differences


def reproduce(release: Release) -> Reproduction:
    """Recompute all numbers of a release with its own seeds and rules. Nothing is written."""
    content = json.loads(release.canonical)
    compared = [*file_differences(release, content), *words_differences(release, content)]
    kept = ReleasedFinding.objects.filter(release=release).prefetch_related("quotes__words")
    rows = {row.stable_id: row for row in kept}
    shown = with_words(content["findings"])
    for number, (stored, finding) in enumerate(zip(content["findings"], shown, strict=True), start=1):
        row = rows.pop(finding["id"], None)
        compared += _reproduced(content, stored, finding, row, number)
    why = [_("The file doesn't include this finding, but the database has a record of it.")]
    compared += [Difference(str(row.sentence), None, row.stable_id, why) for row in rows.values()]
    return Reproduction(
        release, len(compared), _each_once(pair for pair in compared if pair.then != pair.now)
    )


def _each_once(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Merge equal differences found both in the row and by recomputing into one, with every reason."""
    found: dict[str, Difference] = {}
    for one in differences:
        key = repr((one.where, one.then, one.now))
        why = [*found[key].why, *one.why] if key in found else [*one.why]
        found[key] = Difference(one.where, one.then, one.now, tuple(dict.fromkeys(why)))
    return tuple(found.values())


def _reproduced(
    content: PlainObject, stored: PlainObject, finding: PlainObject, row: ReleasedFinding | None, number: int
) -> list[Difference]:
    """Everything of a finding that can be compared, whether it differs or not.

    `finding` is the stored one with words in the place of references to them.
    """
    evidence = list(
        EvidenceAtRelease.objects.filter(finding=row)
        .select_related("code__cycle", "run__forum__district", "voice__forum", "voice__contributor")
        .order_by("id")
        if row is not None
        else []
    )
    rules = from_plain(Rules, finding["rules"])
    kept, withdrawn = [], []
    for one in evidence:
        frozen, n_gone = without_withdrawn(one)
        kept.append(frozen)
        withdrawn.append(n_gone)
    reruns = _Reruns()
    gathered = [
        gather_evidence(one, frozen, None if one.run is None else reruns.run_of(one.run))
        for one, frozen in zip(evidence, kept, strict=True)
    ]
    basis = basis_to_plain(basis_of(gathered, rules))
    now_of = matched(finding["basis"], basis)
    whys = _whys(content, finding, evidence, withdrawn, reruns, now_of)
    participants = participants_behind(gathered)
    everything = list(dict.fromkeys(why for one in whys for why in one))
    name = _("Finding %(number)s") % {"number": number}
    compared = [
        finding_differences(name, stored, finding, row, evidence),
        [Difference(f"{name}, n", finding["n"], n_disclosed(gathered, rules), _known(everything))],
        _Compared(name, {"n_of": finding["n_of"]}, participants, everything).numbers(),
        _Compared(name, {"data_kind": finding["data_kind"]}, participants, [_kind_changed()]).numbers(),
        *(
            _entries(name, place, then, basis[now] if now is not None else {}, whys[place])
            for place, (then, now) in enumerate(zip(finding["basis"], now_of, strict=True))
        ),
        _speakers(name, finding, evidence, rules, everything),
    ]
    return [pair for pairs in compared for pair in pairs]


def matched(then: Sequence[PlainObject], now: Sequence[PlainObject]) -> list[int | None]:
    """For each entry of a released basis, the index of its recomputed entry; None if it is gone.

    Matched first by identity (a run by its time and seed, a theme or a statement by its words), then by its
    numbers, and last by its order among those of its kind.
    """
    found: list[int | None] = [None] * len(then)
    for same in (_identity_of, _numbers_of, _kind_of):
        for i, entry in enumerate(then):
            if found[i] is None:
                left = [j for j in range(len(now)) if j not in found and same(now[j]) == same(entry)]
                found[i] = left[0] if left else None
    return found


def _identity_of(entry: PlainObject) -> Any:
    return entry["kind"], entry["label"], entry["seed"], entry["computed_at"]


def _numbers_of(entry: PlainObject) -> Any:
    return entry["kind"], entry["n"], entry["log_position"], entry["figures"]


def _kind_of(entry: PlainObject) -> Any:
    return entry["kind"], entry.get("run_kind")


def _kind_changed() -> str:
    return _("The type of data of a forum has changed since the release, or the file was changed.")


@dataclass(frozen=True)
class _Compared:
    name: str
    then: PlainObject
    now: Any
    why: Sequence[str]

    def numbers(self) -> list[Difference]:
        return [
            Difference(f"{self.name}, {key}", value, _plain(getattr(self.now, key)), _known(self.why))
            for key, value in self.then.items()
        ]


def _entries(
    name: str, place: int, then: PlainObject, now: PlainObject, why: Sequence[str]
) -> list[Difference]:
    """Each number of one entry of the basis, with its recomputed value."""
    where = entry_label(name, place + 1, then)
    before = dict(_numbers({"n": then["n"], "n_of": then["n_of"], "figures": then["figures"]}))
    after = dict(_numbers({name: now.get(name) for name in ("n", "n_of", "figures")}))
    pairs = [
        Difference(f"{where}, {key}", before.get(key), after.get(key), _known(why))
        for key in dict.fromkeys([*before, *after])
    ]
    if now:
        kind = [_kind_changed()]
        pairs.append(Difference(f"{where}, data_kind", then["data_kind"], now["data_kind"], kind))
        keys = ("method", "version", "seed", "log_position", "settings", "computed_at")
        pairs += [
            Difference(f"{where}, {key}", then[key], now[key], [_run_disagrees()])
            for key in keys
            if then["kind"] == "run"
        ]
    return pairs


def _run_disagrees() -> str:
    return _("The stored analysis has a different value.")


def _speakers(
    name: str,
    finding: PlainObject,
    evidence: Sequence[EvidenceAtRelease],
    rules: Rules,
    why: Sequence[str],
) -> list[Difference]:
    """Compare the speaker's role of each quote, since a number decides whether it may be published."""
    frozen = [one.frozen_evidence for one in evidence if one.kind == KindOfEvidence.VOICE]
    then = [quote["speaker"] for quote in finding["quotes"]]
    now = [speaker_of(one, rules) for one in frozen if isinstance(one, FrozenVoice) and one.is_quoted]
    label = _("%(finding)s, roles of the people quoted") % {"finding": name}
    return [Difference(label, then, now, _known(why))] if then or now else []


class _Reruns:
    """A cache of recomputed runs; `hashes` are of what they read."""

    def __init__(self) -> None:
        self.hashes: dict[int, str] = {}
        self.runs: dict[int, PublishedRun] = {}

    def run_of(self, run: Run) -> PublishedRun:
        if run.pk not in self.runs:
            figures, self.hashes[run.pk] = recomputed_run(run)
            self.runs[run.pk] = replace(published_run(run), load=lambda: figures)
        return self.runs[run.pk]


def _whys(
    content: PlainObject,
    finding: PlainObject,
    evidence: Sequence[EvidenceAtRelease],
    withdrawn: Sequence[int],
    reruns: _Reruns,
    now_of: Sequence[int | None],
) -> list[list[str]]:
    """For each entry of the basis, every known reason why its numbers may differ."""
    counted: list[list[str]] = []
    voices: list[str] = []
    n_voices = 0
    for one, n_gone in zip(evidence, withdrawn, strict=True):
        why = list(_why(one, n_gone, reruns))
        if one.kind == KindOfEvidence.VOICE:
            voices += why
            n_voices += 1
        else:
            counted.append(why)
    counted.append(list(dict.fromkeys(voices)))
    reasons = []
    for entry, now in zip(finding["basis"], now_of, strict=True):
        why = (
            [_("The database record of the data that was counted is missing.")]
            if now is None
            else [*counted[now]]
        )
        if entry["kind"] == "voice" and 0 < n_voices < entry["n"]:
            why.append(_("A database record of who wrote these comments is missing."))
        current = VERSIONS.get(entry["method"])
        if current is not None and current != entry["version"]:
            values = {"method": entry["method"], "then": entry["version"], "now": current}
            why.append(_("The method %(method)s was version %(then)s and is now version %(now)s.") % values)
        if content["guard"]["version"] != GUARD_VERSION:
            values = {"then": content["guard"]["version"], "now": GUARD_VERSION}
            why.append(_("The privacy check was version %(then)s and is now version %(now)s.") % values)
        reasons.append(why)
    return reasons


def _why(one: EvidenceAtRelease, n_gone: int, reruns: _Reruns) -> Iterable[str]:
    if n_gone:
        yield (
            ngettext(
                "%(n)s response was withdrawn or removed after the release.",
                "%(n)s responses were withdrawn or removed after the release.",
                n_gone,
            )
            % {"n": n_gone}
        )
    if frozen_sha256(one.frozen) != one.frozen_sha256:
        yield _("The data that was counted has been changed in the database since the release.")
    if one.kind == KindOfEvidence.RUN:
        if one.run is None:
            yield _("The analysis no longer exists.")
        elif not n_gone and reruns.hashes.get(one.run.pk) != one.run.input_hash:
            yield _("The data that the analysis uses has changed since the release.")


def _known(why: Sequence[str]) -> Sequence[str]:
    return tuple(why) or (_("The stored records don't explain this difference."),)


def _numbers(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every number of a figure, or the value in its place, with its path; words are skipped."""
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
