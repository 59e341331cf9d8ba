"""Find pairs that may be the same entry, without comparing every entry with every other."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from throughline.methods.duplicates.entries import Entry, Pair
from throughline.methods.duplicates.evidence import Counts, Record, compared

LARGEST_BLOCK: Final = 24
"""In a larger block, an entry is compared only with its neighbors in the order of their names."""

N_NEIGHBORS: Final = 6

MOST_WORDS: Final = 8
"""Words of an entry's names, the rarest ones, that bring it together with others."""

STEP: Final = 500
"""Entries between two reports of progress."""

BlockKey = tuple[str, str]


def find_duplicates(entries: Iterable[Entry], report: Callable[[int, int], None] | None = None) -> list[Pair]:
    """
    Find the pairs of entries that may be the same one, entered twice.

    Parameters
    ----------
    entries : iterable of Entry
        Entries of one kind, each with a key of its own.
    report : callable, optional
        Called now and then with the number of entries compared so far and of all; what it raises ends the
        search.

    Returns
    -------
    list of Pair
        The pair with most evidence first, each once. The order of the entries makes no difference.
    """
    records = sorted(map(Record.of, entries), key=_by_name)
    counts = Counts.of(records)
    weights = counts.word_weights()
    keys = [_block_keys(record, counts) for record in records]
    blocks = _blocks(keys)
    found = []
    for place, record in enumerate(records):
        if report is not None and place % STEP == 0:
            report(place, len(records))
        for there in sorted({one for key in keys[place] for one in _following(place, blocks.get(key, ()))}):
            pair = compared(record, records[there], counts, weights)
            if pair is not None:
                found.append(pair)
    return sorted(found, key=lambda pair: (-pair.bits, pair.first, pair.second))


def _by_name(record: Record) -> tuple[str, int]:
    return ("".join(sorted(record.names[0])) if record.names else "", record.key)


def _block_keys(record: Record, counts: Counts) -> list[BlockKey]:
    """What brings an entry together with others: how it is reached, its names, and their rarest words."""
    words = {word for name in record.names for word in name}
    rarest = sorted(words, key=lambda word: (counts.words[word], word))[:MOST_WORDS]
    keys: list[BlockKey] = [(kind, one) for kind, of in sorted(record.values.items()) for one in sorted(of)]
    keys += [("word", word) for word in rarest]
    for name in record.names:
        # A name in one word may be that of several, written together, or their initials.
        keys += [("name", "".join(name)), ("name", "".join(word[0] for word in name))]
    return list(dict.fromkeys(keys))


def _blocks(keys: Sequence[Sequence[BlockKey]]) -> dict[BlockKey, list[int]]:
    """The places of the records of each key, ascending: in the order of their names."""
    members: dict[BlockKey, list[int]] = {}
    for place, of_record in enumerate(keys):
        for key in of_record:
            members.setdefault(key, []).append(place)
    return {key: places for key, places in members.items() if len(places) > 1}


def _following(place: int, block: Sequence[int]) -> Sequence[int]:
    """The records of a block after this one, with which it is compared."""
    begin = bisect_right(block, place)
    return block[begin:] if len(block) <= LARGEST_BLOCK else block[begin : begin + N_NEIGHBORS]
