"""Statements and the votes on them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.listen.models import (
    BurstState,
    Contributor,
    CurrentVote,
    Voice,
    VoiceKind,
    VoiceState,
    Vote,
    words_to_show,
)
from throughline.listen.queries.contributor import token_hash
from throughline.ui.fields import TranslatedText

ASKED_ABOUT = 20
CARD = ("pk", "public_id", "text", "language", "translation", "is_unreviewed", "is_seed")
USABLE = Q(state=VoiceState.APPROVED, is_held=False)


@dataclass(frozen=True)
class Card:
    """One statement to vote on, with this contributor's earlier vote on it, if any."""

    pk: int
    public_id: str
    text: str
    language: str
    translation: TranslatedText
    is_unreviewed: bool = False
    is_seed: bool = False
    is_seen: bool = False
    value: int | None = None

    @property
    def words(self) -> TranslatedText:
        """The original text and its reviewed translations."""
        return words_to_show(self.text, self.language, self.translation, is_seed=self.is_seed)


@dataclass(frozen=True)
class Progress:
    n_seen: int
    n_statements: int

    @property
    def n_asked(self) -> int:
        """About how many statements one person is asked for: never all of a long list."""
        return min(ASKED_ABOUT, self.n_statements)

    @property
    def is_enough(self) -> bool:
        return self.n_seen >= self.n_asked

    @property
    def is_all(self) -> bool:
        return self.n_seen >= self.n_statements

    @property
    def step(self) -> int:
        return min(self.n_seen + 1, self.n_asked) if self.n_seen < self.n_asked else self.n_seen + 1


def open_statements(forum: Forum) -> QuerySet[Voice]:
    """Statements that may be voted on: approved, not held, and not about the process itself."""
    return Voice.objects.filter(USABLE, forum=forum, kind=VoiceKind.STATEMENT, is_meta=False)


def unreviewed_statements(forum: Forum) -> QuerySet[Voice]:
    """Statements that people see and vote on, and that nobody has reviewed."""
    return open_statements(forum).filter(is_unreviewed=True)


# `open_statements` in SQL, with what was seen, without those of people who were set aside: nobody is asked
# about them. Every vote runs it, and building the query took longer than running it.
NEXT_CARD = """
WITH opened AS (
    SELECT v.id, c.id AS seen
    FROM listen_voice v
    LEFT JOIN listen_currentvote c ON c.statement_id = v.id AND c.contributor_id = %s
    WHERE v.district_id = %s AND v.forum_id = %s AND v.kind = %s AND v.state = %s
        AND NOT v.is_held AND NOT v.is_meta
        AND (v.contributor_id IS NULL OR v.contributor_id NOT IN (
            SELECT a.id FROM listen_contributor a JOIN listen_burst b ON b.id = a.burst_id
            WHERE b.forum_id = %s AND b.state = %s
        ))
)
SELECT n, n_seen, v.id
FROM (SELECT COUNT(*) AS n, COUNT(seen) AS n_seen FROM opened) counted
LEFT JOIN listen_voice v ON v.id = (SELECT id FROM opened WHERE seen IS NULL ORDER BY RANDOM() LIMIT 1)
"""


def next_card(forum: Forum, contributor: Contributor | None) -> tuple[Card | None, Progress]:
    """Draw an unseen statement at random and count progress: two reads, however many there are."""
    nobody = -1
    params = (
        contributor.pk if contributor else nobody,
        forum.district_id,
        forum.pk,
        VoiceKind.STATEMENT.value,
        VoiceState.APPROVED.value,
        forum.pk,
        BurstState.SET_ASIDE.value,
    )
    with connection.cursor() as cursor:
        cursor.execute(NEXT_CARD, params)
        n, n_seen, drawn = cursor.fetchone()
    row = None if drawn is None else Voice.objects.filter(USABLE, pk=drawn).values_list(*CARD).first()
    return Card(*row) if row else None, Progress(n_seen=n_seen, n_statements=n)


def previewed_card(forum: Forum, after: str) -> tuple[Card | None, Progress]:
    """The statement that follows another in the order of writing, for a draft where no vote is kept."""
    opened = open_statements(forum).order_by("pk")
    passed = opened.filter(public_id=after).values_list("pk", flat=True).first() or 0
    row = opened.filter(pk__gt=passed).values_list(*CARD).first()
    n_seen = opened.filter(pk__lte=passed).count()
    return Card(*row) if row else None, Progress(n_seen=n_seen, n_statements=opened.count())


def card_of_statement(forum: Forum, contributor: Contributor | None, public_id: str) -> Card | None:
    """One given statement, to answer it again or after an error."""
    row = open_statements(forum).filter(public_id=public_id).values_list(*CARD).first()
    if row is None:
        return None
    if contributor is not None:
        vote = CurrentVote.objects.filter(contributor=contributor, statement_id=row[0]).first()
        if vote is not None:
            return replace(Card(*row), is_seen=True, value=vote.value)
    return Card(*row)


