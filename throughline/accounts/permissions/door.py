"""The permission checks of accounts."""

from django.utils.module_loading import import_string

from throughline.accounts.declarations import UploadKind
from throughline.accounts.models import Invitation, Job, Membership, Role, School, Upload
from throughline.accounts.permissions.actor import Actor, allow, find_or_404


def may_manage_people(actor: Actor) -> bool:
    return actor.has(Role.OWNER)


INVITED_BY_COORDINATORS = (
    Role.FACILITATOR,
    Role.SCHOOL_LEADER,
    Role.BOARD_MEMBER,
    Role.PARTNER_CONTACT,
)
"""Roles below a coordinator's own. Analysts are not: they may download more than a coordinator."""


def roles_to_invite(actor: Actor) -> tuple[str, ...]:
    """The roles that this actor may invite others to."""
    if may_manage_people(actor):
        return tuple(Role.values)
    return INVITED_BY_COORDINATORS if actor.has(Role.COORDINATOR) else ()


def may_invite(actor: Actor) -> bool:
    return bool(roles_to_invite(actor))


def may_manage_district(actor: Actor) -> bool:
    return actor.has(Role.OWNER)


def may_read_audit(actor: Actor) -> bool:
    return actor.has(Role.OWNER)


def may_see_job(actor: Actor, job: Job) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR) or (
        job.person_id is not None and job.person_id == getattr(actor.person, "pk", None)
    )


def get_job_for(actor: Actor, public_id: str) -> Job:
    job = find_or_404(Job.objects.select_related("person"), public_id)
    allow(may_see_job(actor, job))
    return job


def get_upload_for(actor: Actor, kind: UploadKind, public_id: str) -> Upload:
    upload = find_or_404(Upload.objects.select_related("job"), public_id, kind=kind.name)
    allow(import_string(kind.may_use)(actor, upload))
    return upload


def get_school_for(actor: Actor, public_id: str) -> School:
    school = find_or_404(School.objects, public_id)
    allow(actor.is_staff)
    return school


def get_membership_for(actor: Actor, public_id: str) -> Membership:
    membership = find_or_404(Membership.objects.select_related("person", "school"), public_id)
    allow(may_manage_people(actor))
    return membership


def get_invitation_for(actor: Actor, public_id: str) -> Invitation:
    """Owners manage every invitation, coordinators those that they sent."""
    invitation = find_or_404(Invitation.objects, public_id)
    is_own = actor.person is not None and invitation.invited_by_id == actor.person.pk
    allow(may_manage_people(actor) or (is_own and may_invite(actor)))
    return invitation
