"""Publish and withdraw pages. Publications are stored unchanged."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.report.models import Publication
from throughline.report.queries import counts_in, current_publication, is_same_page
from throughline.understand.releases import PlainObject, note_shown


def hash_of(content: PlainObject) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def publish(actor: Actor, cycle: Cycle, *, content: PlainObject) -> Publication:
    """Publish a page. Raises ValidationError where nothing has changed since the last one."""
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    current = current_publication(cycle)
    if current is not None and is_same_page(current.content, content):
        raise ValidationError(_("Nothing has changed since the page was last published."))
    newest = Publication.objects.filter(cycle=cycle).order_by("-number").first()
    digest = hash_of(content)
    publication = Publication.objects.create(
        cycle=cycle,
        number=1 if newest is None else newest.number + 1,
        content=content,
        sha256=digest,
        published_by=actor.person,
        published_at=timezone.now(),
    )
    note_shown("report", counts_in(content))
    record(actor, "publish", publication, cycle=cycle.public_id, number=publication.number, sha256=digest)
    return publication


@transaction.atomic
def withdraw_publication(actor: Actor, publication: Publication) -> Publication:
    """Withdraw a publication; the one before it, if any, is public again."""
    if publication.withdrawn_at is None:
        publication.withdrawn_at = timezone.now()
        publication.save(update_fields=["withdrawn_at"])
        record(actor, "withdraw_publication", publication, number=publication.number)
    return publication
