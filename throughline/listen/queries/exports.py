"""A statements forum in the export format of Polis, as plain data."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time

import numpy as np
from numpy.typing import NDArray

from throughline.accounts.models import District
from throughline.accounts.queries.export import day_of
from throughline.convene.models import Forum
from throughline.formats.polis import NO_TIME, Conversation, Participant, Statement, Summary, VoteLog
from throughline.listen.models import Contributor, Voice, VoiceKind, VoiceState, Vote

MODERATED = {VoiceState.APPROVED: 1, VoiceState.RECEIVED: 0}


@dataclass(frozen=True)
class PublishedGroups:
    """Published results to export with the votes: groups by contributor, consensus by statement, summary."""

    groups: Mapping[int, str] = field(default_factory=dict)
    consensus: Mapping[int, float] = field(default_factory=dict)
    summary: Summary | None = None


def conversation_of(
    forum: Forum,
    published: PublishedGroups | None = None,
    *,
    has_held_words: bool = False,
    is_tied: bool = False,
) -> Conversation:
    """All statements and votes. Only if tied, who wrote a statement can be found among those who voted.

    What was imported keeps its ids, order and times: the file it came from has them too. Our own people and
    statements are numbered at random for this export alone, votes are in a random order, and times say the
    day, so that neither a browser nor the hour at which somebody took part leads to a row. Texts held back as
    urgent are left out unless requested.
    """
    published = published or PublishedGroups()
    log = _log(forum)
    voices = _statements(forum)
    authors = {voice.contributor_id for voice in voices if is_tied and voice.contributor_id is not None}
    people = [
        one
        for one in Contributor.objects.filter(forum=forum).order_by("pk")
        if one.is_imported or one.pk in authors | log.people
    ]
    person_ids = _numbered({p.pk: p.foreign_id for p in people}, by_chance=True)
    statement_ids = _numbered({v.pk: v.foreign_id for v in voices}, by_chance=False)
    people.sort(key=lambda p: (0, p.pk) if p.foreign_id else (1, int(person_ids[p.pk])))
    known_authors = {p.pk: person_ids[p.pk] for p in people if is_tied or p.is_imported}
    statements = tuple(
        Statement(
            id=statement_ids[v.pk],
            text="" if v.is_held and not has_held_words else v.text,
            author_id=v.foreign_author_id or known_authors.get(v.contributor_id or 0),
            created_ms=_ms(v.received_at) if v.foreign_id else _day_ms(v.received_at, forum.district),
            moderated=MODERATED.get(VoiceState(v.state), -1),
            is_meta=v.is_meta,
            is_seed=v.is_seed,
            consensus=published.consensus.get(v.pk),
        )
        for v in voices
    )
    participants = tuple(
        Participant(id=person_ids[p.pk], group=published.groups.get(p.pk), xid=p.foreign_xid or None)
        for p in people
    )
    votes = log.in_export(forum.district, people, voices)
    n_authors = len({v.foreign_author_id or v.contributor_id for v in voices} - {"", None})
    return Conversation(
        _summary(forum, published, participants, statements, votes, n_authors),
        statements,
        participants,
        votes,
    )


def _statements(forum: Forum) -> list[Voice]:
    """Imported ones in their order, then our own in one that says nothing of when they came in."""
    voices = list(Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT).order_by("pk"))
    own = [voice for voice in voices if not voice.foreign_id]
    secrets.SystemRandom().shuffle(own)
    return [voice for voice in voices if voice.foreign_id] + own


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000 + 0.5)


def _day_ms(moment: datetime, district: District) -> int:
    """Noon of the day on the district's clock, which is the same day in UTC, where the files count."""
    return _ms(datetime.combine(day_of(moment, district), time(12), district.zone))


@dataclass(frozen=True)
class _Log:
    """The log of votes as columns, in its order."""

    person: list[int]
    statement: list[int]
    value: list[int]
    at: list[datetime | None]

    @property
    def people(self) -> set[int]:
        return set(self.person)

    def in_export(self, district: District, people: list[Contributor], voices: list[Voice]) -> VoteLog:
        person_at = {p.pk: i for i, p in enumerate(people)}
        statement_at = {v.pk: i for i, v in enumerate(voices)}
        imported = np.array([p.is_imported for p in people], dtype=np.bool_)
        person = np.array([person_at[pk] for pk in self.person], dtype=np.int32)
        statement = np.array([statement_at[pk] for pk in self.statement], dtype=np.int32)
        is_imported = imported[person] if len(person) else np.zeros(0, dtype=np.bool_)
        times = [
            NO_TIME if when is None else _ms(when) if keeps_time else _day_ms(when, district)
            for when, keeps_time in zip(self.at, is_imported.tolist(), strict=True)
        ]
        own = np.flatnonzero(~is_imported)
        order = np.concatenate((np.flatnonzero(is_imported), own[_shuffled(person[own], statement[own])]))
        return VoteLog(
            person[order],
            statement[order],
            np.array(self.value, dtype=np.int8)[order],
            np.array(times, dtype=np.int64)[order],
        )


def _shuffled(person: NDArray[np.int32], statement: NDArray[np.int32]) -> NDArray[np.intp]:
    """Draw an order that keeps the one of votes by one person on one statement: the last one counts."""
    position = np.arange(len(person))
    drawn = np.random.default_rng(secrets.randbits(128)).permutation(len(person))
    places = np.lexsort((position, statement[drawn], person[drawn]))
    votes = np.lexsort((position, statement, person))
    order = np.empty(len(person), dtype=np.intp)
    order[places] = votes
    return order


def _log(forum: Forum) -> _Log:
    log = _Log([], [], [], [])
    rows = Vote.objects.filter(forum=forum).order_by("pk")
    for who, what, how, when in rows.values_list("contributor_id", "statement_id", "value", "at").iterator(
        chunk_size=20_000
    ):
        log.person.append(who)
        log.statement.append(what)
        log.value.append(how)
        log.at.append(when)
    return log


def _numbered(foreign_ids: Mapping[int, str], *, by_chance: bool) -> dict[int, str]:
    """Give each row the id it was imported with, and the others numbers that are still free."""
    unnumbered = [pk for pk, foreign_id in foreign_ids.items() if not foreign_id]
    if by_chance:
        secrets.SystemRandom().shuffle(unnumbered)
    taken = {foreign_id for foreign_id in foreign_ids.values() if foreign_id}
    ids = {pk: foreign_id for pk, foreign_id in foreign_ids.items() if foreign_id}
    number = 0
    for pk in unnumbered:
        while str(number) in taken:
            number += 1
        ids[pk] = str(number)
        number += 1
    return ids


def _summary(
    forum: Forum,
    published: PublishedGroups,
    participants: tuple[Participant, ...],
    statements: tuple[Statement, ...],
    votes: VoteLog,
    n_authors: int,
) -> Summary:
    """The published summary, if there is one; its counts are those of the rows written with it."""
    base = published.summary or Summary(
        topic=forum.title.source,
        description=forum.introduction.source,
        groups=len(set(published.groups.values())),
    )
    return replace(
        base,
        voters=len(participants),
        voters_in_conversation=base.voters_in_conversation
        if published.summary
        else len(np.unique(votes.person)),
        commenters=base.commenters if published.summary else n_authors,
        comments=len(statements),
    )
