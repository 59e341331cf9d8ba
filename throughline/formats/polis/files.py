"""Read the four files of a Polis export, each independently."""

import re
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughline.formats.columns import columns_by_meaning, name_key
from throughline.formats.polis.cells import Cells
from throughline.formats.polis.checks import Published
from throughline.formats.polis.model import Participant, Statement, Summary
from throughline.formats.polis.writer import GUARD_KEY, PERSON_COLUMNS
from throughline.formats.problems import Problems, quoted
from throughline.formats.tables import Encoding, Limits, Table, records, unguarded

_COMMENT_COLUMNS: Final = (
    "timestamp",
    "datetime",
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
_VOTE_COLUMNS: Final = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
_SUMMARY_KEYS: Final = {
    name_key(key): key
    for key in (
        "topic",
        "url",
        "conversation-description",
        "views",
        "voters",
        "voters-in-conv",
        "commenters",
        "comments",
        "groups",
        GUARD_KEY,
    )
}
_COLUMN_PREFIX: Final = re.compile(r"comments?[-_ ]+", re.IGNORECASE)

Clean = Callable[[str], str]


@dataclass(frozen=True, eq=False)
class CommentsFile:
    """comments.csv; `published` is None where the file has no counts."""

    file: str
    statements: list[Statement]
    published: Published | None


@dataclass(frozen=True, eq=False)
class MatrixFile:
    """participants-votes.csv; `columns` are the ids of statements, `rows` those of participants."""

    file: str
    participants: list[Participant]
    rows: list[int]
    published: Published | None
    columns: list[str]
    person: NDArray[np.int32]
    column: NDArray[np.int32]
    value: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class VotesFile:
    """votes.csv, as it is in the file."""

    file: str
    rows: list[int]
    person_ids: list[str]
    statement_ids: list[str]
    value: NDArray[np.int8]
    time_ms: NDArray[np.int64]


def _columns(table: Table, names: Sequence[str], required: Sequence[str]) -> dict[str, int]:
    return columns_by_meaning(table, {name: (name,) for name in names}, required)


def _note_ignored(table: Table, known: Collection[int], problems: Problems) -> None:
    ignored = [column for i, column in enumerate(table.header) if i not in known]
    if ignored:
        problems.note("polis_columns_ignored", table.file, 1, names=quoted(", ".join(ignored)))


def read_summary(
    path: Path | None, problems: Problems, limits: Limits, encoding: Encoding = "detect"
) -> tuple[Summary, Clean]:
    """
    Read summary.csv.

    Parameters
    ----------
    path : Path or None
        The file, if there is one.
    problems : Problems
        Collects lines that are not a pair.
    limits : Limits
        How large it may be.
    encoding : {"detect", "cp1252"}
        Encoding where the file does not declare one.

    Returns
    -------
    summary : Summary
        Its content.
    clean : callable
        Removes the apostrophe that guards against formulas from a cell, in an export that declares it.
    """
    if path is None:
        return Summary(), str
    values: dict[str, str] = {}
    for number, cells in records(path, limits=limits, encoding=encoding, delimiter=","):
        if not any(cells):
            continue
        if len(cells) != 2:
            code = "short_row" if len(cells) < 2 else "long_row"
            problems.add(code, path.name, number, found=len(cells), expected=2)
            continue
        key = cells[0].strip()
        key = _SUMMARY_KEYS.get(name_key(key), key)
        if values.setdefault(key, cells[1]) != cells[1]:
            problems.add("polis_summary_twice", path.name, number, None, key=quoted(key))
    clean: Clean = unguarded if values.pop(GUARD_KEY, "") == "apostrophe" else str
    values = {key: clean(value) for key, value in values.items()}

    def count(key: str) -> int | None:
        value = values.get(key, "").strip()
        if not (value.isascii() and value.isdigit() and len(value) < 16):
            return None
        del values[key]
        return int(value)

    summary = Summary(
        topic=values.pop("topic", ""),
        url=values.pop("url", ""),
        description=values.pop("conversation-description", ""),
        views=count("views"),
        voters=count("voters"),
        voters_in_conversation=count("voters-in-conv"),
        commenters=count("commenters"),
        comments=count("comments"),
        groups=count("groups"),
        other=values,
    )
    return summary, clean


def read_comments(table: Table, problems: Problems, clean: Clean) -> CommentsFile:
    """
    Read comments.csv.

    Parameters
    ----------
    table : Table
        The file.
    problems : Problems
        Collects unreadable cells and repeated ids.
    clean : callable
        Applied to every text.

    Returns
    -------
    CommentsFile
        The statements, with the counts that are published.
    """
    cells = Cells(table.file, problems)
    position = _columns(table, _COMMENT_COLUMNS, ("comment-id", "comment-body"))
    _note_ignored(table, position.values(), problems)
    statements: list[Statement] = []
    rows: list[int] = []
    seen: dict[str, int] = {}

    for number, row in table:

        def cell(column: str, row: list[str] = row) -> str:
            i = position.get(column)
            return "" if i is None else row[i].strip()

        statement_id = _new_id(clean(cell("comment-id")), seen, table.file, number, "comment-id", problems)
        created = cell("timestamp")
        statements.append(
            Statement(
                id=statement_id,
                text=clean(row[position["comment-body"]]),
                author_id=clean(cell("author-id")) or None,
                created_ms=cells.time_ms(created, number, "timestamp") if created else None,
                moderated=cells.moderated(cell("moderated"), number, "moderated"),
                is_meta=cells.flag(cell("is-meta"), number, "is-meta"),
                is_seed=cells.flag(cell("is-seed"), number, "is-seed"),
                consensus=cells.number(cell("group-informed-consensus"), number, "group-informed-consensus"),
                agrees=cells.count(cell("agrees"), number, "agrees"),
                disagrees=cells.count(cell("disagrees"), number, "disagrees"),
                passes=cells.count(cell("passes"), number, "passes"),
            )
        )
        rows.append(number)
    if cells.saw_seconds:
        problems.note("polis_seconds", table.file)
    n_empty = sum(not s.text.strip() for s in statements)
    if n_empty:
        problems.note("polis_empty_bodies", table.file, n=n_empty)
    return CommentsFile(
        table.file, statements, _published(table, rows, "agrees", "disagrees", position, statements)
    )


def _published(
    table: Table,
    rows: list[int],
    agrees: str,
    disagrees: str,
    position: Mapping[str, int],
    counted: Sequence[Statement] | Sequence[Participant],
) -> Published | None:
    if agrees not in position or disagrees not in position:
        return None
    pairs = [
        (one.agrees, one.disagrees) if isinstance(one, Statement) else (one.n_agree, one.n_disagree)
        for one in counted
    ]
    counts = np.array([(a or 0, d or 0) for a, d in pairs], dtype=np.int64).reshape(-1, 2)
    names = [quoted(table.header[position[name]]) for name in (agrees, disagrees)]
    removable = ", ".join(f"“{name}”" for name in names)
    return Published(table.file, names[:1] * len(rows), rows, counts[:, 0], counts[:, 1], removable)


def _new_id(one: str, seen: dict[str, int], file: str, number: int, column: str, problems: Problems) -> str:
    if not one:
        problems.add("polis_blank_id", file, number, column)
    elif one in seen:
        problems.add("polis_duplicate_id", file, number, column, id=quoted(one), first_row=seen[one])
    seen.setdefault(one, number)
    return one


def _statement_columns(
    table: Table, of_people: Collection[int], known: set[str] | None, problems: Problems, clean: Clean
) -> tuple[list[str], list[int]]:
    names: list[str] = []
    names_seen: set[str] = set()
    places: list[int] = []
    for i, header in enumerate(table.header):
        if i in of_people:
            continue
        name = clean(header)
        bare = _COLUMN_PREFIX.sub("", name, count=1) if _COLUMN_PREFIX.match(name) else name
        if bare and (known is None or name not in known):
            name = bare
        if known is not None and name not in known:
            problems.add("polis_unknown_statement", table.file, 1, quoted(header), id=quoted(name))
        elif name in names_seen:
            problems.add("polis_duplicate_id", table.file, 1, quoted(header), id=quoted(name), first_row=1)
        names_seen.add(name)
        names.append(name)
        places.append(i)
    return names, places


def read_matrix(table: Table, problems: Problems, clean: Clean, known: set[str] | None) -> MatrixFile:
    """
    Read participants-votes.csv.

    Parameters
    ----------
    table : Table
        The file.
    problems : Problems
        Collects unreadable cells and repeated ids.
    clean : callable
        Applied to every text.
    known : set of str or None
        Ids of the statements, if comments.csv is there.

    Returns
    -------
    MatrixFile
        The people and their current votes.
    """
    cells = Cells(table.file, problems)
    position = _columns(table, PERSON_COLUMNS, ("participant",))
    columns, places = _statement_columns(table, position.values(), known, problems, clean)
    participants: list[Participant] = []
    rows: list[int] = []
    seen: dict[str, int] = {}
    person, column, value = array("i"), array("i"), array("b")
    for number, row in table:

        def cell(name: str, row: list[str] = row) -> str:
            i = position.get(name)
            return "" if i is None else row[i].strip()

        i_person = len(participants)
        participants.append(
            Participant(
                id=_new_id(clean(cell("participant")), seen, table.file, number, "participant", problems),
                group=clean(cell("group-id")) or None,
                xid=clean(cell("xid")) or None,
                n_comments=cells.count(cell("n-comments"), number, "n-comments"),
                n_votes=cells.count(cell("n-votes"), number, "n-votes"),
                n_agree=cells.count(cell("n-agree"), number, "n-agree"),
                n_disagree=cells.count(cell("n-disagree"), number, "n-disagree"),
            )
        )
        rows.append(number)
        for i_column, i in enumerate(places):
            if row[i]:
                vote = row[i].strip()
                if vote:
                    person.append(i_person)
                    column.append(i_column)
                    value.append(cells.vote(vote, number, table.header[i]))
    return MatrixFile(
        table.file,
        participants,
        rows,
        _published(table, rows, "n-agree", "n-disagree", position, participants),
        columns,
        np.array(person, dtype=np.int32),
        np.array(column, dtype=np.int32),
        np.array(value, dtype=np.int8),
    )


def read_votes(table: Table, problems: Problems, clean: Clean) -> VotesFile:
    """
    Read votes.csv.

    Parameters
    ----------
    table : Table
        The file.
    problems : Problems
        Collects unreadable cells.
    clean : callable
        Applied to every text.

    Returns
    -------
    VotesFile
        Every vote, with the sign used in the file.
    """
    cells = Cells(table.file, problems)
    needed = ("timestamp", "comment-id", "voter-id", "vote")
    position = _columns(table, _VOTE_COLUMNS, needed)
    _note_ignored(table, position.values(), problems)
    at, of, by, how = (position[name] for name in needed)
    rows: list[int] = []
    person_ids: list[str] = []
    statement_ids: list[str] = []
    value, time_ms = array("b"), array("q")
    for number, row in table:
        rows.append(number)
        person_ids.append(clean(row[by].strip()))
        statement_ids.append(clean(row[of].strip()))
        value.append(cells.vote(row[how].strip(), number, "vote"))
        time_ms.append(cells.time_ms(row[at].strip(), number, "timestamp"))
        if not person_ids[-1] or not statement_ids[-1]:
            column = "comment-id" if person_ids[-1] else "voter-id"
            problems.add("polis_blank_id", table.file, number, column)
    if cells.saw_seconds:
        problems.note("polis_seconds", table.file)
    return VotesFile(
        table.file,
        rows,
        person_ids,
        statement_ids,
        np.array(value, dtype=np.int8),
        np.array(time_ms, dtype=np.int64),
    )
