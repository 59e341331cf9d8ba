from django.db import transaction
from django.utils import timezone

from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.contributor import lock_contributor
from throughline.listen.actions.voice import check_is_open
from throughline.listen.models import Contributor, CurrentVote, Vote


@transaction.atomic
def cast_vote(
    actor: Actor,
    forum: Forum,
    *,
    statement_id: int,
    value: int | None,
    token: str,
    language: str = "",
) -> Contributor:
    """Log a vote and store it as the current one. None is a skip: seen, not answered.

    The log is its own audit. A vote equal to the current one is accepted but not written again, so a retry
    has no effect; a skip never removes an earlier answer. The contributor's row is locked, so that two posts
    of one browser wait for each other.
    """
    check_is_open(forum)
    contributor = lock_contributor(actor, forum, token=token, language=language)
    current = CurrentVote.objects.filter(contributor=contributor, statement_id=statement_id).first()
    if current is not None and (value is None or current.value == value):
        return contributor
    now = timezone.now()
    if current is None:
        current = CurrentVote(forum=forum, contributor=contributor, statement_id=statement_id)
    current.value, current.at = value, now
    current.save()
    if value is not None:
        vote = Vote(forum=forum, contributor=contributor, statement_id=statement_id, value=value, at=now)
        vote.save(force_insert=True)
    return contributor
