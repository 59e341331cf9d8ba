"""Differencing: can a small count be inferred from a new release together with all earlier ones?"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from scipy import sparse

from throughline.methods.disclosure.attacker import CellInterval
from throughline.methods.disclosure.audits import interval_of, is_given_away
from throughline.methods.disclosure.errors import DisclosureError
from throughline.methods.disclosure.knowledge import Knowledge, gather
from throughline.methods.disclosure.publication import Publication
from throughline.methods.disclosure.rule import Rule

Kind: TypeAlias = Literal["count", "change"]


@dataclass(frozen=True)
class Leak:
    """One small number that could be inferred from a new release together with earlier ones.

    Attributes
    ----------
    kind : {"count", "change"}
        "count": people of a group. "change": people who joined a group between two sets of people (or left).
    key : str
        The group.
    people, later_people : str
        Who was counted; for a change, the two sets of people in chronological order (else the same twice).
    interval : CellInterval
        What could be inferred about the number.
    with_releases : tuple of str
        Names of the earlier publications from which, with the new one, it can be inferred: a single one where
        one is enough, else all of them; none where the new one is enough.
    """

    kind: Kind
    key: str
    people: str
    later_people: str
    interval: CellInterval
    with_releases: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the leak as JSON-compatible data."""
        return {
            "kind": self.kind,
            "key": self.key,
            "people": [self.people, self.later_people],
            "low": self.interval.low,
            "high": self.interval.high,
            "with": list(self.with_releases),
        }


@dataclass(frozen=True)
class HistoryVerdict:
    """Whether a new release is safe together with all earlier ones.

    Attributes
    ----------
    minimum_n, protection : int
        The rule checked against.
    n_earlier : int
        Earlier publications it was checked against.
    n_checked : int
        Counts and changes checked.
    leaks : tuple of Leak
        What could be inferred from the new release; counts first, then changes. What could already be
        inferred from earlier ones, and the new one makes no narrower, is not included.
    is_consistent : bool
        False where the numbers contradict each other ("the same people", but other counts): the check is not
        possible then, and nothing should be published.
    """

    minimum_n: int
    protection: int
    n_earlier: int
    n_checked: int
    leaks: tuple[Leak, ...]
    is_consistent: bool = True

    @property
    def is_safe(self) -> bool:
        """Return whether there are no leaks and the publications are consistent."""
        return self.is_consistent and not self.leaks

    def as_json(self) -> dict[str, object]:
        """Return the verdict as JSON-compatible data, to be stored with the release."""
        return {
            "minimum_n": self.minimum_n,
            "protection": self.protection,
            "is_safe": self.is_safe,
            "is_consistent": self.is_consistent,
            "n_earlier": self.n_earlier,
            "n_checked": self.n_checked,
            "leaks": [leak.as_json() for leak in self.leaks],
        }


