"""Read a folder in the export format of Polis."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from throughline.formats.polis.checks import count_by
from throughline.formats.polis.files import (
    CommentsFile,
    MatrixFile,
    VotesFile,
    read_comments,
    read_matrix,
    read_summary,
    read_votes,
)
from throughline.formats.polis.folder import find
from throughline.formats.polis.model import (
    NO_TIME,
    Conversation,
    Participant,
    Statement,
    Summary,
    VoteLog,
)
from throughline.formats.polis.signs import with_agree_positive
from throughline.formats.polis.writer import natural
from throughline.formats.problems import Problems, quoted
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits, Table


def read(
    directory: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS, encoding: Encoding = "detect"
) -> Conversation:
    """
    Read a Polis export, all or nothing.

    Every known inconsistency of the format is handled, and reported in the notes of the result. See
    ``docs/reference/formats.md``.

    Parameters
    ----------
    directory : path-like
        The folder of one export. At least votes.csv or participants-votes.csv must be there; names may
        have the prefix that Polis adds, such as ``2026-05-01-0900-abc-votes.csv``.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.

    Returns
    -------
    Conversation
        Statements, people and every vote, with agree = +1.

    Raises
    ------
    BadFile
        If a file is damaged, lacks a required column, or contradicts the others. Nothing partial is returned;
        `BadFile.rows` has every problem found, up to a cap.
    """
    files = find(Path(directory))
    problems = Problems()

    def table(kind: str) -> Table | None:
        if kind not in files:
            return None
        return Table(files[kind], problems=problems, limits=limits, encoding=encoding)

    for kind, name in (
        ("summary", "summary"),
        ("comments", "comments"),
        ("participants", "participants-votes"),
    ):
        if kind not in files:
            problems.note(f"polis_no_{kind}_file", f"{name}.csv")
    if "votes" not in files:
        problems.note("polis_no_votes_file", "votes.csv")
    summary, clean = read_summary(files.get("summary"), problems, limits, encoding)
    found = table("comments")
    comments = read_comments(found, problems, clean) if found else None
    found = table("participants")
    known = {s.id for s in comments.statements} if comments else None
    matrix = read_matrix(found, problems, clean, known) if found else None
    found = table("votes")
    log = read_votes(found, problems, clean) if found else None
    problems.raise_if_any()
    return _assemble(summary, comments, matrix, log, problems)


def _assemble(
    summary: Summary,
    comments: CommentsFile | None,
    matrix: MatrixFile | None,
    log: VotesFile | None,
    problems: Problems,
) -> Conversation:
    statements = comments.statements if comments else _bare_statements(matrix, log)
    index = {s.id: i for i, s in enumerate(statements)}
    cast = _cast(matrix, index) if matrix else None
    if matrix:
        participants = matrix.participants
    else:
        participants = [Participant(one) for one in sorted(set(log.person_ids if log else ()), key=natural)]
    logged = _logged(log, participants, index, problems) if log else None
    problems.raise_if_any()
    votes = with_agree_positive(statements, comments, matrix, log, cast, logged, problems)
    problems.raise_if_any()
    if matrix and votes.cast is not None and logged is not None:
        _compare(matrix, votes.cast, votes.log, problems)
        problems.raise_if_any()
    if votes.has_old_statement_counts:
        statements = [_without_counts(statement) for statement in statements]
    if votes.has_old_person_counts:
        participants = [_without_counts(participant) for participant in participants]
    counted = _count_statements(statements, votes.log)
    people = _count_people(participants, statements, votes.log)
    conversation = Conversation(summary, counted, people, votes.log, votes.sign)
    _note_contents(conversation, comments, log, problems)
    return replace(conversation, notes=tuple(problems.notes))


@overload
def _without_counts(one: Statement) -> Statement: ...
@overload
def _without_counts(one: Participant) -> Participant: ...
def _without_counts(one: Statement | Participant) -> Statement | Participant:
    """Put published counts that are not those of the votes aside, so that the votes are counted."""
    if isinstance(one, Statement):
        published = (one.agrees, one.disagrees, one.passes)
        return replace(one, agrees=None, disagrees=None, passes=None, published=published)
    votes = (one.n_votes, one.n_agree, one.n_disagree)
    return replace(one, n_votes=None, n_agree=None, n_disagree=None, published=votes)


def _bare_statements(matrix: MatrixFile | None, log: VotesFile | None) -> list[Statement]:
    names = dict.fromkeys(matrix.columns if matrix else ())
    names.update(dict.fromkeys(sorted(set(log.statement_ids if log else ()), key=natural)))
    return [Statement(name) for name in names]


def _cast(matrix: MatrixFile, index: dict[str, int]) -> VoteLog:
    to_statement = np.array([index[name] for name in matrix.columns], dtype=np.int32)
    no_time = np.full(len(matrix.value), NO_TIME, dtype=np.int64)
    return VoteLog(matrix.person, to_statement[matrix.column], matrix.value, no_time)


def _logged(
    log: VotesFile, participants: Sequence[Participant], index: dict[str, int], problems: Problems
) -> VoteLog:
    people = {p.id: i for i, p in enumerate(participants)}
    return VoteLog(
        _positions(log.person_ids, people, "polis_unknown_person", "voter-id", log, problems),
        _positions(log.statement_ids, index, "polis_unknown_statement", "comment-id", log, problems),
        log.value,
        log.time_ms,
    )


def _positions(
    ids: Sequence[str], index: dict[str, int], code: str, column: str, log: VotesFile, problems: Problems
) -> NDArray[np.int32]:
    found = np.array([index.get(one, -1) for one in ids], dtype=np.int32)
    for i in np.flatnonzero(found < 0).tolist():
        problems.add(code, log.file, log.rows[i], column, id=quoted(ids[i]))
    return found


def _compare(matrix: MatrixFile, cast: VoteLog, logged: VoteLog, problems: Problems) -> None:
    """Refuse a votes.csv that lacks votes the matrix has; note where the two differ."""
    n_columns = 1 + int(max(cast.statement.max(initial=0), logged.statement.max(initial=0)))
    last = logged.current()
    in_log = logged.person[last].astype(np.int64) * n_columns + logged.statement[last]
    in_matrix = cast.person.astype(np.int64) * n_columns + cast.statement
    at = np.searchsorted(in_log, in_matrix)
    is_there = np.zeros(len(in_matrix), dtype=np.bool_)
    inside = at < len(in_log)
    is_there[inside] = in_log[at[inside]] == in_matrix[inside]
    lost = np.flatnonzero(~is_there)
    if len(lost):
        person, column = int(cast.person[lost[0]]), matrix.columns[int(matrix.column[lost[0]])]
        problems.add(
            "polis_votes_missing",
            matrix.file,
            matrix.rows[person],
            quoted(column),
            person=quoted(matrix.participants[person].id),
            statement=quoted(column),
            n=len(lost),
        )
        return
    values = logged.value[last][at]
    both = (values != 0) & (cast.value != 0)
    n_opposite = int(np.count_nonzero(values[both] != cast.value[both]))
    if 2 * n_opposite > np.count_nonzero(both):
        problems.add("polis_signs_contradict", matrix.file, 1, n=n_opposite)
    n_differ = int(np.count_nonzero(values != cast.value)) + len(in_log) - len(in_matrix)
    if n_differ:
        problems.note("polis_matrix_differs", matrix.file, n=n_differ)


def _count_statements(statements: Sequence[Statement], votes: VoteLog) -> tuple[Statement, ...]:
    n = len(statements)
    agrees, disagrees, passes = (count_by(votes.statement, votes.value, v, n).tolist() for v in (1, -1, 0))
    return tuple(
        replace(
            s,
            agrees=agrees[i] if s.agrees is None else s.agrees,
            disagrees=disagrees[i] if s.disagrees is None else s.disagrees,
            passes=passes[i] if s.passes is None else s.passes,
        )
        for i, s in enumerate(statements)
    )


def _count_people(
    participants: Sequence[Participant], statements: Sequence[Statement], votes: VoteLog
) -> tuple[Participant, ...]:
    n, last = len(participants), votes.current()
    person, value = votes.person[last], votes.value[last]
    agree, disagree, passes = (count_by(person, value, v, n).tolist() for v in (1, -1, 0))
    written: dict[str | None, int] = {}
    for statement in statements:
        written[statement.author_id] = written.get(statement.author_id, 0) + 1
    return tuple(
        replace(
            p,
            n_comments=written.get(p.id, 0) if p.n_comments is None else p.n_comments,
            n_votes=agree[i] + disagree[i] + passes[i] if p.n_votes is None else p.n_votes,
            n_agree=agree[i] if p.n_agree is None else p.n_agree,
            n_disagree=disagree[i] if p.n_disagree is None else p.n_disagree,
        )
        for i, p in enumerate(participants)
    )


def _note_contents(
    conversation: Conversation, comments: CommentsFile | None, log: VotesFile | None, problems: Problems
) -> None:
    votes, summary = conversation.votes, conversation.summary
    n_statements, n_people = len(conversation.statements), len(conversation.participants)
    n_silent = n_statements - len(np.unique(votes.statement))
    if comments and n_silent:
        problems.note("polis_statements_without_votes", comments.file, n=n_silent)
    if not log:
        n_filled = np.bincount(votes.person, minlength=n_people).tolist()
        n_short = sum((p.n_votes or 0) > n_filled[i] for i, p in enumerate(conversation.participants))
        if n_short:
            problems.note("polis_blank_passes", "participants-votes.csv", n=n_short)
    if log and conversation.n_superseded:
        problems.note("polis_superseded", log.file, n=conversation.n_superseded)
    for key, published, found in (
        ("voters", summary.voters, n_people),
        ("comments", summary.comments, n_statements),
    ):
        if published is not None and published != found:
            problems.note("polis_summary_differs", "summary.csv", key=key, published=published, found=found)