@dataclass(frozen=True)
class Ballot:
    """The statement of a vote, if it is open, and whether the browser has contributed to the forum before."""

    statement_id: int | None
    has_begun: bool


BALLOT = """
SELECT
    (
        SELECT v.id FROM listen_voice v
        WHERE v.district_id = %s AND v.forum_id = %s AND v.public_id = %s AND v.kind = %s AND v.state = %s
            AND NOT v.is_held AND NOT v.is_meta
    ),
    EXISTS (
        SELECT 1 FROM listen_contributor c
        WHERE c.forum_id = %s AND c.token_hash = %s AND NOT c.token_hash = ''  -- as its partial index says
    )
"""


def ballot_of(forum: Forum, statement_public_id: str, token: str) -> Ballot:
    """Look up both in one query, since every vote needs them."""
    parameters = (
        forum.district_id,
        forum.pk,
        statement_public_id,
        VoiceKind.STATEMENT.value,
        VoiceState.APPROVED.value,
        forum.pk,
        token_hash(token, forum),
    )
    with connection.cursor() as cursor:
        cursor.execute(BALLOT, parameters)
        statement_id, has_begun = cursor.fetchone()
    return Ballot(statement_id, bool(has_begun))


def seed_statements(forum: Forum) -> QuerySet[Voice]:
    return Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT, is_seed=True).order_by("id")


def seed_statements_listed(forum: Forum) -> QuerySet[Voice]:
    """The statements by the district that were not removed, and whether each `has_votes`."""
    votes = Vote.objects.filter(statement=OuterRef("pk"))
    return seed_statements(forum).exclude(state=VoiceState.WITHDRAWN).annotate(has_votes=Exists(votes))


def has_votes(statement: Voice) -> bool:
    return Vote.objects.filter(statement=statement).exists()


@dataclass(frozen=True, eq=False)
class VoteTable:
    """The log of one forum as columns, in the order of the log. A later vote of a pair replaces the earlier.

    Attributes
    ----------
    person, statement : ndarray of int64, shape (n_rows,)
        Index into `contributor_ids` and `statement_ids`.
    value : ndarray of int8, shape (n_rows,)
        Agree +1, not sure 0, disagree -1. Skips are not in the log.
    contributor_ids : ndarray of int64, shape (n_people,)
        Primary keys of those with at least one vote, ascending.
    statement_ids : ndarray of int64, shape (n_statements,)
        Primary keys of all statements of the forum, ascending.
    zeroed : ndarray of int64
        Indices of statements that do not count: not approved, rejected, merged, withdrawn, held or about the
        process.
    log_position : int
        Primary key of the last vote read; 0 if there was none.
    """

    person: NDArray[np.int64]
    statement: NDArray[np.int64]
    value: NDArray[np.int8]
    contributor_ids: NDArray[np.int64]
    statement_ids: NDArray[np.int64]
    zeroed: NDArray[np.int64]
    log_position: int

    @property
    def n_people(self) -> int:
        return self.contributor_ids.size

    @property
    def n_statements(self) -> int:
        return self.statement_ids.size


def _chunks(rows: QuerySet[Vote], n_rows: int = 100_000) -> Iterator[NDArray[np.int64]]:
    """Yield a query's columns in bulk: a million votes take a minute as model rows, and a second this way."""
    sql, parameters = rows.query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while chunk := cursor.fetchmany(n_rows):
            yield np.array(chunk, dtype=np.int64)


def vote_table(
    forum: Forum, *, after: int = 0, up_to: int | None = None, without: Collection[int] = ()
) -> VoteTable:
    """All votes of a forum, superseded ones included, after one position of the log and up to another.

    The votes of the contributors in `without` are left out.
    """
    log = Vote.objects.filter(forum=forum)
    if after:
        log = log.filter(pk__gt=after)
    if up_to is not None:
        log = log.filter(pk__lte=up_to)
    columns = log.order_by("pk").values_list("pk", "contributor_id", "statement_id", "value")
    chunks = list(_chunks(columns))  # type: ignore[arg-type]
    votes = np.concatenate(chunks) if chunks else np.empty((0, 4), dtype=np.int64)
    log_position = int(votes[-1, 0]) if len(votes) else 0
    if without:
        votes = votes[~np.isin(votes[:, 1], list(without))]
    statements = list(
        Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT)
        .order_by("pk")
        .values_list("pk", "state", "is_held", "is_meta")
    )
    statement_ids = np.array([row[0] for row in statements], dtype=np.int64)
    zeroed = [
        index
        for index, (_pk, state, is_held, is_meta) in enumerate(statements)
        if state != VoiceState.APPROVED or is_held or is_meta
    ]
    contributor_ids, person = np.unique(votes[:, 1], return_inverse=True)
    return VoteTable(
        person=person.astype(np.int64),
        statement=np.searchsorted(statement_ids, votes[:, 2]).astype(np.int64),
        value=votes[:, 3].astype(np.int8),
        contributor_ids=contributor_ids,
        statement_ids=statement_ids,
        zeroed=np.array(zeroed, dtype=np.int64),
        log_position=log_position,
    )