def check_release(
    new: Publication | Sequence[Publication],
    earlier: Sequence[Publication],
    rule: Rule,
    *,
    grows: bool = True,
) -> HistoryVerdict:
    """Check whether a new release makes a small count or a small change narrower than declared.

    All publications are put together into one linear program: a key of the same people is one count, merged
    groups are the sums of their parts, and the count of a key for two sets of people may differ by those who
    joined. Two tables that are each safe may differ by one school, or by the three people who answered
    between them; this finds both.

    Parameters
    ----------
    new : Publication or sequence of Publication
        Everything the new release publishes, hidden cells included.
    earlier : sequence of Publication
        Everything released before about these people or earlier sets of them, the oldest first. Withdrawn
        releases included: they may have been copied.
    rule : Rule
        What counts as small, and how wide intervals must stay. Where rules changed, take the strictest.
    grows : bool
        Whether an attacker may assume that people only joined from one set to the next (an open forum).
        Dropped automatically if a count shown twice fell.

    Returns
    -------
    HistoryVerdict
        With each count or change that lies in an interval narrower than ``rule.protection`` and may be small
        (1 to one below ``rule.minimum_n``, or minus that), and the earlier publications involved.

    Notes
    -----
    A hidden cell may be shown later where that discloses nothing small. A change is checked for every key and
    every two sets of people, even where neither was ever shown.

    References
    ----------
    .. [1] Hundepool and others (2012), Statistical Disclosure Control, Wiley, section 5 (linked tables).

    Examples
    --------
    >>> from throughline.methods.disclosure import PUBLIC, Publication, check_release
    >>> schools = ("school=alder", "school=birch")
    >>> may = Publication("may", {"everyone": 60, "school=alder": 40, "school=birch": 20},
    ...                   relations=(("everyone", schools),), people="f1 at 60")
    >>> june = Publication("june", {"everyone": 63, "school=alder": 43, "school=birch": 20},
    ...                    relations=(("everyone", schools),), people="f1 at 63")
    >>> verdict = check_release(june, [may], PUBLIC)
    >>> verdict.is_safe
    False
    >>> [(leak.kind, leak.key, leak.interval.low, leak.with_releases) for leak in verdict.leaks]
    [('change', 'everyone', 3, ('may',)), ('change', 'school=alder', 3, ('may',))]
    """
    fresh = [new] if isinstance(new, Publication) else list(new)
    try:
        n_checked, after = _given_away([*earlier, *fresh], rule, grows=grows)
        _, before = _given_away(earlier, rule, grows=grows) if after else (0, {})
    except DisclosureError:
        return HistoryVerdict(rule.minimum_n, rule.protection, len(earlier), 0, (), is_consistent=False)
    leaks = {
        place: interval
        for place, interval in after.items()
        if place not in before or _is_within(interval, before[place])
    }
    culprits: dict[_Place, tuple[str, ...]] = {}
    if leaks:
        for some in ([], *([one] for one in earlier)):
            if len(culprits) == len(leaks):
                break
            # If the solver finds no answer for these alone, the leak is attributed to all of them.
            with suppress(DisclosureError):
                found = _given_away([*some, *fresh], rule, grows=grows)[1]
                names = tuple(one.name for one in some)
                culprits |= {place: names for place in leaks if place in found and place not in culprits}
    every = tuple(dict.fromkeys(one.name for one in earlier))
    return HistoryVerdict(
        minimum_n=rule.minimum_n,
        protection=rule.protection,
        n_earlier=len(earlier),
        n_checked=n_checked,
        leaks=tuple(
            Leak(
                kind="count" if people == later else "change",
                key=key,
                people=people,
                later_people=later,
                interval=interval,
                with_releases=culprits.get((key, people, later), every),
            )
            for (key, people, later), interval in sorted(
                leaks.items(), key=lambda leak: (leak[0][1] != leak[0][2], leak[0])
            )
        ),
    )


_Place: TypeAlias = tuple[str, str, str]


def _given_away(
    publications: Sequence[Publication], rule: Rule, *, grows: bool
) -> tuple[int, dict[_Place, CellInterval]]:
    """Compute which counts and changes can be inferred too narrowly: ``(key, people, later people)``."""
    known = gather(publications, grows=grows)
    places, targets = _targets(known)
    try:
        low, high = known.reach(targets, enough=rule.protection)
    except DisclosureError:
        if not known.grows:
            raise
        # Some people must have left: an attacker can see that too.
        low, high = replace(known, grows=False).reach(targets, enough=rule.protection)
    found: dict[_Place, CellInterval] = {}
    for place, least, most in zip(places, low, high, strict=True):
        interval = interval_of(place[0], least, most)
        if is_given_away(interval, rule):
            found[place] = interval
    return len(places), found


def _targets(known: Knowledge) -> tuple[list[_Place], sparse.csr_array]:
    """List every count of a group, and every change of one between two sets of people."""
    n_facts = len(known.facts)
    groups = np.flatnonzero(~known.is_answer)
    places = [(known.facts[fact][1], known.facts[fact][0], known.facts[fact][0]) for fact in groups]
    rows, facts, signs = list(range(len(groups))), groups.tolist(), [1.0] * len(groups)
    for one, other in known.steps(all_pairs=True):
        if known.is_answer[one] or known.is_answer[other]:
            continue
        rows += [len(places), len(places)]
        facts += [one, other]
        signs += [-1.0, 1.0]
        (people, key), later = known.facts[one], known.facts[other][0]
        places.append((key, people, later))
    return places, sparse.csr_array((signs, (rows, facts)), shape=(len(places), n_facts))


def _is_within(interval: CellInterval, before: CellInterval) -> bool:
    """Return whether the interval is narrower than before."""
    return interval.width is not None and (before.width is None or interval.width < before.width)
