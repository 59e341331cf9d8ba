"""Many rows that come in together: in short transactions, so that others can write, and seen all at once.

SQLite has one writer at a time, and a vote waits for it only so long. So an import writes its rows by the
ten thousand into a forum that nobody sees, and steps aside after each. One last transaction lets everybody
see the forum. Whatever goes wrong before, the rows are taken away again; where the worker itself was stopped,
a timed job does it.
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
    """Somebody else took the forum away while its rows were still coming."""


@dataclass
class Arrival:
    """A forum whose rows are coming in. `after_turn` is called between transactions; it may raise to stop."""

    actor: Actor
    forum: Forum
    after_turn: Callable[[], None]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One short transaction; then as long a pause for others, and no longer than they look away."""
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
        """Insert rows, which are made between the transactions and not within."""
        rows = iter(rows)
        while part := list(islice(rows, ROWS_A_TURN)):
            with self.turn():
                insert_rows(model, columns, part)

    def reveal(self, verb: str, held: Mapping[int, str], counted: tuple[int, int], **n: int) -> None:
        """Show the forum, raise the flags of its held voices, count it. Call it in the last transaction."""
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
    """Nobody is alerted between batches."""


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
    """A forum for what was collected elsewhere: closed, on the dates of its first and last answer.

    Nobody sees it before `Arrival.reveal`; if that is not reached, nothing of it stays. Without a cycle it
    gets one of its own.
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
        log.exception("What came of an import could not be taken away; a timed job does it later")


def _open_cycle(actor: Actor, title: str) -> Cycle:
    """A cycle to put an import in when none was named. It is not public until somebody makes it so."""
    language = actor.district.source_language
    cycle = Cycle.objects.create(title=TranslatedText.of(language, title), is_public=False)
    record(actor, "create_cycle", cycle, is_for_import=True)
    return cycle


def remove_arrival(actor: Actor, forum: Forum) -> bool:
    """Take a forum away that nobody has seen, with its rows, turn by turn; say whether it was there."""
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
    """Take away what imports left whose worker was stopped while it wrote."""
    before = now - timedelta(minutes=LOST_AFTER_MINUTES)
    lost = Forum.arriving.select_related("cycle").filter(arriving_at__lt=before)
    return sum(remove_arrival(actor, forum) for forum in lost)
