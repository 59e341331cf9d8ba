from django.db import transaction

from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.contributor import lock_contributor
from throughline.listen.actions.voice import check_is_open, receive
from throughline.listen.models import Voice, VoiceKind


@transaction.atomic
def give_answer(
    actor: Actor, forum: Forum, *, text: str, language: str, token: str, submission: str = ""
) -> Voice:
    """Record an answer to a forum's one question. The same contributor may answer again."""
    check_is_open(forum)
    contributor = lock_contributor(actor, forum, token=token, language=language)
    return receive(
        actor,
        forum,
        "give_answer",
        kind=VoiceKind.ANSWER,
        text=text,
        language=language,
        contributor=contributor,
        secret=token,
        submission=submission,
    )
