"""Every change to districts, schools, people, jobs and the audit."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope
from django_tasks.base import Task

from throughline.accounts.models import (
    AuditEntry,
    District,
    Invitation,
    Job,
    JobState,
    Membership,
    Person,
    ReportLine,
    Role,
    School,
    TimedRun,
)
from throughline.accounts.permissions import Actor

log = logging.getLogger(__name__)

INVITATION_DAYS = 14
LOST_AFTER_MINUTES = 30
DISTRICT_HEADER = "X-Throughline-District"


class Refused(Exception):
    """Something cannot be done as asked; the text is the sentence people read."""


# Audit


def record(
    actor: Actor, verb: str, obj: models.Model, **details: str | int | float | bool | list[str] | None
) -> AuditEntry:
    """Write the one audit row of an action. `details` holds ids and numbers, never anybody's words."""
    return AuditEntry.objects.create(
        actor_kind=actor.kind,
        person=actor.person,
        verb=verb,
        object_type=obj._meta.model_name or "",
        object_id=str(getattr(obj, "public_id", None) or getattr(obj, "slug", "")),
        details=details,
    )


@transaction.atomic
def record_sign_in(person: Person) -> None:
    """A sign-in stands in the audit of every district it opens."""
    for district in District.objects.filter(pk__in=person.memberships_everywhere().values("district_id")):
        with scope(district=district):
            record(Actor.of(district, person), "sign_in", person)


# Jobs


class JobCancelled(Exception):
    """Somebody asked for the job to stop."""


class JobGivenUp(Exception):
    """The job was given up as lost while it was still running: its rows are not written after all."""


class JobRefused(Exception):
    """The job cannot do what was asked; the text is the sentence people read."""

    def __init__(self, sentence: str, report: Sequence[ReportLine] = ()) -> None:
        super().__init__(sentence)
        self.report = list(report)


OUTCOME = ("state", "ended_at", "sentence", "report", "result_url", "n_done", "n_total")


@dataclass
class RunningJob:
    """What a workflow is handed: who asked, and a way to tell how far it is."""

    job: Job
    actor: Actor

    def advance(self, n_done: int, n_total: int, sentence: str = "") -> None:
        """Show progress, and stop if that was asked. Never once rows stand: see `last_step`."""
        self.job.n_done, self.job.n_total = n_done, n_total
        said = {"sentence": sentence} if sentence else {}
        self.job.sentence = sentence or self.job.sentence
        Job.objects.filter(pk=self.job.pk).update(
            n_done=n_done, n_total=n_total, seen_at=timezone.now(), **said
        )
        if Job.objects.filter(pk=self.job.pk, is_cancel_asked=True).exists():
            raise JobCancelled

    @contextmanager
    def last_step(self) -> Iterator[None]:
        """The transaction of the result. The job is done in it: rows and sentence stand or fall together.

        Whoever asks to stop from here on is too late, and a worker that dies afterwards leaves a job that
        says what was done. A job that was given up meanwhile writes nothing.
        """
        self.advance(self.job.n_done, self.job.n_total)
        before = {name: getattr(self.job, name) for name in OUTCOME}
        try:
            with transaction.atomic():
                yield
                self.job.state, self.job.ended_at = JobState.DONE, timezone.now()
                self.job.n_done = self.job.n_total
                outcome = {name: getattr(self.job, name) for name in OUTCOME}
                going = Job.objects.filter(pk=self.job.pk, state__in=(JobState.WAITING, JobState.RUNNING))
                if not going.update(**outcome):
                    raise JobGivenUp
        except BaseException:
            for name, value in before.items():
                setattr(self.job, name, value)
            raise

    def finish_at(self, url: str) -> None:
        self.job.result_url = url

    def tell(self, sentence: str, report: Sequence[ReportLine] = ()) -> None:
        self.job.sentence = sentence
        self.job.report = list(report)


@transaction.atomic
def start_job(actor: Actor, *, kind: str, title: str, task: Task[..., None], **arguments: object) -> Job:
    """Record a piece of long work and hand it to the worker once this transaction stands."""
    language = translation.get_language() or ""
    job = Job.objects.create(kind=kind, title=title, person=actor.person, language=language)
    record(actor, "start_job", job, kind=kind)
    transaction.on_commit(lambda: task.enqueue(actor.district.slug, job.public_id, **arguments))
    return job


@transaction.atomic
def cancel_job(actor: Actor, job: Job) -> Job:
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.is_over:
        job.is_cancel_asked = True
        if job.state == JobState.WAITING:
            job.state, job.ended_at = JobState.CANCELLED, timezone.now()
        job.save(update_fields=["is_cancel_asked", "state", "ended_at"])
        record(actor, "cancel_job", job)
    return job


