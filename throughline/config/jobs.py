"""Every timed job, and the runner that the worker calls every few seconds."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import connection
from django.utils import timezone, translation
from django_scopes import scope

from throughline.accounts.actions import claim_timed_run, refresh_statistics, seal_factors
from throughline.accounts.models import District
from throughline.accounts.queries import is_outage
from throughline.accounts.tasks import (
    fail_lost_jobs,
    remind_of_two_step,
    remove_expired_rows,
    remove_old_uploads,
)
from throughline.config.sign_in.factors import FactorAdapter
from throughline.listen.tasks import note_bursts, refresh_tallies, remove_lost_imports, send_due_alerts
from throughline.measure.tasks import keep_current_votes
from throughline.partner.tasks import (
    check_directories,
    forget_words_of_reports,
    keep_finder_current,
    remind_partners,
    search_for_duplicates,
    settle_lost_directory_imports,
    try_links,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TimedJob:
    """A job that is repeated in every district. Its name is its key in the database: do not change it."""

    name: str
    every_seconds: int
    run: Callable[[District], object]


def seal_second_factors(district: District) -> None:
    """Encrypt, of everybody, what is in clear since an early version or under a former key."""
    seal_factors(FactorAdapter().sealed_anew)


def refresh_statistics_of_all_tables(district: District) -> None:
    """PostgreSQL does it by itself."""
    if connection.vendor == "sqlite":
        refresh_statistics(apps.get_models(include_auto_created=True))


JOBS: list[TimedJob] = [
    TimedJob("give up lost jobs", every_seconds=300, run=fail_lost_jobs),
    TimedJob("refresh tallies", every_seconds=60, run=refresh_tallies),
    TimedJob("send due alerts", every_seconds=60, run=send_due_alerts),
    TimedJob("remove expired rows", every_seconds=60, run=remove_expired_rows),
    TimedJob("remind of two-step sign-in", every_seconds=3600, run=remind_of_two_step),
    TimedJob("remove old uploads", every_seconds=3600, run=remove_old_uploads),
    TimedJob("seal second factors", every_seconds=3600, run=seal_second_factors),
    TimedJob("remove lost imports", every_seconds=300, run=remove_lost_imports),
    TimedJob("settle lost directory imports", every_seconds=300, run=settle_lost_directory_imports),
    TimedJob("note bursts", every_seconds=60, run=note_bursts),
    TimedJob("keep current votes", every_seconds=60, run=keep_current_votes),
    TimedJob("keep the finder current", every_seconds=600, run=keep_finder_current),
    TimedJob("refresh statistics", every_seconds=86_400, run=refresh_statistics_of_all_tables),
    TimedJob("check directories", every_seconds=86_400, run=check_directories),
    TimedJob("search for duplicates", every_seconds=86_400, run=search_for_duplicates),
    TimedJob("forget words of reports", every_seconds=86_400, run=forget_words_of_reports),
    TimedJob("remind partners", every_seconds=86_400, run=remind_partners),
    TimedJob("try links", every_seconds=3600, run=try_links),
]


def tick(now: datetime, jobs: Sequence[TimedJob] | None = None) -> int:
    """Run the jobs that are due, each in its district's scope; return how many were run.

    Several workers may tick at once: each job of each district is claimed in the database first. A job that
    fails is logged and does not stop the others; it is due again after its usual interval. A database that is
    away stops them all.
    """
    n_done = 0
    for district in District.objects.order_by("pk"):
        for job in JOBS if jobs is None else jobs:
            with (
                scope(district=district),
                timezone.override(district.zone),
                translation.override(district.source_language),
            ):
                n_done += _run_if_due(job, district, now)
    return n_done


def _run_if_due(job: TimedJob, district: District, now: datetime) -> bool:
    if not claim_timed_run(job.name, job.every_seconds, now):
        return False
    try:
        job.run(district)
    except Exception as error:
        if is_outage(error) and not connection.is_usable():
            raise
        log.exception("The scheduled task %r failed in %s", job.name, district.slug)
        return False
    return True
