"""What an attacker knows who kept every publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.disclosure.attacker import FittingTables
from throughline.methods.disclosure.errors import DisclosureError
from throughline.methods.disclosure.publication import Publication, Relation

Fact = tuple[str, str]
"""``(people, key)``: one count of one set of people."""


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Publications combined: each count once for each set of people, with its bounds, and all sums.

    Attributes
    ----------
    people : tuple of str
        The sets of people, in the order they were published.
    facts : tuple of (str, str)
        ``(people, key)`` of each count.
    low, high : ndarray of float, shape (n_facts,)
        Bounds that are published for each directly; equal where it is shown.
    equations : sparse array, shape (n_equations, n_facts)
        Each row times the counts is 0.
    is_hidden, is_answer, is_coded : ndarray of bool, shape (n_facts,)
        Whether a publication hides it; whether it counts answers of a group that is large enough; whether it
        is published as a bound.
    grows : bool
        Whether people may only have joined from one set to the next.
    """

    people: tuple[str, ...]
    facts: tuple[Fact, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    equations: sparse.csr_array
    is_hidden: NDArray[np.bool_]
    is_answer: NDArray[np.bool_]
    is_coded: NDArray[np.bool_]
    grows: bool

    def reach(
        self, targets: sparse.csr_array, *, enough: float | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Find how low and how high sums of facts can be, as `FittingTables.reach` does.

        Facts that are shown are substituted first, so that the program has only the unknown ones.
        """
        unknown = np.flatnonzero(self.low < self.high)
        known = np.where(self.low == self.high, self.low, 0.0)
        low, high, equations = self.low[unknown], self.high[unknown], self.equations[:, unknown]
        right = -(self.equations @ known)
        if self.grows:
            low, high, equations, right = self._with_growth(unknown, known, low, high, equations, right)
        is_empty = np.diff(equations.indptr) == 0
        if np.any(np.abs(right[is_empty]) > 0.5):
            raise DisclosureError("The published numbers do not add up.")
        fitting = FittingTables(low, high, equations[~is_empty], right[~is_empty])
        of_unknown = targets[:, unknown]
        if len(low) > len(unknown):
            nothing = sparse.csr_array((targets.shape[0], len(low) - len(unknown)))
            of_unknown = sparse.hstack([of_unknown, nothing], format="csr")
        from_shown = targets @ known
        is_open = np.diff(of_unknown.indptr) > 0
        found_low, found_high = from_shown.copy(), from_shown.copy()
        open_low, open_high = fitting.reach(of_unknown[is_open], enough=enough)
        found_low[is_open] += open_low
        found_high[is_open] += open_high
        return found_low, found_high

    def _with_growth(
        self,
        unknown: NDArray[np.int64],
        known: NDArray[np.float64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        equations: sparse.csr_array,
        right: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], sparse.csr_array, NDArray[np.float64]]:
        """Add, for each key counted for two sets of people, how many joined: 0 or more."""
        steps = self.steps()
        if not steps:
            return low, high, equations, right
        rows = [row for row in range(len(steps)) for _ in range(2)]
        facts = [fact for step in steps for fact in step]
        difference = sparse.csr_array(
            (np.tile([-1.0, 1.0], len(steps)), (rows, facts)), shape=(len(steps), len(self.facts))
        )
        joined = -sparse.eye_array(len(steps), format="csr")
        nothing = sparse.csr_array((equations.shape[0], len(steps)))
        return (
            np.concatenate([low, np.zeros(len(steps))]),
            np.concatenate([high, np.full(len(steps), np.inf)]),
            sparse.vstack(
                [sparse.hstack([equations, nothing]), sparse.hstack([difference[:, unknown], joined])],
                format="csr",
            ),
            np.concatenate([right, -(difference @ known)]),
        )

    def steps(self, *, all_pairs: bool = False) -> list[tuple[int, int]]:
        """List pairs of facts of one key and two sets of people: neighbors in time, or all."""
        number = {fact: i for i, fact in enumerate(self.facts)}
        keys = dict.fromkeys(key for _, key in self.facts)
        pairs: list[tuple[int, int]] = []
        for key in keys:
            line = [number[people, key] for people in self.people if (people, key) in number]
            if all_pairs:
                pairs += [(one, other) for k, one in enumerate(line) for other in line[k + 1 :]]
            else:
                pairs += list(pairwise(line))
        return pairs


def gather(publications: Sequence[Publication], *, grows: bool = True) -> Knowledge:
    """Combine publications.

    Parameters
    ----------
    publications : sequence of Publication
        In the order they were published.
    grows : bool
        Whether people may only have joined between two sets of people. Where a count that is shown twice
        fell, some must have left, and this is not assumed.

    Returns
    -------
    Knowledge
        Each key once for each set of people that it, or a group merged from it, was published for.

    Raises
    ------
    DisclosureError
        Two publications show different counts of one key for the same people.
    """
    people = tuple(dict.fromkeys(one.people for one in publications))
    mergers = tuple(dict.fromkeys(relation for one in publications for relation in one.merged))
    number = _numbered(publications, people, mergers)
    low, high = _bounds(publications, number)
    is_hidden, is_answer, is_coded = _kinds(publications, number)
    sums = {(one.people, relation): None for one in publications for relation in one.relations}
    sums |= {
        (each, relation): None for each in people for relation in mergers if (each, relation[0]) in number
    }
    knowledge = Knowledge(
        people=people,
        facts=tuple(number),
        low=low,
        high=high,
        equations=_equations(list(sums), number),
        is_hidden=is_hidden,
        is_answer=is_answer,
        is_coded=is_coded,
        grows=False,
    )
    if not grows or len(people) < 2:
        return knowledge
    is_shown = low == high
    fell = any(
        is_shown[one] and is_shown[other] and low[other] < low[one] for one, other in knowledge.steps()
    )
    return replace(knowledge, grows=not fell)


def _numbered(
    publications: Sequence[Publication], people: Sequence[str], mergers: Sequence[Relation]
) -> dict[Fact, int]:
    """Number each count once for each set of people, with both sides of a merger where one is published."""
    number: dict[Fact, int] = {}
    for one in publications:
        for key in one.keys:
            number.setdefault((one.people, key), len(number))
    for each in people:
        for whole, parts in mergers:
            if any((each, key) in number for key in (whole, *parts)):
                for key in (whole, *parts):
                    number.setdefault((each, key), len(number))
    return number


def _bounds(
    publications: Sequence[Publication], number: Mapping[Fact, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Intersect the bounds on each count that publications show, or imply by hiding it."""
    low, high = np.zeros(len(number)), np.full(len(number), np.inf)
    for one in publications:
        ranges = {key: (n, n) for key, n in one.shown.items()} | dict(one.ranges)
        for key, (least, most) in ranges.items():
            fact = number[one.people, key]
            low[fact], high[fact] = max(low[fact], least), min(high[fact], most)
        for key in one.hidden:
            fact = number[one.people, key]
            low[fact] = max(low[fact], one.smallest_hidden)
    if np.any(low > high):
        raise DisclosureError("Two counts of the same people are published for one key.")
    return low, high


def _kinds(
    publications: Sequence[Publication], number: Mapping[Fact, int]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the counts that are hidden, that count answers, and that are published as a bound."""
    is_hidden, is_coded, is_group, is_answer = np.zeros((4, len(number)), dtype=bool)
    for one in publications:
        for key in one.hidden:
            is_hidden[number[one.people, key]] = True
        for key in (*one.shown, *one.hidden, *one.ranges):
            (is_answer if key in one.answers else is_group)[number[one.people, key]] = True
        for key in one.keys:
            # A sum that was never published counts answers if its publication declares it.
            if key in one.answers:
                is_answer[number[one.people, key]] = True
        for key in one.coded:
            is_coded[number[one.people, key]] = True
    return is_hidden, is_answer & ~is_group, is_coded


def _equations(sums: Sequence[tuple[str, Relation]], number: Mapping[Fact, int]) -> sparse.csr_array:
    """Write each sum as an equation: the parts less the whole."""
    rows, columns, signs = [], [], []
    for row, (each, (whole, parts)) in enumerate(sums):
        for key, sign in ((whole, -1.0), *((part, 1.0) for part in parts)):
            rows.append(row)
            columns.append(number[each, key])
            signs.append(sign)
    return sparse.csr_array((signs, (rows, columns)), shape=(len(sums), len(number)))
