"""Votes of people on statements, stored sparsely: only what was seen is stored.

See ``docs/methods/votes.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

AGREE, PASS, DISAGREE = 1, 0, -1
CHUNK = 1 << 20

Array = TypeVar("Array", bound=NDArray[np.generic])


class BadVotesError(ValueError):
    """The arrays do not describe votes: a length, an index or a value is wrong."""


class DuplicateVotesError(BadVotesError):
    """One person voted twice on one statement, without a sequence to decide which vote is the last."""


@dataclass(frozen=True, eq=False)
class Votes:
    """Current votes, by person and then by statement. Build it with `Votes.of` or `Votes.by_person`.

    Equal votes give equal arrays, regardless of the order they were given in. The arrays are read-only.

    Attributes
    ----------
    offsets : ndarray of int64, shape (n_people + 1,)
        Votes of person ``i`` are ``offsets[i]:offsets[i + 1]``.
    statement : ndarray of int16 or int32, shape (n_votes,)
        Which statement; ascending for each person.
    value : ndarray of int8, shape (n_votes,)
        Agree +1, disagree -1, pass ("not sure") 0. A statement not seen or skipped has no vote.
    is_zeroed : ndarray of bool, shape (n_statements,)
        Statements that were moderated out, or are meta: they carry no opinion, and count as seen by
        everyone.
    """

    offsets: NDArray[np.int64]
    statement: NDArray[np.signedinteger]
    value: NDArray[np.int8]
    is_zeroed: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        person: ArrayLike,
        statement: ArrayLike,
        value: ArrayLike,
        *,
        n_people: int,
        n_statements: int,
        zeroed: Sequence[int] | NDArray[np.integer] = (),
        sequence: ArrayLike | None = None,
    ) -> "Votes":
        """Build the table from three columns, in any row order.

        Parameters
        ----------
        person, statement : array_like of int, shape (n_rows,)
            Row numbers of people, ``0 .. n_people - 1``, and of statements, ``0 .. n_statements - 1``.
        value : array_like of int, shape (n_rows,)
            Agree +1, disagree -1, pass 0.
        n_people, n_statements : int
            How many there are, with or without a vote.
        zeroed : sequence of int
            Statements that were moderated out, or are meta.
        sequence : array_like, shape (n_rows,), optional
            When each vote was cast, as any sortable value. The last vote of a person on a statement wins;
            of two with an equal sequence, the later row wins. Without it a second vote is an error.

        Returns
        -------
        Votes
            The current votes.

        Raises
        ------
        BadVotesError
            A length, an index or a value is wrong.
        DuplicateVotesError
            A person voted twice on a statement and `sequence` was not given.
        """
        people, statements, values = np.asarray(person), np.asarray(statement), np.asarray(value)
        _check_columns(people, statements, values, n_people, n_statements)
        if sequence is not None:
            order = np.argsort(np.asarray(sequence), kind="stable")
            people, statements, values = people[order], statements[order], values[order]
        offsets, statements, values = _by_person(people, statements, values, n_people, n_statements)
        is_second = statements[1:] == statements[:-1]
        begins = offsets[1:-1]  # of everyone but the first
        is_second[begins[(begins > 0) & (begins < statements.size)] - 1] = False
        if is_second.any():
            if sequence is None:
                raise DuplicateVotesError(
                    "A person voted twice on a statement: give the sequence of the votes, or the last vote "
                    "alone."
                )
            is_last = np.append(~is_second, True)
            statements, values = statements[is_last], values[is_last]
            offsets = np.append(0, np.cumsum(is_last))[offsets]
        return cls(
            offsets=_frozen(offsets),
            statement=_frozen(statements),
            value=_frozen(values),
            is_zeroed=_frozen(_zeroed_mask(zeroed, n_statements)),
        )

    @classmethod
    def by_person(
        cls,
        offsets: ArrayLike,
        statement: NDArray[np.integer],
        value: NDArray[np.integer],
        *,
        n_statements: int,
        zeroed: Sequence[int] | NDArray[np.integer] = (),
    ) -> "Votes":
        """Use current votes that are already sorted by person, without copying columns of the right width.

        Parameters
        ----------
        offsets : array_like of int, shape (n_people + 1,)
            Votes of person ``i`` are ``offsets[i]:offsets[i + 1]``.
        statement : ndarray of int, shape (n_votes,)
            Row numbers of statements, ascending for each person. Used as it is where it is int16 (int32
            beyond 32,767 statements).
        value : ndarray of int, shape (n_votes,)
            Agree +1, disagree -1, pass 0. Used as it is where it is int8.
        n_statements : int
            How many there are, with or without a vote.
        zeroed : sequence of int
            Statements that were moderated out, or are meta.

        Returns
        -------
        Votes
            The current votes. Later changes of the given arrays would change them.

        Raises
        ------
        BadVotesError
            A length, an index or a value is wrong, or a person's statements do not ascend.
        DuplicateVotesError
            A person voted twice on a statement.
        """
        bounds = np.asarray(offsets)
        if bounds.ndim != 1 or not bounds.size or not np.issubdtype(bounds.dtype, np.integer):
            raise BadVotesError("Offsets must be a column of whole numbers, one more than people.")
        statements, values = np.asarray(statement), np.asarray(value)
        if statements.ndim != 1 or statements.shape != values.shape:
            raise BadVotesError("Statement and value must be two columns of the same length.")
        if int(bounds[0]) != 0 or int(bounds[-1]) != values.size or bool((np.diff(bounds) < 0).any()):
            raise BadVotesError("Offsets must ascend from 0 to the number of votes.")
        _check_numbers("statement", statements, n_statements)
        _check_values(values)
        _check_ascending(bounds, statements)
        return cls(
            offsets=_read_only(bounds, np.int64),
            statement=_read_only(statements, _index_type(n_statements)),
            value=_read_only(values, np.int8),
            is_zeroed=_frozen(_zeroed_mask(zeroed, n_statements)),
        )

    def revoted(self, value: NDArray[np.integer]) -> "Votes":
        """Replace the values: the same people on the same statements, with other votes.

        Parameters
        ----------
        value : ndarray of int, shape (n_votes,)
            Agree +1, disagree -1, pass 0, for each vote there is.

        Returns
        -------
        Votes
            The other votes; the arrays of who saw what are shared.

        Raises
        ------
        BadVotesError
            There is not one value for each vote, or one is not a vote.
        """
        values = np.asarray(value)
        if values.shape != self.value.shape:
            raise BadVotesError("One value for each vote is needed.")
        _check_values(values)
        return Votes(
            offsets=self.offsets,
            statement=self.statement,
            value=_read_only(values, np.int8),
            is_zeroed=self.is_zeroed,
        )

    @property
    def n_people(self) -> int:
        """Number of people, with or without a vote."""
        return self.offsets.size - 1

    @property
    def n_statements(self) -> int:
        """Number of statements, with or without a vote."""
        return self.is_zeroed.size

    @property
    def n_votes(self) -> int:
        """Number of current votes, passes included."""
        return self.value.size

    @cached_property
    def n_votes_by_person(self) -> NDArray[np.int64]:
        """Votes of each person, passes and zeroed statements included; int64, shape (n_people,)."""
        return _frozen(np.diff(self.offsets))

    @cached_property
    def n_votes_by_value(self) -> NDArray[np.int64]:
        """Disagrees, passes and agrees on each statement; int64, shape (3, n_statements)."""
        counts = np.zeros(3 * self.n_statements, dtype=np.int64)
        for first in range(0, self.n_votes, CHUNK):
            rows = slice(first, first + CHUNK)
            cell = (self.value[rows].astype(np.intp) + 1) * self.n_statements + self.statement[rows]
            counts += np.bincount(cell, minlength=counts.size)
        return _frozen(counts.reshape(3, self.n_statements))

    @cached_property
    def n_votes_by_statement(self) -> NDArray[np.int64]:
        """Votes on each statement, passes included; int64, shape (n_statements,)."""
        return _frozen(self.n_votes_by_value.sum(axis=0))

    @cached_property
    def person(self) -> NDArray[np.int64]:
        """Which person cast each vote; int64, shape (n_votes,)."""
        return _frozen(np.repeat(np.arange(self.n_people, dtype=np.int64), self.n_votes_by_person))

    def sparse_of(self, cell: NDArray[np.generic]) -> sparse.csr_array:
        """Lay one number per vote out as a sparse matrix.

        Parameters
        ----------
        cell : ndarray, shape (n_votes,)
            The number of each stored vote; zeros stay stored.

        Returns
        -------
        scipy.sparse.csr_array, shape (n_people, n_statements)
            The matrix ``[person, statement]``.
        """
        return sparse.csr_array(
            (cell, self.statement.astype(np.int32), self.offsets), shape=(self.n_people, self.n_statements)
        )


def _check_columns(
    people: NDArray[np.generic],
    statements: NDArray[np.generic],
    values: NDArray[np.generic],
    n_people: int,
    n_statements: int,
) -> None:
    if n_people < 0 or n_statements < 0:
        raise BadVotesError("The numbers of people and of statements cannot be negative.")
    if not (
        people.ndim == statements.ndim == values.ndim == 1 and people.size == statements.size == values.size
    ):
        raise BadVotesError("Person, statement and value must be three columns of the same length.")
    _check_numbers("person", people, n_people)
    _check_numbers("statement", statements, n_statements)
    _check_values(values)


def _check_numbers(name: str, column: NDArray[np.generic], bound: int) -> None:
    if not column.size:
        return
    if not np.issubdtype(column.dtype, np.integer):
        raise BadVotesError(f"The column {name} must hold whole numbers.")
    if int(column.min()) < 0 or int(column.max()) >= bound:
        raise BadVotesError(f"The column {name} must lie between 0 and {bound - 1}.")


def _check_values(values: NDArray[np.generic]) -> None:
    if not values.size:
        return
    if np.issubdtype(values.dtype, np.integer):
        is_vote = int(values.min()) >= DISAGREE and int(values.max()) <= AGREE
    else:
        is_vote = bool(((values == AGREE) | (values == PASS) | (values == DISAGREE)).all())
    if not is_vote:
        raise BadVotesError("A vote is +1 (agree), 0 (pass) or -1 (disagree).")


def _check_ascending(offsets: NDArray[np.integer], statements: NDArray[np.integer]) -> None:
    """Check that each person's statements ascend, in slices, because there may be many."""
    is_first = np.zeros(statements.size + 1, dtype=bool)
    is_first[offsets] = True
    for begin in range(1, statements.size, CHUNK):
        end = min(begin + CHUNK, statements.size)
        current, previous = statements[begin:end], statements[begin - 1 : end - 1]
        if bool(((current == previous) & ~is_first[begin:end]).any()):
            raise DuplicateVotesError("A person voted twice on a statement: give the last vote alone.")
        if bool(((current < previous) & ~is_first[begin:end]).any()):
            raise BadVotesError("The statements of each person must ascend.")


