import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope
from django_tasks.base import Task

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.upload_files import remove_files_of_stopped_job
from throughline.accounts.models import District, Job, JobState, ReportLine, TimedRun
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import is_outage

log = logging.getLogger(__name__)

LOST_AFTER_MINUTES = 30
MOST_RESTARTS = 1


class JobCancelled(Exception):
    """A user asked for the job to stop."""


class JobLost(Exception):
    """The job was ended or begun again while it was still running, so its rows are not written."""


class JobRefused(Exception):
    """The job cannot do what was requested; the text is the sentence shown to the user."""

    def __init__(self, sentence: str, report: Sequence[ReportLine] = ()) -> None:
        super().__init__(sentence)
        self.report = list(report)


UNFINISHED = (JobState.WAITING, JobState.RUNNING)
OUTCOME = ("state", "ended_at", "sentence", "report", "result_url", "n_done", "n_total")


def own_run(job: Job) -> models.QuerySet[Job]:
    """The job if it is unfinished and was not begun again since: a worker believed dead may still run."""
    return Job.objects.filter(pk=job.pk, state__in=UNFINISHED, n_restarts=job.n_restarts)


@dataclass
class RunningJob:
    """What a workflow receives: its job, the actor who started it, and a way to report progress."""

    job: Job
    actor: Actor

    def advance(self, n_done: int, n_total: int, sentence: str = "") -> None:
        """Report progress and stop on request. Never call it after rows are committed: see `last_step`."""
        self.job.n_done, self.job.n_total = n_done, n_total
        changes = {"sentence": sentence} if sentence else {}
        self.job.sentence = sentence or self.job.sentence
        if not own_run(self.job).update(n_done=n_done, n_total=n_total, seen_at=timezone.now(), **changes):
            raise JobLost
        if Job.objects.filter(pk=self.job.pk, is_cancel_asked=True).exists():
            raise JobCancelled

    @contextmanager
    def last_step(self) -> Iterator[None]:
        """Open the transaction that commits the result's rows together with the job's outcome.

        A request to stop that arrives after this point has no effect, and if the worker dies afterwards the
        job already records what was done. If the job was marked as lost meanwhile, nothing is written.
        """
        self.advance(self.job.n_done, self.job.n_total)
        before = {name: getattr(self.job, name) for name in OUTCOME}
        try:
            with transaction.atomic():
                yield
                self.job.state, self.job.ended_at = JobState.DONE, timezone.now()
                self.job.n_done = self.job.n_total
                outcome = {name: getattr(self.job, name) for name in OUTCOME}
                if not own_run(self.job).update(**outcome):
                    raise JobLost
        except BaseException:
            for name, value in before.items():
                setattr(self.job, name, value)
            raise

    def finish_at(self, url: str) -> None:
        self.job.result_url = url

    def set_result(self, sentence: str, report: Sequence[ReportLine] = ()) -> None:
        self.job.sentence = sentence
        self.job.report = list(report)


@transaction.atomic
def start_job(
    actor: Actor, *, kind: str, title: str, task: Task[..., None], result_url: str = "", **arguments: object
) -> Job:
    """Record a long-running job and enqueue it for the worker, in the same transaction."""
    language = translation.get_language() or ""
    job = Job.objects.create(
        kind=kind, title=title, person=actor.person, language=language, result_url=result_url
    )
    record(actor, "start_job", job, kind=kind)
    job.task_id = task.enqueue(actor.district.slug, job.public_id, **arguments).id
    job.save(update_fields=["task_id"])
    return job


@transaction.atomic
def cancel_job(actor: Actor, job: Job) -> Job:
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.is_over:
        job.is_cancel_asked = True
        if job.state == JobState.WAITING:
            job.state, job.ended_at = JobState.CANCELLED, timezone.now()
            with translation.override(_language_of(job, actor.district)):
                job.sentence = _with_what_to_do(_("Stopped as requested. Nothing was changed."), actor, job)
        job.save(update_fields=["is_cancel_asked", "state", "ended_at", "sentence"])
        record(actor, "cancel_job", job)
    return job


def run_job(district_slug: str, job_id: str, work: Callable[..., None], **arguments: object) -> None:
    """Run a job's workflow in its district's scope, and record how it ended, whatever happens."""
    district = District.objects.get(slug=district_slug)
    with scope(district=district):
        job = Job.objects.select_related("person").get(public_id=job_id)
        now, language = timezone.now(), _language_of(job, district)
        if Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(
            state=JobState.RUNNING, started_at=now, seen_at=now, language=language
        ):
            actor = Actor.of(district, job.person) if job.person else Actor.system(district)
            with translation.override(language):
                _carry_out(job, actor, work, arguments)


