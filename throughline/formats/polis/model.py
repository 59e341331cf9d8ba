"""The content of a Polis export, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.formats.problems import ReportRow

AgreeSign = Literal["as expected", "turned round", "unknown"]

NO_TIME = -1
"""The time of a vote whose time is not known, in `VoteLog.time_ms`."""


@dataclass(frozen=True)
class Summary:
    """
    The summary of the conversation, from summary.csv.

    Parameters
    ----------
    topic, url, description : str
        As published; empty where the file has none.
    views, voters, voters_in_conversation, commenters, comments, groups : int or None
        Counts as published. They need not agree with the other files.
    other : mapping of str to str
        Lines that are not part of the format.
    """

    topic: str = ""
    url: str = ""
    description: str = ""
    views: int | None = None
    voters: int | None = None
    voters_in_conversation: int | None = None
    commenters: int | None = None
    comments: int | None = None
    groups: int | None = None
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """
    One statement people voted on.

    Parameters
    ----------
    id : str
        Has no meaning beyond the export.
    text : str
        May be empty.
    author_id : str or None
        Id of the person who wrote it; authors need not be among those who voted.
    created_ms : int or None
        Milliseconds since 1970, UTC.
    moderated : int
        -1 rejected, 0 not yet, 1 accepted.
    is_meta, is_seed : bool
        A statement about the conversation itself; a statement of the organizers. False in exports without
        these columns.
    consensus : float or None
        Group-informed consensus as published.
    agrees, disagrees, passes : int or None
        Votes, including those that were replaced later, as the format defines. None where not yet counted;
        `write` then counts them.
    published : tuple of int or None, or None
        Agreements, disagreements and passes as published, where they are not those of the votes; else None.
    """

    id: str
    text: str = ""
    author_id: str | None = None
    created_ms: int | None = None
    moderated: int = 0
    is_meta: bool = False
    is_seed: bool = False
    consensus: float | None = None
    agrees: int | None = None
    disagrees: int | None = None
    passes: int | None = None
    published: tuple[int | None, int | None, int | None] | None = None


@dataclass(frozen=True)
class Participant:
    """
    One person who took part.

    Parameters
    ----------
    id : str
        Has no meaning beyond the export.
    group : str or None
        Id of the published opinion group; None if the person was not placed in one.
    xid : str or None
        Id from the site that embedded the conversation.
    n_comments, n_votes, n_agree, n_disagree : int or None
        Counts as published, of statements and of current votes. None where not yet counted.
    published : tuple of int or None, or None
        Votes, agreements and disagreements as published, where they are not those of the votes; else None.
    """

    id: str
    group: str | None = None
    xid: str | None = None
    n_comments: int | None = None
    n_votes: int | None = None
    n_agree: int | None = None
    n_disagree: int | None = None
    published: tuple[int | None, int | None, int | None] | None = None


@dataclass(frozen=True, eq=False)
class VoteLog:
    """
    Every vote that was cast, in the order of the file, including those replaced later.

    Parameters
    ----------
    person : ndarray of int32, shape (n_votes,)
        Position in `Conversation.participants`.
    statement : ndarray of int32, shape (n_votes,)
        Position in `Conversation.statements`.
    value : ndarray of int8, shape (n_votes,)
        Agree +1, disagree -1, pass 0, regardless of the sign used in the file.
    time_ms : ndarray of int64, shape (n_votes,)
        Milliseconds since 1970, UTC; -1 where the time is not known.
    """

    person: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    time_ms: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the votes."""
        return len(self.value)

    @property
    def sequence(self) -> NDArray[np.int64]:
        """Position in the file, which decides between votes of the same time."""
        return np.arange(len(self), dtype=np.int64)

    @property
    def has_times(self) -> bool:
        """True if the time of every vote is known."""
        return bool((self.time_ms != NO_TIME).all())

    def current(self) -> NDArray[np.intp]:
        """
        Find the votes that count: the last of each person on each statement.

        Returns
        -------
        ndarray of intp, shape (n_current,)
            Positions in the log, by person and then statement. Of two votes of the same time the later row
            counts.
        """
        order = np.lexsort((self.sequence, self.time_ms, self.statement, self.person))
        person, statement = self.person[order], self.statement[order]
        is_last = np.ones(len(order), dtype=np.bool_)
        is_last[:-1] = (person[1:] != person[:-1]) | (statement[1:] != statement[:-1])
        last: NDArray[np.intp] = order[is_last]
        return last


@dataclass(frozen=True, eq=False)
class Conversation:
    """
    A whole Polis export.

    Parameters
    ----------
    summary : Summary
        What it was about.
    statements : tuple of Statement
        In the order of comments.csv.
    participants : tuple of Participant
        In the order of participants-votes.csv.
    votes : VoteLog
        Every vote.
    agree_sign : {"as expected", "turned round", "unknown"}
        What the check of the sign against the published counts found. The votes here are always agree = +1.
    notes : tuple of ReportRow
        Notes on how the files were read.
    """

    summary: Summary
    statements: tuple[Statement, ...]
    participants: tuple[Participant, ...]
    votes: VoteLog
    agree_sign: AgreeSign = "unknown"
    notes: tuple[ReportRow, ...] = ()

    @property
    def n_superseded(self) -> int:
        """How many votes were replaced by a later one."""
        return len(self.votes) - len(self.votes.current())