def run_job(district_slug: str, job_id: str, work: Callable[..., None], **arguments: object) -> None:
    """Run a job's workflow inside its district's scope; whatever happens, the job says how it ended."""
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
    """A job says everything in one language: that in which it was asked for."""
    return job.language or (job.person.language if job.person else "") or district.source_language


def _carry_out(job: Job, actor: Actor, work: Callable[..., None], arguments: Mapping[str, object]) -> None:
    state, sentence, report = JobState.DONE, "", []
    try:
        work(RunningJob(job, actor), **arguments)
        sentence, report = job.sentence, job.report
    except JobCancelled:
        state, sentence = JobState.CANCELLED, _("Stopped, as asked. Nothing was changed.")
    except JobRefused as refusal:
        state, sentence, report = JobState.FAILED, str(refusal), refusal.report
    except Exception:
        log.exception("Job %s (%s) failed", job.public_id, job.kind)
        state, sentence = (
            JobState.FAILED,
            _("Something went wrong on our side. Nothing was changed; the operator's log says more."),
        )
    unsaid = Job.objects.filter(pk=job.pk).exclude(state=JobState.DONE)  # a last step has said so already
    unsaid.update(
        state=state, ended_at=timezone.now(), sentence=sentence, report=report, result_url=job.result_url
    )


def give_up_lost_jobs(now: datetime) -> int:
    """Say of jobs whose worker was stopped under them that they will not end by themselves."""
    lost = Job.objects.filter(state=JobState.RUNNING, seen_at__lt=now - timedelta(minutes=LOST_AFTER_MINUTES))
    n_lost = 0
    for job in lost.only("pk", "language"):
        with translation.override(job.language or translation.get_language()):
            sentence = _(
                "The worker was stopped before this was done. Nothing was changed: please start it again."
            )
        n_lost += lost.filter(pk=job.pk).update(state=JobState.FAILED, ended_at=now, sentence=sentence)
    return n_lost


@transaction.atomic
def claim_timed_run(name: str, every_seconds: int, now: datetime) -> bool:
    """Whether this worker is the one to do a timed job now, in the district in scope."""
    run, _is_new = TimedRun.objects.get_or_create(name=name)
    due = models.Q(last_began_at__isnull=True) | models.Q(
        last_began_at__lte=now - timedelta(seconds=every_seconds)
    )
    return TimedRun.objects.filter(due, pk=run.pk).update(last_began_at=now) == 1


# Mail


def send_message(district: District, *, to: Iterable[str], subject: str, body: str) -> int:
    """Mail each of some people, one by one: nobody sees another's address. Call it from a task."""
    n_sent = 0
    for address in to:
        n_sent += EmailMessage(subject, body, to=[address], headers={DISTRICT_HEADER: district.slug}).send()
    return n_sent


# Districts and schools


@transaction.atomic
def create_district(
    *,
    slug: str,
    name: str,
    state: str = "",
    time_zone: str = "America/Denver",
    languages: list[str] | None = None,
    owner_email: str = "",
    nces_id: str = "",
    state_id: str = "",
    contact: str = "",
    is_sample: bool = False,
) -> tuple[District, str]:
    """Make a district, and the link that invites its owner. Raises ValidationError."""
    district = District(
        slug=slug,
        name=name,
        state=state,
        time_zone=time_zone,
        languages=["en", "es"] if languages is None else languages,
        nces_id=nces_id,
        state_id=state_id,
        contact=contact,
        is_sample=is_sample,
    )
    district.full_clean()
    if owner_email:
        validate_email(owner_email)
    district.save()
    link = ""
    with scope(district=district):
        system = Actor.system(district)
        record(system, "create_district", district)
        if owner_email:
            invitation = invite_member(system, email=owner_email, role=Role.OWNER)
            link = settings.BASE_URL + invitation.path
    return district, link


@transaction.atomic
def change_district(actor: Actor, district: District, **fields: object) -> District:
    changed = [name for name, value in fields.items() if getattr(district, name) != value]
    if changed:
        for name in changed:
            setattr(district, name, fields[name])
        district.save(update_fields=changed)
        record(actor, "change_district", district, fields=changed)
    return district


@transaction.atomic
def change_small_groups(actor: Actor, district: District, **numbers: int | None) -> District:
    """Choose which numbers are too small to be shown. The audit keeps the numbers from before and after."""
    before = {name: getattr(district, name) for name in numbers}
    if before != numbers:
        for name, value in numbers.items():
            setattr(district, name, value)
        district.full_clean(exclude=["slug"])
        district.save(update_fields=list(numbers))
        record(
            actor,
            "change_small_groups",
            district,
            rule_set=district.rule_set,
            before=[f"{name}={value}" for name, value in before.items()],
            after=[f"{name}={value}" for name, value in numbers.items()],
        )
    return district


