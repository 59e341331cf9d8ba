"""A statements forum in the export format of Polis, as plain data."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from throughline.convene.models import Forum
from throughline.formats.polis import Conversation, Participant, Statement, Summary, VoteLog
from throughline.listen.models import Contributor, Voice, VoiceKind, VoiceState, Vote

MODERATED = {VoiceState.APPROVED: 1, VoiceState.RECEIVED: 0}


@dataclass(frozen=True)
class PublishedGroups:
    """Published results to export with the votes: groups by contributor, consensus by statement, summary."""

    groups: Mapping[int, str] = field(default_factory=dict)
    consensus: Mapping[int, float] = field(default_factory=dict)
    summary: Summary | None = None


def conversation_of(
    forum: Forum, published: PublishedGroups | None = None, *, has_held_words: bool = False
) -> Conversation:
    """All statements and votes, in the order of the log.

    Imported participants keep their ids and order. Our own contributors are numbered at random for this
    export alone, and are sorted by that number, so that it cannot be traced to a browser. Texts held back as
    urgent are left out unless requested.
    """
    published = published or PublishedGroups()
    person, statement, value, at = _log(forum)
    voices = list(Voice.objects.filter(forum=forum, kind=VoiceKind.STATEMENT).order_by("pk"))
    ids_of_people = set(person) | {v.contributor_id for v in voices if v.contributor_id is not None}
    people = [
        one
        for one in Contributor.objects.filter(forum=forum).order_by("pk")
        if one.is_imported or one.pk in ids_of_people
    ]
    person_ids = _numbered({p.pk: p.foreign_id for p in people}, by_chance=True)
    statement_ids = _numbered({v.pk: v.foreign_id for v in voices}, by_chance=False)
    people.sort(key=lambda p: (0, p.pk) if p.foreign_id else (1, int(person_ids[p.pk])))
    statements = tuple(
        Statement(
            id=statement_ids[v.pk],
            text="" if v.is_held and not has_held_words else v.text,
            author_id=v.foreign_author_id or person_ids.get(v.contributor_id or 0),
            created_ms=int(v.received_at.timestamp() * 1000 + 0.5),
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
    person_at = {p.pk: i for i, p in enumerate(people)}
    statement_at = {v.pk: i for i, v in enumerate(voices)}
    votes = VoteLog(
        np.array([person_at[pk] for pk in person], dtype=np.int32),
        np.array([statement_at[pk] for pk in statement], dtype=np.int32),
        np.array(value, dtype=np.int8),
        np.array(at, dtype=np.int64),
    )
    return Conversation(
        _summary(forum, published, participants, statements, votes), statements, participants, votes
    )


def _log(forum: Forum) -> tuple[list[int], list[int], list[int], list[int]]:
    person: list[int] = []
    statement: list[int] = []
    value: list[int] = []
    at: list[int] = []
    rows = Vote.objects.filter(forum=forum).order_by("pk")
    for who, what, how, when in rows.values_list("contributor_id", "statement_id", "value", "at").iterator(
        chunk_size=20_000
    ):
        person.append(who)
        statement.append(what)
        value.append(how)
        at.append(-1 if when is None else int(when.timestamp() * 1000 + 0.5))
    return person, statement, value, at


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
        commenters=base.commenters
        if published.summary
        else len({s.author_id for s in statements if s.author_id}),
        comments=len(statements),
    )