def _language_of(job: Job, district: District) -> str:
    """The one language of all a job's text: the one in which it was requested, if that is stored."""
    return job.language or (job.person.language if job.person else "") or district.source_language


def _carry_out(job: Job, actor: Actor, work: Callable[..., None], arguments: Mapping[str, object]) -> None:
    state, sentence, report = JobState.DONE, "", []
    try:
        work(RunningJob(job, actor), **arguments)
        sentence, report = job.sentence, job.report
    except JobCancelled:
        state = JobState.CANCELLED
        sentence = _with_what_to_do(_("Stopped as requested. Nothing was changed."), actor, job)
    except JobLost:
        log.warning("Job %s (%s) continued after it was marked as lost or done", job.public_id, job.kind)
        return
    except JobRefused as refusal:
        state, sentence, report = JobState.FAILED, str(refusal), refusal.report
    except Exception as error:
        if is_outage(error) and job.n_restarts < MOST_RESTARTS:
            raise  # the worker begins it again
        log.exception("Job %s (%s) failed", job.public_id, job.kind)
        state = JobState.FAILED
        sentence = _(
            "Something went wrong on our side. Nothing was changed. Your system administrator can find "
            "details in the server log."
        )
    if state == JobState.FAILED:
        remove_files_of_stopped_job(actor, job)
    own_run(job).update(  # `last_step` may have ended it
        state=state, ended_at=timezone.now(), sentence=sentence, report=report, result_url=job.result_url
    )


def _with_what_to_do(sentence: str, actor: Actor, job: Job) -> str:
    """Delete the files of a stopped import that has no mapping page, and say that they must be sent again."""
    if remove_files_of_stopped_job(actor, job):
        sentence += " " + _("The files were deleted. To import them, upload them again.")
    return sentence


def fail_lost_jobs(now: datetime) -> int:
    """Mark running jobs as failed if their worker was stopped: no progress for `LOST_AFTER_MINUTES`."""
    lost = Job.objects.filter(state=JobState.RUNNING, seen_at__lt=now - timedelta(minutes=LOST_AFTER_MINUTES))
    return sum(_fail_lost_job(lost, job, now) for job in lost.select_related("district").defer("report"))


@transaction.atomic
def _fail_lost_job(lost: models.QuerySet[Job], job: Job, now: datetime) -> bool:
    if not lost.filter(pk=job.pk).update(state=JobState.FAILED, ended_at=now):
        return False
    with translation.override(job.language or translation.get_language()):
        sentence = _("This task was interrupted before it finished. Nothing was changed. Start it again.")
        sentence = _with_what_to_do(sentence, Actor.system(job.district), job)
    Job.objects.filter(pk=job.pk).update(sentence=sentence)
    return True


def restart_or_fail_job(job: Job, *, is_restarted: bool, now: datetime) -> bool:
    """Let a job whose worker is gone wait for another, or end it; False if it is over or with another.

    Call it in the job's scope and in the transaction that changes its task. Nothing was written yet, since a
    job's rows are committed with its outcome.
    """
    if not is_restarted:
        return _fail_lost_job(own_run(job), job, now)
    fresh = {"state": JobState.WAITING, "n_restarts": job.n_restarts + 1, "n_done": 0, "n_total": 0}
    return own_run(job).update(**fresh, sentence="", started_at=None, seen_at=None) == 1


@transaction.atomic
def expire_job(job_pk: int) -> bool:
    """End a job whose files have expired: fail it if it waits, remove its link to them if it is over.

    Return False if it is running.
    """
    job = Job.objects.select_for_update().get(pk=job_pk)
    if job.state == JobState.RUNNING:
        return False
    if job.state == JobState.WAITING:
        job.state, job.ended_at = JobState.FAILED, timezone.now()
        with translation.override(job.language or translation.get_language()):
            job.sentence = _("The file was deleted because it was not imported in time. Upload it again.")
    if job.state != JobState.DONE:
        job.result_url = ""
    job.save(update_fields=["state", "ended_at", "sentence", "result_url"])
    return True


@transaction.atomic
def claim_timed_run(name: str, every_seconds: int, now: datetime) -> bool:
    """Claim a timed job that is due in the district in scope; only one of several workers gets True."""
    run, _is_new = TimedRun.objects.get_or_create(name=name)
    due = models.Q(last_began_at__isnull=True) | models.Q(
        last_began_at__lte=now - timedelta(seconds=every_seconds)
    )
    return TimedRun.objects.filter(due, pk=run.pk).update(last_began_at=now) == 1
