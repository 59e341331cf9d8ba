"""Write a conversation in the export format of Polis."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from throughline.formats.polis.checks import count_by
from throughline.formats.polis.model import Conversation
from throughline.formats.problems import Problems
from throughline.formats.tables import Cell, quoted, write_csv

PERSON_COLUMNS = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
"""Columns of participants-votes.csv that are not statements."""

GUARD_KEY = "spreadsheet-guard"
"""Line of summary.csv that tells `read` that texts have an apostrophe against formulas."""


def write(conversation: Conversation, directory: str | os.PathLike[str]) -> tuple[Path, ...]:
    """
    Write a conversation so that `read` gives the same rows.

    Texts that begin like a formula get an apostrophe, which a line of summary.csv declares and `read`
    removes. Without times there is no votes.csv. Counts that are None are computed from the votes.

    Parameters
    ----------
    conversation : Conversation
        What to write.
    directory : path-like
        Destination folder; created if it does not exist. Files of the same names are replaced.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    BadFile
        If an id is blank, occurs twice, or is a name reserved by the format.
    """
    _check_ids("comments.csv", (s.id for s in conversation.statements), reserved=PERSON_COLUMNS)
    _check_ids("participants-votes.csv", (p.id for p in conversation.participants))
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "summary.csv", folder / "comments.csv", folder / "participants-votes.csv"]
    _write_summary(conversation, files[0])
    _write_comments(conversation, files[1])
    _write_matrix(conversation, files[2])
    votes = folder / "votes.csv"
    if conversation.votes.has_times:
        header = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
        write_csv(votes, header, _vote_rows(conversation))
        files.append(votes)
    else:
        votes.unlink(missing_ok=True)
    return tuple(files)


def _check_ids(file: str, ids: Iterable[str], reserved: tuple[str, ...] = ()) -> None:
    problems = Problems()
    seen = set(reserved)
    for one in ids:
        if not one or one != one.strip() or not one.isprintable() or one in seen:
            problems.add("polis_bad_id_to_write", file, id=quoted(one))
        seen.add(one)
    problems.raise_if_any()


def _write_summary(conversation: Conversation, path: Path) -> None:
    summary = conversation.summary
    lines: list[tuple[str, Cell]] = [
        ("url", summary.url),
        ("views", summary.views),
        ("voters", summary.voters),
        ("voters-in-conv", summary.voters_in_conversation),
        ("commenters", summary.commenters),
        ("comments", summary.comments),
        ("groups", summary.groups),
        ("conversation-description", summary.description),
        *((key, value) for key, value in summary.other.items() if key != GUARD_KEY),
        (GUARD_KEY, "apostrophe"),
    ]
    rows = [(key, value) for key, value in lines if value is not None]
    write_csv(path, ("topic", summary.topic), rows)


def _write_comments(conversation: Conversation, path: Path) -> None:
    votes, n = conversation.votes, len(conversation.statements)
    agrees, disagrees, passes = (count_by(votes.statement, votes.value, v, n).tolist() for v in (1, -1, 0))
    header = (
        "timestamp",
        "comment-id",
        "author-id",
        "agrees",
        "disagrees",
        "passes",
        "moderated",
        "is-meta",
        "is-seed",
        "group-informed-consensus",
        "comment-body",
    )
    write_csv(
        path,
        header,
        (
            (
                s.created_ms,
                s.id,
                s.author_id,
                agrees[i] if s.agrees is None else s.agrees,
                disagrees[i] if s.disagrees is None else s.disagrees,
                passes[i] if s.passes is None else s.passes,
                s.moderated,
                s.is_meta,
                s.is_seed,
                s.consensus,
                s.text,
            )
            for i, s in enumerate(conversation.statements)
        ),
    )


def _write_matrix(conversation: Conversation, path: Path) -> None:
    has_votes = np.zeros(len(conversation.statements), dtype=np.bool_)
    has_votes[conversation.votes.statement] = True
    columns = sorted(np.flatnonzero(has_votes).tolist(), key=lambda i: natural(conversation.statements[i].id))
    header = [*PERSON_COLUMNS, *(conversation.statements[i].id for i in columns)]
    write_csv(path, header, _matrix_rows(conversation, columns))


def _matrix_rows(conversation: Conversation, columns: list[int]) -> Iterator[list[Cell]]:
    votes = conversation.votes
    last = votes.current()
    position = {statement: i for i, statement in enumerate(columns)}
    written = Counter(s.author_id for s in conversation.statements)
    starts = np.searchsorted(votes.person[last], np.arange(len(conversation.participants) + 1))
    statements, values = votes.statement[last].tolist(), votes.value[last].tolist()
    for i, person in enumerate(conversation.participants):
        cells: list[Cell] = [None] * len(columns)
        mine = range(starts[i], starts[i + 1])
        for j in mine:
            cells[position[statements[j]]] = values[j]
        n_agree, n_disagree = (sum(values[j] == v for j in mine) for v in (1, -1))
        yield [
            person.id,
            person.xid,
            person.group,
            written[person.id] if person.n_comments is None else person.n_comments,
            len(mine) if person.n_votes is None else person.n_votes,
            n_agree if person.n_agree is None else person.n_agree,
            n_disagree if person.n_disagree is None else person.n_disagree,
            *cells,
        ]


def _vote_rows(conversation: Conversation) -> Iterator[tuple[Cell, ...]]:
    votes = conversation.votes
    statement_ids = [s.id for s in conversation.statements]
    person_ids = [p.id for p in conversation.participants]
    for time_ms, statement, person, value in zip(
        votes.time_ms.tolist(),
        votes.statement.tolist(),
        votes.person.tolist(),
        votes.value.tolist(),
        strict=True,
    ):
        moment = datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds")
        yield time_ms, moment, statement_ids[statement], person_ids[person], value


def natural(one: str) -> tuple[int, int, str]:
    """
    Return the natural sort key of an id: numbers by value, then other texts.

    Parameters
    ----------
    one : str
        An id.

    Returns
    -------
    tuple of int, int, str
        A key for `sorted`.
    """
    is_number = one.isascii() and one.isdigit() and len(one) < 19
    return (0, int(one), one) if is_number else (1, 0, one)
