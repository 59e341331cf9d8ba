"""Votes that keep coming in, with their exact sums updated vote by vote."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from throughline.methods.opinion_groups.errors import BadMomentsError
from throughline.methods.opinion_groups.moments import Moments
from throughline.methods.votes import AGREE, DISAGREE, BadVotesError, Votes


class RunningVotes:
    """The current votes of a conversation, and their sums, updated one vote at a time.

    A vote changes one row and one column of each table of sums: the time it takes depends on how many
    statements this person has voted on, and not on how many people there are. All sums are whole numbers, so
    the result is the same as counting everything again, in any order and after any number of restarts from
    stored sums.
    """

    def __init__(self, votes: Votes, moments: Moments | None = None) -> None:
        """Start from the current votes.

        Parameters
        ----------
        votes : Votes
            The votes so far.
        moments : Moments, optional
            Their sums, where they were stored; otherwise they are counted.

        Raises
        ------
        BadMomentsError
            The sums are not those of the votes.
        """
        if moments is None:
            moments = Moments.of(votes)
        elif not np.array_equal(moments.seen, votes.n_votes_by_statement) or not np.array_equal(
            moments.counts, votes.n_votes_by_value
        ):
            raise BadMomentsError("The sums are not those of these votes.")
        self._votes = votes
        self._moments = Moments(
            seen=moments.seen.copy(),
            total=moments.total.copy(),
            product=moments.product.copy(),
            total_where_seen=moments.total_where_seen.copy(),
            seen_together=moments.seen_together.copy(),
        )
        self._changed: dict[int, dict[int, int]] = {}
        self._n_people = votes.n_people

    @property
    def moments(self) -> Moments:
        """The current sums. They are updated in place: copy what must not change."""
        return self._moments

    @property
    def n_people(self) -> int:
        """Number of people so far."""
        return self._n_people

    @property
    def n_statements(self) -> int:
        """Number of statements so far."""
        return self._votes.n_statements

    def of_person(self, person: int) -> Mapping[int, int]:
        """Look up the current votes of a person.

        Parameters
        ----------
        person : int
            Row number of the person.

        Returns
        -------
        mapping of int to int
            Vote by statement.
        """
        return MappingProxyType(self._row(person))

    def vote(self, person: int, statement: int, value: int) -> None:
        """Count one more vote, or a changed one.

        Parameters
        ----------
        person : int
            Row number of the person; the first unused number adds a person.
        statement : int
            Row number of the statement.
        value : int
            Agree +1, disagree -1, pass 0.

        Raises
        ------
        BadVotesError
            The person is neither known nor the next one, there is no such statement, or the value is not a
            vote.
        """
        if not 0 <= person <= self._n_people:
            raise BadVotesError(f"The next person has number {self._n_people}, not {person}.")
        if not 0 <= statement < self.n_statements:
            raise BadVotesError(f"A statement must lie between 0 and {self.n_statements - 1}.")
        if not DISAGREE <= value <= AGREE:
            raise BadVotesError("A vote is +1 (agree), 0 (pass) or -1 (disagree).")
        self._n_people = max(self._n_people, person + 1)
        row = self._changed.get(person)
        if row is None:
            row = self._changed[person] = dict(self._row(person))
        previous = row.get(statement)
        row[statement] = value
        if previous == value:
            return
        statements = np.fromiter(row, dtype=np.intp, count=len(row))
        values = np.fromiter(row.values(), dtype=np.int64, count=len(row))
        is_other = statements != statement
        self._count(statement, value, previous, statements[is_other], values[is_other])

    def widen(self, n_statements: int) -> None:
        """Make room for more statements, numbered after those there are.

        Parameters
        ----------
        n_statements : int
            How many there are from now on, not fewer than before.

        Raises
        ------
        BadVotesError
            There would be fewer statements.
        """
        n_more = n_statements - self.n_statements
        if n_more < 0:
            raise BadVotesError("Statements cannot become fewer: zero those that no longer count.")
        if not n_more:
            return
        sums = self._moments
        column, square = (0, n_more), ((0, n_more), (0, n_more))
        self._moments = Moments(
            seen=np.pad(sums.seen, column),
            total=np.pad(sums.total, column),
            product=np.pad(sums.product, square),
            total_where_seen=np.pad(sums.total_where_seen, square),
            seen_together=np.pad(sums.seen_together, square),
        )
        votes = self._votes
        self._votes = Votes.by_person(
            votes.offsets,
            votes.statement,
            votes.value,
            n_statements=n_statements,
            zeroed=np.flatnonzero(votes.is_zeroed),
        )

    def zero(self, is_zeroed: NDArray[np.bool_]) -> None:
        """Set which statements are moderated out, or meta; the sums keep them all.

        Parameters
        ----------
        is_zeroed : ndarray of bool, shape (n_statements,)
            Whether each statement is.

        Raises
        ------
        BadVotesError
            There is not one entry for each statement.
        """
        mask = np.array(is_zeroed, dtype=bool)
        if mask.shape != (self.n_statements,):
            raise BadVotesError("One entry for each statement is needed.")
        mask.flags.writeable = False
        self._votes = replace(self._votes, is_zeroed=mask)

    def votes(self) -> Votes:
        """Merge all current votes.

        Returns
        -------
        Votes
            As `Votes.of` would make them of all votes cast.
        """
        if self._changed or self._n_people > self._votes.n_people:
            self._votes = self._merged()
            self._changed = {}
        return self._votes

    def _row(self, person: int) -> dict[int, int]:
        if person in self._changed:
            return self._changed[person]
        if person >= self._votes.n_people:
            return {}
        votes = slice(int(self._votes.offsets[person]), int(self._votes.offsets[person + 1]))
        return dict(
            zip(self._votes.statement[votes].tolist(), self._votes.value[votes].tolist(), strict=True)
        )

    def _count(
        self,
        statement: int,
        value: int,
        previous: int | None,
        others: NDArray[np.intp],
        values: NDArray[np.int64],
    ) -> None:
        """Update row and column `statement` by this person's new vote in place of the previous one."""
        sums, change = self._moments, value - (previous or 0)
        sums.product[statement, others] += change * values
        sums.product[others, statement] += change * values
        sums.product[statement, statement] += value * value - (previous or 0) ** 2
        sums.total_where_seen[statement, others] += change
        sums.total_where_seen[statement, statement] += change
        sums.total[statement] += change
        if previous is None:
            sums.total_where_seen[others, statement] += values
            sums.seen_together[statement, others] += 1
            sums.seen_together[others, statement] += 1
            sums.seen_together[statement, statement] += 1
            sums.seen[statement] += 1

    def _merged(self) -> Votes:
        votes = self._votes
        changed = np.array(sorted(self._changed), dtype=np.int64)
        rows = [sorted(self._changed[person].items()) for person in changed.tolist()]
        n_by_person = np.zeros(self._n_people, dtype=np.int64)
        n_by_person[: votes.n_people] = votes.n_votes_by_person
        n_by_person[changed] = [len(row) for row in rows]
        offsets = np.zeros(self._n_people + 1, dtype=np.int64)
        np.cumsum(n_by_person, out=offsets[1:])
        statement = np.empty(int(offsets[-1]), dtype=votes.statement.dtype)
        value = np.empty(int(offsets[-1]), dtype=np.int8)
        # The votes between two people who changed are copied in one piece.
        bounds = [-1, *changed.tolist(), self._n_people]
        for before, after in pairwise(bounds):
            first, last = min(before + 1, votes.n_people), min(after, votes.n_people)
            piece = slice(int(votes.offsets[first]), int(votes.offsets[last]))
            begin = int(offsets[before + 1])
            statement[begin : begin + piece.stop - piece.start] = votes.statement[piece]
            value[begin : begin + piece.stop - piece.start] = votes.value[piece]
        for person, row in zip(changed.tolist(), rows, strict=True):
            where = slice(int(offsets[person]), int(offsets[person + 1]))
            statement[where] = [one for one, _ in row]
            value[where] = [vote for _, vote in row]
        return Votes.by_person(
            offsets,
            statement,
            value,
            n_statements=votes.n_statements,
            zeroed=np.flatnonzero(votes.is_zeroed),
        )
