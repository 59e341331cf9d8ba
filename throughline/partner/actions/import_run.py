"""An import of a directory as others see it: nothing of it until it is done, and never two at once.

SQLite allows one writer at a time, so an import writes in short transactions and lets others in between them.
The rows that it adds are hidden until one transaction declares it done. If it fails or is stopped before,
they are deleted again; a timed job does that where the process itself was stopped.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.models import District, Job
from throughline.accounts.permissions import Actor
from throughline.partner.models import (
    ConfidentialPlace,
    DirectoryImport,
    Organization,
    PendingChange,
    Service,
    ServiceTerm,
    TaxonomyTerm,
)
from throughline.partner.queries import MODELS, running_undo

log = logging.getLogger(__name__)

ROWS_A_TURN: Final = 300
FEWEST_ROWS_A_TURN: Final = 20
LONGEST_TURN_SECONDS: Final = 0.15
LONGEST_PAUSE_SECONDS: Final = 0.1
SILENT_FOR: Final = timedelta(minutes=10)
"""How long an import may write nothing before its process is taken to have been stopped."""

GIVEN_UP: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ImportOver(Exception):
    """Another process began to delete or to finish this import while this one was still writing."""


def _nothing(_n_rows: int) -> None:
    """The default `after_turn`: do nothing between transactions."""


@dataclass
class ImportRun:
    """An import that is being written. `after_turn` is called between transactions; it may raise to stop."""

    actor: Actor
    brought: DirectoryImport
    after_turn: Callable[[int], None] = _nothing
    rows_a_turn: int = ROWS_A_TURN
    """How many rows to write in one transaction: fewer where the last ones took long."""

    @contextmanager
    def turn(self, n_rows: int = 0) -> Iterator[None]:
        """Run one short transaction and, on SQLite, pause as long as it was so that others can write."""
        with transaction.atomic():
            began = time.monotonic()
            self.still_ours(seen_at=timezone.now())
            yield
        seconds = time.monotonic() - began
        self._adapt(seconds)
        if connection.vendor == "sqlite":
            time.sleep(min(LONGEST_PAUSE_SECONDS, seconds))
        self.after_turn(n_rows)

    def _adapt(self, seconds: float) -> None:
        """Keep transactions short on a slow or busy machine too."""
        if seconds > LONGEST_TURN_SECONDS:
            self.rows_a_turn = max(FEWEST_ROWS_A_TURN, self.rows_a_turn // 2)
        elif seconds < LONGEST_TURN_SECONDS / 2:
            self.rows_a_turn = min(ROWS_A_TURN, self.rows_a_turn + FEWEST_ROWS_A_TURN)

    def still_ours(self, **changes: Any) -> None:
        """Change the import's own row, unless another process has taken it over."""
        mine = DirectoryImport.objects.filter(
            pk=self.brought.pk, state=self.brought.state, seen_at=self.brought.seen_at
        )
        if not mine.update(**changes):
            raise ImportOver
        for name, value in changes.items():
            setattr(self.brought, name, value)


@transaction.atomic
def is_importing(actor: Actor) -> bool:
    """Whether an import of the district writes now; one that is about to begin is waited for."""
    District.objects.select_for_update(no_key=True).get(pk=actor.district.pk)
    return DirectoryImport.objects.filter(seen_at__isnull=False).exists()


def begin_import(actor: Actor, *, version: str, source: str, job: Job | None = None) -> DirectoryImport:
    """Record an import that is about to write. Raises Refused while another one does, or one is undone."""
    with transaction.atomic():
        if is_importing(actor):
            raise Refused(
                _("Another directory is being imported now. Wait until it is done, then import this one.")
            )
        if running_undo():
            raise Refused(_("An import is being undone now. Wait until it is done, then import this one."))
        return DirectoryImport.objects.create(
            version=version,
            source=source[:200],
            state=DirectoryImport.State.WRITING,
            seen_at=timezone.now(),
            person=actor.person,
            job=job,
        )


def lost_imports(now: datetime, job: Job | None = None) -> list[DirectoryImport]:
    """Unfinished imports whose process was stopped; `job` is one that was begun again."""
    unfinished = DirectoryImport.objects.filter(seen_at__isnull=False).select_related("job", "person")
    return [one for one in unfinished if _is_lost(one, now, job)]


def _is_lost(brought: DirectoryImport, now: datetime, job: Job | None) -> bool:
    assert brought.seen_at is not None
    if brought.seen_at < now - SILENT_FOR or (job is not None and brought.job_id == job.pk):
        return True
    # Once an import is done its job is over too, while its last changes are still carried out.
    is_writing = brought.state == DirectoryImport.State.WRITING
    return is_writing and brought.job is not None and brought.job.is_over


def discard_import(actor: Actor, brought: DirectoryImport) -> bool:
    """Delete all that an unfinished import has written; False if it was done, or discarded, already."""
    mine = DirectoryImport.objects.filter(pk=brought.pk, state=DirectoryImport.State.WRITING)
    if not mine.update(seen_at=GIVEN_UP):
        return False
    ConfidentialPlace.objects.filter(incoming_from=brought).update(incoming=None, incoming_from=None)
    delete_rows(PendingChange.objects.filter(brought_by=brought))
    delete_rows(ServiceTerm.objects.filter(service__in=Service.everything.filter(arrival=brought)))
    for table, model in reversed(list(MODELS.items())):
        rows = model.everything.filter(arrival=brought)
        if model is Organization:
            _unlink(rows, "parent_organization")
        elif model is TaxonomyTerm:
            _unlink(rows, "parent")
        elif table == "location":
            delete_rows(ConfidentialPlace.objects.filter(location__in=rows))
        delete_rows(rows)
    with transaction.atomic():
        mine.delete()
        record(actor, "discard_import", brought)
    return True


def _unlink(rows: QuerySet[Any], link: str) -> None:
    """Remove links between rows of one table, so that these can be deleted in any order."""
    linked = rows.filter(**{f"{link}__isnull": False}).order_by()
    while keys := list(linked.values_list("pk", flat=True)[:ROWS_A_TURN]):
        rows.model._base_manager.filter(pk__in=keys).update(**{link: None})


def delete_rows(rows: QuerySet[Any]) -> None:
    """Delete rows in short transactions, without what hangs on them."""
    rows = rows.order_by()
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_A_TURN]):
        began = time.monotonic()
        some = rows.model._base_manager.filter(pk__in=keys)
        with transaction.atomic():
            some._raw_delete(some.db)
        if connection.vendor == "sqlite":
            time.sleep(min(LONGEST_PAUSE_SECONDS, time.monotonic() - began))
