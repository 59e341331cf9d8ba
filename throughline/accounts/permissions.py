"""The actor of a request, and the permission checks of accounts."""

import hmac
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Manager, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string
from django_htmx.middleware import HtmxDetails

from throughline.accounts.declarations import UploadKind
from throughline.accounts.models import District, Invitation, Job, Membership, Person, Role, School, Upload

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Row = TypeVar("Row", bound=Model)

STAFF = frozenset(
    {Role.OWNER, Role.COORDINATOR, Role.ANALYST, Role.FACILITATOR, Role.SCHOOL_LEADER, Role.BOARD_MEMBER}
)
NETWORK_BITS_IPV4 = 24
NETWORK_BITS_IPV6 = 48


@dataclass(frozen=True)
class Actor:
    """Who acts in one district: a member, a person without a role, a contributor, or the system."""

    district: District
    person: Person | None = None
    roles: frozenset[str] = frozenset()
    school_ids: frozenset[int] = field(default_factory=frozenset)
    kind: str = "person"
    network: str = field(default="", repr=False)
    """The network of somebody who takes part, for as long as the request lasts: it is never stored."""

    @property
    def is_member(self) -> bool:
        return bool(self.roles)

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)

    def has(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

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
        memberships = list(Membership.objects.filter(person=person).only("role", "school_id", "district_id"))
        return cls(
            district,
            person,
            frozenset(m.role for m in memberships),
            frozenset(m.school_id for m in memberships if m.school_id),
        )


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


def may_manage_people(actor: Actor) -> bool:
    return actor.has(Role.OWNER)


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
    invitation = find_or_404(Invitation.objects, public_id)
    allow(may_manage_people(actor))
    return invitation


class TooMany(Exception):
    """More requests a minute from one address than a page allows; answered with 429."""


process_counts: dict[str, int] = {}
keys_of_days: dict[int, bytes] = {}
_counting = threading.Lock()
SECONDS_A_DAY = 86_400
ALLAUTH_LIMITS = "allauth:rl:"


def _key_of_day(day: int) -> bytes:
    """A random key that all processes share through the cache; at the day's end nobody has it any more."""
    key = keys_of_days.get(day)
    if key is None:
        name = f"key-of-day:{day}"
        proposed = secrets.token_hex(32)
        cache.add(name, proposed, timeout=max(1, (day + 1) * SECONDS_A_DAY - int(time.time())))
        key = (cache.get(name) or proposed).encode()
        keys_of_days.clear()
        keys_of_days[day] = key
    return key


def hash_for_today(text: str) -> str:
    """Hash an address so that it is recognized today, and cannot be guessed from its hash tomorrow."""
    return hmac.digest(_key_of_day(int(time.time() // SECONDS_A_DAY)), text.encode(), "sha256").hex()


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Hash the keys of allauth's rate limits, which hold a network address or an e-mail address."""
    if key.startswith(ALLAUTH_LIMITS):
        key = f"limit:{hash_for_today(key)}"
    return f"{key_prefix}:{version}:{key}"


def client_address(request: HttpRequest) -> str:
    """The client's address, as recorded by the outermost proxy that the operator trusts."""
    n_proxies: int = settings.TRUSTED_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if n_proxies and len(passed) >= n_proxies:
        return passed[-n_proxies]
    return request.META.get("REMOTE_ADDR") or ""


def client_network(request: HttpRequest) -> str:
    """The client's network: the first 24 bits of an IPv4 address, 48 of an IPv6 address.

    Empty if it is not known, and for this machine's own address: behind a proxy that the settings do not
    name, everybody would seem to come from there.
    """
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback:
        return ""
    bits = NETWORK_BITS_IPV4 if address.version == 4 else NETWORK_BITS_IPV6
    return str(ipaddress.ip_network((address, bits), strict=False))


def limit(request: HttpRequest, name: str, per_minute: int) -> None:
    """Raise `TooMany` above `per_minute` requests of one kind from one address.

    A whole school may share an address, so be generous. The address is never stored, only a hash of it with
    the key of the day, and that until the minute is over. Each process adds to the shared count once every
    tenth of the allowance, not on each request, so that a vote does not cost a second write.
    """
    minute, second = divmod(int(time.time()), 60)
    key = f"limit:{minute}:{hash_for_today(f'{name}:{client_address(request)}:{minute}')}"
    step = max(1, per_minute // 10)
    with _counting:
        if key not in process_counts:
            for old in [known for known in process_counts if not known.startswith(f"limit:{minute}:")]:
                del process_counts[old]
        n_in_process = process_counts[key] = process_counts.get(key, 0) + 1
    if n_in_process > per_minute:
        raise TooMany
    if n_in_process % step:
        return
    n_everywhere = max(n_in_process, cache.get(key, 0) + step)
    cache.set(key, n_everywhere, timeout=60 - second)  # not incr, which would keep the row for five minutes
    if n_everywhere > per_minute:
        raise TooMany
