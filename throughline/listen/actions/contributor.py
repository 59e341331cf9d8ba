"""Contributors: created by a browser's first contribution, and identified only by its token."""

from functools import reduce
from operator import or_
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from throughline.accounts.actions import Refused, record
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.voice import check_is_open
from throughline.listen.models import Contributor
from throughline.listen.queries.contributor import (
    code_hash,
    contributor_of,
    contributors_by_one_link,
    follow_code,
    has_token,
    is_token,
    network_label,
    one_link_code,
    one_link_hash,
    token_hash,
)

FORUMS_A_QUERY = 50


def lock_contributor(actor: Actor, forum: Forum, *, token: str, language: str = "") -> Contributor:
    """Return the contributor of a token, locked; created if new. Retries of a browser wait for each other.

    Call it inside the transaction that writes the contribution. It writes no audit row of its own, since the
    contribution does.
    """
    if not is_token(token):
        raise Refused("The token is not one of ours.")
    rows = Contributor.objects.select_for_update(no_key=True, of=("self",)).filter(has_token(token, forum))
    contributor = rows.first()
    if contributor is None:
        new = Contributor(
            forum=forum,
            token_hash=token_hash(token, forum),
            language=language,
            began_at=timezone.now().replace(second=0, microsecond=0),
            network=network_label(actor.network, forum),
        )
        new.follow_hash = code_hash(follow_code(token, new.public_id))
        if contributors_by_one_link(one_link_code(token)).exists():
            new.one_link_hash = one_link_hash(one_link_code(token), forum.public_id)
        Contributor.objects.bulk_create([new], ignore_conflicts=True)
        contributor = rows.get()
    return contributor


@transaction.atomic
def make_one_link(actor: Actor, forum: Forum, *, token: str) -> str:
    """Make one link to everything this browser said in the district; return its code, "" if that is nothing.

    The only audit row names the forum in which it was asked for. Rows of several contributors written at one
    moment would join their forums.
    """
    code = one_link_code(token)
    own = contributor_of(forum, token)
    if own is None or own.one_link_hash == one_link_hash(code, forum.public_id):
        return code if own else ""
    forums = list(Forum.objects.only("id", "public_id"))
    for first in range(0, len(forums), FORUMS_A_QUERY):
        some = forums[first : first + FORUMS_A_QUERY]
        forum_ids = {one.pk: one.public_id for one in some}
        has_any = reduce(or_, (has_token(token, one) for one in some))
        for pk, forum_pk in Contributor.objects.filter(has_any).values_list("pk", "forum_id"):
            digest = one_link_hash(code, forum_ids[forum_pk])
            Contributor.objects.filter(pk=pk).update(one_link_hash=digest)
    record(actor, "make_one_link", forum)
    return code


class AboutSelfFields(TypedDict, total=False):
    school: School | None
    role: str


@transaction.atomic
def save_about_self(actor: Actor, contributor: Contributor, **fields: Unpack[AboutSelfFields]) -> Contributor:
    """Save the answers to the questions that were asked; an empty one is a skip, and removes an answer."""
    check_is_open(contributor.forum)
    rows = Contributor.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.get(pk=contributor.pk)
    changed = [f"is_{name}_asked" for name in fields]
    if "school" in fields:
        locked.school, locked.is_school_asked = fields["school"], True
    if "role" in fields:
        locked.role, locked.is_role_asked = fields["role"], True
    locked.save(update_fields=[*fields, *changed])
    record(actor, "save_about_self", locked)
    return locked
