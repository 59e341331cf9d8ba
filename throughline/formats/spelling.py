"""Find the words that a mistyped word may have meant."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Final

SHORTEST: Final = 4
"""Letters of the shortest word whose spelling is questioned."""

LONG: Final = 8
"""Letters of a word in which two errors may be made."""

LONGEST: Final = 40


def may_be_misspelled(word: str) -> bool:
    """
    Whether a word can have a typing error: shorter words and numbers have too many neighbors.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    bool
        Whether it is long enough and has letters only.
    """
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def most_errors(word: str) -> int:
    """
    Return how many errors a word may have.

    Parameters
    ----------
    word : str
        A folded word.

    Returns
    -------
    int
        None, one, or in a long word two.
    """
    return 0 if not may_be_misspelled(word) else 1 if len(word) < LONG else 2


def pieces(word: str, n_errors: int) -> Sequence[str]:
    """
    Cut a word into pieces, one of which is in every word that differs in at most so many errors.

    Parameters
    ----------
    word : str
        A folded word.
    n_errors : int
        The number of errors allowed.

    Returns
    -------
    sequence of str
        Two pieces an error and one more: an error changes two neighboring letters at most.
    """
    n = 2 * n_errors + 1
    cuts = [len(word) * k // n for k in range(n + 1)]
    return [word[begin:end] for begin, end in pairwise(cuts)]


def nearest(word: str, known: Iterable[str]) -> Collection[str]:
    """
    Return the known words with the fewest errors between them and a word.

    Parameters
    ----------
    word : str
        A folded word that is not known.
    known : iterable of str
        Folded words.

    Returns
    -------
    collection of str
        All that are equally near, sorted; none if every word has more errors than the word may have. Where
        some begin with the same letter as the word, only those.
    """
    most = most_errors(word)
    found: dict[int, set[str]] = {}
    for other in known:
        n = n_errors_between(word, other, most)
        if 0 < n <= most:
            found.setdefault(n, set()).add(other)
            most = min(most, n)
    near = found.get(min(found, default=0), set())
    return sorted({other for other in near if other[:1] == word[:1]} or near)


def n_errors_between(one: str, other: str, most: int) -> int:
    """
    Count the errors between two words: a letter missing, added or wrong, or two neighbors swapped.

    Parameters
    ----------
    one, other : str
        Two folded words.
    most : int
        The number of errors that matters.

    Returns
    -------
    int
        The number of errors (optimal string alignment distance), or more than `most` if there are more.

    Notes
    -----
    Words with many different letters are not compared further: an error changes the set of letters by two.
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, compared in enumerate(other, 1):
            n = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != compared))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == compared:
                n = min(n, before_last[j - 2] + 1)
            row.append(n)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return last[-1]
