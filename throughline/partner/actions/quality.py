"""Write what a check of the directory found, and what came of trying its links."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.partner.models import DirectoryCheck, DirectoryProblem, LinkVisit

CHECKS_KEPT: Final = 2
ROWS_AT_ONCE: Final = 1_000


def begin_check(actor: Actor) -> DirectoryCheck:
    """Begin a check. Nobody sees it before `finish_check`; one that was never finished is deleted."""
    unfinished = DirectoryCheck.objects.filter(summary={})
    for left in unfinished:
        _delete_check(left)
    return DirectoryCheck.objects.create()


def add_problems(actor: Actor, check: DirectoryCheck, *, problems: Sequence[DirectoryProblem]) -> None:
    """Add problems in one short transaction."""
    for problem in problems:
        problem.check_run = check
    with transaction.atomic():
        DirectoryProblem.objects.bulk_create(problems)


@transaction.atomic
def finish_check(actor: Actor, check: DirectoryCheck, *, summary: Mapping[str, object]) -> DirectoryCheck:
    check.summary = dict(summary)
    check.save(update_fields=["summary"])
    record(actor, "check_directory", check)
    return check


def forget_old_checks(actor: Actor) -> None:
    """Keep the last checks only: the last, and the one before it to compare with."""
    for old in DirectoryCheck.objects.exclude(summary={})[CHECKS_KEPT:]:
        _delete_check(old)


def forget_check(actor: Actor, check: DirectoryCheck) -> None:
    """Delete a check that was stopped."""
    _delete_check(check)


def _delete_check(check: DirectoryCheck) -> None:
    """Delete its problems in short transactions, then itself."""
    while keys := list(
        DirectoryProblem.objects.filter(check_run=check).values_list("pk", flat=True)[:ROWS_AT_ONCE]
    ):
        DirectoryProblem.objects.filter(pk__in=keys).delete()
    check.delete()


@transaction.atomic
def note_link_visits(actor: Actor, *, visits: Iterable[LinkVisit]) -> None:
    """Replace what was known of these links."""
    fields = ["address", "is_dead", "tried_on"]
    LinkVisit.objects.bulk_create(
        list(visits),
        update_conflicts=True,
        unique_fields=["district", "entry_table", "entry_key", "field"],
        update_fields=fields,
    )


def forget_links_before(actor: Actor, *, day: date) -> None:
    """Forget links that were not tried again, because their entry is gone or has another address."""
    LinkVisit.objects.filter(tried_on__lt=day).delete()