def _index_type(n_statements: int) -> type[np.signedinteger]:
    return np.int16 if n_statements <= np.iinfo(np.int16).max else np.int32


def _zeroed_mask(zeroed: Sequence[int] | NDArray[np.integer], n_statements: int) -> NDArray[np.bool_]:
    mask = np.zeros(n_statements, dtype=bool)
    numbers = np.asarray(zeroed, dtype=np.int64)
    if numbers.size and (int(numbers.min()) < 0 or int(numbers.max()) >= n_statements):
        raise BadVotesError(f"A zeroed statement must lie between 0 and {n_statements - 1}.")
    mask[numbers] = True
    return mask


def _by_person(
    people: NDArray[np.integer],
    statements: NDArray[np.integer],
    values: NDArray[np.generic],
    n_people: int,
    n_statements: int,
) -> tuple[NDArray[np.int64], NDArray[np.signedinteger], NDArray[np.int8]]:
    """Offsets, statements and values by person and then by statement; a stable sort.

    By counting, statements first: a sparse matrix is transposed twice.
    """
    laid = sparse.coo_array((values.astype(np.int8), (statements, people)), shape=(n_statements, n_people))
    laid.has_canonical_format = True  # two votes in one cell remain two
    sorted_votes = laid.tocsr().tocsc()
    return (
        sorted_votes.indptr.astype(np.int64),
        sorted_votes.indices.astype(_index_type(n_statements)),
        sorted_votes.data,
    )


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _read_only(array: NDArray[np.generic], dtype: type[np.signedinteger]) -> NDArray[Any]:
    """Return a read-only view where the width is right, a read-only copy where it is not."""
    return _frozen(array.astype(dtype) if array.dtype != dtype else array.view())
