"""Audit of what a reader could infer from a release together with all earlier ones of the cycle.

Figures about the same people are audited together, by linear programming, and compared with earlier figures
of the same series or about the same people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Cycle
from throughline.listen.queries.words import words_of
from throughline.measure.published import (
    GUARD,
    GUARD_VERSION,
    DisclosureError,
    HistoryVerdict,
    Leak,
    Publication,
    Rules,
    audit_of,
    history_verdict,
    publication_of_json,
)
from throughline.understand.models import EvidenceAtRelease
from throughline.understand.releases.disclosed_figures import DisclosedFigures, disclosed_figures_from_json


@dataclass(frozen=True)
class Verdict:
    """The result of an audit: `refusals` are sentences, empty if nothing can be inferred."""

    refusals: tuple[str, ...]
    n_disclosed: int
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
            "n_told": self.n_disclosed,
            "n_hidden": self.n_hidden,
            "n_audited": self.n_audited,
            "narrowest_width": self.narrowest,
            "width_asked": self.protection,
            "n_earlier": self.n_earlier,
        }


def disclosed_earlier(cycle: Cycle) -> list[tuple[int, DisclosedFigures]]:
    """All figures a cycle disclosed, including withdrawn ones, oldest first, with their release's number."""
    rows = (
        EvidenceAtRelease.objects.filter(finding__release__cycle=cycle)
        .select_related("finding__release", "voice__district")
        .defer("frozen", "finding__basis", "finding__release__canonical")
        .order_by("finding__release__number", "id")
    )
    return [
        (row.finding.release.number, disclosed_figures_from_json(one).named(_statement_of(row)))
        for row in rows
        for one in row.told
    ]


def _statement_of(row: EvidenceAtRelease) -> str:
    if row.voice is None or not row.voice.is_usable:
        return _("Statement no longer shown")
    return str(words_of(row.voice))


def verdict_on(
    new: Sequence[DisclosedFigures],
    earlier: Sequence[tuple[int, DisclosedFigures]],
    *,
    overlaps: Sequence[str] = (),
    is_enough: bool = True,
) -> Verdict:
    """Audit new figures, and compare them with those disclosed earlier.

    `overlaps` are refusals of figures that count nearly the same people. Without `is_enough` there are other
    refusals already, and small counts are not reported again.
    """
    refusals: list[str] = []
    n_hidden = n_audited = 0
    widths: list[int] = []
    protection = max((one.rules.protection for one in new), default=0)
    for people in dict.fromkeys(one.publication.people for one in new):
        figures = [one for one in new if one.publication.people == people]
        before = [one for _number, one in earlier if one.publication.people == people]
        rules = max((one.rules for one in figures), key=lambda one: (one.minimum_n, one.protection))
        try:
            audit = audit_of(_distinct([one.publication for one in (*before, *figures)]), rules)
            disclosed_before = _keys_disclosed_by(before, rules)
        except DisclosureError:
            refusals.append(_contradiction_sentence(figures))
            continue
        n_hidden += audit.n_hidden
        n_audited += audit.n_audited
        if audit.narrowest is not None:
            widths.append(audit.narrowest)
        refusals += [
            _exposed_group_sentence(figures, rules)
            for one in audit.too_narrow
            if one.key not in disclosed_before
        ]
        small = [key for key in audit.small_shown if is_enough and key not in disclosed_before]
        refusals += [_too_few_sentence(figures, key, rules) for key in small]
        refusals += _history_refusals(figures, earlier, rules)
    refusals += overlaps
    return Verdict(
        tuple(dict.fromkeys(refusals)),
        n_disclosed=sum(len(one.publication.shown) + len(one.publication.ranges) for one in new),
        n_hidden=n_hidden,
        n_audited=n_audited,
        narrowest=min(widths, default=None),
        protection=protection,
        n_earlier=len({number for number, _figures in earlier}),
    )


def _keys_disclosed_by(before: Sequence[DisclosedFigures], rules: Rules) -> set[str]:
    """Keys already disclosed by earlier figures about the same people; not a reason to refuse new ones."""
    if not before:
        return set()
    audit = audit_of(_distinct([one.publication for one in before]), rules)
    return {one.key for one in audit.too_narrow}.union(audit.small_shown)


def _distinct(publications: Sequence[Publication]) -> list[Publication]:
    """Remove duplicates: two findings may share a figure."""
    return list({str(one.as_json()): one for one in publications}.values())