@transaction.atomic
def create_school(
    actor: Actor,
    *,
    name: str,
    level: str = School.Level.OTHER,
    nces_id: str = "",
    state_id: str = "",
    position: int | None = None,
) -> School:
    if position is None:
        position = School.objects.count()
    school = School.objects.create(
        name=name, level=level, nces_id=nces_id, state_id=state_id, position=position
    )
    record(actor, "create_school", school)
    return school


@transaction.atomic
def change_school(
    actor: Actor, school: School, *, name: str, level: str, nces_id: str, state_id: str
) -> School:
    school.name, school.level, school.nces_id, school.state_id = name, level, nces_id, state_id
    school.save(update_fields=["name", "level", "nces_id", "state_id"])
    record(actor, "change_school", school)
    return school


# People


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None = None, language: str = "") -> Person:
    return Person.objects.create_user(email, password, name=name, language=language)


@transaction.atomic
def change_person(person: Person, *, name: str, language: str) -> Person:
    """People change their own name and language, in no district's name: no district's audit tells it."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    return person


@transaction.atomic
def invite_member(actor: Actor, *, email: str, role: str, school: School | None = None) -> Invitation:
    """Make a link that lets whoever holds it join. `invitation.code` is its secret."""
    invitation = Invitation(
        district=actor.district,
        email=email.strip().lower(),
        role=role,
        school=school if role == Role.SCHOOL_LEADER else None,
        invited_by=actor.person,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    invitation.secret_hash = hash_of_code(invitation.code)
    invitation.save()
    record(actor, "invite_member", invitation, role=role)
    return invitation


def hash_of_code(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


@transaction.atomic
def revoke_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    if invitation.is_usable(timezone.now()):
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record(actor, "revoke_invitation", invitation)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, person: Person) -> Membership:
    """Make somebody a member, once. Call it in the scope of the invitation's district."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("district", "school")
        .get(pk=invitation.pk)
    )
    if not invitation.is_usable(timezone.now()):
        raise Refused(_("This invitation can no longer be used."))
    membership, _is_new = Membership.objects.get_or_create(
        person=person, role=invitation.role, school=invitation.school
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        Actor.of(invitation.district, person),
        "accept_invitation",
        invitation,
        membership=membership.public_id,
    )
    return membership


@transaction.atomic
def join_as_new_person(invitation: Invitation, *, name: str, password: str, language: str = "") -> Person:
    """Set up an account for the address that was invited, and join."""
    if Person.objects.filter(email=invitation.email).exists():
        raise Refused(
            _("There is an account with this e-mail address already. Please sign in to join with it.")
        )
    person = create_person(email=invitation.email, name=name, password=password, language=language)
    accept_invitation(invitation, person)
    return person


@transaction.atomic
def add_member(actor: Actor, *, person: Person, role: str, school: School | None = None) -> Membership:
    membership, is_new = Membership.objects.get_or_create(person=person, role=role, school=school)
    if is_new:
        record(actor, "add_member", membership, role=role)
    return membership


def _refuse_to_lose_the_last_owner(district: District, person: Person) -> None:
    District.objects.select_for_update().get(pk=district.pk)  # one such change at a time
    others = Membership.objects.filter(role=Role.OWNER, person__is_active=True).exclude(person=person)
    if Membership.objects.filter(role=Role.OWNER, person=person).exists() and not others.exists():
        raise Refused(
            _("%(name)s is the only owner. Make somebody else an owner first.") % {"name": person.name}
        )


@transaction.atomic
def change_member(
    actor: Actor, membership: Membership, *, roles: Iterable[str], schools: Iterable[School] = ()
) -> list[Membership]:
    """Give a member these roles and no others; a school leader leads these schools."""
    person = membership.person
    roles = set(roles)
    if not roles:
        raise Refused(_("A member has at least one role. To take all of them away, remove the member."))
    if Role.OWNER not in roles:
        _refuse_to_lose_the_last_owner(actor.district, person)
    wanted: set[tuple[str, int | None]] = {(role, None) for role in roles if role != Role.SCHOOL_LEADER}
    if Role.SCHOOL_LEADER in roles:
        wanted |= {(Role.SCHOOL_LEADER, school.pk) for school in schools} or {(Role.SCHOOL_LEADER, None)}
    kept = []
    for row in Membership.objects.filter(person=person):
        if (row.role, row.school_id) in wanted:
            wanted.discard((row.role, row.school_id))
            kept.append(row)
        else:
            row.delete()
    kept += [
        Membership.objects.create(person=person, role=role, school_id=school_id)
        for role, school_id in sorted(wanted, key=str)
    ]
    record(actor, "change_member", person, roles=sorted(roles))
    return kept


@transaction.atomic
def remove_member(actor: Actor, membership: Membership) -> None:
    """End all that a person may do in this district; the account stays theirs."""
    person = membership.person
    _refuse_to_lose_the_last_owner(actor.district, person)
    Membership.objects.filter(person=person).delete()
    record(actor, "remove_member", person)
