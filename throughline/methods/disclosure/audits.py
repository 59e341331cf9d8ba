"""Audit of a single release by itself, by linear programming on the published numbers alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from throughline.methods.disclosure.attacker import CellInterval
from throughline.methods.disclosure.knowledge import gather
from throughline.methods.disclosure.publication import Publication
from throughline.methods.disclosure.rule import Rule


@dataclass(frozen=True)
class Audit:
    """What an attacker can infer about each count that is not shown.

    Attributes
    ----------
    minimum_n, protection : int
        The rule audited against.
    n_shown, n_hidden : int
        Counts shown and hidden.
    n_audited : int
        Counts whose interval was computed: hidden ones, those published as a range, and those never published
        that are part of a sum.
    narrowest : int or None
        The least width among hidden counts; None if none is hidden or none is limited.
    intervals : tuple of CellInterval
        One for each audited count. Unless `is_exact`, widening stopped at `protection`: at least this wide.
    too_narrow : tuple of CellInterval
        Hidden counts narrower than `protection`, answers published as a bound that only one count satisfies,
        and other counts this narrow that may be small.
    small_shown : tuple of str
        Keys of groups shown with a small count.
    is_exact : bool
        Whether intervals were computed to their ends.
    """

    minimum_n: int
    protection: int
    n_shown: int
    n_hidden: int
    n_audited: int
    narrowest: int | None
    intervals: tuple[CellInterval, ...]
    too_narrow: tuple[CellInterval, ...]
    small_shown: tuple[str, ...]
    is_exact: bool

    @property
    def is_safe(self) -> bool:
        """Return whether no count is too narrow and no small one is shown."""
        return not self.too_narrow and not self.small_shown

    def as_json(self) -> dict[str, object]:
        """Return the audit as JSON-compatible data, to be stored with the release."""
        return {
            "minimum_n": self.minimum_n,
            "protection": self.protection,
            "is_safe": self.is_safe,
            "n_shown": self.n_shown,
            "n_hidden": self.n_hidden,
            "n_audited": self.n_audited,
            "narrowest": self.narrowest,
            "is_exact": self.is_exact,
            "intervals": [[one.key, one.low, one.high] for one in self.intervals],
            "too_narrow": [[one.key, one.low, one.high] for one in self.too_narrow],
            "small_shown": list(self.small_shown),
        }


def audit(publications: Publication | Sequence[Publication], rule: Rule, *, exact: bool = False) -> Audit:
    """Compute what can be inferred from publications about the same people, taken together.

    Parameters
    ----------
    publications : Publication or sequence of Publication
        Everything one release publishes about one set of people. (For what earlier releases add, see
        `check_release`.)
    rule : Rule
        What counts as small, and how wide intervals must stay.
    exact : bool
        Compute every interval to its ends (two programs per count) instead of stopping when wide enough.

    Returns
    -------
    Audit
        Safe if each hidden count keeps an interval of at least ``rule.protection`` (1 for answers in
        a group that is large enough, and for answers published as a bound), if no group is shown with a small
        count, and if no count published as a range or never published is both this narrow and possibly small.

    Raises
    ------
    DisclosureError
        The published numbers do not add up, or count different people.

    References
    ----------
    .. [1] Fischetti and Salazar (2000), Models and algorithms for optimizing cell suppression in tabular
       data with linear constraints, Journal of the American Statistical Association 95.
    """
    given = [publications] if isinstance(publications, Publication) else list(publications)
    known = gather(given, grows=False)
    is_shown = known.low == known.high
    unseen = np.flatnonzero(~is_shown)
    targets = sparse.eye_array(len(known.facts), format="csr")[unseen]
    low, high = known.reach(targets, enough=None if exact else rule.protection)
    intervals = []
    too_narrow = [
        interval_of(known.facts[fact][1], known.low[fact], known.high[fact])
        for fact in np.flatnonzero(is_shown & known.is_coded)
    ]
    widths: list[int] = []
    for fact, least, most in zip(unseen, low, high, strict=True):
        interval = interval_of(known.facts[fact][1], least, most)
        intervals.append(interval)
        if known.is_coded[fact] and interval.width == 0:
            too_narrow.append(interval)
        needed = 1 if known.is_answer[fact] else rule.protection
        if known.is_hidden[fact]:
            if interval.width is not None:
                widths.append(interval.width)
            if interval.is_narrower_than(needed):
                too_narrow.append(interval)
        elif not known.is_answer[fact] and is_given_away(interval, rule):
            too_narrow.append(interval)
    return Audit(
        minimum_n=rule.minimum_n,
        protection=rule.protection,
        n_shown=int(is_shown.sum()),
        n_hidden=int((known.is_hidden & ~is_shown).sum()),
        n_audited=len(intervals),
        narrowest=min(widths, default=None),
        intervals=tuple(intervals),
        too_narrow=tuple(too_narrow),
        small_shown=tuple(
            known.facts[fact][1]
            for fact in np.flatnonzero(is_shown & ~known.is_answer)
            if rule.is_small(int(known.low[fact]))
        ),
        is_exact=exact,
    )


def interval_of(key: str, low: float, high: float) -> CellInterval:
    """Make an interval from two ends that may be infinite.

    Parameters
    ----------
    key : str
        Which count.
    low, high : float
        Its ends.

    Returns
    -------
    CellInterval
        With None for an infinite end.
    """
    return CellInterval(key, int(low) if np.isfinite(low) else None, int(high) if np.isfinite(high) else None)


def is_given_away(interval: CellInterval, rule: Rule) -> bool:
    """Return whether what can be inferred is narrower than the rule requires, and may be a small count.

    Parameters
    ----------
    interval : CellInterval
        What can be inferred.
    rule : Rule
        What counts as small.

    Returns
    -------
    bool
        False where the interval is wide enough, or holds no number from 1 to one below the minimum, nor its
        negative (people who left).
    """
    if interval.low is None or interval.high is None or not interval.is_narrower_than(rule.protection):
        return False
    return any(rule.is_small(abs(n)) for n in range(interval.low, interval.high + 1))
