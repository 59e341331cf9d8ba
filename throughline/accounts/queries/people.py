from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from throughline.accounts.models import NEED_TWO_STEP, Invitation, Membership, Person, two_step_roles
from throughline.accounts.permissions import factors
from throughline.accounts.queries.district import label_of


@dataclass
class Member:
    """One person of the district with all their roles."""

    person: Person
    has_two_step: bool = False
    memberships: list[Membership] = field(default_factory=list)

    @property
    def public_id(self) -> str:
        """The id of the membership by which pages identify this person."""
        return self.memberships[0].public_id

    @property
    def labels(self) -> list[str]:
        return [label_of(row) for row in self.memberships]

    @property
    def roles(self) -> set[str]:
        return {row.role for row in self.memberships}

    @property
    def needs_two_step(self) -> bool:
        return bool(self.roles & two_step_roles()) and not settings.DEMO

    @property
    def school_ids(self) -> set[str]:
        return {row.school.public_id for row in self.memberships if row.school}


def people_in_scope() -> QuerySet[Person]:
    return (
        Person.objects.filter(pk__in=Membership.objects.values("person_id"))
        .order_by("name", "email")
        .distinct()
    )


def members_among(people: list[Person]) -> list[Member]:
    with_two_step = set(factors().filter(user__in=people).values_list("user_id", flat=True))
    members = {person.pk: Member(person, person.pk in with_two_step) for person in people}
    for row in Membership.objects.filter(person__in=people).select_related("school").order_by("pk"):
        members[row.person_id].memberships.append(row)
    return list(members.values())


def member_of(person: Person) -> Member:
    return members_among([person])[0]


def people_with_roles(*roles: str) -> QuerySet[Person]:
    """Active people of this district who hold one of the roles."""
    return people_in_scope().filter(
        is_active=True, pk__in=Membership.objects.filter(role__in=roles).values("person_id")
    )


def people_without_two_step(now: datetime, due_before: datetime) -> QuerySet[Person]:
    """Active people of this district who have until then, at the latest, to set it up."""
    people = people_with_roles(*two_step_roles()).filter(
        two_step_due_at__gt=now, two_step_due_at__lte=due_before
    )
    return people.exclude(pk__in=factors().values("user_id"))


def people_without_date() -> QuerySet[Person]:
    """Active people of this district whose roles need two-step sign-in only since the operator said so."""
    asked_before = Membership.objects.filter(role__in=NEED_TWO_STEP).values("person_id")
    people = people_with_roles(*two_step_roles()).filter(two_step_due_at=None)
    return people.exclude(pk__in=asked_before)


def people_with_date_and_no_need() -> QuerySet[Person]:
    """People of this district who were given a date while the operator asked everybody."""
    asked = Membership.objects.filter(role__in=two_step_roles()).values("person_id")
    return people_in_scope().filter(two_step_due_at__isnull=False).exclude(pk__in=asked)


def has_to_use_two_step(person: Person) -> bool:
    """Whether a role in any district needs it."""
    needs = not settings.DEMO and person.is_active
    return needs and person.memberships_everywhere().filter(role__in=two_step_roles()).exists()


def open_invitations() -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
        .select_related("school")
        .order_by("-pk")
    )


def member_with_address(email: str) -> Membership | None:
    return Membership.objects.filter(person__email=email).order_by("pk").first()


def pending_invitation(email: str) -> Invitation | None:
    return open_invitations().filter(email=email).first()


def known_addresses(emails: Sequence[str]) -> dict[str, str]:
    """Those among the addresses that are members already, or invited, and what to say about each."""
    invited = {one.email: label_of(one) for one in open_invitations().filter(email__in=emails)}
    found = {
        email: _("%(email)s is already invited (%(role)s). Send that invitation again instead.")
        % {"email": email, "role": role}
        for email, role in invited.items()
    }
    people = list(people_in_scope().filter(email__in=emails))
    for member in members_among(people):
        email, roles = member.person.email, ", ".join(member.labels)
        found[email] = _("%(email)s is already a member (%(roles)s). Owners can change a member's roles.") % {
            "email": email,
            "roles": roles,
        }
    return found


def find_invitation(secret_hash: str) -> Invitation | None:
    """Return the invitation of a link, in any district: the link is all its holder has."""
    with scopes_disabled():
        return (
            Invitation.objects.filter(secret_hash=secret_hash)
            .select_related("district", "school", "invited_by")
            .first()
        )
