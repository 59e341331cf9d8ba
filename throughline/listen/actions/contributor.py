"""Contributors: created by a browser's first contribution, and identified only by its token."""

from django.utils import timezone

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.models import Contributor
from throughline.listen.queries.contributor import (
    code_hash,
    follow_code,
    has_token,
    is_token,
    network_label,
    token_hash,
)


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
        Contributor.objects.bulk_create([new], ignore_conflicts=True)
        contributor = rows.get()
    return contributor
