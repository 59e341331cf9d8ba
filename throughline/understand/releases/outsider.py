"""What a release gives away to an outsider who reads all of it, and all that left before.

Figures about the same people are audited together, by linear programming; figures of the same kind that left
earlier, or that were about the same people, are held against them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.convene.models import Cycle
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
from throughline.understand.releases.told import Told, told_of_json


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


def told_earlier(cycle: Cycle) -> list[tuple[int, Told]]:
    """All that left of a cycle, the oldest first, with the number of its release; what was taken back too."""
    rows = (
        EvidenceAtRelease.objects.filter(finding__release__cycle=cycle)
        .order_by("finding__release__number", "id")
        .values_list("finding__release__number", "told")
    )
    return [(number, told_of_json(one)) for number, stored in rows for one in stored]


def verdict_on(
    told: Sequence[Told],
    earlier: Sequence[tuple[int, Told]],
    *,
    apart: Sequence[str] = (),
    is_enough: bool = True,
) -> Verdict:
    """Audit what would leave, and hold it against what left.

    `apart` are refusals of figures that count nearly the same people; `is_enough` is whether each finding
    rests on enough people: where not, that was said already.
    """
    refusals: list[str] = []
    n_hidden = n_audited = 0
    widths: list[int] = []
    asked = max((one.rules.protection for one in told), default=0)
    for people in dict.fromkeys(one.publication.people for one in told):
        together = [one for one in told if one.publication.people == people]
        before = [one for _number, one in earlier if one.publication.people == people]
        rules = max((one.rules for one in together), key=lambda one: (one.minimum_n, one.protection))
        try:
            audit = audit_of(_unlike([one.publication for one in (*before, *together)]), rules)
            was_told = _given_away_already(before, rules)
        except DisclosureError:
            refusals.append(_contradiction(together))
            continue
        n_hidden += audit.n_hidden
        n_audited += audit.n_audited
        if audit.narrowest is not None:
            widths.append(audit.narrowest)
        refusals += [
            _given_away(together, one.key, rules) for one in audit.too_narrow if one.key not in was_told
        ]
        small = [key for key in audit.small_shown if is_enough and key not in was_told]
        refusals += [_small(together, key, rules) for key in small]
        refusals += _beside_earlier(together, earlier, rules)
    refusals += apart
    return Verdict(
        tuple(dict.fromkeys(refusals)),
        n_told=sum(len(one.publication.shown) + len(one.publication.ranges) for one in told),
        n_hidden=n_hidden,
        n_audited=n_audited,
        narrowest=min(widths, default=None),
        protection=asked,
        n_earlier=len({number for number, _told in earlier}),
    )


def _given_away_already(before: Sequence[Told], rules: Rules) -> set[str]:
    """What earlier figures about the same people told by themselves: not laid to the new ones."""
    if not before:
        return set()
    audit = audit_of(_unlike([one.publication for one in before]), rules)
    return {one.key for one in audit.too_narrow}.union(audit.small_shown)


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
    return history_verdict(_unlike(now), _unlike(then), rules)


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
