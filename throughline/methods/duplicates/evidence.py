"""How strongly two entries seem to be the same: the weight of what agrees and of what does not."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from throughline.methods.duplicates.entries import Entry, Pair, Reason
from throughline.methods.duplicates.names import name_likeness
from throughline.methods.duplicates.normal import (
    address_key,
    email_key,
    name_words,
    phone_key,
    website_key,
)

LEAST_BITS: Final = -3.0
"""Pairs with less evidence are not shown: odds of one in eight, if the weights were exact."""

NEUTRAL_NAMES: Final = 0.7
"""Names so alike speak neither for nor against the same entry."""

LEAST_ALIKE_NAMES: Final = 0.5
"""Entries whose names are less alike are different, whatever else they share."""

LEAST_ALIKE_IN_GROUP: Final = 0.9
"""The same within a group, whose entries share phones, addresses and websites anyway."""

SAME_NAME: Final = 0.999

AGAINST: Final[Mapping[Reason, float]] = {"address": -3.3, "phone": -1.7, "email": -1.0, "website": -1.7}
"""What it weighs that both entries have one and none in common."""

MOST_VALUES: Final = 12
"""Phones, addresses and the like of an entry that are looked at."""


@dataclass(frozen=True)
class Record:
    """An entry in the form in which it is compared.

    Attributes
    ----------
    key, group
        Those of the entry.
    names : tuple of tuple of str
        The words of each of its names, the main one first.
    values : mapping of str to frozenset of str
        Its phones, addresses and the like, each written in one way.
    """

    key: int
    group: str
    names: tuple[tuple[str, ...], ...]
    values: Mapping[Reason, frozenset[str]]

    @classmethod
    def of(cls, entry: Entry) -> "Record":
        """
        Write an entry in the form in which it is compared.

        Parameters
        ----------
        entry : Entry
            An entry as it is written.

        Returns
        -------
        Record
            The same entry.
        """
        names = (name_words(name) for name in (entry.name, *entry.other_names))
        values: dict[Reason, list[str]] = {
            "phone": [phone_key(one) for one in entry.phones],
            "address": [address_key(one) for one in entry.addresses],
            "email": [email_key(one) for one in entry.emails],
            "website": [website_key(one) for one in entry.websites],
        }
        return cls(
            key=entry.key,
            group=entry.group,
            names=tuple(dict.fromkeys(name for name in names if name)),
            values={kind: frozenset(sorted(filter(None, of))[:MOST_VALUES]) for kind, of in values.items()},
        )


@dataclass
class Counts:
    """How common each word, name, value and group is.

    Attributes
    ----------
    n : int
        Number of records.
    words, names, values, groups : Counter
        Number of records with each.
    """

    n: int
    words: Counter[str] = field(default_factory=Counter)
    names: Counter[tuple[str, ...]] = field(default_factory=Counter)
    values: Counter[tuple[str, str]] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, records: Sequence[Record]) -> "Counts":
        """
        Count what the records say.

        Parameters
        ----------
        records : sequence of Record
            All records.

        Returns
        -------
        Counts
            The counts.
        """
        counts = cls(len(records))
        for record in records:
            counts.names.update({tuple(sorted(name)) for name in record.names})
            counts.words.update({word for name in record.names for word in name})
            counts.values.update((kind, one) for kind, of in record.values.items() for one in of)
            counts.groups[record.group] += 1
        return counts

    def rarity(self, n_with: int) -> float:
        """
        Weigh an agreement in something that a number of records have.

        Parameters
        ----------
        n_with : int
            Number of records that have it.

        Returns
        -------
        float
            log2 of how much likelier it is between same entries than between any two.
        """
        return math.log2(self.n / min(self.n, max(2, n_with)))

    def word_weights(self) -> dict[str, float]:
        """
        Weigh the words of names by how rare they are.

        Returns
        -------
        dict of str to float
            The weight of each word, at least 1.
        """
        return {word: 1.0 + math.log2(self.n / n) for word, n in self.words.items()}


def compared(one: Record, other: Record, counts: Counts, weights: Mapping[str, float]) -> Pair | None:
    """
    Compare two records.

    Parameters
    ----------
    one, other : Record
        Two records.
    counts : Counts
        How common what they say is.
    weights : mapping of str to float
        The weight of each word of a name.

    Returns
    -------
    Pair or None
        None if they seem to be different entries.
    """
    one, other = sorted((one, other), key=lambda record: record.key)
    likeness, name_bits = _name_evidence(one, other, counts, weights)
    is_of_a_group = bool(one.group) and one.group == other.group
    if likeness is not None and likeness < (LEAST_ALIKE_IN_GROUP if is_of_a_group else LEAST_ALIKE_NAMES):
        return None
    shared = {kind: one.values[kind] & other.values[kind] for kind in one.values}
    apart = [kind for kind, of in shared.items() if not of and one.values[kind] and other.values[kind]]
    if is_of_a_group:
        if likeness is None or "address" in apart or "phone" in apart:
            return None
        bits = name_bits - math.log2(counts.groups[one.group])
    else:
        bits = name_bits + _contact_bits(shared, counts) + sum(AGAINST[kind] for kind in apart)
        bits -= math.log2(counts.n)
    if bits < LEAST_BITS:
        return None
    reasons: list[Reason] = [kind for kind, of in shared.items() if of]
    if likeness is not None and likeness > NEUTRAL_NAMES:
        reasons.insert(0, "same_name" if likeness >= SAME_NAME else "similar_name")
    return Pair(one.key, other.key, round(bits, 3), tuple(reasons)) if reasons else None


def _name_evidence(
    one: Record, other: Record, counts: Counts, weights: Mapping[str, float]
) -> tuple[float | None, float]:
    """How alike the two most alike names are, and what that weighs; None if either has no name."""
    best: tuple[float, float] | None = None
    for name in one.names:
        for of_other in other.names:
            likeness = name_likeness(name, of_other, weights)
            n_with = max(counts.names[tuple(sorted(name))], counts.names[tuple(sorted(of_other))])
            bits = counts.rarity(n_with) * (likeness - NEUTRAL_NAMES) / (1 - NEUTRAL_NAMES)
            best = max(best or (likeness, bits), (likeness, bits))
    return best or (None, 0.0)


def _contact_bits(shared: Mapping[Reason, frozenset[str]], counts: Counts) -> float:
    """What it weighs how they are reached: the rarest in full, each further one half as much.

    An entry's phone, address and website are not independent: who shares one often shares the others.
    """
    rarest = sorted(
        (max(counts.rarity(counts.values[kind, one]) for one in of) for kind, of in shared.items() if of),
        reverse=True,
    )
    return sum(bits * 0.5**place for place, bits in enumerate(rarest))
