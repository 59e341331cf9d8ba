"""Bursts: noted by a timed job, decided by staff, forgotten but for the decision."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.models import Person
from throughline.accounts.permissions import Actor
from throughline.convene.actions import set_tally
from throughline.convene.models import Forum
from throughline.listen.actions.tally import count_people
from throughline.listen.models import Burst, BurstState, Contributor
from throughline.listen.queries.burst import FoundBurst, found_bursts, stand

NETWORKS_KEPT_DAYS = 30
PEOPLE_A_STATEMENT = 2_000


@transaction.atomic
def note_bursts(actor: Actor, forum: Forum) -> int:
    """Write the bursts of a forum as found now; return how many wait for a decision."""
    Forum.objects.select_for_update(no_key=True, of=("self",)).get(pk=forum.pk)
    found = found_bursts(forum)
    before = {one.pk: one for one in Burst.objects.filter(forum=forum, state=BurstState.OPEN)}
    n_changed = sum(_note(forum, one, before) for one in found)
    gone = before.keys() - {one.burst_id for one in found}
    if gone:
        Burst.objects.filter(pk__in=gone).delete()
    if n_changed or gone:
        n_people = sum(len(one.people) for one in found)
        record(actor, "note_bursts", forum, n_bursts=len(found), n_people=n_people)
        _count_open(forum)
    return len(found)


def _count_open(forum: Forum) -> None:
    found = Burst.objects.filter(forum=forum, state=BurstState.OPEN).aggregate(
        n=Count("pk"), oldest_at=Min("first_at")
    )
    set_tally(forum.cycle, "bursts", found["n"], forum, found["oldest_at"])


def _note(forum: Forum, one: FoundBurst, before: dict[int, Burst]) -> bool:
    """Write one burst; return whether it is new, or others are in it than before."""
    burst = before.get(one.burst_id or 0, Burst(forum=forum))
    noted = Contributor.objects.filter(forum=forum, burst__isnull=False, burst_id=burst.pk)
    members = frozenset(noted.values_list("pk", flat=True))
    if burst.pk is not None and members == one.people:
        return False
    burst.kind, burst.n_people, burst.n_networks = one.kind, len(one.people), one.n_networks
    burst.first_at, burst.last_at = one.first_at, one.last_at
    burst.save()
    _put(members - one.people, None)
    _put(one.people - members, burst)
    return True


def _put(people: frozenset[int], burst: Burst | None) -> None:
    """Put people into a burst, or out of theirs; in pieces, since a statement takes so many keys alone."""
    keys = sorted(people)
    for start in range(0, len(keys), PEOPLE_A_STATEMENT):
        Contributor.objects.filter(pk__in=keys[start : start + PEOPLE_A_STATEMENT]).update(burst=burst)


@transaction.atomic
def decide_burst(actor: Actor, burst: Burst, *, state: str, why: str = "", n_seen: int = 0) -> Burst:
    """Count a burst, set it aside, or take the decision back.

    With the number somebody saw, `n_seen`, a burst that others have joined since is not decided unseen.
    """
    burst = _lock(burst)
    if n_seen and n_seen != burst.n_people:
        raise Refused(
            _("More responses have arrived since you opened this page. Review them, then decide again.")
        )
    if state != BurstState.OPEN and not why.strip():
        raise Refused(_("Enter a reason, so people who read the results later can understand your decision."))
    if (state, why.strip()) == (burst.state, burst.reason):
        return burst
    before = {
        "state": str(burst.state),
        "reason": burst.reason,
        "decided_at": burst.decided_at.isoformat() if burst.decided_at else None,
        "decided_by": burst.decided_by_id,
    }
    is_open = state == BurstState.OPEN
    burst.state, burst.reason, burst.before = state, why.strip(), before
    burst.decided_at, burst.decided_by = (None, None) if is_open else (timezone.now(), actor.person)
    _save_decision(burst)
    record(actor, "decide_burst", burst, forum=burst.forum.public_id, state=state, n_people=burst.n_people)
    return burst


@transaction.atomic
def undo_decision(actor: Actor, burst: Burst, *, seen: str) -> Burst:
    """Restore the state before the last decision about a burst, all of it, if it stands as it was `seen`."""
    burst = _lock(burst)
    if not burst.before or seen != stand(burst):
        raise Refused(_("This has changed since you opened the page. Review it, then try again."))
    burst.state, burst.reason = burst.before["state"], burst.before["reason"]
    burst.decided_at = datetime.fromisoformat(at) if (at := burst.before["decided_at"]) else None
    burst.decided_by = Person.objects.filter(pk=burst.before["decided_by"]).first()
    burst.before = {}
    _save_decision(burst)
    forum_id = burst.forum.public_id
    record(actor, "undo_decision", burst, forum=forum_id, state=str(burst.state), n_people=burst.n_people)
    return burst


def _lock(burst: Burst) -> Burst:
    """Lock first the forum, as noting does: a burst that is just being noted would lose the decision."""
    Forum.objects.select_for_update(no_key=True, of=("self",)).get(pk=burst.forum_id)
    return Burst.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=burst.pk)


def _save_decision(burst: Burst) -> None:
    burst.save(update_fields=["state", "reason", "decided_at", "decided_by", "before"])
    _count_open(burst.forum)
    count_people(burst.forum)


@transaction.atomic
def forget_networks(actor: Actor, now: datetime) -> int:
    """Forget the network and the minute of those who began long ago; their bursts stay."""
    old = Contributor.objects.filter(began_at__lt=now - timedelta(days=NETWORKS_KEPT_DAYS))
    n_forgotten = old.update(began_at=None, network="")
    if n_forgotten:
        record(actor, "forget_networks", actor.district, n_people=n_forgotten)
    return n_forgotten
