import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.refused import Refused
from throughline.accounts.actions.two_step import date_two_step
from throughline.accounts.models import District, Invitation, Membership, Person, Role, School
from throughline.accounts.permissions import Actor, roles_to_invite

INVITATION_DAYS = 14


class Invited(TypedDict):
    """One of several people to invite."""

    email: str
    role: str
    school: School | None


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None = None, language: str = "") -> Person:
    return Person.objects.create_user(email, password, name=name, language=language)


@transaction.atomic
def change_person(person: Person, *, name: str, language: str) -> Person:
    """Change a person's own name and language. There is no audit row: this concerns no single district."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    return person


@transaction.atomic
def invite_member(
    actor: Actor,
    *,
    email: str,
    role: str,
    school: School | None = None,
    mail: Task[[str, str], None] | None = None,
) -> Invitation:
    """Create an invitation: anyone with its link can join. `invitation.code` is the link's secret.

    `mail` is the task that sends the link, enqueued in the same transaction.
    """
    if role not in roles_to_invite(actor):
        raise Refused(_("You can't invite anyone to this role. Ask an owner."))
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
    if mail is not None:
        mail.enqueue(actor.district.slug, invitation.public_id)
    return invitation


@transaction.atomic
def invite_members(
    actor: Actor, *, invited: Sequence[Invited], mail: Task[[str, str], None] | None = None
) -> list[Invitation]:
    """Invite several people, each with an invitation of their own."""
    return [invite_member(actor, **one, mail=mail) for one in invited]


@transaction.atomic
def resend_invitation(
    actor: Actor, invitation: Invitation, *, mail: Task[[str, str], None] | None = None
) -> Invitation:
    """Send the same link again, and let it work for as long as a new one."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Refused(_("This invitation is no longer valid."))
    invitation.expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)
    invitation.save(update_fields=["expires_at"])
    record(actor, "resend_invitation", invitation)
    if mail is not None:
        mail.enqueue(actor.district.slug, invitation.public_id)
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
    """Make a person a member; an invitation works once. Call it in the scope of its district."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("district", "school")
        .get(pk=invitation.pk)
    )
    if not invitation.is_usable(timezone.now()):
        raise Refused(_("This invitation is no longer valid."))
    membership, _is_new = Membership.objects.get_or_create(
        person=person, role=invitation.role, school=invitation.school
    )
    date_two_step(person)
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
    """Create an account for the invited address, and join."""
    if Person.objects.filter(email=invitation.email).exists():
        raise Refused(_("An account with this email address already exists. Sign in with it to join."))
    person = create_person(email=invitation.email, name=name, password=password, language=language)
    accept_invitation(invitation, person)
    return person


@transaction.atomic
def add_member(actor: Actor, *, person: Person, role: str, school: School | None = None) -> Membership:
    membership, is_new = Membership.objects.get_or_create(person=person, role=role, school=school)
    if is_new:
        date_two_step(person)
        record(actor, "add_member", membership, role=role)
    return membership


def _refuse_to_lose_the_last_owner(district: District, person: Person) -> None:
    District.objects.select_for_update(no_key=True).get(pk=district.pk)  # lock: one such change at a time
    others = Membership.objects.filter(role=Role.OWNER, person__is_active=True).exclude(person=person)
    if Membership.objects.filter(role=Role.OWNER, person=person).exists() and not others.exists():
        raise Refused(
            _("%(name)s is the only owner. Make someone else an owner first.") % {"name": person.name}
        )


@transaction.atomic
def change_member(
    actor: Actor, membership: Membership, *, roles: Iterable[str], schools: Iterable[School] = ()
) -> list[Membership]:
    """Replace a member's roles; `schools` are those that a school leader leads."""
    person = membership.person
    roles = set(roles)
    if not roles:
        raise Refused(_("A member must have at least one role. To take away all roles, remove the member."))
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
    date_two_step(person)
    record(actor, "change_member", person, roles=sorted(roles))
    return kept


@transaction.atomic
def remove_member(actor: Actor, membership: Membership) -> None:
    """Remove all of a person's memberships in this district; the account is kept."""
    person = membership.person
    _refuse_to_lose_the_last_owner(actor.district, person)
    Membership.objects.filter(person=person).delete()
    date_two_step(person)
    record(actor, "remove_member", person)
