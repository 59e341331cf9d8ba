import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope
from django_tasks.base import Task

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.upload_files import remove_files_of_stopped_job
from throughline.accounts.models import District, Job, JobState, Lines, ReportLine, TimedRun, Wording
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import is_outage

log = logging.getLogger(__name__)

LOST_AFTER_MINUTES = 30
MOST_RESTARTS = 1
LONGEST_TITLE = 200


class JobCancelled(Exception):
    """A user asked for the job to stop."""


class JobLost(Exception):
    """The job was ended or begun again while it was still running, so its rows are not written."""


class JobRefused(Exception):
    """The job cannot do what was requested; the text is the sentence shown to the user."""

    def __init__(self, sentence: Wording, report: Lines = ()) -> None:
        super().__init__(sentence)
        self.sentence, self.report = sentence, report

    def __str__(self) -> str:
        return _said(self.sentence)


UNFINISHED = (JobState.WAITING, JobState.RUNNING)
OUTCOME = (
    "state",
    "ended_at",
    "sentence",
    "report",
    "texts",
    "reports",
    "result_url",
    "n_done",
    "n_total",
)
TEXTS = ("sentence", "texts")


def _said(wording: Wording) -> str:
    return wording() if callable(wording) else wording


def _lines(report: Lines) -> list[ReportLine]:
    return list(report() if callable(report) else report)


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != settings.PSEUDO_LANGUAGE]


def _word(job: Job, name: str, wording: Wording, *, most: int | None = None) -> None:
    """Set the title or the sentence in the active language, and in each other if it can be said again."""
    setattr(job, name, _said(wording)[:most])
    others = {**job.texts}
    others.pop(name, None)
    if callable(wording):
        others[name] = {}
        for code in _languages():
            with translation.override(code):
                others[name][code] = wording()[:most]
    job.texts = others


def _report(job: Job, report: Lines) -> None:
    """The same for the report by row."""
    job.report, job.reports = _lines(report), {}
    if callable(report) and job.report:
        for code in _languages():
            with translation.override(code):
                job.reports[code] = _lines(report)


def own_run(job: Job) -> models.QuerySet[Job]:
    """The job if it is unfinished and was not begun again since: a worker believed dead may still run."""
    return Job.objects.filter(pk=job.pk, state__in=UNFINISHED, n_restarts=job.n_restarts)


@dataclass
class RunningJob:
    """What a workflow receives: its job, the actor who started it, and a way to report progress."""

    job: Job
    actor: Actor

    def advance(self, n_done: int, n_total: int, sentence: Wording = "") -> None:
        """Report progress and stop on request. Never call it after rows are committed: see `last_step`."""
        self.job.n_done, self.job.n_total = n_done, n_total
        changes = {}
        if sentence:
            _word(self.job, "sentence", sentence)
            changes = {name: getattr(self.job, name) for name in TEXTS}
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

    def set_result(self, sentence: Wording, report: Lines = ()) -> None:
        _word(self.job, "sentence", sentence)
        _report(self.job, report)


@transaction.atomic
def start_job(
    actor: Actor,
    *,
    kind: str,
    title: Wording,
    task: Task[..., None],
    result_url: str = "",
    **arguments: object,
) -> Job:
    """Record a long-running job and enqueue it for the worker, in the same transaction."""
    language = translation.get_language() or ""
    job = Job(kind=kind, person=actor.person, language=language, result_url=result_url)
    _word(job, "title", title, most=LONGEST_TITLE)
    job.save()
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
                _word(job, "sentence", _with_what_to_do(_stopped_sentence, actor, job))
        job.save(update_fields=["is_cancel_asked", "state", "ended_at", *TEXTS])
        record(actor, "cancel_job", job)
    return job


