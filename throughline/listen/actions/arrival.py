"""Bulk imports: rows are written in short transactions and become visible all at once.

SQLite allows one writer at a time, and a vote waits only so long for it. So an import writes its rows in
batches of ten thousand into a forum that is hidden from everybody, and pauses after each batch. One last
transaction makes the forum visible. If anything fails before that, the rows are deleted again; if the worker
itself was stopped, a timed job deletes them.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from throughline.accounts.actions import LOST_AFTER_MINUTES, record
from throughline.accounts.models import AuditEntry
from throughline.accounts.models.scoped import new_public_id
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, Forum, Moderation
from throughline.listen.actions.bulk import Value, check_scope, delete_rows, insert_rows
from throughline.listen.actions.tally import count_texts, tally_people
from throughline.listen.models import (
    AnswerChoice,
    Contributor,
    CurrentVote,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    UrgentFlag,
    Voice,
    Vote,
)
from throughline.ui.fields import TranslatedText

log = logging.getLogger(__name__)

ROWS_A_TURN = 10_000
LONGEST_PAUSE_SECONDS = 0.1
GIVEN_UP = datetime(1970, 1, 1, tzinfo=UTC)


class ArrivalOver(Exception):
    """Another process began to delete the forum while its rows were still being written."""


@dataclass
class Arrival:
    """A forum being imported. `after_turn` is called between transactions; it may raise to stop."""

    actor: Actor
    forum: Forum
    after_turn: Callable[[], None]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Run one short transaction and, on SQLite, pause so that others can write.

        The pause is as long as the transaction was, at most the longest interval at which others retry.
        """
        began = time.monotonic()
        with transaction.atomic():
            self._still_ours(arriving_at=timezone.now())
            yield
        if connection.vendor == "sqlite":
            time.sleep(min(LONGEST_PAUSE_SECONDS, time.monotonic() - began))
        self.after_turn()

    def write(
        self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Value]]
    ) -> None:
        """Insert rows in batches. The rows are generated between the transactions, not within them."""
        rows = iter(rows)
        while part := list(islice(rows, ROWS_A_TURN)):
            with self.turn():
                insert_rows(model, columns, part)

    def reveal(self, verb: str, held: Mapping[int, str], counted: tuple[int, int], **n: int) -> None:
        """Make the forum visible, flag its held voices and count it. Call it in the last transaction."""
        self._still_ours(arriving_at=None)
        now = timezone.now()
        insert_rows(
            UrgentFlag,
            ["district_id", "public_id", "voice_id", "kind", "raised_at"],
            ((self.forum.district_id, new_public_id(), pk, kind, now) for pk, kind in held.items()),
        )
        record(self.actor, "create_forum", self.forum, kind=self.forum.kind, is_imported=True)
        record(self.actor, verb, self.forum, **n, n_held=len(held))
        tally_people(self.forum, *counted)
        count_texts(self.forum)

    def _still_ours(self, *, arriving_at: datetime | None) -> None:
        mine = Forum.arriving.filter(pk=self.forum.pk, arriving_at=self.forum.arriving_at)
        if not mine.update(arriving_at=arriving_at):
            raise ArrivalOver
        self.forum.arriving_at = arriving_at


def _nothing() -> None:
    """The default `after_turn`: do nothing between batches."""


@contextmanager
def arriving_forum(
    actor: Actor,
    cycle: Cycle | None,
    *,
    kind: str,
    title: str,
    introduction: str = "",
    first_at: datetime | None = None,
    last_at: datetime | None = None,
    after_turn: Callable[[], None] = _nothing,
) -> Iterator[Arrival]:
    """Create a closed forum for imported answers, on the dates of the first and the last one.

    It is hidden until `Arrival.reveal`; if that is not reached, everything is deleted. Without a cycle, one
    is created for it.
    """
    dates: dict[str, datetime] = {}
    if first_at is not None and last_at is not None:
        dates = {
            "announced_at": first_at,
            "opens_at": first_at,
            "closes_at": max(last_at, first_at + timedelta(seconds=1)),
        }
    language = actor.district.source_language
    with transaction.atomic():
        forum = Forum.objects.create(
            cycle=cycle or _open_cycle(actor, title),
            kind=kind,
            title=TranslatedText.of(language, title),
            introduction=TranslatedText.of(language, introduction),
            data_kind=DataKind.IMPORTED,
            moderation=Moderation.BEFORE,
            may_add_statements=False,
            arriving_at=timezone.now(),
            **dates,
        )
        check_scope(actor, forum)
    try:
        yield Arrival(actor, forum, after_turn)
        is_seen = forum.arriving_at is None
    except BaseException:
        _try_to_remove(actor, forum)
        raise
    if not is_seen:
        _try_to_remove(actor, forum)


def _try_to_remove(actor: Actor, forum: Forum) -> None:
    try:
        remove_arrival(actor, forum)
    except DatabaseError:
        log.exception("Data from a failed import could not be removed. A scheduled task will try again.")


def _open_cycle(actor: Actor, title: str) -> Cycle:
    """Create a cycle for an import that named none. It is internal until somebody makes it public."""
    language = actor.district.source_language
    cycle = Cycle.objects.create(title=TranslatedText.of(language, title), is_public=False)
    record(actor, "create_cycle", cycle, is_for_import=True)
    return cycle


def remove_arrival(actor: Actor, forum: Forum) -> bool:
    """Delete a hidden forum with its rows, in batches; return whether it was still there."""
    arriving = Forum.arriving.filter(pk=forum.pk)
    if not arriving.update(arriving_at=GIVEN_UP):
        return False
    for rows in (
        AnswerChoice.objects.filter(answer__forum=forum),
        *(model.objects.filter(forum=forum) for model in (SurveyAnswer, CurrentVote, Vote, Voice)),
        Contributor.objects.filter(forum=forum),
        SurveyChoice.objects.filter(question__forum=forum),
        SurveyQuestion.objects.filter(forum=forum),
    ):
        n = ROWS_A_TURN
        while n == ROWS_A_TURN:
            n = delete_rows(rows, ROWS_A_TURN)
            time.sleep(LONGEST_PAUSE_SECONDS if n == ROWS_A_TURN else 0)
    with transaction.atomic():
        arriving.delete()
        of_import = AuditEntry.objects.filter(
            verb="create_cycle", object_id=forum.cycle.public_id, details__is_for_import=True
        )
        if of_import.exists() and not Forum.objects.filter(cycle=forum.cycle).exists():
            forum.cycle.delete()
        record(actor, "remove_arrival", forum)
    return True


def remove_lost_arrivals(actor: Actor, now: datetime) -> int:
    """Delete the rows of imports whose worker was stopped while writing."""
    before = now - timedelta(minutes=LOST_AFTER_MINUTES)
    lost = Forum.arriving.select_related("cycle").filter(arriving_at__lt=before)
    return sum(remove_arrival(actor, forum) for forum in lost)
