"""Changes of a person's own account. Each is in the audit log of every district the person belongs to."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.refused import Refused
from throughline.accounts.models import District, Invitation, Membership, Person, Role, Session
from throughline.accounts.permissions import Actor, log_security


@transaction.atomic
def record_for_account(person: Person, verb: str, *, steps: str = "") -> None:
    """Write the audit row of what concerns the account, in each of the person's districts, and log it."""
    for district in _districts_of(person):
        with scope(district=district):
            record(Actor.of(district, person), verb, person)
    transaction.on_commit(lambda: log_security(verb, person, steps=steps))


def _districts_of(person: Person) -> QuerySet[District]:
    return District.objects.filter(pk__in=person.memberships_everywhere().values("district_id")).order_by(
        "pk"
    )


@transaction.atomic
def keep_address(person: Person) -> None:
    """Let allauth know the address a person signs in with; an owner vouched for it.

    Otherwise it takes that address for one that waits to be confirmed, and drops it, from the account too, as
    soon as the person asks for another. No audit row: nothing changes for anybody.
    """
    if EmailAddress.objects.filter(user=person, email=person.email, verified=True, primary=True).exists():
        return
    EmailAddress.objects.filter(user=person).exclude(email=person.email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def delete_account(person: Person) -> None:
    """Delete what says who the person is, and whatever lets them in.

    The row stays without a name: codings, findings and decisions of others refer to it, and who did the same
    two things must still be one person in the audit.
    """
    for district in _districts_of(person).select_for_update(no_key=True):  # as for other changes of owners
        with scope(district=district):
            _refuse_to_leave_without_owner(district, person)
            record(Actor.of(district, person), "delete_account", person)
            Membership.objects.filter(person=person).delete()
    over = Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False) | Q(expires_at__lt=timezone.now())
    for district in District.objects.order_by("pk"):
        with scope(district=district):
            Invitation.objects.filter(over, email=person.email).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    Session.objects.filter(person=person).delete()
    transaction.on_commit(lambda: log_security("delete_account", person))
    person.name = _("Deleted account")
    person.email = f"{person.public_id.lower()}@deleted.invalid"
    person.language, person.last_login, person.is_active = "", None, False
    person.set_unusable_password()
    person.save()


def _refuse_to_leave_without_owner(district: District, person: Person) -> None:
    owners = Membership.objects.filter(role=Role.OWNER)
    others = owners.filter(person__is_active=True).exclude(person=person)
    if owners.filter(person=person).exists() and not others.exists():
        raise Refused(
            _(
                "You are the only owner of %(district)s. Make someone else an owner first. Then you can "
                "delete your account."
            )
            % {"district": district.name}
        )
