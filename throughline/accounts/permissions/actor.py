"""The actor of a request, and what every permission check is written with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Manager, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from throughline.accounts.models import NEED_TWO_STEP, District, Membership, Person, Role, two_step_roles
from throughline.accounts.permissions.network import client_network

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Row = TypeVar("Row", bound=Model)

STAFF = frozenset(
    {Role.OWNER, Role.COORDINATOR, Role.ANALYST, Role.FACILITATOR, Role.SCHOOL_LEADER, Role.BOARD_MEMBER}
)


@dataclass(frozen=True)
class Actor:
    """Who acts in one district: a member, a person without a role, a contributor, or the system."""

    district: District
    person: Person | None = None
    roles: frozenset[str] = frozenset()
    school_ids: frozenset[int] = field(default_factory=frozenset)
    """The schools that they lead."""
    kind: str = "person"
    network: str = field(default="", repr=False)
    """The network of somebody who takes part, for as long as the request lasts: it is never stored."""
    has_two_step: bool = False
    is_kept_out: bool = False
    """Whether they would have a role, but must set up two-step sign-in first."""
    refused: set[str] = field(default_factory=set, compare=False, repr=False)
    """The roles that were asked for and that they don't have: after a refusal, those that would do."""

    @property
    def is_member(self) -> bool:
        return bool(self.roles)

    @property
    def is_staff(self) -> bool:
        return self.has(*STAFF)

    def has(self, *roles: str) -> bool:
        if self.roles & set(roles):
            return True
        self.refused.update(roles)
        return False

    def is_leader_of(self, school_id: int | None) -> bool:
        """Whether they lead this school; what belongs to no school is led by nobody."""
        return self.has(Role.SCHOOL_LEADER) and school_id is not None and school_id in self.school_ids

    @property
    def lacks_two_step(self) -> bool:
        """Whether a role needs two-step sign-in that this person has not set up."""
        needs = self.kind == "person" and bool(self.roles & two_step_roles()) and not settings.DEMO
        return needs and not self.has_two_step

    def kept_out_unless_secure(self, now: datetime) -> "Actor":
        """The same person, without any role if the time to set up two-step sign-in is over."""
        due_at = self.person.two_step_due_at if self.person else None
        if not self.lacks_two_step or (due_at is not None and now < due_at):
            return self
        if due_at is None and not self.roles & NEED_TWO_STEP:
            return self  # needed since the operator said so: a timed job is about to give them a date
        return replace(self, roles=frozenset(), school_ids=frozenset(), is_kept_out=True)

    @classmethod
    def system(cls, district: District) -> "Actor":
        return cls(district, kind="system", roles=frozenset({Role.OWNER}))

    @classmethod
    def contributor(cls, district: District, *, network: str = "") -> "Actor":
        return cls(district, kind="contributor", network=network)

    @classmethod
    def taking_part(cls, request: "Request") -> "Actor":
        """Whoever takes part by this request, in whatever role they may have besides."""
        return cls.contributor(request.district, network=client_network(request))

    @classmethod
    def of(cls, district: District, person: Person | None) -> "Actor":
        """A person with the roles they hold in this district, and no others."""
        if person is None or not person.is_active:
            return cls(district)
        rows = Membership.objects.filter(person=person).only("role", "school_id", "district_id")
        memberships = list(rows.annotate(has_two_step=Exists(factors().filter(user=OuterRef("person")))))
        return cls(
            district,
            person,
            frozenset(m.role for m in memberships),
            frozenset(m.school_id for m in memberships if m.school_id and m.role == Role.SCHOOL_LEADER),
            has_two_step=any(m.has_two_step for m in memberships),
        )


def factors() -> "QuerySet[Authenticator]":
    """Passkeys and apps. Backup codes are none by themselves."""
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


class Request(HttpRequest):
    """A request under /d/<district>/, with what the middleware adds."""

    district: District
    actor: Actor
    htmx: HtmxDetails
    texts_taken_in: set[str]


def public(view: View) -> View:
    """Mark a view as open to anyone; all others under a district require a membership."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def unstored(view: View) -> View:
    """Mark a public page with somebody's secret link: not even their own browser may store it.

    Members' pages are never stored.
    """
    view.is_unstored = True  # type: ignore[attr-defined]
    return view


def cacheable(view: View) -> View:
    """Mark a public page that is the same for everybody and quotes nobody: caches may keep it for an hour."""
    view.is_cacheable = True  # type: ignore[attr-defined]
    return view


def screened(view: View) -> View:
    """Mark a members' page that takes down words of others: what it does not take in is screened for danger.

    Pages marked `public` are screened anyway.
    """
    view.is_screened = True  # type: ignore[attr-defined]
    return view


def allow(is_allowed: bool) -> None:
    """Raise `PermissionDenied` (403) unless `is_allowed`."""
    if not is_allowed:
        raise PermissionDenied


def find_or_404(rows: "Manager[Row] | QuerySet[Row]", public_id: str, **filters: object) -> Row:
    """Return the row with this public id among `rows`; raise `Http404` if there is none."""
    row = rows.filter(public_id=public_id, **filters).first()
    if row is None:
        raise Http404
    return row