def _history_refusals(
    figures: Sequence[DisclosedFigures],
    earlier: Sequence[tuple[int, DisclosedFigures]],
    rules: Rules,
) -> Iterable[str]:
    series = {one.series for one in figures}
    people = figures[0].publication.people
    linked = [
        (number, one) for number, one in earlier if one.series in series or one.publication.people == people
    ]
    if not linked:
        return
    labels = {key: label for _number, one in linked for key, label in one.labels.items()}
    labels |= {key: label for one in figures for key, label in one.labels.items()}
    verdict = _verdict(figures, linked, rules)
    if not verdict.is_consistent:
        # The same people changed their answers since: treat each release as about different people.
        verdict = _verdict(figures, linked, rules, is_separate=True)
    if not verdict.is_consistent:
        yield _contradiction_sentence(figures)
    for leak in verdict.leaks:
        yield _leak_sentence(leak, figures, labels, rules)


def _verdict(
    figures: Sequence[DisclosedFigures],
    linked: Sequence[tuple[int, DisclosedFigures]],
    rules: Rules,
    *,
    is_separate: bool = False,
) -> HistoryVerdict:
    then = [
        _named(one.publication, _("release %(number)s") % {"number": number}, number if is_separate else None)
        for number, one in linked
    ]
    now = [_named(one.publication, one.what, 0 if is_separate else None) for one in figures]
    return history_verdict(_distinct(now), _distinct(then), rules)


def _named(publication: Publication, name: str, release: int | None) -> Publication:
    people = publication.people if release is None else f"{publication.people} {release}"
    stored = publication.as_json() | {"name": name, "people": people}
    return publication_of_json(stored)


def _what_of(figures: Sequence[DisclosedFigures], key: str) -> str:
    return next((one.what for one in figures if key in one.publication.keys), figures[0].what)


def _names(figures: Sequence[DisclosedFigures]) -> str:
    return ", ".join(f"“{one.what}”" for one in figures)


def _contradiction_sentence(figures: Sequence[DisclosedFigures]) -> str:
    return _(
        "%(what)s: these numbers don't match other numbers about the same people. Run the analysis "
        "again and use the new one as evidence."
    ) % {"what": _names(figures)}


def _exposed_group_sentence(figures: Sequence[DisclosedFigures], rules: Rules) -> str:
    return _(
        "Together, %(figures)s would reveal how many people are in a hidden group. Merge that "
        "group with a similar one, leave out one of these results, or wait until the group has at "
        "least %(minimum)s people."
    ) % {"figures": _names(figures), "minimum": rules.minimum_n}


def _too_few_sentence(figures: Sequence[DisclosedFigures], key: str, rules: Rules) -> str:
    return _(
        "“%(what)s” includes a number about fewer than %(minimum)s people. Merge groups, wait for "
        "more responses, or leave it out."
    ) % {"what": _what_of(figures, key), "minimum": rules.minimum_n}


def _leak_sentence(
    leak: Leak, figures: Sequence[DisclosedFigures], labels: dict[str, str], rules: Rules
) -> str:
    others = ", ".join(dict.fromkeys(leak.with_releases)) or _("the other results in this release")
    n = max(abs(leak.interval.low or 0), abs(leak.interval.high or 0))
    group = labels.get(leak.key, "")
    what = _what_of(figures, leak.key)
    values = {"what": what, "others": others, "n": n, "minimum": rules.minimum_n, "group": group or what}
    if leak.kind == "change":
        return (
            ngettext(
                "“%(what)s” compared with %(others)s: the number of people (%(group)s) changed by %(n)s, "
                "so someone could figure out what that person answered. Leave it out, keep the published "
                "numbers, or wait until the number has changed by at least %(minimum)s.",
                "“%(what)s” compared with %(others)s: the number of people (%(group)s) changed by %(n)s, "
                "so someone could figure out what those people answered. Leave it out, keep the published "
                "numbers, or wait until the number has changed by at least %(minimum)s.",
                n,
            )
            % values
        )
    return (
        _(
            "“%(what)s” compared with %(others)s: someone could figure out how many people are in a "
            "hidden group (%(group)s). Merge that group with a similar one, leave out one of the two, "
            "or wait until the group has at least %(minimum)s people."
        )
        % values
    )
