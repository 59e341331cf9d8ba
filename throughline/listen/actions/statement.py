from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.contributor import lock_contributor
from throughline.listen.actions.tally import count_asked_gaps
from throughline.listen.actions.voice import check_is_open, receive
from throughline.listen.models import Channel, Voice, VoiceKind
from throughline.ui.fields import TranslatedText


@transaction.atomic
def add_statement(
    actor: Actor, forum: Forum, *, text: str, language: str, token: str, submission: str = ""
) -> Voice:
    """Add a participant's statement. The actor is a contributor, never the person signed in."""
    check_is_open(forum)
    if not forum.may_add_statements:
        raise Refused(_("You can't add statements to this forum."))
    contributor = lock_contributor(actor, forum, token=token, language=language)
    return receive(
        actor,
        forum,
        "add_statement",
        kind=VoiceKind.STATEMENT,
        text=text,
        language=language,
        contributor=contributor,
        secret=token,
        submission=submission,
    )


@transaction.atomic
def add_seed_statement(
    actor: Actor,
    forum: Forum,
    *,
    text: str,
    language: str,
    submission: str = "",
    translation: TranslatedText | None = None,
) -> Voice:
    """Add a statement by the district. It is approved, but checked for urgent words like any other."""
    Forum.objects.select_for_update(no_key=True, of=("self",)).get(pk=forum.pk)
    if submission:
        first = Voice.objects.filter(forum=forum, is_seed=True, submission=submission).first()
        if first is not None:
            return first
    seed = receive(
        actor,
        forum,
        "add_seed_statement",
        kind=VoiceKind.STATEMENT,
        text=text,
        language=language,
        channel=Channel.STAFF,
        submission=submission,
        is_seed=True,
        translation=TranslatedText() if translation is None else translation,
    )
    count_asked_gaps(forum)
    return seed


@transaction.atomic
def add_seed_statements(
    actor: Actor, forum: Forum, *, statements: Sequence[TranslatedText], submission: str = ""
) -> list[Voice]:
    """Add several statements by the district, all or none."""
    return [
        add_seed_statement(
            actor,
            forum,
            text=statement.source,
            language=statement.source_language,
            submission=f"{submission}-{number}" if submission else "",
            translation=as_translation(statement),
        )
        for number, statement in enumerate(statements, 1)
    ]


def as_translation(text: TranslatedText) -> TranslatedText:
    """The translations of a text that staff wrote in several languages, without the original."""
    own = text.source_language
    others = {code: words for code, words in text.texts.items() if code != own}
    return TranslatedText(own, others, dict.fromkeys(others, True))
