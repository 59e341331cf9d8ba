"""The current votes of a forum, with their sums: a stored copy plus the votes cast since.

The log is append-only, so the votes up to a position never change, and those after the stored position are
few. Concurrent transactions may commit votes out of order: only votes older than `SETTLED_AFTER` are stored,
and each update first checks the number of rows.
"""

import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Max, Min
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.listen.models import Vote
from throughline.listen.queries import VoteTable, vote_table
from throughline.measure.models import KeptVotes
from throughline.methods.opinion_groups import Moments, RunningVotes
from throughline.methods.votes import Votes

SETTLED_AFTER = timedelta(seconds=60)
ONE_BY_ONE_UP_TO_N_ROWS = 5_000
N_UNPACKED = 4
SUMS = ("seen", "total", "product", "total_where_seen", "seen_together")


@dataclass(frozen=True, eq=False)
class CurrentVotes:
    """The current votes, their sums, and the row numbers of people and statements.

    Attributes
    ----------
    votes : Votes
        People and statements in the order of the two arrays below.
    moments : Moments
        Their sums.
    contributor_ids, statement_ids : ndarray of int64
        Row numbers. Statements ascend; people who came since the votes were last stored are at the end.
    log_position : int
        Row number of the last vote included; 0 without votes.
    n_rows : int
        Rows of the log up to `log_position`, including superseded votes.
    """

    votes: Votes
    moments: Moments
    contributor_ids: NDArray[np.int64]
    statement_ids: NDArray[np.int64]
    log_position: int
    n_rows: int


def current_votes(forum: Forum, *, up_to: int | None = None, is_anew: bool = False) -> CurrentVotes:
    """The current votes, or those at a position of the log; `is_anew` ignores the stored copy."""
    base = None if is_anew else _stored_votes(forum, up_to)
    news = vote_table(forum, after=base.log_position if base else 0, up_to=up_to)
    if base is not None and not _goes_on(base, news):
        base, news = None, vote_table(forum, up_to=up_to)
    if base is None or len(news.value) > ONE_BY_ONE_UP_TO_N_ROWS:
        return _together(base, news)
    return _one_by_one(base, news)


def votes_without(forum: Forum, contributor_ids: Collection[int]) -> CurrentVotes:
    """The current votes but for those of some people, counted anew: no copy of them is stored."""
    return _together(None, vote_table(forum, without=contributor_ids))


def settled_position(forum: Forum, now: datetime) -> int:
    """The position up to which the log can be stored: no vote below it can still be committed."""
    log = Vote.objects.filter(forum=forum)
    stored = KeptVotes.objects.filter(forum=forum).values_list("log_position", flat=True).first() or 0
    new = log.filter(pk__gt=stored)
    recent = new.filter(at__gt=now - SETTLED_AFTER).aggregate(first=Min("pk"))["first"]
    if recent is not None:
        new = new.filter(pk__lt=recent)
    return int(new.aggregate(last=Max("pk"))["last"] or stored)


def is_whole(forum: Forum) -> bool:
    """Whether the log up to the stored position still has as many rows as when it was stored."""
    stored = KeptVotes.objects.filter(forum=forum).values_list("log_position", "n_rows").first()
    if stored is None:
        return False
    return Vote.objects.filter(forum=forum, pk__lte=stored[0]).count() == stored[1]


def packed(current: CurrentVotes) -> bytes:
    """Serialize votes to bytes that are equal for equal votes: people ascending, sums as int32."""
    order = np.argsort(current.contributor_ids)
    votes = current.votes
    n_each = votes.n_votes_by_person[order]
    offsets = np.concatenate([[0], np.cumsum(n_each)]).astype(np.int64)
    rows = np.repeat(votes.offsets[:-1][order] - offsets[:-1], n_each) + np.arange(votes.n_votes)
    file = io.BytesIO()
    np.savez(
        file,
        contributor_ids=current.contributor_ids[order],
        statement_ids=current.statement_ids,
        offsets=offsets,
        statement=votes.statement[rows],
        value=votes.value[rows],
        where=np.array([current.log_position, current.n_rows]),
        **{name: getattr(current.moments, name).astype(np.int32) for name in SUMS},
    )
    return file.getvalue()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


_unpacked: OrderedDict[str, CurrentVotes] = OrderedDict()
_lock = threading.Lock()


