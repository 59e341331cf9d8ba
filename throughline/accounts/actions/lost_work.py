"""Tasks whose worker is gone, or that failed because the database was away, are begun again once."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeAlias, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django_scopes import scope, scopes_disabled
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from throughline.accounts.actions.job import MOST_RESTARTS, UNFINISHED, restart_or_fail_job
from throughline.accounts.models import Job, Worker

log = logging.getLogger(__name__)
TaskRow: TypeAlias = DBTaskResult[..., object]

OUTAGES = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError")
HOURS_OF_A_WORKER = 24
MINUTES_UNTIL_NEXT_TRY = (1, 5, 25, 120)
"""When a task that has no job is tried again, after each failure of the mail server or a disk."""


def note_worker(name: str, now: datetime) -> None:
    """Note that a worker lives, and forget those that have not been seen for long."""
    Worker.objects.update_or_create(name=name, defaults={"seen_at": now})
    Worker.objects.filter(seen_at__lt=now - timedelta(hours=HOURS_OF_A_WORKER)).delete()


def restart_lost_work(is_gone: Callable[[str], bool], now: datetime) -> int:
    """Begin every lost task again, or fail its job if that happened before; return how many were lost."""
    n_lost = sum(_restart(task, _job_of(task), now) for task in _lost_tasks(is_gone))
    return n_lost + sum(_restart_job(job, now) for job in _jobs_without_task())


def retry_failed_tasks(now: datetime) -> int:
    """Try tasks without a job, such as mails, again later if the mail server or a disk failed."""
    recent = DBTaskResult.objects.failed().filter(finished_at__gt=now - timedelta(days=1))
    return sum(_retry(task) for task in recent if _is_failure_of_outside(task) and _job_of(task) is None)


def _is_failure_of_outside(task: TaskRow) -> bool:
    """Whether the task failed with an `OSError`, as those of mail servers are too."""
    try:
        kind = import_string(task.exception_class_path)
    except ImportError:
        return False
    return isinstance(kind, type) and issubclass(kind, OSError)


def _retry(task: TaskRow) -> bool:
    n_tries = len(task.worker_ids)
    if task.finished_at is None or n_tries > len(MINUTES_UNTIL_NEXT_TRY):
        return False
    at = task.finished_at + timedelta(minutes=MINUTES_UNTIL_NEXT_TRY[max(0, n_tries - 1)])
    same = DBTaskResult.objects.filter(pk=task.pk, status=task.status, finished_at=task.finished_at)
    return same.update(status=TaskResultStatus.READY, run_after=at, finished_at=None) == 1


def _lost_tasks(is_gone: Callable[[str], bool]) -> Iterator[TaskRow]:
    for task in DBTaskResult.objects.running():
        if is_gone(task.worker_ids[-1] if task.worker_ids else ""):
            yield task
    for task in DBTaskResult.objects.failed().filter(exception_class_path__in=OUTAGES):
        if len(task.worker_ids) <= MOST_RESTARTS:
            yield task


def _jobs_without_task() -> list[Job]:
    """Unfinished jobs whose task failed, or was lost with no trace."""
    with scopes_disabled():
        unfinished = Job.objects.filter(state__in=UNFINISHED, task_id__isnull=False)
        jobs = list(unfinished.select_related("district").defer("report", "reports"))
    tasks = DBTaskResult.objects.in_bulk([job.task_id for job in jobs])
    return [job for job in jobs if _is_stopped(tasks.get(cast(UUID, job.task_id)))]


def _is_stopped(task: TaskRow | None) -> bool:
    return task is None or task.status == TaskResultStatus.FAILED


def _job_of(task: TaskRow) -> Job | None:
    """Jobs of earlier versions do not know their task, which names them after their district."""
    arguments = [str(argument) for argument in task.args_kwargs["args"]]
    own = Q(task_id=task.pk) | Q(task_id__isnull=True, public_id__in=arguments[1:2])
    with scopes_disabled():
        return Job.objects.filter(own).select_related("district").defer("report", "reports").first()


def _restart_job(job: Job, now: datetime) -> bool:
    task = DBTaskResult.objects.filter(pk=cast(UUID, job.task_id)).first()
    if task is not None:
        return _restart(task, job, now)
    with scope(district=job.district):
        log.warning("Job %s (%s) has no task, so it was ended", job.public_id, job.kind)
        return restart_or_fail_job(job, is_restarted=False, now=now)


@transaction.atomic
def _restart(task: TaskRow, job: Job | None, now: datetime) -> bool:
    """Change a task and its job together; only one of several workers gets True."""
    is_restarted = len(task.worker_ids) <= MOST_RESTARTS and (job is None or job.n_restarts < MOST_RESTARTS)
    status = TaskResultStatus.READY if is_restarted else TaskResultStatus.FAILED
    same = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    if not same.update(status=status, finished_at=None if is_restarted else now):
        return False
    log.warning(
        "Task %s (%s) was lost with its worker, or failed while the database was not available; %s",
        task.pk,
        task.task_path,
        "it will run again" if is_restarted else "it will not run again",
    )
    if job is not None and not job.is_over:
        with scope(district=job.district):
            restart_or_fail_job(job, is_restarted=is_restarted, now=now)
    return True