def run_job(district_slug: str, job_id: str, work: Callable[..., None], **arguments: object) -> None:
    """Run a job's workflow in its district's scope and time, and record how it ended, whatever happens."""
    district = District.objects.get(slug=district_slug)
    with scope(district=district), timezone.override(district.zone):
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
    state = JobState.DONE
    try:
        work(RunningJob(job, actor), **arguments)
    except JobCancelled:
        state = JobState.CANCELLED
        _word(job, "sentence", _with_what_to_do(_stopped_sentence, actor, job))
        _report(job, ())
    except JobLost:
        log.warning("Job %s (%s) continued after it was marked as lost or done", job.public_id, job.kind)
        return
    except JobRefused as refusal:
        state = JobState.FAILED
        _word(job, "sentence", refusal.sentence)
        _report(job, refusal.report)
    except Exception as error:
        if is_outage(error) and job.n_restarts < MOST_RESTARTS:
            raise  # the worker begins it again
        log.exception("Job %s (%s) failed", job.public_id, job.kind)
        state = JobState.FAILED
        _word(job, "sentence", _failed_sentence)
        _report(job, ())
    if state == JobState.FAILED:
        remove_files_of_stopped_job(actor, job)
    texts = {name: getattr(job, name) for name in (*TEXTS, "report", "reports", "result_url")}
    own_run(job).update(state=state, ended_at=timezone.now(), **texts)  # `last_step` may have ended it


def _stopped_sentence() -> str:
    return _("Stopped as requested. Nothing was changed.")


def _failed_sentence() -> str:
    return _(
        "Something went wrong on our side. Nothing was changed. Your system administrator can find "
        "details in the server log."
    )


def _lost_sentence() -> str:
    return _("This task was interrupted before it finished. Nothing was changed. Start it again.")


def _expired_sentence() -> str:
    return _("The file was deleted because it was not imported in time. Upload it again.")


def _with_what_to_do(sentence: Callable[[], str], actor: Actor, job: Job) -> Callable[[], str]:
    """Delete the files of a stopped import that has no mapping page, and say that they must be sent again."""
    if not remove_files_of_stopped_job(actor, job):
        return sentence
    return lambda: sentence() + " " + _("The files were deleted. To import them, upload them again.")


def fail_lost_jobs(now: datetime) -> int:
    """Mark running jobs as failed if their worker was stopped: no progress for `LOST_AFTER_MINUTES`."""
    lost = Job.objects.filter(state=JobState.RUNNING, seen_at__lt=now - timedelta(minutes=LOST_AFTER_MINUTES))
    return sum(
        _fail_lost_job(lost, job, now) for job in lost.select_related("district").defer("report", "reports")
    )


@transaction.atomic
def _fail_lost_job(lost: models.QuerySet[Job], job: Job, now: datetime) -> bool:
    if not lost.filter(pk=job.pk).update(state=JobState.FAILED, ended_at=now):
        return False
    with translation.override(job.language or translation.get_language()):
        _word(job, "sentence", _with_what_to_do(_lost_sentence, Actor.system(job.district), job))
    Job.objects.filter(pk=job.pk).update(**{name: getattr(job, name) for name in TEXTS})
    return True


def restart_or_fail_job(job: Job, *, is_restarted: bool, now: datetime) -> bool:
    """Let a job whose worker is gone wait for another, or end it; False if it is over or with another.

    Call it in the job's scope and in the transaction that changes its task. Nothing was written yet, since a
    job's rows are committed with its outcome.
    """
    if not is_restarted:
        return _fail_lost_job(own_run(job), job, now)
    fresh = {"state": JobState.WAITING, "n_restarts": job.n_restarts + 1, "n_done": 0, "n_total": 0}
    _word(job, "sentence", "")
    return own_run(job).update(**fresh, sentence="", texts=job.texts, started_at=None, seen_at=None) == 1


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
            _word(job, "sentence", _expired_sentence)
    if job.state != JobState.DONE:
        job.result_url = ""
    job.save(update_fields=["state", "ended_at", "result_url", *TEXTS])
    return True


@transaction.atomic
def claim_timed_run(name: str, every_seconds: int, now: datetime) -> bool:
    """Claim a timed job that is due in the district in scope; only one of several workers gets True."""
    run, _is_new = TimedRun.objects.get_or_create(name=name)
    due = models.Q(last_began_at__isnull=True) | models.Q(
        last_began_at__lte=now - timedelta(seconds=every_seconds)
    )
    return TimedRun.objects.filter(due, pk=run.pk).update(last_began_at=now) == 1
