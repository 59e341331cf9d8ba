"""A conversation held elsewhere, with every vote of its log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from throughline.accounts.actions import Refused
from throughline.accounts.models.scoped import new_public_id
from throughline.convene.models import Forum
from throughline.formats.polis import Conversation
from throughline.listen.actions.arrival import Arrival
from throughline.listen.actions.bulk import Value, check_scope
from throughline.listen.actions.tally import n_people_and_contributions
from throughline.listen.actions.urgent import kind_of_urgency
from throughline.listen.models import Channel, Contributor, CurrentVote, Voice, VoiceKind, VoiceState, Vote

LONGEST_FOREIGN_ID = 80
STATE_BY_MODERATED = {1: VoiceState.APPROVED, 0: VoiceState.RECEIVED, -1: VoiceState.REJECTED}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ImportedConversation:
    """What an import wrote: rows by external id, the last log position, kinds of urgency of held voices."""

    forum: Forum
    people: Mapping[str, int]
    statements: Mapping[str, int]
    n_votes: int
    n_superseded: int
    held: Mapping[int, str]
    log_position: int
    counted: tuple[int, int]

    @property
    def n_held(self) -> int:
        return len(self.held)

    def reveal(self, arrival: Arrival) -> None:
        arrival.reveal(
            "write_conversation",
            self.held,
            self.counted,
            n_people=len(self.people),
            n_statements=len(self.statements),
            n_votes=self.n_votes,
            n_superseded=self.n_superseded,
        )


def write_conversation(arrival: Arrival, conversation: Conversation) -> ImportedConversation:
    """Write a whole conversation into an arriving forum.

    Statements that were moderated at their source keep that decision; the others are checked for urgent words
    and wait for moderation. External ids are stored next to our own.
    """
    forum = arrival.forum
    check_scope(arrival.actor, forum)
    _refuse_what_does_not_fit(conversation)
    people = _write_people(arrival, conversation)
    kinds = _write_statements(arrival, conversation, people)
    statements = dict(Voice.objects.filter(forum=forum).values_list("foreign_id", "pk"))
    _write_votes(arrival, conversation, people, statements)
    return ImportedConversation(
        forum,
        people,
        statements,
        len(conversation.votes),
        conversation.n_superseded,
        {statements[foreign_id]: kind for foreign_id, kind in kinds.items()},
        Vote.objects.filter(forum=forum).aggregate(last=Max("pk"))["last"] or 0,
        n_people_and_contributions(forum),
    )


def _refuse_what_does_not_fit(conversation: Conversation) -> None:
    ids = (
        *(s.id for s in conversation.statements),
        *(s.author_id or "" for s in conversation.statements),
        *(p.id for p in conversation.participants),
        *(p.xid or "" for p in conversation.participants),
    )
    if any(len(one) > LONGEST_FOREIGN_ID for one in ids):
        raise Refused(
            _(
                "An ID in these files is longer than %(n)s characters. Check that the files are the ones "
                "Polis exported."
            )
            % {"n": LONGEST_FOREIGN_ID}
        )


def _moment(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)


def _moments(milliseconds: NDArray[np.int64]) -> list[str | None]:
    """Format times in UTC as both databases store them; making a datetime for each vote is too slow."""
    text = np.datetime_as_string(milliseconds.astype("datetime64[ms]")).tolist()
    return [
        None if known < 0 else f"{one[:10]} {one[11:]}000"
        for one, known in zip(text, milliseconds.tolist(), strict=True)
    ]


def _write_people(arrival: Arrival, conversation: Conversation) -> dict[str, int]:
    forum, today = arrival.forum, timezone.now().date()
    columns = ["district_id", "public_id", "forum_id", "foreign_id", "foreign_xid", "began_on", "is_imported"]
    arrival.write(
        Contributor,
        columns,
        (
            (forum.district_id, new_public_id(), forum.pk, p.id, p.xid or "", today, True)
            for p in conversation.participants
        ),
    )
    return dict(Contributor.objects.filter(forum=forum).values_list("foreign_id", "pk"))


def _write_statements(
    arrival: Arrival, conversation: Conversation, people: Mapping[str, int]
) -> dict[str, str]:
    """Write the statements; return the kind of urgency of each held one, by external id."""
    forum, now = arrival.forum, timezone.now()
    held: dict[str, str] = {
        s.id: kind.value
        for s in conversation.statements
        if s.moderated == 0 and (kind := kind_of_urgency(s.text)) is not None
    }
    columns = [
        "district_id",
        "public_id",
        "forum_id",
        "kind",
        "contributor_id",
        "text",
        "channel",
        "state",
        "is_held",
        "is_meta",
        "is_seed",
        "foreign_id",
        "foreign_author_id",
        "received_at",
    ]
    arrival.write(
        Voice,
        columns,
        (
            (
                forum.district_id,
                new_public_id(),
                forum.pk,
                VoiceKind.STATEMENT.value,
                people.get(s.author_id or ""),
                s.text.replace("\0", ""),
                Channel.IMPORT.value,
                STATE_BY_MODERATED[s.moderated].value,
                s.id in held,
                s.is_meta,
                s.is_seed,
                s.id,
                s.author_id or "",
                now if s.created_ms is None else _moment(s.created_ms),
            )
            for s in conversation.statements
        ),
    )
    return held


def _write_votes(
    arrival: Arrival, conversation: Conversation, people: Mapping[str, int], statements: Mapping[str, int]
) -> None:
    """Write the log in order of time; votes of the same moment stay in the order of the file."""
    forum, votes = arrival.forum, conversation.votes
    person = np.array([people[p.id] for p in conversation.participants], dtype=np.int64)[votes.person]
    statement = np.array([statements[s.id] for s in conversation.statements], dtype=np.int64)[votes.statement]

    at = _moments(votes.time_ms)

    def rows(order: NDArray[np.intp]) -> Iterable[tuple[Value, ...]]:
        district_id, forum_id = forum.district_id, forum.pk
        for who, what, value, i in zip(
            person[order].tolist(),
            statement[order].tolist(),
            votes.value[order].tolist(),
            order.tolist(),
            strict=True,
        ):
            yield district_id, forum_id, who, what, value, at[i]

    columns = ["district_id", "forum_id", "contributor_id", "statement_id", "value", "at"]
    arrival.write(Vote, columns, rows(np.lexsort((votes.sequence, votes.time_ms))))
    arrival.write(CurrentVote, columns, rows(votes.current()))
