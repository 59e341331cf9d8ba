"""Contributors: made by the first thing a browser says, known by its token, and by nothing else."""

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.models import Contributor
from throughline.listen.queries.contributor import code_hash, follow_code, is_token, token_hash


def lock_contributor(actor: Actor, forum: Forum, *, token: str, language: str = "") -> Contributor:
    """The contributor behind a token, made if new, and locked: one browser's retries wait for each other.

    Call it inside the transaction that writes the contribution. It leaves no audit row of its own: the
    contribution does.
    """
    if not is_token(token):
        raise Refused("The token is not one of ours.")
    hashed = token_hash(token, forum)
    rows = Contributor.objects.select_for_update(no_key=True, of=("self",))
    contributor = rows.filter(forum=forum, token_hash=hashed).first()
    if contributor is None:
        new = Contributor(forum=forum, token_hash=hashed, language=language)
        new.follow_hash = code_hash(follow_code(token, new.public_id))
        Contributor.objects.bulk_create([new], ignore_conflicts=True)
        contributor = rows.get(forum=forum, token_hash=hashed)
    return contributor