def _stored_votes(forum: Forum, up_to: int | None) -> CurrentVotes | None:
    stored = KeptVotes.objects.filter(forum=forum)
    digest, log_position = stored.values_list("digest", "log_position").first() or ("", 0)
    if not digest or (up_to is not None and log_position > up_to):
        return None
    with _lock:
        if digest in _unpacked:
            _unpacked.move_to_end(digest)
            return _unpacked[digest]
    row = stored.values_list("digest", "packed").first()
    if row is None or digest_of(bytes(row[1])) != row[0]:
        return None  # deleted or corrupted: recompute, it is only a cache
    found = _from_packed(bytes(row[1]))
    if up_to is not None and found.log_position > up_to:
        return None
    with _lock:
        _unpacked[row[0]] = found
        while len(_unpacked) > N_UNPACKED:
            _unpacked.popitem(last=False)
    return found


def _from_packed(content: bytes) -> CurrentVotes:
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        log_position, n_rows = held["where"].tolist()
        return CurrentVotes(
            votes=Votes.by_person(
                held["offsets"], held["statement"], held["value"], n_statements=held["statement_ids"].size
            ),
            moments=Moments(**{name: held[name].astype(np.int64) for name in SUMS}),
            contributor_ids=held["contributor_ids"],
            statement_ids=held["statement_ids"],
            log_position=log_position,
            n_rows=n_rows,
        )


def _goes_on(base: CurrentVotes, news: VoteTable) -> bool:
    """Whether the statements are those of the stored copy, with new ones only at the end."""
    n = base.statement_ids.size
    return bool(np.array_equal(news.statement_ids[:n], base.statement_ids))


def _is_zeroed(news: VoteTable) -> NDArray[np.bool_]:
    mask = np.zeros(news.n_statements, dtype=bool)
    mask[news.zeroed] = True
    return mask


def _people(base: CurrentVotes, news: VoteTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Everyone's row numbers, new people last; and the index in them of each person in `news`."""
    order = np.argsort(base.contributor_ids)
    known = base.contributor_ids[order]
    at = np.searchsorted(known, news.contributor_ids)
    is_known = np.zeros(news.n_people, dtype=bool)
    inside = at < known.size
    is_known[inside] = known[at[inside]] == news.contributor_ids[inside]
    row = np.empty(news.n_people, dtype=np.int64)
    row[is_known] = order[at[is_known]]
    row[~is_known] = known.size + np.arange(int((~is_known).sum()))
    return np.concatenate([base.contributor_ids, news.contributor_ids[~is_known]]), row


def _one_by_one(base: CurrentVotes, news: VoteTable) -> CurrentVotes:
    everyone, row = _people(base, news)
    running = RunningVotes(base.votes, base.moments)
    running.widen(news.n_statements)
    running.zero(_is_zeroed(news))
    # New people are numbered in the order of their first votes.
    rename: dict[int, int] = {}
    columns = (row[news.person].tolist(), news.statement.tolist(), news.value.tolist())
    for person, statement, value in zip(*columns, strict=True):
        if person >= base.contributor_ids.size:
            person = rename.setdefault(person, running.n_people)
        running.vote(person, statement, value)
    places = np.arange(everyone.size)
    for before, after in rename.items():
        places[after] = before
    return CurrentVotes(
        votes=running.votes(),
        moments=running.moments,
        contributor_ids=everyone[places],
        statement_ids=news.statement_ids,
        log_position=news.log_position or base.log_position,
        n_rows=base.n_rows + len(news.value),
    )


def _together(base: CurrentVotes | None, news: VoteTable) -> CurrentVotes:
    everyone, person = news.contributor_ids, news.person
    statement: NDArray[np.integer] = news.statement
    value = news.value
    if base is not None:
        everyone, row = _people(base, news)
        person = np.concatenate([base.votes.person, row[news.person]])
        statement = np.concatenate([base.votes.statement, news.statement])
        value = np.concatenate([base.votes.value, news.value])
    votes = Votes.of(
        person,
        statement,
        value,
        n_people=everyone.size,
        n_statements=news.n_statements,
        zeroed=news.zeroed,
        sequence=np.arange(value.size),
    )
    return CurrentVotes(
        votes=votes,
        moments=Moments.of(votes),
        contributor_ids=everyone,
        statement_ids=news.statement_ids,
        log_position=news.log_position or (base.log_position if base else 0),
        n_rows=len(news.value) + (base.n_rows if base else 0),
    )
